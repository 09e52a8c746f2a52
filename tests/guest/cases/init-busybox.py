"""BusyBox init boots S10hotplug: the daemon, coldplug, the wait for their end."""
from services import BEHIND_COLDPLUG, BEHIND_DAEMON, DEVICES, FILES, Service, check

kernel = "debian"
init = "/bin/busybox init"
services = ("busyboxinitdir", "/etc/init.d")
road = None
seconds = 600
devices = DEVICES
# As Buildroot has it.
RUN_SCRIPTS = "#!/bin/sh\nfor script in /etc/init.d/S??*; do $script start; done\n"
files = {
    **FILES,
    "/etc/inittab": "::sysinit:/etc/init.d/rcS\n::respawn:/init serve\n",
    "/etc/init.d/rcS": RUN_SCRIPTS,
    "/etc/init.d/S11behind": f"#!/bin/sh\n{BEHIND_DAEMON}\n{BEHIND_COLDPLUG}\n",
}
SCRIPT = "/etc/init.d/S10hotplug"


def run(guest):
    check(guest, Service(f"{SCRIPT} start", f"{SCRIPT} stop", f"{SCRIPT} restart"))
    what_it_says(guest)


def what_it_says(guest):
    """By LSB: 0 it runs, 1 it has died, 3 it was ended."""
    guest.equal("it runs", guest.status(f"{SCRIPT} status"), 0)
    guest.equal("what start has to do", guest.sh(f"{SCRIPT} start"), "")
    guest.expect("hotplug.conf is read again", f"{SCRIPT} reload")
    # Its workers may have ended with it before they are killed.
    guest.sh("killall -KILL hotplugd", check=False)
    guest.wait("it has died", f"{SCRIPT} status; [ $? = 1 ]")
    guest.sh(f"{SCRIPT} restart", 60)
    guest.equal("it runs again", guest.status(f"{SCRIPT} status"), 0)
    it_does_not_end(guest)
    guest.sh(f"{SCRIPT} stop", 60)
    guest.equal("it was ended", guest.status(f"{SCRIPT} status"), 3)
    guest.sh("hotplugd --pid-file /run/other.pid >/dev/null 2>&1 </dev/null &")
    guest.wait("another one hears", "test -e /run/other.pid")
    guest.equal("there is one already", guest.status(f"{SCRIPT} restart", 60), 1)
    guest.equal("wrong usage", guest.status(f"{SCRIPT} nonsense"), 2)


def it_does_not_end(guest):
    guest.sh("mkdir -p /etc/default; echo stop_timeout=1 >/etc/default/hotplug")
    guest.sh("kill -STOP $(cat /run/hotplugd.pid)")
    guest.equal("it is killed", guest.status(f"{SCRIPT} restart", 120), 0)
    guest.equal("another one runs", guest.status(f"{SCRIPT} status"), 0)
    guest.sh("rm /etc/default/hotplug")
