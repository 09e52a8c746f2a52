"""plugnet-stack.py on the newest kernel that Debian has."""
from case import load

globals().update(load("plugnet-stack"), __doc__=__doc__)

kernel = "sid"
soak = True
