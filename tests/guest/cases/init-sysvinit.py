"""sysvinit boots Debian by its own scripts, with ours among them in insserv's order."""
from services import (BEHIND_COLDPLUG, BEHIND_DAEMON, DEVICES, FILES, Service, check,
                      udev_is_killed)

kernel = "debian"
root = "debian"
packages = ("sysvinit-core", "sysv-rc", "initscripts", "insserv", "startpar")
init = "/usr/lib/guest/enable"
services = ("sysvinitdir", "/etc/init.d")
road = None
seconds = 900
devices = DEVICES
SCRIPTS = ("mountkernfs.sh", "mountdevsubfs.sh", "hostname.sh", "checkroot.sh",
           "checkroot-bootclean.sh", "checkfs.sh", "mountall.sh", "mountall-bootclean.sh",
           "bootmisc.sh", "urandom", "sendsigs", "umountfs", "umountnfs.sh", "umountroot")
BEHIND = """#!/bin/sh
### BEGIN INIT INFO
# Provides:          behind
# Required-Start:    hotplug
# Required-Stop:
# X-Start-Before:    checkroot
# Default-Start:     S
# Default-Stop:
# Short-Description: behind hotplug
### END INIT INFO
[ "$1" = start ] || exit 0
"""
files = {
    **FILES,
    "/etc/inittab": "id:2:initdefault:\nsi::sysinit:/etc/init.d/rcS\n"
                    "l2:2:wait:/etc/init.d/rc 2\ngc:2:respawn:/usr/lib/guest/init serve\n",
    "/etc/init.d/behind": f"{BEHIND}{BEHIND_DAEMON}\n{BEHIND_COLDPLUG}\n",
    # What the packages' postinst would have done, and udev's postrm.
    init: "#!/bin/sh\nrm -f /etc/init.d/udev /etc/rc?.d/*udev\n"
          f"insserv {' '.join(SCRIPTS)} hotplug behind >/var/log/insserv 2>&1\n"
          "exec /sbin/init\n",
}


def run(guest):
    guest.equal("what insserv says of it", guest.sh("cat /var/log/insserv"), "")
    order(guest, "mountkernfs.sh", "hotplug", "checkroot.sh", "mountall.sh")
    script = "service hotplug"
    check(guest, Service(f"{script} start", f"{script} stop", f"{script} restart"))
    udev_runs(guest, script)


def order(guest, *names):
    listed = [link[3:] for link in guest.sh("ls /etc/rcS.d | sort").split()]
    places = [listed.index(name) for name in names]
    guest.equal(f"the order of {names} in {listed}", places, sorted(places))


def udev_runs(guest, script):
    guest.sh(f"{script} stop; /lib/systemd/systemd-udevd --daemon", 120)
    guest.wait("udevd listens", "udevadm control --ping", 60)
    guest.equal("it says so", "udev runs" in guest.sh(f"{script} start"), True)
    guest.wait("hotplugd does not", "! pidof hotplugd", 60)
    udev_is_killed(guest)
    guest.sh(f"{script} start", 300)
    guest.expect("its socket keeps nobody from starting", "pidof hotplugd")
