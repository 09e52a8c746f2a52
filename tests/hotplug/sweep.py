# SPDX-License-Identifier: GPL-2.0-or-later
"""Purpose: hotplugd, each of whose system calls fails once, while one event is handed over
and another comes by netlink: both are worked, once or twice."""

import collections
import re
import shutil
import socket
import uuid

from box import Skip, can_trace, check, equal, event, soak
from hotplugd import Daemon, seqnum_hook, until

# Of calls that can fail so. Not close(2), which closes all the same, and not brk(2), which
# says so by no errno.
PATHS = ("openat", "newfstatat", "faccessat2", "access", "readlinkat", "unlink", "getdents64",
         "inotify_add_watch", "chmod", "lchown")
MAKERS = ("openat", "mkdirat", "fallocate", "symlinkat", "bind", "inotify_add_watch", "pwrite64",
          "pwritev")
SOCKETS = ("socket", "connect", "bind", "listen", "accept4", "sendto", "recvfrom", "recvmmsg")
POSSIBLE = {  # what tells most comes last
    "EINTR": {"openat", "accept4", "recvfrom", "recvmmsg", "sendto", "ppoll", "flock", "pwritev",
              "pwrite64", "clone", "connect", "rt_sigtimedwait"},
    "ENOMEM": {*PATHS, *MAKERS, *SOCKETS, "mmap", "clone", "pread64", "ppoll", "setsockopt",
               "flock", "inotify_init1", "ftruncate"},
    "EAGAIN": {"clone", "accept4", "recvfrom", "recvmmsg", "sendto", "connect"},
    "ENOSPC": set(MAKERS),
    "EMFILE": {"openat", "socket", "accept4", "inotify_init1"},
    "ENOBUFS": {"recvmmsg", "sendto", "setsockopt"},
}
SYS_LO = "/sys/devices/virtual/net/lo"
TRIGGER = "/sys/class/net/lo/uevent"


def prepare(box):
    seqnum_hook(box)
    box.quiet_hook("net/a.hotplug", 'echo "net $SYNTH_UUID ${SYNTH_UUID:-$SEQNUM}" >>$trace')
    box.mkdir("/sys/class/net")
    box.write(f"{SYS_LO}/uevent", "INTERFACE=lo\nIFINDEX=1\n")
    box.link("../../../../class/net", f"{SYS_LO}/subsystem")


def reset(box):
    box.forget()
    shutil.rmtree(box.path("/run/hotplug"), ignore_errors=True)


def trigger(number):
    """An add by netlink that others can be told from."""
    with open(TRIGGER, "w", encoding="utf-8") as file:
        file.write(f"add {number}")


def need_kernels_events():
    number = str(uuid.uuid4())
    try:
        with socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 15) as uevents:
            uevents.bind((0, 1))
            uevents.settimeout(10)
            trigger(number)
            while number.encode() not in uevents.recv(8192):
                pass
    except OSError as why:
        raise Skip(f"no events of the kernel's here: {why}") from why


class Run:
    """A daemon, and the events that it got."""

    def __init__(self, box, strace, call=None, k=0, error=None):
        self.box, self.log = box, f"{box.top}/calls.{box.started}"
        reset(box)
        inject = ["-e", f"inject={call}:error={error}:when={k}"] if call else []
        self.daemon = Daemon(box, wait=False, before=[strace, "-D", "-s", "8", "-o", self.log,
                                                      *inject])
        until(lambda: self.waits() or self.daemon.process.ended(), "it waits, or has ended")

    def waits(self):
        return re.search(r"^ppoll\(", self.calls(), re.M)

    def calls(self):
        try:
            with open(self.log, encoding="utf-8", errors="replace") as file:
                return file.read()
        except FileNotFoundError:
            return ""

    def counts(self, seqnum, number):
        """How often each was worked, and one of the kernel's was made up: that has no
        numbers, and others' events may have been lost as well."""
        notes = collections.Counter(self.box.notes())
        return notes[str(seqnum)], notes[f"net {number} {number}"], notes["net  "]

    def worked(self, seqnum, number):
        handed_over, heard, made_up = self.counts(seqnum, number)
        return handed_over and heard + made_up

    def send(self, seqnum):
        """One on each road; returns when they are worked."""
        number = uuid.uuid4()
        trigger(number)
        helper = self.box.start(env=event(seqnum=10**12 + seqnum))
        until(lambda: self.worked(10**12 + seqnum, number), "both are worked")
        equal((helper.wait(90).status, helper.err), (0, ""), "the helper")
        return 10**12 + seqnum, number

    def end(self, sent):
        until(lambda: self.box.queue() == [], "the queue is empty")
        self.daemon.end()
        for numbers in sent:
            handed_over, heard, _ = self.counts(*numbers)
            check(max(handed_over, heard) <= 2, "worked so often:", handed_over, heard)

    def has_failed(self):
        """Whether it could not start, and has said why."""
        process = self.daemon.process
        if not process.ended():
            return False
        check(process.status == 1 and process.err, process.status, process.err)
        helper = self.box.run(env=event(seqnum=1))
        equal((helper.status, helper.err, self.box.notes()), (0, "", ["1"]), "the helper")
        return True


def points(calls):
    """(call, k, error) of each call that can fail so, of those behind the C library's own."""
    counts, begun = collections.Counter(), False
    for call in re.findall(r"^(\w+)\(", calls, re.M):
        counts[call] += 1
        begun |= call == "chdir"
        for error, possible in POSSIBLE.items():
            if begun and call in possible:
                yield call, counts[call], error


def chosen(found):
    """All of them; else the last of each call, which is at work for the events."""
    if soak:
        return [point for point in found if point[0] != "inotify_add_watch" or point[1] % 9 == 0]
    return list({point[0]: point for point in found}.values())


def sweep_one(box, strace, point):
    """Returns what came of it."""
    run = Run(box, strace, *point)
    if run.has_failed():
        return "could not start"
    run.end([run.send(1), run.send(2)])
    return "failed" if "(INJECTED)" in run.calls() else "did not come"


def case_every_call_fails_once(box):
    strace = can_trace()
    need_kernels_events()
    prepare(box)
    run = Run(box, strace)
    run.end([run.send(1), run.send(2)])
    found = list(points(run.calls()))
    check(len(found) > 100, len(found), "points only")
    results = collections.Counter()
    for point in chosen(found):
        try:
            results[sweep_one(box, strace, point)] += 1
        except Exception as why:
            raise type(why)(f"{point}: {why}") from why
    print(f"# {len(found)} calls and errors:", dict(results))
    check(results["failed"] > 15, results)
