"""plugbus.py on the newest kernel that Debian has."""
from case import load

globals().update(load("plugbus"), __doc__=__doc__)

kernel = "sid"
soak = True
