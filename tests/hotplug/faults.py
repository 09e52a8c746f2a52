# SPDX-License-Identifier: GPL-2.0-or-later
"""Purpose: hotplugd where system calls fail, and with hooks that misbehave: nothing is lost,
and nobody else waits."""

import os
import resource
import signal
import socket
import uuid

from box import KERNEL_TAIL, can_trace, check, equal, event
from hotplugd import (KOBJECT_UEVENT, Daemon, give, hand_over, hooks, leave, seqnum_hook,
                      until)
from sweep import need_kernels_events


def case_fork_fails(box):
    """What waits for nobody, and what was left in the queue, are not lost either."""
    for name in ("bus", "firmware"):
        box.quiet_hook(f"{name}/a.hotplug", 'echo "$SUBSYSTEM $SEQNUM" >>$trace')
    leave(box, 5)
    strace = can_trace()
    first = 2 if box.split else 1  # the keeper
    daemon = Daemon(box, before=[strace, "-D", "-qq", "-o", "/dev/null", "-e", "trace=clone,clone3",
                                 "-e", f"inject=clone,clone3:error=EAGAIN:when={first}..{first + 5}"])
    give(box, seqnum=6)
    give(box, seqnum=7, SUBSYSTEM="firmware")
    until(lambda: sorted(box.notes()) == ["bus 5", "bus 6", "firmware 7"], "all are worked",
          60)
    daemon.end()
    equal(daemon.process.err.count("cannot fork"), 1, daemon.process.err)


def case_receiving_is_interrupted(box):
    """As where somebody stops the daemon and lets it go on."""
    seqnum_hook(box)
    strace = can_trace()
    daemon = Daemon(box, before=[strace, "-D", "-qq", "-o", "/dev/null", "-e", "trace=recvfrom",
                                 "-e", "inject=recvfrom:error=EINTR:when=1"])
    give(box, seqnum=1)
    until(lambda: box.notes() == ["1"], "the event is worked")
    daemon.end()


def case_who_works_what_was_left_is_killed(box):
    """Another goes on, although no event comes."""
    seqnum_hook(box, f"[ -e {box.top}/go ] || {{ >{box.top}/go; kill -KILL $PPID; exit; }}")
    leave(box, 5)
    daemon = Daemon(box)
    until(lambda: box.notes() == ["5"], "the event is worked", 60)
    daemon.end()
    equal(box.queue(), [])


HANG = "while :; do sleep 1; done"
# Each names its box on the command line, to be found again.
MISBEHAVE = {"hangs": HANG, "deaf": f"trap '' TERM; {HANG}",
             "floods": "while :; do echo y; done",
             "family": f"(setsid sh -c '{HANG}' $0 &); {HANG}"}


def case_helper_that_has_given_up(box):
    """After its second it works its event itself, and the daemon does not."""
    seqnum_hook(box, f"[ $SEQNUM != 1 ] || until [ -e {box.top}/go ]; do sleep 0.01; done")
    box.mkdir("/sys/devices/y")
    daemon = Daemon(box)
    daemon.kill(signal.SIGSTOP)
    helper = box.start(env=event("change", seqnum=1))
    until(lambda: box.processes("a.hotplug"), "the helper's hook runs")
    daemon.kill(signal.SIGCONT)
    # It comes behind the helper's.
    give(box, "change", "/devices/y", 2)
    until(lambda: box.notes() == ["2"], "the daemon is at work")
    open(f"{box.top}/go", "wb").close()
    equal(helper.wait().status, 0, "exit status")
    daemon.end()
    equal(box.notes(), ["2", "1"])


class Null:
    """The kernel's events for /dev/null, and a hook for them."""

    def __init__(self, box):
        need_kernels_events()
        self.box = box
        box.quiet_hook("mem/a.hotplug", 'echo "$SYNTH_UUID" >>$trace')
        box.mkdir("/sys/devices/virtual/mem/null")
        box.write("/sys/kernel/uevent_seqnum", f"{2**60}\n")
        self.socket = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, KOBJECT_UEVENT)
        self.socket.bind((0, 1))
        self.socket.settimeout(60)

    def send(self):
        """Returns what it is known by, and the variables."""
        number = str(uuid.uuid4())
        with open("/sys/devices/virtual/mem/null/uevent", "w", encoding="utf-8") as file:
            file.write(f"change {number}")
        while number.encode() not in (message := self.socket.recv(8192)):
            pass
        return number, [part.decode() for part in message.split(b"\0")[1:-1]]

    def worked(self, number):
        until(lambda: number in self.box.notes(), "it is worked")

    def worked_once(self, number):
        """And no more when the daemon has come to what is behind it."""
        behind, _ = self.send()
        self.worked(behind)
        equal(self.box.notes().count(number), 1, "worked")


