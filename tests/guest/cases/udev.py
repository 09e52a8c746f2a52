"""Debian's udev runs the suite through the rule that it ships: lan0 is configured."""
from network import Lan

lan = Lan("lan0", "Driver=e1000")
kernel = "debian"
root = "debian"
road = None
# udev names the interface, by the same file; drivers are left to the suite.
files = {**lan.files(), **lan.files("/etc/systemd/network"),
         "/etc/udev/rules.d/80-drivers.rules": ""}


def run(guest):
    guest.sh("/lib/systemd/systemd-udevd --daemon && udevadm settle")
    guest.plug("e1000", network=lan.network)
    lan.configured(guest, 300)
    lan.reaches_gateway(guest)
