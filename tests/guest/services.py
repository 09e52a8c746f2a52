# SPDX-License-Identifier: GPL-2.0-or-later
"""Purpose: hotplugd as a service of an init: what its boot, end and restart must show."""

from network import Lan

THERE = Lan("lan0", "Driver=8139cp", 2)  # stands in the machine when it boots
LATER = Lan("lan1", "Driver=e1000", 3)
DEVICES = ("rtl8139",)
BEHIND_DAEMON = "/usr/lib/guest/behind-daemon"
BEHIND_COLDPLUG = "/usr/lib/guest/behind-coldplug"
UUID = "10a2b3c4-0000-4000-8000-0123456789ab"
FILES = {
    **THERE.files(), **LATER.files(),
    "/etc/hotplug.d/net/00-note.hotplug":
    "#!/bin/sh\necho \"$ACTION $INTERFACE\" >>/run/seen\n",
    "/etc/hotplug.d/mem/00-note.hotplug":
    "#!/bin/sh\necho \"$ACTION $SYNTH_UUID\" >>/run/seen\n",
    # What each init starts behind the daemon, and behind coldplug. Nobody makes up for a
    # change that is not heard.
    BEHIND_DAEMON: "#!/bin/sh\n"
                   f"echo change {UUID} >/sys/devices/virtual/mem/null/uevent\n",
    BEHIND_COLDPLUG: "#!/bin/sh\nip addr show dev lan0 >/run/lan0.new 2>&1\n"
                     "mv /run/lan0.new /run/lan0\n",
}


class Service:
    """The commands by which a person starts, ends and restarts it."""

    def __init__(self, start, stop, restart):
        self.start, self.stop, self.restart = start, stop, restart


def check(guest, service):
    booted(guest)
    event(guest)
    ended(guest, service)
    restarted(guest, service)


def seen(guest, what, note):
    guest.wait(what, f"grep -qx '{note}' /run/seen", 180)


def booted(guest):
    guest.wait("the boot has come behind coldplug", "test -e /run/lan0", 300)
    guest.expect("hotplugd runs", "pidof hotplugd")
    seen(guest, "it has heard what was done behind it", f"change {UUID}")
    guest.expect("behind coldplug the card was there",
                 f"grep -q 'inet {THERE.address}/24 ' /run/lan0")
    THERE.configured(guest)


def event(guest):
    guest.plug("e1000", network=LATER.network)
    LATER.configured(guest)
    LATER.reaches_gateway(guest, six=False)


def ended(guest, service):
    """And what happened meanwhile is made up for."""
    guest.sh("/usr/lib/hotplug/modprobe dummy numdummies=1; ip link show dev dummy0")
    seen(guest, "an interface comes", "add dummy0")
    is_split = guest.status("grep -qx hotplugd-keeper /proc/[0-9]*/comm") == 0
    guest.sh(service.stop, 120)
    if is_split:
        guest.wait("what it had forked has ended", "! pidof hotplugd")
    guest.expect("it has ended", "! pidof hotplugd")
    guest.sh("ip link del dev dummy0; ip link add dev away0 type dummy")
    guest.sh(service.start, 120)
    guest.expect("it runs again", "pidof hotplugd")
    seen(guest, "what went meanwhile", "remove dummy0")
    seen(guest, "what came meanwhile", "add away0")


def restarted(guest, service):
    """While interfaces come."""
    before = guest.sh("pidof hotplugd")
    guest.sh("(for n in $(seq 60); do ip link add dev d$n type dummy; done) & "
             f"for n in 1 2 3; do {service.restart} || exit 1; done; wait", 300)
    guest.expect("it is another process", f"[ \"$(pidof hotplugd)\" != '{before}' ]")
    guest.wait("each of them was handled", "for n in $(seq 60); do "
               "grep -qx \"add d$n\" /run/seen || exit 1; done", 180)


def udev_is_killed(guest):
    """Its socket is left, as by the udevd of an initramfs."""
    guest.wait("udevd listens", "udevadm control --ping", 60)
    guest.sh("kill -KILL $(pidof systemd-udevd)")
    guest.wait("udevd is gone", "! pidof systemd-udevd")
    guest.expect("its socket is there", "test -S /run/udev/control")
