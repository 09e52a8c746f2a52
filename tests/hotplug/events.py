# SPDX-License-Identifier: GPL-2.0-or-later
"""Purpose: what is an event, what is not, and what hotplug says of it."""

import os
import shutil

from box import KERNEL_TAIL, Process, check, equal, event

DEVICE = "DEVPATH=/devices/x"
LOGIN = ["SHELL=/bin/sh", "HOME=/root", "PATH=/bin", "TERM=linux", "_=/usr/bin/env"]

# argument, environment, what the message names
REFUSED = (
    ("bus", [DEVICE], "ACTION is missing"),
    ("bus", ["ACTION=plug", DEVICE], "ACTION=plug "),
    ("bus", ["ACTION=add"], "DEVPATH is missing"),
    ("bus", ["ACTION=add", "DEVPATH=devices/x"], "DEVPATH=devices/x"),
    ("bus", ["ACTION=add", "DEVPATH=/devices/../../etc"], "DEVPATH=/devices/../../etc"),
    ("bus", ["ACTION=add", DEVICE, "SUBSYSTEM=../../etc"], "SUBSYSTEM=../../etc"),
    ("../../etc", ["ACTION=add", DEVICE], "'../../etc'"),
    ("../../etc", ["ACTION=add", DEVICE, "SUBSYSTEM=../../etc"], "'../../etc'"),
    ("bus", ["ACTION=add", DEVICE, "SUBSYSTEM=usb"], "SUBSYSTEM=usb"),
    ("bus", ["ACTION=add", DEVICE, "ACTION=add"], "ACTION is given twice"),
    ("bus", ["ACTION=add", DEVICE, "NOTHING"], "'NOTHING'"),
    ("bus", ["ACTION=add", DEVICE, "SEQNUM=12x"], "SEQNUM=12x"),
    ("bus", ["ACTION=add", DEVICE, *(f"OF_{n}=1" for n in range(63))], "64 variables"),
    ("bus", ["ACTION=add", DEVICE, "OF_X=" + "x" * 2048], "2048 bytes"),
    ("net", ["ACTION=add"], "INTERFACE is missing"),
    ("net", ["ACTION=add", "INTERFACE=0123456789abcdef"], "INTERFACE=0123456789abcdef"),
    ("net", ["ACTION=add", "INTERFACE=a/b"], "INTERFACE=a/b"),
    ("net", ["ACTION=add", "INTERFACE=a b"], "INTERFACE=a b"),
    ("net", ["ACTION=add", b"INTERFACE=a\x1b[2Kb\n"], "INTERFACE=a\\x1b[2Kb\\x0a"),
    ("usb", ["ACTION=add", DEVICE, "INTERFACE=1/2"], "INTERFACE=1/2"),
    ("usb", ["ACTION=add", DEVICE, "INTERFACE=1/2/256"], "INTERFACE=1/2/256"),
)


def case_refused(box):
    """One clear message, exit status 2, and nothing is run, made or changed."""
    box.hook("default/x.hotplug")
    for subsystem, env, message in REFUSED:
        for more in (LOGIN, KERNEL_TAIL):
            ended = box.expect(2, [], subsystem, [*env, *more])
            check(message in ended.err, message, "is not in", ended.err)
            equal(ended.err.count("\n"), 1, "lines: " + ended.err)
            equal(ended.out, "")
    equal(os.listdir(box.path("/run")), [], "in /run")


def case_refused_by_nothing_to_do(box):
    """What is no event is said also where nothing would have been run."""
    box.expect(2, [], "bus", ["ACTION=add"])


def case_login_environment(box):
    """A person's whole environment is no hindrance."""
    path = box.hook("default/x.hotplug")
    many = [f"VARIABLE{n}=" + "v" * 20 for n in range(10000)]
    box.expect(0, [path + " bus"], "bus", [*many, *LOGIN, "ACTION=add", DEVICE])
    odd = ["NAME=a", "NAME=b", b"BYTES=\xff\x01\n", "lower=1", "=x", "X Y=1"]
    box.expect(0, [path + " bus"], "bus", [*odd, *LOGIN, "ACTION=add", DEVICE])


def case_refused_by_an_agent(box):
    """What only an agent can know to be wrong: exit status 2 as well, and no hook's."""
    shutil.copy(box.hotplug, box.path("/hotplug"))
    box.mkdir(box.defines["HP_HELPERDIR"])
    os.rename(box.path("/hotplug"), box.path(box.defines["HP_HELPERDIR"] + "/hotplug"))
    box.link(box.defines["HP_HELPERDIR"] + "/hotplug",
             box.defines["HP_AGENTDIR"] + "/pci.agent")
    path = box.hook("default/a.hotplug")
    for bad in ("zzzz:1", "8086", "8086:100E:1", "", ":"):
        ended = box.expect(2, [path + " pci"], "pci",
                           event(SUBSYSTEM="pci", PCI_CLASS=20000, PCI_ID=bad,
                                 PCI_SUBSYS_ID="1AF4:1100"))
        check(f"PCI_ID={bad}" in ended.err, ended.err)
        equal(ended.err.count("\n"), 1, ended.err)


