# SPDX-License-Identifier: GPL-2.0-or-later
"""Purpose: events that have nothing to do end in hotplugd, which learns at once when that
changes."""

import os
import shutil
import subprocess

from box import can_trace, check, equal, event
from hotplugd import Daemon, hand_over, until
from moduletree import NIC, index, make


def traced(daemon):
    with open(f"/proc/{daemon.process.pid}/status", encoding="utf-8") as status:
        return "TracerPid:\t0\n" not in status.read()


def has_children(daemon):
    """But for the keeper, which stays. As /proc/PID/stat of every process has it: the name is
    its second field, the parent its fourth."""
    parents = []
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{pid}/stat", encoding="utf-8", errors="replace") as stat:
                start, _, rest = stat.read().rpartition(")")
            if not start.endswith("(hotplugd-keeper"):
                parents.append(rest.split()[1])
        except OSError:
            pass  # it has ended
    return str(daemon.process.pid) in parents


def resting(box):
    """A daemon that has done what is due at its start."""
    daemon = Daemon(box)
    until(lambda: not has_children(daemon), "nothing is left from its start")
    return daemon


def calls_of(box, daemon, calls, act):
    """The system calls of a daemon, by name, while act() goes on and until it has ended."""
    strace, out = can_trace(), f"{box.top}/calls"
    with subprocess.Popen([strace, "-qq", "-f", "-e", "trace=" + calls, "-o", out,
                           "-p", str(daemon.process.pid)]) as trace:
        until(lambda: os.path.exists(out) and traced(daemon), "strace is there")
        act()
        daemon.end()
        trace.wait(60)
    with open(out, encoding="utf-8") as file:
        return file.read()


def hand_over_many(box, count, **variables):
    for seqnum in range(1, count + 1):
        equal(hand_over(box, event(seqnum=seqnum, **variables)), b"\xff", "answer")


def case_nothing_to_do_costs_no_process(box):
    """The daemon itself sees to it, and says what it refuses once, in the worker."""
    box.hook("other/a.hotplug")
    calls = calls_of(box, resting(box), "fork,vfork,clone,clone3,openat",
                     lambda: hand_over_many(box, 100))
    check("clone" not in calls and "fork" not in calls, calls)
    check(calls.count("openat") < 50, calls.count("openat"), "files opened for 100 events")


def install_modalias_agent(box):
    """As it installs, with a modprobe that notes what it is asked for."""
    helper = box.defines["HP_HELPERDIR"] + "/hotplug"
    os.makedirs(os.path.dirname(box.path(helper)), exist_ok=True)
    shutil.copy(box.hotplug, box.path(helper))
    os.link(box.path(helper), box.path(box.defines["HP_AGENTDIR"] + "/modalias.agent"))
    box.script(box.defines["HP_AGENTDIR"] + "/modprobe")


def case_a_module_that_is_there_costs_no_process(box):
    """Nor one that nobody has; and each MODALIAS is looked up once."""
    make(box, nic=["alias=" + NIC])
    install_modalias_agent(box)
    box.write("/sys/module/nic/initstate", "live\n")
    daemon = resting(box)

    def act():
        for alias in NIC.replace("*", "0"), "pci:none":
            hand_over_many(box, 100, MODALIAS=alias)

    calls = calls_of(box, daemon, "fork,vfork,clone,clone3,openat", act)
    check("clone" not in calls and "fork" not in calls, calls)
    check(calls.count("openat") < 200, calls.count("openat"), "files opened for 200 events")
    equal((box.notes(), daemon.process.err), ([], ""))


def case_a_module_that_is_gone_is_loaded_again(box):
    make(box, nic=["alias=" + NIC])
    install_modalias_agent(box)
    nic = event(MODALIAS=NIC.replace("*", "0"))
    box.write("/sys/module/nic/initstate", "live\n")
    daemon = Daemon(box)
    for seqnum in 1, 2:
        equal(hand_over(box, [f"SEQNUM={seqnum}", *nic]), b"\xff", "answer")
    shutil.rmtree(box.path("/sys/module/nic"))
    gone = event("remove", "/module/nic", 3, SUBSYSTEM="module")
    equal(hand_over(box, gone), b"\xff", "answer")
    equal(hand_over(box, ["SEQNUM=4", *nic]), b"\xff", "answer")
    until(box.notes, "modprobe is called")
    daemon.end()
    check(box.notes()[0].endswith(" nic"), box.notes())


def case_a_new_index_is_seen(box):
    """What was no driver's is looked up again."""
    make(box, other=[])
    install_modalias_agent(box)
    nic = event(MODALIAS=NIC.replace("*", "0"))
    daemon = Daemon(box)
    for seqnum in 1, 2:
        equal(hand_over(box, [f"SEQNUM={seqnum}", *nic]), b"\xff", "answer")
    make(box, nic=["alias=" + NIC])
    equal(hand_over(box, ["SEQNUM=3", *nic]), b"\xff", "answer")
    until(box.notes, "modprobe is called")
    box.forget()
    box.write("/etc/modprobe.d/a.conf", "blacklist nic\n")
    index(box)
    equal(hand_over(box, ["SEQNUM=4", *nic]), b"\xff", "answer")
    box.write("/etc/modprobe.d/a.conf", "")
    index(box)
    equal(hand_over(box, ["SEQNUM=5", *nic]), b"\xff", "answer")
    until(box.notes, "modprobe is called")
    daemon.end()
    equal(len(box.notes()), 1, "calls of modprobe")


def case_a_kernel_without_modules(box):
    """There is nothing to look up."""
    install_modalias_agent(box)
    box.mkdir("/proc/self")
    daemon = Daemon(box)
    hand_over_many(box, 3, MODALIAS="pci:none")
    box.write("/proc/modules", "")
    box.write("/etc/hotplug/touched", "")
    equal(hand_over(box, event(seqnum=4, MODALIAS="pci:none")), b"\xff", "answer")
    until(box.notes, "modprobe is called")
    daemon.end()
    check(box.notes()[0].endswith(" pci:none"), box.notes())


def records(box):
    return [name.split("@")[0] for name in os.listdir(box.path("/run/hotplug/device"))
            if name.startswith("+")]


def case_what_was_handled_is_found_after_a_move(box):
    """Although nobody has anything to do when a device is moved."""
    hook = box.hook("bus/a.hotplug")
    box.mkdir("/sys/devices/y")
    daemon = Daemon(box)
    equal(hand_over(box, event(seqnum=1)), b"\xff", "answer")
    until(lambda: records(box) == ["+bus:x"], "the device is on record")
    os.unlink(box.path(hook))
    move = event("move", "/devices/y", 2, DEVPATH_OLD="/devices/x")
    equal(hand_over(box, move), b"\xff", "answer")
    until(lambda: records(box) == ["+bus:y"], "the record is about the device as it is")
    daemon.end()
