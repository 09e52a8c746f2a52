# SPDX-License-Identifier: GPL-2.0-or-later
"""Purpose: the processes of hotplugd: what each may do, and what happens where one of them
is killed."""

import os
import signal
import socket
import struct

from box import can_trace, check, equal, event, libc
from hotplugd import Daemon, give, hooks, kernels_event, packet, seqnum_hook, until
from status import ask, start_settle, status as told_status

CAP_NET_ADMIN, CAP_SYS_MODULE = 1 << 12, 1 << 16


def status(pid):
    """/proc/PID/status, as a dict."""
    with open(f"/proc/{pid}/status", encoding="utf-8") as file:
        return dict(line.rstrip("\n").split(":\t", 1) for line in file)


def names(box):
    """The processes of hotplugd: {pid: (name, parent)}."""
    found = {}
    for pid in box.processes("hotplugd"):
        try:
            is_now = status(pid)
        except (FileNotFoundError, ProcessLookupError):
            continue
        found[pid] = is_now["Name"], int(is_now["PPid"])
    return found


def roles(box, name):
    """The processes of hotplugd that have this name; their children have it as well."""
    named = {pid: parent for pid, (is_name, parent) in names(box).items() if is_name == name}
    return [pid for pid, parent in named.items() if parent not in named]


def role(box, name):
    """The one that has this name, as soon as it has."""
    until(lambda: len(roles(box, name)) == 1, f"there is one {name}")
    return roles(box, name)[0]


def check_confined(pid, caps):
    is_now = status(pid)
    equal(int(is_now["CapEff"], 16) & ~caps, 0, "CapEff beyond what is needed")
    equal(int(is_now["CapPrm"], 16) & ~caps, 0, "CapPrm beyond what is needed")
    equal(int(is_now["CapBnd"], 16) & ~caps, 0, "CapBnd beyond what is needed")
    equal((is_now["NoNewPrivs"], is_now["Seccomp"]), ("1", "2"), "NoNewPrivs and Seccomp")


def case_each_process(box):
    daemon = Daemon(box)
    check_confined(daemon.process.pid, CAP_NET_ADMIN | CAP_SYS_MODULE)
    reader = role(box, "hotplugd-reader")
    until(lambda: status(reader)["Seccomp"] == "2", "the reader is confined")
    check_confined(reader, 0)
    check(all(os.readlink(f"/proc/{reader}/fd/{fd}").startswith(("/dev/null", "socket:"))
              for fd in os.listdir(f"/proc/{reader}/fd")), "what the reader has open")
    with channel(reader) as telling:  # the kernel doubles it, socket(7)
        equal(telling.getsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF), 512 << 10, "its room")
    for name in ("hotplugd-keeper", "hotplugd-runner"):
        equal(status(role(box, name))["CapEff"], status("self")["CapEff"], name)
    daemon.end()
    until(lambda: not box.processes("hotplugd"), "all end")
    equal(daemon.process.err, "")


def case_all_end_with_the_daemon(box):
    daemon = Daemon(box)
    daemon.kill(signal.SIGKILL)
    daemon.process.wait()
    until(lambda: not box.processes("hotplugd"), "all end")


def case_signals_are_for_the_daemon(box):
    """As a terminal, or an init at the end of its day, sends them to everyone."""
    seqnum_hook(box)
    daemon = Daemon(box)
    for pid in (role(box, name) for name in ("hotplugd-keeper", "hotplugd-runner",
                                             "hotplugd-reader")):
        for number in (signal.SIGHUP, signal.SIGINT, signal.SIGTERM):
            os.kill(pid, number)
    give(box, seqnum=7)
    until(lambda: box.notes() == ["7"], "the event is worked")
    daemon.end()
    equal(daemon.process.err, "")


def case_hooks_are_not_confined(box):
    """They are the administrator's."""
    box.quiet_hook("bus/a.hotplug", "grep -E '^(Cap|NoNewPrivs|Seccomp:)' "
                                    "/proc/self/status >>$trace")
    daemon = Daemon(box)
    give(box, seqnum=7)
    until(lambda: len(box.notes()) >= 7, "the hook is run")
    daemon.end()
    own = status("self")
    for line in box.notes():
        key, value = line.split(":\t")
        equal(value, own[key], key)


