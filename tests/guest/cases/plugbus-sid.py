"""plugbus.py on the newest kernel that Debian has."""
from case import load

globals().update(load("plugbus"))

kernel = "sid"
soak = True
