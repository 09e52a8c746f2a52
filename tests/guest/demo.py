# SPDX-License-Identifier: GPL-2.0-or-later
"""Purpose: show a person what happens between the plug and the first packet."""

import re
import sys

import accel
import host
import traffic
from case import prepare
from channel import ChannelError
from guest import Failed, Guest
from machine import Machine
from network import Lan
from qmp import QmpError

LAN = Lan("lan0", "Driver=e1000")
PORT_LAN = Lan("lan0", "Driver=plugnet")
# Of an event's variables, what tells most.
TELLING = ("ACTION", "PCI_ID", "MODALIAS", "INTERFACE", "DEVPATH")
# A line of the guest's log: date, host, level, program[pid]: message
LINE = re.compile(r"\S+ +\d+ \S+ \S+ \S+ (\S+?)(?:\[\d+\])?: (.*)")


def title(text):
    print(f"\n\033[1m{text}\033[0m" if sys.stdout.isatty() else f"\n== {text}", flush=True)


def indent(text):
    print("\n".join("    " + line for line in text.splitlines()), flush=True)


def what_the_kernel_said(guest, of, how=""):
    """The events of these devices and modules on netlink; the kernel calls a helper for each,
    where it does that."""
    calls = []
    for line in guest.sh("cat /run/events").splitlines():
        key, _, value = line.partition("=")
        if key == "ACTION":
            calls.append({})
        if calls:
            calls[-1].setdefault(key, value)
    return "\n".join(
        f"{how}{call['SUBSYSTEM']:8} " + " ".join(
            f"{key}={call[key]}" for key in TELLING if key in call)
        for call in calls if any(name in call["DEVPATH"] for name in of))


def what_ran(guest):
    """The suite's own log, without dates."""
    lines = [LINE.match(line) for line in guest.sh("cat /run/messages").splitlines()]
    ours = [match for match in lines if match and match[1] not in ("syslog.info", "syslogd")]
    return "\n".join(f"{match[1]:15} {match[2]}" for match in ours)


def machine_and_files(guest, what, lan):
    title(what)
    indent(guest.sh("uname -sr; for f in hotplug modprobe; do [ ! -e /proc/sys/kernel/$f ] || "
                    "echo /proc/sys/kernel/$f = $(cat /proc/sys/kernel/$f); done; "
                    "echo network interfaces: $(ls /sys/class/net); "
                    "echo modules loaded: $(wc -l </proc/modules)"))
    title("What the administrator wrote, in /etc/hotplug.d/net")
    for path, text in sorted(lan.files().items()):
        indent(f"{path}:")
        indent("\n".join("    " + line for line in text.splitlines() if line))


def interface(guest, lan):
    lan.reaches_gateway(guest)
    title("The interface")
    indent(guest.sh("ip addr show lan0; ip route; ip -6 route | grep -v fe80"))
    title("Traffic: the gateway answers")
    indent(guest.sh(f"ping -c 3 {lan.gateway}; ping -c 1 -I lan0 {lan.gateway6}"))


def card(guest):
    """As the kernel's own helpers, with a card that is plugged in."""
    machine_and_files(guest, "The machine: a kernel with CONFIG_UEVENT_HELPER, no udev, "
                      "no mdev, no scripts", LAN)
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
    indent(what_the_kernel_said(guest, ("pci0", "e1000"), "/sbin/hotplug "))
    title("What that did")
    indent(what_ran(guest))
    interface(guest, LAN)


def port(guest):
    """The same on any kernel, without hardware: plugbus emits the events, plugnet owns the
    data path."""
    machine_and_files(guest, "Another machine: Debian's own kernel, without a card; "
                      "hotplugd hears of events by netlink", PORT_LAN)
    add = "hotplugctl port add --pci 1af4:1000 --class net --line 3"
    title(f"A port of the bus plugbus is made: {add}")
    guest.sh("/usr/lib/hotplug/modprobe plugbus; uevent env >/run/events &")
    guest.wait("busybox listens", "[ $(grep -c ' 15 .* 00000001 ' /proc/net/netlink) = 2 ]")
    name = guest.sh(add)
    PORT_LAN.configured(guest)
    indent(guest.sh(f"hotplugctl port list {name}"))
    title("What the kernel said: the port, the module that drives it, its interface")
    indent(what_the_kernel_said(guest, ("plugbus", "plugnet")))
    title("What that did")
    indent(guest.sh("cat /run/hotplugd.out; grep plugnet /proc/modules"))
    title("Its other end, in another network namespace: ip link add link lan0 type plugnet")
    ip = traffic.IP
    guest.sh(f"mkdir -p /var/run; {ip} netns add far; "
             f"{ip} link add link lan0 name far0 netns far type plugnet; "
             f"{ip} -n far addr add {PORT_LAN.gateway}/24 dev far0; "
             f"{ip} -n far addr add {PORT_LAN.gateway6}/64 dev far0 nodad; "
             f"{ip} -n far link set far0 up")
    guest.wait("carrier", "grep -q 1 /sys/class/net/lan0/carrier")
    indent(guest.sh("grep -e CPU -e plugbus /proc/interrupts; "
                    "grep -E '^(device|port|irq|peer|ring|queues):' /proc/net/plugnet/lan0"))
    interface(guest, PORT_LAN)


def watch(build, road, scene, **machine):
    with Machine(build, accel=accel.choose("auto"), **machine) as made, \
            Guest(made, 600) as guest:
        try:
            prepare(guest, road)
            scene(guest)
        except (Failed, ChannelError, QmpError):
            print(guest.log())
            raise


def main():
    build = sys.argv[1]
    try:
        watch(build, "helper", card, files=LAN.files())
        modules = host.kernel_modules(build, ("plugbus", "plugnet"), "debian")
        watch(build, "hotplugd", port, kernel="debian", files=PORT_LAN.files(),
              copies=traffic.COPIES, extra_modules=modules)
    except (Failed, ChannelError, QmpError, host.HostError, host.Missing) as why:
        print(f"\nIt did not work: {why}")
        return 1
    title("That is all. More of it: tests/guest/run --list; "
          "tests/guest/run --plug e1000 --shell")
    return 0


if __name__ == "__main__":
    sys.exit(main())
