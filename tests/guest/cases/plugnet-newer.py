"""plugnet.py on the newest kernel that Debian 12 has."""
from case import load

globals().update(load("plugnet"), __doc__=__doc__)

kernel = "bookworm-backports"
