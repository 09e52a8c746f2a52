"""An e1000 is plugged in: the kernel calls hotplug, the driver comes, lan0 works.

Beside a card with the same interrupt line, `hotplugctl proc` says who shares what."""
import proc
from network import Lan

lan = Lan("lan0", "Driver=e1000")
files = lan.files()
# What an event says but for MODALIAS: then nothing but modules.pcimap can know the driver.
PCI = ("ACTION=add DEVPATH=/devices/pci0000:00/0000:00:02.0 PCI_CLASS=20000 "
       "PCI_ID=8086:100E PCI_SUBSYS_ID=1AF4:1100 PCI_SLOT_NAME=0000:00:02.0")


def beside_another(guest):
    """Four slots on, a card has the same interrupt line on this machine's board."""
    slot = int(guest.sh("basename $(readlink -f /sys/class/net/lan0/device)")[8:10], 16)
    guest.plug("rtl8139", addr=hex(slot + 4))
    guest.wait("the other card has a driver", "test -e /sys/class/net/eth0/device/driver")
    guest.sh("ip link set eth0 up")
    proc.card(guest, "lan0", "e1000", "eth0")


def run(guest):
    guest.expect("the driver is not there yet", "! test -e /sys/module/e1000")
    guest.expect("hotplug-depmap wrote a row for the card",
                 "grep -qE '^e1000 +0x00008086 0x0000100e ' /lib/modules/*/modules.pcimap")
    guest.expect("pci.agent finds the driver in it",
                 f"{PCI} /sbin/hotplug --dry-run pci | grep -qx 'load e1000'")
    guest.plug("e1000", network=lan.network)
    lan.configured(guest)
    guest.expect("the driver is loaded", "grep -q '^e1000 ' /proc/modules")
    lan.reaches_gateway(guest)
    beside_another(guest)
