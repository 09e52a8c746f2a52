"""Before /proc, /sys and /run are mounted: a card is configured all the same."""
from network import Lan

lan = Lan("lan0", "Driver=e1000")
files = lan.files()
mounts = False
road = None


def run(guest):
    guest.sh("mount -t proc proc /proc && echo /sbin/hotplug >/proc/sys/kernel/hotplug && "
             "echo /usr/lib/hotplug/modprobe >/proc/sys/kernel/modprobe && umount /proc")
    guest.expect("nothing is mounted", "! test -e /proc/self && ! test -e /sys/class")
    guest.plug("e1000", network=lan.network)
    lan.configured(guest)
    lan.reaches_gateway(guest)
    guest.expect("a line says what was missing", "dmesg | grep -q 'hotplug.*: .*/sys'")

    guest.sh("mount -t proc proc /proc")
    guest.wait("nothing hangs", "! ps -o comm | grep -qE '^(hotplug|modprobe|.*agent)$'", 20)
