"""Coldplug of an i440fx and Debian's udev load the same modules; the times are printed."""
from coldplug import DEVICES, FILES, compare

kernel = "debian"
root = "debian"
road = None
seconds = 1200
memory = 1024
cpus = 1
counted = True
devices = DEVICES
files = FILES


def run(guest):
    compare(guest)
