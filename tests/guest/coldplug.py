# SPDX-License-Identifier: GPL-2.0-or-later
"""Purpose: coldplug beside Debian's udev in one boot: the same modules, and the times.

Compared is, from start to end, each time with the same modules not loaded and their files in
memory:
    coldplug        hotplugctl coldplug, alone
    with hotplugd   the start of hotplugd, and hotplugctl coldplug --wait-hotplugd
    udev            udevadm trigger of subsystems and devices, and settle; udevd runs already
    modprobe        Debian's modprobe, once for the MODALIAS of each device that is there
"""

import json
import statistics

from guest import SOAK

ROUNDS = 2 if SOAK else 1
DEVICES = ("qemu-xhci,id=usb", "usb-kbd,bus=usb.0", "usb-tablet,bus=usb.0", "e1000e",
           "virtio-net-pci", "virtio-rng-pci", "virtio-balloon-pci", "virtio-scsi-pci",
           "virtio-keyboard-pci", "virtio-serial-pci", "i6300esb", "sdhci-pci", "intel-hda")
FILES = {
    # udev does here what it does without the suite.
    "/etc/udev/rules.d/90-hotplug.rules": "",
    # Not date(1): a rule of Debian's udev sets the clock. Behind the status, the seconds of
    # CPU time, outside and inside the kernel, of the process and its children.
    "/time.sh": "#!/bin/bash\nTIMEFORMAT='%3U %3S'\nread -r began _ </proc/uptime\n"
                "{ time \"$@\" >/run/out 2>&1 </dev/null; } 2>/run/times\nstatus=$?\n"
                "read -r ended _ </proc/uptime\n"
                "echo $(((${ended/./} - ${began/./}) * 10)) $status\n",
    "/udev.sh": "#!/bin/sh\nudevadm trigger --type=subsystems --action=add\n"
                "udevadm trigger --type=devices --action=add\nudevadm settle\n",
    "/modprobe.sh": "#!/bin/sh\nfind /sys/devices -name uevent | xargs sed -n s/^MODALIAS=//p |\n"
                    "while read -r alias; do modprobe -bq -- $alias; done; true\n",
    # Whatever goes, until nothing more goes.
    "/clear.sh": "#!/bin/bash\nwhile gone=; for m in $(awk '$3 == 0 { print $1 }' /proc/modules);\n"
                 "do grep -qx $m /before || ! rmmod $m 2>/dev/null || gone=yes; done\n"
                 "[ $gone ]; do :; done\n",
}


class Contest:
    """What takes part in it, each after the others' modules were removed."""

    def __init__(self, guest):
        self.guest, self.cpu = guest, None  # of coldplug, inside and outside the kernel
        self.times = {"coldplug": [], "with hotplugd": [], "udev": [], "modprobe": []}
        # The image's own modprobe.d is not what the index was made from.
        guest.sh("hotplug-depmap", 120)
        guest.sh("cut -d' ' -f1 /proc/modules >/before")
        # The first time nothing is in memory, and what cannot be removed again stays.
        self.udev(self.coldplug()[0])
        self.clear()
        guest.sh("cut -d' ' -f1 /proc/modules >/before")
        self.times = {name: [] for name in self.times}

    def run(self, name, command):
        milliseconds, status = map(int, self.guest.sh(f"/time.sh {command}", 240).split())
        if status:
            print(self.guest.sh("cat /run/out"))
        self.guest.equal(f"exit status of {command}", status, 0)
        self.times[name].append(milliseconds)

    def coldplug(self):
        """What is loaded at its end, and its counts."""
        self.run("coldplug", "hotplugctl coldplug --json")
        found = self.modules()
        self.cpu = self.guest.sh("cat /run/times").split()[::-1]
        return found, json.loads(self.guest.sh("tail -n 1 /run/out"))

    def with_hotplugd(self):
        self.guest.sh("/usr/sbin/hotplugd </dev/null >/run/hotplugd.out 2>&1 & "
                      "echo $! >/run/hotplugd.pid")
        self.run("with hotplugd", "hotplugctl coldplug --wait-hotplugd")
        found = self.modules()
        self.guest.sh("kill $(cat /run/hotplugd.pid); "
                      "while kill -0 $(cat /run/hotplugd.pid) 2>/dev/null; do sleep 0.1; done", 120)
        return found

    def udev(self, wanted=()):
        """It does not wait for devices that take a while: here it gets the time to find what
        coldplug has found."""
        self.guest.sh("/lib/systemd/systemd-udevd --daemon")
        self.run("udev", "/udev.sh")
        self.guest.wait("udev loads the same", f"for m in {' '.join(sorted(wanted))}; do "
                        "grep -q \"^$m \" /proc/modules || { echo $m; exit 1; }; done", 60)
        self.guest.sh("udevadm settle", 120)
        found = self.modules()
        self.guest.sh("udevadm control --exit")
        self.guest.wait("udevd writes nothing more", "rm -rf /run/udev", 60)
        return found

    def modprobe(self):
        """Once for each device that is there: what appears behind a bus, it does not see."""
        self.run("modprobe", "/modprobe.sh")

    def modules(self):
        return set(self.guest.sh("cut -d' ' -f1 /proc/modules").split())

    def clear(self):
        self.guest.sh("/clear.sh", 400)


def figures(contest):
    """Where the clock counts instructions: the time of one CPU that does 500 million in a
    second. Most of it is the kernel's, which loads the same modules for all: coldplug cannot
    take less than that."""
    inside, outside = map(float, contest.cpu)
    print(f"ms: {contest.times}; coldplug's CPU time: {inside} s inside the kernel, "
          f"{outside} s outside")
    medians = {name: statistics.median(times) for name, times in contest.times.items()}
    for name in ("udev", "modprobe"):
        print(f"coldplug: {medians['coldplug'] / medians[name]:.2f} of {name}, "
              f"{medians['with hotplugd'] / medians[name]:.2f} with hotplugd")
        if contest.guest.counted:
            print(f"inside the kernel alone: {1000 * inside / medians[name]:.2f} of {name}")
    return medians


def compare(guest):
    contest = Contest(guest)
    for _ in range(ROUNDS):
        ours, counts = contest.coldplug()
        contest.clear()
        with_hotplugd = contest.with_hotplugd()
        contest.clear()
        theirs = contest.udev(ours)
        contest.clear()
        for what, found in (("coldplug", ours), ("coldplug with hotplugd", with_hotplugd)):
            guest.equal(f"{what}: more than udev", found - theirs, set())
            guest.equal(f"{what}: less than udev", theirs - found, set())
    contest.modprobe()
    print(counts)
    medians = figures(contest)
    if guest.counted:
        guest.equal("in less time than udev", medians["coldplug"] < medians["udev"], True)
