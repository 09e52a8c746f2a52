"""plugnet-stack.py on the newest kernel that Debian 12 has."""
from case import load

globals().update(load("plugnet-stack"), __doc__=__doc__)

kernel = "bookworm-backports"
