# SPDX-License-Identifier: GPL-2.0-or-later
"""Purpose: what an event costs for which there is nothing to do, in counts: page faults and
system calls beside the program that does nothing."""

import os
import re
import shutil
import subprocess

from box import Box, Skip, can_trace, check, event

ROUNDS = 101
FAULTS_MORE = 5
CALLS_MORE = 9


def place(box, *programs):
    if Box.sanitized:
        raise Skip("needs the static program, a sanitizer's is not")
    for program in programs:
        shutil.copy(f"{box.build}/{program}", box.dir)


def net_event():
    return event(devpath="/devices/virtual/net/lo", SUBSYSTEM="net", INTERFACE="lo",
                 IFINDEX=1, seqnum=945)


def case_page_faults(box):
    place(box, "helpers/hotplug", "tests/bench/empty", "tests/bench/spawn")
    box.mkdir("/dev")
    os.mknod(box.path("/dev/null"), 0o20666, os.makedev(1, 3))
    command = ["setarch", "--addr-no-randomize", "chroot", box.dir, "/spawn", str(ROUNDS),
               "/empty", "++", *net_event(), "/hotplug", "net"]
    text = subprocess.run(command, capture_output=True, text=True, timeout=60,
                          check=True).stdout
    empty, ours = map(int, re.findall(r"(\d+) faults", text))
    print(f"# {ours} page faults, the empty program {empty}")
    check(ours <= empty + FAULTS_MORE, f"{ours} page faults, the empty program {empty}")


def system_calls(box, strace, *argv):
    log = f"{box.top}/strace"
    subprocess.run([strace, "-o", log, "chroot", box.dir, *argv], check=True, timeout=60,
                   env=dict(var.split("=", 1) for var in net_event()))
    with open(log, encoding="utf-8") as file:
        calls = file.read()
    ours = calls[calls.index(f'execve("{argv[0]}"'):]
    return len(re.findall(r"^\w+\(", ours, re.MULTILINE))


def case_system_calls(box):
    strace = can_trace()
    place(box, "helpers/hotplug", "tests/bench/empty")
    empty, ours = system_calls(box, strace, "/empty"), \
        system_calls(box, strace, "/hotplug", "net")
    print(f"# {ours} system calls, the empty program {empty}")
    check(ours <= empty + CALLS_MORE, f"{ours} system calls, the empty program {empty}")
