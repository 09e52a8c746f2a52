"""Coldplug of an i440fx and Debian's udev load the same modules; 1,000 VLANs by files and by
ip -batch; the times are printed."""
import vlans
from coldplug import DEVICES, FILES, compare

kernel = "debian"
root = "debian"
road = None
seconds = 1200
memory = 1024
cpus = 1
counted = True
devices = DEVICES
files = {**FILES, **vlans.FILES}
copies = vlans.COPIES


def run(guest):
    compare(guest)
    vlans.compare(guest)
