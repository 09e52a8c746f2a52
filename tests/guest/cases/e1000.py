"""An e1000 is plugged in: the kernel calls hotplug, the driver comes, lan0 works."""
from network import Lan

lan = Lan("lan0", "Driver=e1000")
files = lan.files()


def run(guest):
    guest.expect("the driver is not there yet", "! test -e /sys/module/e1000")
    guest.expect("hotplug-depmap wrote a row for the card",
                 "grep -qE '^e1000 +0x00008086 0x0000100e ' /lib/modules/*/modules.pcimap")
    guest.plug("e1000", network=lan.network)
    lan.configured(guest)
    guest.expect("the driver is loaded", "grep -q '^e1000 ' /proc/modules")
    lan.reaches_gateway(guest)
