"""plugnet.py on the newest kernel that Debian has."""
from case import load

globals().update(load("plugnet"), __doc__=__doc__)

kernel = "sid"
soak = True
