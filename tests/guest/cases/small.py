"""32 MiB of memory, BusyBox init, a root that cannot be written: after a storm of events
what is known of the devices is what is there, and nobody was killed for memory."""
from guest import SOAK

EVENTS = 100000 if SOAK else 5000
INTERFACES = 50
ROUNDS = 20 if SOAK else 6  # of some of them added, some removed
memory = 128
init = "/bin/busybox init"
services = ("busyboxinitdir", "/etc/init.d")
road = None
LOSSES = "hotplugctl status --json | sed 's/.*\"losses\":\\([0-9]*\\).*/\\1/'"
seconds = 7200 if SOAK else 1800
files = {
    # The root lies in memory here, as on no machine of that size: it does not count. The
    # rest of what is more than 32 MiB is taken.
    "/etc/init.d/rcS":
    "#!/bin/sh\n"
    "modprobe dummy numdummies=0\n"
    "mkdir /ballast && mount -t tmpfs -o size=100% ballast /ballast\n"
    "root=$(du -sxk / | cut -f1)\n"
    "dd if=/dev/zero of=/ballast/file bs=1k "
    f"count=$(({(memory - 32) << 10} - root))\n"
    "mount -o remount,ro /\n"
    "mkdir /run/known\n"
    "/etc/init.d/S10hotplug start\n",
    "/etc/inittab": "::sysinit:/etc/init.d/rcS\n::respawn:/init serve\n",
    "/etc/hotplug.d/net/known.hotplug":
    "#!/bin/sh\n"
    "case $ACTION in\n"
    "add) : >/run/known/$INTERFACE ;;\n"
    "remove) rm -f /run/known/$INTERFACE ;;\n"
    "esac\n",
}


def run(guest):
    guest.expect("the root cannot be written", "! touch /etc/x")
    guest.expect("hotplugd runs", "pidof hotplugd")
    first = guest.sh("cat /run/hotplugd.pid")
    left = int(guest.sh("free | awk '/^Mem/ { print $7 }'"))
    guest.equal("no more is left than such a machine has", left < 16384, True)
    guest.sh(f"(n=0; while [ $n -lt {EVENTS} ]; do echo change; n=$((n + 1)); done "
             ">/sys/class/mem/null/uevent; touch /run/ended) >/dev/null 2>&1 &")
    for stride in range(2, 2 + ROUNDS):
        guest.sh(f"for n in $(seq {stride} {stride} {INTERFACES}); do ip link add dummy$n "
                 "type dummy 2>/dev/null || ip link del dummy$n; done", 600)
    guest.wait("the storm is over", "test -e /run/ended", 600)
    guest.expect("all is handled", "hotplugctl settle --timeout 600", 620)
    guest.equal("what is known", guest.sh("ls /run/known"), guest.sh("ls /sys/class/net"))
    guest.equal("interfaces", int(guest.sh("ls /sys/class/net | wc -l")) > INTERFACES // 4, True)
    guest.expect("it is the one that was started",
                 f"test $(cat /run/hotplugd.pid) = {first} && test -d /proc/{first}")
    guest.expect("nobody was killed for memory", "! dmesg | grep -i 'out of memory'")
    print(f"{EVENTS} events; {left} KiB were left; lost {guest.sh(LOSSES)} times")
