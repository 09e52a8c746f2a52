# SPDX-License-Identifier: GPL-2.0-or-later
"""Purpose: a worker of hotplugd that is killed at each of its steps, which are its stops at
system calls (ptrace(2)): its event is worked again, and at most twice."""

import ctypes
import os
import re
import signal
import threading

from box import Skip, check, equal, event, libc
from hotplugd import Daemon, hand_over, seqnum_hook, until
from idle import has_children
from talk import SETTLE, Client

CONT, SYSCALL, DETACH = 7, 24, 17
GETEVENTMSG, SEIZE, INTERRUPT = 0x4201, 0x4206, 0x4207
O_TRACEFORK = 2
EVENT_FORK, EVENT_STOP = 1, 128
ALL_CHILDREN = 0x40000000  # __WALL
STEPS_MAX = 1000


def ptrace(request, pid, data=0):
    number = ctypes.c_ulong()
    if request == GETEVENTMSG:
        data = ctypes.addressof(number)
    if libc.ptrace(request, pid, None, ctypes.c_void_p(data)) < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return number.value


def stop_of(pid):
    """The event and the signal of its next stop; None where it has ended."""
    _, status = os.waitpid(pid, ALL_CHILDREN)
    return (status >> 16, os.WSTOPSIG(status)) if os.WIFSTOPPED(status) else None


def signal_of(stop):
    """What it is to get when it goes on."""
    event_number, number = stop
    return 0 if event_number or number == signal.SIGTRAP else number


def next_child(pid):
    """The next that it forks, which has not begun."""
    while True:
        stop = stop_of(pid)
        child = ptrace(GETEVENTMSG, pid) if stop[0] == EVENT_FORK else None
        ptrace(CONT, pid, signal_of(stop))
        if child:
            stop_of(child)
            return child


def kill_at(pid, step):
    """Whether it got there."""
    for _ in range(step):
        ptrace(SYSCALL, pid)
        while (stop := stop_of(pid)) and signal_of(stop):
            ptrace(SYSCALL, pid, signal_of(stop))
        if not stop:
            return False
    os.kill(pid, signal.SIGKILL)
    while stop_of(pid):
        pass
    return True


def leave(pid):
    """Children that it has forked meanwhile are let go as well."""
    ptrace(INTERRUPT, pid)
    while (stop := stop_of(pid))[0] != EVENT_STOP:
        if stop[0] == EVENT_FORK:
            child = ptrace(GETEVENTMSG, pid)
            stop_of(child)
            ptrace(DETACH, child)
        ptrace(CONT, pid, signal_of(stop))
    ptrace(DETACH, pid)


def work_and_kill(box, daemon, seqnum):
    """Hands an event over, whose worker is killed at its step of that number. Returns whether
    it got there."""
    answers = []
    # It may stop for us before it answers.
    client = threading.Thread(target=lambda: answers.append(hand_over(box, event(seqnum=seqnum))))
    ptrace(SEIZE, daemon.process.pid, O_TRACEFORK)
    client.start()
    try:
        return kill_at(next_child(daemon.process.pid), seqnum)
    finally:
        leave(daemon.process.pid)
        client.join()
        equal(answers, [b"\xff"], "answers")


def case_killed_at_each_step(box):
    ready, step = f"{box.top}/ready", 1
    seqnum_hook(box)
    daemon = Daemon(box, "--pid-file", ready)
    until(lambda: os.path.exists(ready), "hotplugd is ready")
    until(lambda: not has_children(daemon), "nothing else runs")
    try:
        while work_and_kill(box, daemon, step):
            with Client(box) as client:
                equal(client.result(SETTLE), 0)
            step += 1
            check(step < STEPS_MAX, "it does not end")
    except PermissionError as why:
        raise Skip(f"ptrace: {why}") from why
    daemon.end()
    until(lambda: not box.processes("a.hotplug"), "no hook runs")
    notes = box.notes()
    times = [notes.count(str(n)) for n in range(1, step + 1)]
    often = [f"step {n + 1}: {count}" for n, count in enumerate(times) if count not in (1, 2)]
    equal(often, [], "runs")
    check(step > 40, step, "steps")
    print(f"# {step - 1} steps, worked twice after {times.count(2)} of them")
    left = set(re.sub(r"\.journal|\.lock", "", name) for name in box.queue())
    # Whoever waits for a hook in the worker's place ends it with the worker.
    said = [line for line in daemon.process.err.splitlines()
            if not (box.split and line.endswith("runs at SIGTERM: ended"))]
    equal((left, said), (set(), []))
