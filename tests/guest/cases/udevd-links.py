"""What .link files make of interfaces is what systemd-udevd makes of them."""
import linksets

kernel = "debian"
root = "debian"
road = None
packages = ("ethtool",)
append = linksets.APPEND
seconds = 1500
devices = linksets.DEVICES
sets = linksets.names()
files = linksets.files(sets)


def run(guest):
    linksets.compare(guest, sets)