def case_net_by_name(box):
    """INTERFACE and ACTION are enough for net: the rest is in /sys."""
    box.mkdir("/sys/devices/pci/net/lan0")
    box.write("/sys/devices/pci/net/lan0/ifindex", "7\n")
    box.link("../../devices/pci/net/lan0", "/sys/class/net/lan0")
    box.quiet_hook("net/x.hotplug", 'echo "$DEVPATH $IFINDEX $INTERFACE" >>$trace')
    box.expect(0, ["/devices/pci/net/lan0 7 lan0"], "net",
               ["ACTION=add", "INTERFACE=lan0", *LOGIN])
    # Nothing to add where there is nothing.
    box.expect(0, [], "net", ["ACTION=add", "INTERFACE=lan1", *LOGIN])
    box.expect(0, ["  lan1"], "net", ["ACTION=remove", "INTERFACE=lan1", *LOGIN])


def case_device_that_is_there(box):
    """--device: the event of a device that came before us."""
    box.write("/sys/devices/x/uevent", "OF_NAME=port\n")
    box.link("../../bus/bus", "/sys/devices/x/subsystem")
    box.quiet_hook("bus/a.hotplug", 'echo "$ACTION $DEVPATH $OF_NAME $*" >>$trace')
    device = ["--device", box.path("/sys/devices/x")]
    box.expect(0, ["add /devices/x port bus"], None, LOGIN, args=device)
    box.expect(2, [], "bus", LOGIN, args=device)
    for other in ("/sys/devices/none", "/sys", "/etc"):
        ended = box.expect(2, [], None, LOGIN, args=["--device", box.path(other)])
        check(box.path(other) in ended.err, ended.err)


def case_usage(box):
    """Without argument and with --help: usage and the agents."""
    box.agent("pci")
    box.agent("net")
    box.agent("net", tier="HP_CONFDIR")
    for args in (["--help"], ["-h"], ["help"]):
        ended = box.expect(0, [], None, KERNEL_TAIL, args=args)
        check("usage: " in ended.out, ended.out)
        equal(ended.out.splitlines()[-1], "agents: net pci")
        equal(ended.err, "")
    ended = box.expect(0, [], None, KERNEL_TAIL, args=["--version"])
    check(ended.out.startswith("hotplug "), ended.out)


def case_no_argument(box):
    """A person who types only the name learns how to go on."""
    ended = Process([box.hotplug], KERNEL_TAIL, box.top + "/out", box.top + "/err").wait()
    equal((ended.status, ended.err), (0, ""))
    check("usage: " in ended.out and "\nagents:" in ended.out, ended.out)


def case_bad_usage(box):
    box.hook("default/x.hotplug")
    for args in (["--nonsense"], ["--root"], ["--root", "relative"], ["--dry-run=1"],
                 ["bus", "--dry-run"], ["bus", "more"], ["-"], ["--"], []):
        ended = box.expect(2, [], None, event(), args=args)
        check(ended.err.startswith(("hotplug: ", "usage: ")), args, ended.err)
        check("usage: " in ended.err, args, ended.err)
        equal(ended.out, "")


def case_dry_run(box):
    """Says what would be run; runs nothing but the suite's own agents, who are told."""
    first = box.hook("bus/a.hotplug")
    agent = box.agent("bus", 'echo "dry=$HOTPLUG_DRY_RUN"')
    last = box.hook("default/z.hotplug")
    ended = box.expect(0, [agent + " bus"], args=["--dry-run"])
    lines = [f"{box.dir}{path} bus" for path in (first, agent, last)]
    lines.insert(2, "dry=1")
    equal(ended.out.splitlines(), lines)
    equal(os.listdir(box.path("/run")), [], "in /run")
    box.agent("bus", tier="HP_CONFDIR")
    box.expect(0, [], args=["--dry-run"])


def case_verbose(box):
    box.quiet_hook("bus/a.hotplug", 'echo "verbose=$HOTPLUG_VERBOSE" >>$trace')
    box.expect(0, ["verbose="])
    box.expect(0, ["verbose=1"], args=["--verbose"])
    box.expect(0, ["verbose="], args=["--root=" + box.dir])


def case_silent(box):
    """Nothing to do, or done well: not a word, and no file."""
    ended = box.expect(0, [])
    equal((ended.out, ended.err), ("", ""))
    equal(os.listdir(box.path("/run")), [], "in /run")
    path = box.hook("bus/a.hotplug")
    ended = box.expect(0, [path + " bus"])
    equal((ended.out, ended.err), ("", ""))


def case_no_descriptors(box):
    """As the kernel starts it: 0, 1 and 2 are closed, and nothing else gets there."""
    def close_all():
        for fd in range(3):
            os.close(fd)
    box.quiet_hook("bus/a.hotplug",
                   'for fd in 0 1 2; do line="$line$(readlink /proc/$$/fd/$fd) "; done\n'
                   'echo "$line" >>$trace')
    box.expect(0, ["/dev/null " * 3], prepare=close_all)
    box.expect(0, ["/dev/null " * 3], env=event(seqnum=5), prepare=close_all)


def case_hooks_say_what_they_like(box):
    """A hook's output goes nowhere, its complaints to where ours go."""
    box.quiet_hook("bus/a.hotplug", "echo out; echo err >&2; cat; echo end >>$trace")
    ended = box.expect(0, ["end"])
    equal((ended.out, ended.err), ("", "err\n"))