def case_runner_killed(box):
    """Another takes its place, and what was being run is not disturbed."""
    seqnum_hook(box, f"while ! [ -e {box.top}/go ]; do sleep 0.01; done")
    box.mkdir("/sys/devices/y")
    daemon = Daemon(box)
    give(box, seqnum=7)
    until(lambda: box.processes("a.hotplug"), "a hook runs")
    first = role(box, "hotplugd-runner")
    os.kill(first, signal.SIGKILL)
    give(box, "add", "/devices/y", 8)
    until(lambda: len(hooks(box)) == 2, "another hook runs")
    open(f"{box.top}/go", "w", encoding="utf-8").close()
    until(lambda: sorted(box.notes()) == ["7", "8"], "both events are worked")
    daemon.end()
    equal(daemon.process.err.count("started again"), 1, daemon.process.err)


def case_killed_with_nobody_to_tell(box):
    """Started with SIGCHLD ignored, and with a pipe on 2 that nobody reads any more."""
    ends = os.pipe()

    def prepare():
        os.dup2(ends[1], 2)
        signal.signal(signal.SIGCHLD, signal.SIG_IGN)

    seqnum_hook(box)
    daemon = Daemon(box, prepare=prepare)
    for end in ends:
        os.close(end)
    keeper = role(box, "hotplugd-keeper")
    for seqnum in (7, 8):
        killed = role(box, "hotplugd-runner")
        os.kill(killed, signal.SIGKILL)
        until(lambda pid=killed: pid not in roles(box, "hotplugd-runner"), "it ends")
        give(box, seqnum=seqnum)
        until(lambda n=seqnum: str(n) in box.notes(), "the event is worked")
    equal(role(box, "hotplugd-keeper"), keeper, "the keeper")
    daemon.end()


def case_runner_killed_many_times(box):
    """Nothing that is asked for meanwhile is lost, or done more than twice."""
    seqnum_hook(box)
    count = 30
    daemon = Daemon(box)
    for n in range(1, count + 1):
        box.mkdir(f"/sys/devices/d{n}")
        give(box, "add", f"/devices/d{n}", n)
        if n % 10 == 0:
            killed = role(box, "hotplugd-runner")
            os.kill(killed, signal.SIGKILL)
            until(lambda pid=killed: pid not in roles(box, "hotplugd-runner"), "it ends")
    until(lambda: len(set(box.notes())) == count, "all are worked")
    daemon.end()
    most = max(box.notes().count(note) for note in box.notes())
    check(most <= 2, "an event was worked", most, "times")


def case_runner_cannot_fork(box):
    """For a while; what has run is not run twice. The first children of the daemon, the keeper
    and the runner are the keeper, the runner and who waits for the first hook; the keeper's
    second is the reader."""
    go, calls = f"{box.top}/go", f"{box.top}/calls"
    os.mkfifo(go)
    seqnum_hook(box, f"read line <{go}")
    box.mkdir("/sys/devices/y")
    daemon = Daemon(box, before=[can_trace(), "-D", "-f", "-qq", "-o", calls,
                                 "-e", "trace=clone,clone3",
                                 "-e", "inject=clone,clone3:error=EAGAIN:when=2..4"])

    def failed():
        with open(calls, encoding="utf-8") as file:
            return file.read().count("(INJECTED)")

    give(box, seqnum=7)
    until(lambda: box.processes("a.hotplug"), "the first hook runs")
    give(box, "add", "/devices/y", 8)
    until(lambda: failed() == 9, "neither the daemon nor the runner can fork")
    until(lambda: len(hooks(box)) == 2, "the second hook runs")
    with open(go, "r+b", buffering=0) as told:
        told.write(b"\n\n")
        until(lambda: sorted(box.notes()) == ["7", "8"], "both events are worked")
    daemon.end()
    equal(daemon.process.err.count("cannot fork hotplugd-reader yet"), 1, daemon.process.err)


def case_keeper_and_runner_killed(box):
    """Nobody can start programs any more: what is unfinished is the next daemon's."""
    seqnum_hook(box, f"while ! [ -e {box.top}/go ]; do sleep 0.01; done")
    daemon = Daemon(box)
    runner = role(box, "hotplugd-runner")
    give(box, seqnum=7)
    until(lambda: box.processes("a.hotplug"), "a hook runs")
    give(box, seqnum=8)
    os.kill(role(box, "hotplugd-keeper"), signal.SIGKILL)
    os.kill(runner, signal.SIGKILL)
    until(lambda: "were killed: hotplugd ends" in daemon.process.err, "it says so")
    open(f"{box.top}/go", "w", encoding="utf-8").close()
    equal(daemon.process.wait(90).status, 1, "exit status")
    equal(box.notes(), ["7"], "worked")
    daemon = Daemon(box)
    until(lambda: box.notes() == ["7", "8"], "the next one works the rest")
    daemon.end()


