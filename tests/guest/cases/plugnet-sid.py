"""plugnet.py on the newest kernel that Debian has."""
from case import load

globals().update(load("plugnet"))

kernel = "sid"
soak = True
