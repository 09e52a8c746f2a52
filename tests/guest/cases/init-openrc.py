"""OpenRC boots: hotplugd is its dev, coldplug and the wait for it are services."""
from services import (BEHIND_COLDPLUG, BEHIND_DAEMON, DEVICES, FILES, Service, check,
                      udev_is_killed)

kernel = "debian"
root = "debian"
packages = ("openrc", "libeinfo1", "librc1", "insserv")
init = "/usr/lib/guest/enable"
services = ("openrcdir", "/etc/init.d")
road = None
seconds = 900
devices = DEVICES
OURS = ("hotplugd", "hotplug-coldplug", "hotplug-settle")


def script(depend, command=":"):
    return (f"#!/sbin/openrc-run\ndepend() {{\n\t{depend}\n}}\n"
            f"start() {{\n\t{command}\n}}\n")


files = {
    **FILES,
    # Debian leaves these two of OpenRC out; what they mount, the guest has mounted.
    "/etc/init.d/sysfs": script("before dev-mount", "mountinfo -q /sys"),
    "/etc/init.d/devfs": script("provide dev-mount", "mountinfo -q /dev"),
    "/etc/init.d/behind-daemon": script("need dev", BEHIND_DAEMON),
    "/etc/init.d/checkfs": script("need dev", BEHIND_COLDPLUG),
    "/etc/init.d/guest": "#!/sbin/openrc-run\ncommand=/usr/lib/guest/init\n"
                         "command_args=serve\ncommand_background=yes\n"
                         "pidfile=/run/guest.pid\n",
    "/etc/hotplug.d/mem/10-slow.hotplug":
    "#!/bin/sh\n[ ! -e /run/slow ] || { sleep 5; touch /run/finished; }\n",
    "/etc/init.d/udev": "#!/sbin/openrc-run\ncommand=/lib/systemd/systemd-udevd\n"
                        "command_args=--daemon\n"
                        "depend() {\n\tprovide dev\n\tneed sysfs dev-mount\n}\n",
    # What a person does, once.
    init: "#!/bin/sh\nfor name in sysfs devfs behind-daemon "
          f"{' '.join(OURS)}; do rc-update add $name sysinit; done\n"
          "rc-update add checkfs boot; rc-update add guest default\n"
          "exec /sbin/openrc-init\n",
}


def run(guest):
    check(guest, Service(*(f"rc-service hotplugd {verb}"
                           for verb in ("start", "stop", "restart"))))
    is_waited_for(guest)
    udev_is_chosen(guest)
    udev_has_left_its_socket(guest)
    it_dies_at_once(guest)


def is_waited_for(guest):
    guest.expect("what is being worked is waited for", "touch /run/slow; "
                 "echo change >/sys/devices/virtual/mem/null/uevent; "
                 "rc-service hotplug-settle restart; test -e /run/finished", 120)


def udev_is_chosen(guest):
    guest.sh("rc-service hotplug-coldplug stop; rc-service hotplugd stop", 120)
    guest.sh("rc-service udev start", 300)
    out = guest.sh("rc-service hotplug-coldplug start; rc-service hotplug-settle start", 120)
    guest.equal("why it does not run", "udev is chosen" in out, True)
    guest.wait("it does not", "! pidof hotplugd", 60)
    guest.expect("its end is none", "rc-service hotplugd stop", 120)


def udev_has_left_its_socket(guest):
    udev_is_killed(guest)
    guest.sh("rc-service udev zap", 120)
    guest.sh("rc-service hotplugd start", 300)
    guest.expect("that keeps nobody from starting", "pidof hotplugd")


def it_dies_at_once(guest):
    guest.sh("rc-service hotplugd stop", 120)
    guest.sh("mkdir -p /etc/conf.d; echo command_args=--nonsense >/etc/conf.d/hotplugd")
    out = guest.sh("rc-service hotplugd start 2>&1", 120, check=False)
    guest.equal(f"it says so: {out}", "hotplugd has died" in out, True)
