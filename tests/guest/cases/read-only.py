"""On a read-only root, nothing writable anywhere: a card is configured all the same."""
from network import Lan

lan = Lan("lan0", "Driver=e1000")
files = lan.files()
road = None


def run(guest):
    guest.sh("echo /sbin/hotplug >/proc/sys/kernel/hotplug && umount /tmp && umount /run && "
             "echo /usr/lib/hotplug/modprobe >/proc/sys/kernel/modprobe")
    # A helper of an earlier event may be writing.
    guest.wait("the root is read-only", "mount -o remount,ro /")
    guest.expect("nothing can be written", "! touch /run/x && ! touch /etc/x")
    guest.plug("e1000", network=lan.network)
    lan.configured(guest)
    lan.reaches_gateway(guest)
    guest.expect("a line says what was missing", "dmesg | grep -q 'hotplug.*: .*/run'")
    guest.wait("nothing hangs", "! ps -o comm | grep -qE '^(hotplug|modprobe|.*agent)$'", 20)