def case_runner_that_does_not_answer(box):
    """An event whose programs nobody can start is not done, however often it was begun."""
    box.conf(Drainers=1)
    seqnum_hook(box, f"while ! [ -e {box.top}/go ]; do sleep 0.01; done")
    daemon = Daemon(box)
    runner = role(box, "hotplugd-runner")
    for n in range(1, 6):
        box.mkdir(f"/sys/devices/d{n}")
        give(box, "add", f"/devices/d{n}", n)
    until(lambda: box.processes("a.hotplug"), "the first hook runs")
    os.kill(role(box, "hotplugd-keeper"), signal.SIGKILL)
    os.kill(runner, signal.SIGSTOP)
    open(f"{box.top}/go", "w", encoding="utf-8").close()
    until(lambda: not box.processes("a.hotplug"), "it ends")
    os.kill(runner, signal.SIGKILL)
    equal(daemon.process.wait(90).status, 1, "exit status")
    equal(box.notes(), ["1"], "worked")
    daemon = Daemon(box)
    until(lambda: sorted(box.notes()) == list("12345"), "the next one works the rest")
    daemon.end()


def kill_reader(box):
    """Gives the one that takes its place."""
    killed = role(box, "hotplugd-reader")
    os.kill(killed, signal.SIGKILL)
    until(lambda: killed not in roles(box, "hotplugd-reader"), "it ends")
    return role(box, "hotplugd-reader")


def hear(box):
    """The kernel sends an event, which is worked once."""
    seqnum = kernels_event()
    until(lambda: seqnum in box.notes(), "the kernel's event is worked")
    equal(box.notes().count(seqnum), 1, "how often it is worked")
    return seqnum


def net_hook(box):
    """For the kernel's own events."""
    box.mkdir("/sys/devices/virtual/net/lo")
    box.quiet_hook("net/a.hotplug", 'echo "$SEQNUM" >>$trace')


def case_reader_killed(box):
    """Another hears the kernel on the same socket, confined as the first; what that one may
    have known is looked for in /sys."""
    net_hook(box)
    daemon = Daemon(box)
    hear(box)
    for kills in (1, 2):
        reader = kill_reader(box)
        until(lambda n=kills: told_status(box)["losses"] >= n, "it is told")
        hear(box)
    check_confined(reader, 0)
    until(lambda: told_status(box)["resyncs"] > 0, "/sys is compared")
    daemon.end()
    equal(daemon.process.err.count("hotplugd-reader was killed: started again"), 2,
          daemon.process.err)


def case_reader_stands_still(box):
    """Nothing is settled that it has not told, and nobody waits for it longer than he wants."""
    net_hook(box)
    daemon = Daemon(box)
    reader = role(box, "hotplugd-reader")
    os.kill(reader, signal.SIGSTOP)
    seqnum = kernels_event()
    equal(told_status(box)["unfinished"], 0)
    check(ask(box, "settle", "--timeout", "0").returncode != 0, "settled")
    settle = start_settle(box)
    check(not settle.ended() and seqnum not in box.notes(), "it does not wait")
    os.kill(reader, signal.SIGCONT)
    equal(settle.wait(60).status, 0, "exit status")
    equal(box.notes().count(seqnum), 1, "how often it is worked")
    daemon.end()


PIDFD_GETFD = 438
EVENT, NOTHING, UDEVS, UNUSABLE, FAILED, ALL = 0, 1, 2, 3, 5, 9  # enum hp_heard_type


def channel(reader):
    """The socket on which the reader tells what it hears, taken from it."""
    pidfd = os.pidfd_open(reader)
    for fd in map(int, os.listdir(f"/proc/{reader}/fd")):
        if not os.readlink(f"/proc/{reader}/fd/{fd}").startswith("socket:"):
            continue
        taken = socket.socket(fileno=libc.syscall(PIDFD_GETFD, pidfd, fd, 0))
        if taken.family == socket.AF_UNIX:
            os.close(pidfd)
            return taken
        taken.close()
    raise AssertionError("the reader has no such socket")


def told(kind, data=b"", **more):
    """A struct hp_heard, and its bytes."""
    values = {"n": len(data), "number": 0, "us": 0, "generation": 0, "subsystem": 0, "r": 0,
              "none": 0, **more}
    return struct.pack("=IIQqIIiI", kind, *(values[key] for key in (
        "n", "number", "us", "generation", "subsystem", "r", "none"))) + data


