"""systemd boots without udev: hotplugd.service, confined beside systemd-udevd's."""
import json
import re

from services import (BEHIND_COLDPLUG, BEHIND_DAEMON, DEVICES, FILES, LATER, Service, check,
                      seen)

kernel = "debian"
root = "systemd"
init = "/usr/lib/guest/enable"
road = None
seconds = 900
devices = DEVICES
AT = "/etc/systemd/system/"
MASKED = ("systemd-udevd.service", "systemd-udevd-control.socket",
          "systemd-udevd-kernel.socket", "systemd-udev-trigger.service",
          "serial-getty@ttyS0.service")


def unit(behind, command):
    return (f"[Unit]\nDefaultDependencies=no\nAfter={behind}\n"
            f"[Service]\nType=oneshot\nExecStart={command}\n"
            "[Install]\nWantedBy=sysinit.target\n")


files = {
    **FILES,
    **{AT + name: "" for name in MASKED},
    AT + "behind-daemon.service": unit("hotplugd.service", BEHIND_DAEMON),
    AT + "behind-coldplug.service": unit("hotplug-coldplug.service", BEHIND_COLDPLUG),
    # The kernel tells of the new name; by then the agent has brought it up.
    "/etc/hotplug.d/net/20-unconfined.hotplug":
    f"#!/bin/sh\n[ \"$ACTION $INTERFACE\" = 'move {LATER.name}' ] || exit 0\n"
    "mkdir -p /run/mounted && mount -t tmpfs of-a-hook /run/mounted\n"
    "busybox udhcpc -i $INTERFACE -n -q -t 10 -s /bin/true && echo has-lease >>/run/seen\n",
    init: "#!/bin/sh\nsystemctl enable hotplugd behind-daemon behind-coldplug\n"
          "exec /lib/systemd/systemd\n",
}


def run(guest):
    check(guest, Service(*(f"systemctl {verb} hotplugd"
                           for verb in ("start", "stop", "restart"))))
    seen(guest, "a hook gets a lease by DHCP", "has-lease")
    guest.expect("what it mounts is there for all", "grep -q ^of-a-hook /proc/mounts")
    confinement(guest)


def confinement(guest):
    """By systemd-analyze, which knows what each setting is worth."""
    ours, theirs = (settings(guest, name) for name in ("hotplugd", "systemd-udevd"))
    for setting in sorted(ours.keys() | theirs.keys()):
        mine, other = ours.get(setting), theirs.get(setting)
        if mine != other:
            print(f"exposure by {setting}: hotplugd {mine}, systemd-udevd {other}")
    mine, other = overall(guest, "hotplugd"), overall(guest, "systemd-udevd")
    print(f"overall exposure: hotplugd {mine}, systemd-udevd {other}")
    guest.equal("ours is no more exposed", mine <= other, True)


def analyze(guest, name, options=""):
    return guest.sh("systemd-analyze security --offline=true --no-pager "
                    f"{options} /lib/systemd/system/{name}.service", 120)


def settings(guest, name):
    rows = json.loads(analyze(guest, name, "--json=short"))
    return {row["json_field"]: float(row["exposure"] or 0) for row in rows}


def overall(guest, name):
    return float(re.search("Overall exposure level.*: ([0-9.]+)", analyze(guest, name))[1])
