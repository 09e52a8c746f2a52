"""What was there before anybody listened: through the helper, hotplugd, or by itself."""
import json

from case import prepare
from network import Lan

lan = Lan("lan0", "Driver=e1000")
road = None
seconds = 480
# It takes its time: the end is not before its end.
NOTE = "#!/bin/sh\n[ $ACTION = add ] || exit 0\nsleep 0.3\necho uuid=$SYNTH_UUID $DEVPATH >>/run/seen\n"
files = {**lan.files(), "/etc/hotplug.d/pci/note.hotplug": NOTE}
COLDPLUG = "hotplugctl coldplug --json 2>/run/said || { cat /run/said; false; }"
PCI = "cd /sys/bus/pci/devices && for d in *; do readlink -f $d; done | cut -c5- | sort"


def run(guest):
    guest.sh("echo >/proc/sys/kernel/hotplug; mkdir -p /run/hotplug")
    guest.plug("e1000", network=lan.network)
    guest.wait("the card is there", "grep -q 0x020000 /sys/bus/pci/devices/*/class")
    dry_run(guest)
    for road_now in (None, "helper", "hotplugd"):
        prepare(guest, road_now)
        by_road(guest, road_now)
        guest.sh("echo >/proc/sys/kernel/hotplug; killall hotplugd; rmmod e1000", check=False)
        guest.expect("the driver is gone", "! test -e /sys/module/e1000")
    some_of_them(guest)


def dry_run(guest):
    out = guest.sh("hotplugctl coldplug --dry-run 2>&1").splitlines()
    guest.equal("what would be loaded", [line for line in out if line.startswith("load ")],
                ["load e1000"])
    guest.equal("what would not be sent", [path for path in guest.sh(PCI).splitlines()
                                           if f"add {path}" not in out], [])
    guest.expect("nothing is done", "! test -e /sys/module/e1000 && ! test -e /run/seen")


def by_road(guest, road_now):
    guest.sh("rm -f /run/seen")
    counts = json.loads(guest.sh(COLDPLUG, 120))
    # At this moment all of it is done.
    seen = [line.split(" ") for line in guest.sh("cat /run/seen").splitlines()]
    guest.expect("the card is configured", f"ip addr show lan0 | grep -q {lan.address}/24")
    print(f"{road_now}: {counts}")
    guest.equal("each device once", sorted(path for _, path in seen),
                guest.sh(PCI).splitlines())
    guest.equal("one UUID", len({uuid for uuid, _ in seen}), 1)
    guest.equal("is it an UUID", len(seen[0][0]) - len("uuid="),
                36 if road_now else 0)
    guest.equal("failed", counts["failed"], 0)
    guest.equal("loaded", counts["loaded"], 1)
    lan.configured(guest)
    again = json.loads(guest.sh(COLDPLUG, 120))
    guest.equal("loaded the second time", (again["loaded"], again["already"]), (0, 1))


def some_of_them(guest):
    guest.sh("rm -f /run/seen; hotplugctl coldplug --subsystem mem")
    guest.expect("only that subsystem", "! test -e /sys/module/e1000 && ! test -e /run/seen")
    guest.equal("nobody listens", guest.status("rm -rf /run/hotplug; timeout 5 "
                                               "hotplugctl coldplug --wait-hotplugd"), 143)