def case_reader_that_lies(box):
    """What has not the form is refused, as a loss; the daemon goes on, with what has as well."""
    net_hook(box)
    seqnum_hook(box)
    box.write("/sys/kernel/uevent_seqnum", f"{2**40}\n")
    daemon = Daemon(box)
    hear(box)
    away = packet(["ACTION=add", "DEVPATH=/../etc", "SUBSYSTEM=bus", "HOME=/", "PATH=/"])
    twice = away.replace(b"/../etc", b"/devices/x") + b"ACTION=remove\0"
    lies = [b"x", b"x" * 40000, told(99), told(EVENT, away, n=2**32 - 1), told(EVENT, away),
            told(EVENT, twice), told(EVENT, b"\0"), told(UDEVS, away), told(EVENT, away, us=-1),
            told(NOTHING, away, subsystem=5), told(UNUSABLE, b"a\0b\0"), told(FAILED, r=1),
            told(EVENT, twice)[:-1], told(ALL, none=1),
            told(EVENT, packet(event(seqnum=2**50)))]
    with channel(role(box, "hotplugd-reader")) as forged:
        for lie in lies:
            forged.send(lie)
        give(box, seqnum=hear(box))
        equal(told_status(box)["duplicates"], 1, "the number is known")
        box.write("/sys/kernel/uevent_seqnum", f"{2**64 - 1}\n")
        forged.send(told(ALL, number=2**64 - 1))
        for number in (2**64 - 2, 2**64 - 1):
            forged.send(told(EVENT, packet(event(seqnum=number))))
        for generation in range(100):
            forged.send(told(NOTHING, b"a\0SUBSYSTEM=\x1b[2J\0", number=2**64 - 1,
                             subsystem=12, generation=generation))
        forged.send(told(EVENT, packet(event(seqnum=77))))
        until(lambda: "77" in box.notes(), "what has the form is worked")
    found = told_status(box)
    check(found["unusable"] >= len(lies), found)
    check(found["losses"] >= len(lies), found)
    check("\x1b" not in ask(box, "status").stdout, found)
    hear(box)
    equal(ask(box, "settle").returncode, 0)
    daemon.end()


def case_keeper_and_reader_killed(box):
    """Nobody hears the kernel any more."""
    daemon = Daemon(box)
    reader = role(box, "hotplugd-reader")
    os.kill(role(box, "hotplugd-keeper"), signal.SIGKILL)
    os.kill(reader, signal.SIGKILL)
    equal(daemon.process.wait(90).status, 1, "exit status")
    check("hotplugd-reader were killed: hotplugd ends" in daemon.process.err,
          daemon.process.err)


def case_what_the_kernel_does_not_offer(box):
    """Each is told once, and events are worked as ever."""
    seqnum_hook(box)
    daemon = Daemon(box, before=[can_trace(), "-D", "-qq", "-o", "/dev/null",
                                 "-e", "trace=prctl,landlock_create_ruleset",
                                 "-e", "inject=prctl:error=EINVAL",
                                 "-e", "inject=landlock_create_ruleset:error=ENOSYS"])
    for seqnum in (7, 8):
        give(box, seqnum=seqnum)
    until(lambda: box.notes() == ["7", "8"], "the events are worked")
    daemon.end()
    for what in ("new privileges", "files", "system calls"):
        equal(daemon.process.err.count(f"does not let hotplugd give up {what}"), 1, what)


def case_one_process_or_several(box):
    """By itself, by the key, and by the option, which counts more."""
    seqnum_hook(box)
    box.split = True  # no option of the box's
    ways = ((None, (), True), ("yes", (), False), ("no", (), True), ("no", ("--single-process", "yes"), False),
            ("yes", ("--single-process", "no"), True))
    for seqnum, (value, options, is_split) in enumerate(ways, 1):
        if value:
            box.conf(SingleProcess=value)
        box.forget()
        daemon = Daemon(box, *options)
        give(box, seqnum=seqnum)
        until(lambda n=seqnum: box.notes() == [str(n)], "the event is worked")
        equal(bool(roles(box, "hotplugd-keeper")), is_split, "whether there is a keeper")
        daemon.end()


def case_neither_yes_nor_no(box):
    daemon = Daemon(box, "--single-process", "perhaps", wait=False)
    equal(daemon.process.wait().status, 2, "exit status")
    check("--single-process perhaps: takes yes or no" in daemon.process.err, daemon.process.err)