def case_helper_that_hears_nothing(box):
    """What the daemon has heard from the kernel is the daemon's; else it is the helper's."""
    null = Null(box)
    daemon = Daemon(box)
    number, variables = null.send()
    null.worked(number)
    daemon.kill(signal.SIGSTOP)
    box.expect_quiet(subsystem="mem", env=[*variables, *KERNEL_TAIL])
    daemon.kill(signal.SIGCONT)
    null.worked_once(number)
    daemon.kill(signal.SIGSTOP)
    number, variables = null.send()
    box.expect_quiet(subsystem="mem", env=[*variables, *KERNEL_TAIL])
    null.worked(number)
    daemon.kill(signal.SIGCONT)
    null.worked_once(number)
    daemon.end()
    null.socket.close()


# How often each fails, in the worker as well; on which file, below the root.
SCARCE = (("vfork", "EAGAIN", 3, None),
          ("getdents64", "ENOMEM", 3, "/etc/hotplug.d/bus"),
          ("openat", "EMFILE", 3, "/etc/hotplug.d/bus"),
          ("newfstatat", "ENOMEM", 3, "/etc/hotplug.d/bus/a.hotplug"),
          ("fcntl", "ENOLCK", 3, "/run/hotplug/queue/.lock"))


def case_a_worker_lacks_something(box):
    """Processes, memory, descriptors or locks that are there again soon."""
    strace = can_trace()
    seqnum_hook(box)
    # The runner's children start one program each: see privilege.
    lacking = SCARCE[1:] if box.split else SCARCE
    for seqnum, (call, error, times, path) in enumerate(lacking, 1):
        daemon = Daemon(box, before=[
            strace, "-D", "-f", "-qq", "-o", f"{box.top}/calls",
            *(["-P", box.path(path)] if path else ["-e", "trace=" + call]),
            "-e", f"inject={call}:error={error}:when=1..{times}"])
        equal(hand_over(box, event(seqnum=seqnum)), b"\xff", "answer")
        until(lambda n=seqnum: str(n) in box.notes(), f"it is worked after {call}: {error}")
        daemon.end()
        equal(daemon.process.err, "")
        with open(f"{box.top}/calls", encoding="utf-8") as file:
            check(file.read().count("(INJECTED)") >= times, "failed calls of", call)
    equal(box.notes(), [str(n + 1) for n in range(len(lacking))])


def case_what_a_helper_had_to_leave(box):
    """The daemon's worker had the device, and the daemon does not know of the event."""
    seqnum_hook(box, f"[ $SEQNUM != 1 ] || until [ -e {box.top}/go ]; do sleep 0.01; done")
    daemon = Daemon(box)
    equal(hand_over(box, event("change", seqnum=1)), b"\xff", "answer")
    until(lambda: box.processes("a.hotplug"), "the daemon's hook runs")
    daemon.kill(signal.SIGSTOP)
    box.expect_quiet(env=event("change", seqnum=2))
    equal(len(box.queue()), 1, "events in the queue")
    daemon.kill(signal.SIGCONT)
    open(f"{box.top}/go", "wb").close()
    until(lambda: box.notes() == ["1", "2"], "both are worked")
    until(lambda: box.queue() == [], "the queue is empty")
    daemon.end()
    equal(daemon.process.err, "")


def case_hooks_that_misbehave(box):
    """Others do not wait for them; when their time is over they end, with all they started."""
    cases = "".join(f"*/{name}) {body} ;;\n" for name, body in MISBEHAVE.items())
    seqnum_hook(box, f"case $DEVPATH in\n{cases}esac")
    box.conf(HookTimeoutSec=3600)
    daemon = Daemon(box)
    for seqnum, name in enumerate(MISBEHAVE, 1):
        box.mkdir(f"/sys/devices/{name}")
        give(box, "add", f"/devices/{name}", seqnum)
    until(lambda: len(hooks(box)) == len(MISBEHAVE) + 1, "all of them run", 60)
    give(box, seqnum=9)
    until(lambda: box.notes() == ["9"], "another is worked meanwhile", 60)
    daemon.kill(signal.SIGKILL)
    daemon.process.wait()
    # Before their hooks: a hook that was killed is one that has ended.
    for pid in box.processes("hotplugd"):
        os.kill(pid, signal.SIGKILL)
    box.kill_left_over()
    box.conf(HookTimeoutSec=1)
    daemon = Daemon(box)
    until(lambda: daemon.process.err.count("took more than 1 s: ended") == len(MISBEHAVE),
          "the time of each is over", 60)
    until(lambda: not box.processes("a.hotplug"), "they have ended", 60)
    daemon.end()
    equal(box.notes(), ["9"])


def case_no_descriptors_are_left(box):
    """Whoever is not heard goes on by himself, and is heard again afterwards."""
    seqnum_hook(box)
    daemon = Daemon(box)
    pid = daemon.process.pid
    most = resource.prlimit(pid, resource.RLIMIT_NOFILE)
    # What is open stays so.
    resource.prlimit(pid, resource.RLIMIT_NOFILE, (3, most[1]))
    box.expect_quiet(env=event(seqnum=1))
    equal(box.notes(), ["1"], "worked by the helper")
    resource.prlimit(pid, resource.RLIMIT_NOFILE, most)
    give(box, seqnum=2)
    until(lambda: box.notes() == ["1", "2"], "the next one is worked")
    daemon.end()
