"""plugnet-stack.py on the newest kernel that Debian has."""
from case import load

globals().update(load("plugnet-stack"))

kernel = "sid"
soak = True
