# SPDX-License-Identifier: GPL-2.0-or-later
"""Purpose: show a person what happens between the plug and the first packet."""

import re
import sys

import accel
from case import prepare
from channel import ChannelError
from guest import Failed, Guest
from machine import Machine
from network import Lan
from qmp import QmpError

LAN = Lan("lan0", "Driver=e1000")
# Of an event's variables, what tells most.
TELLING = ("ACTION", "PCI_ID", "MODALIAS", "INTERFACE", "DEVPATH")
# A line of the guest's log: date, host, level, program[pid]: message
LINE = re.compile(r"\S+ +\d+ \S+ \S+ \S+ (\S+?)(?:\[\d+\])?: (.*)")


def title(text):
    print(f"\n\033[1m{text}\033[0m" if sys.stdout.isatty() else f"\n== {text}", flush=True)


def indent(text):
    print("\n".join("    " + line for line in text.splitlines()), flush=True)


def what_the_kernel_started(guest):
    """The helper calls, as the events on netlink tell of them, one for each."""
    calls = []
    for line in guest.sh("cat /run/events").splitlines():
        key, _, value = line.partition("=")
        if key == "ACTION":
            calls.append({})
        if calls:
            calls[-1].setdefault(key, value)
    return "\n".join(
        f"/sbin/hotplug {call['SUBSYSTEM']:8} " + " ".join(
            f"{key}={call[key]}" for key in TELLING if key in call)
        for call in calls if "pci0" in call["DEVPATH"] or "e1000" in call["DEVPATH"])


def what_ran(guest):
    """The suite's own log, without dates."""
    lines = [LINE.match(line) for line in guest.sh("cat /run/messages").splitlines()]
    ours = [match for match in lines if match and match[1] not in ("syslog.info", "syslogd")]
    return "\n".join(f"{match[1]:15} {match[2]}" for match in ours)


def show(guest):
    title("The machine: a kernel with CONFIG_UEVENT_HELPER, no udev, no mdev, no scripts")
    indent(guest.sh("uname -sr; for f in hotplug modprobe; do "
                    "echo /proc/sys/kernel/$f = $(cat /proc/sys/kernel/$f); done; "
                    "echo network interfaces: $(ls /sys/class/net); "
                    "echo modules loaded: $(wc -l </proc/modules)"))
    title("What the administrator wrote, in /etc/hotplug.d/net")
    for path, text in sorted(LAN.files().items()):
        indent(f"{path}:")
        indent("\n".join("    " + line for line in text.splitlines() if line))

    title("An e1000 network card is plugged in (QEMU: device_add e1000)")
    guest.sh("uevent env >/run/events &")
    guest.plug("e1000", network=LAN.network)
    LAN.configured(guest)
    indent(guest.sh("for d in /sys/bus/pci/drivers/e1000/0*; do "
                    "echo ${d##*/}: $(cat $d/vendor):$(cat $d/device); done"))
    title("Its row in modules.pcimap, which hotplug-depmap wrote")
    indent(guest.sh("grep -E '^(# pci|e1000 +0x00008086 0x0000100e )' "
                    "/lib/modules/*/modules.pcimap"))
    title("What the kernel started: one helper for each event, all at once")
    indent(what_the_kernel_started(guest))
    title("What that did")
    indent(what_ran(guest))
    LAN.reaches_gateway(guest)
    title("The interface")
    indent(guest.sh("ip addr show lan0; ip route; ip -6 route | grep -v fe80"))
    title("Traffic: the gateway answers")
    indent(guest.sh(f"ping -c 3 {LAN.gateway}; ping -c 1 -I lan0 {LAN.gateway6}"))


def main():
    try:
        with Machine(sys.argv[1], files=LAN.files(),
                     accel=accel.choose("auto")) as machine, Guest(machine, 180) as guest:
            try:
                prepare(guest, "helper")
                show(guest)
            except (Failed, ChannelError, QmpError):
                print(guest.log())
                raise
    except (Failed, ChannelError, QmpError) as why:
        print(f"\nIt did not work: {why}")
        return 1
    title("That is all. More of it: tests/guest/run --list; "
          "tests/guest/run --plug e1000 --shell")
    return 0


if __name__ == "__main__":
    sys.exit(main())
