# SPDX-License-Identifier: GPL-2.0-or-later
"""Purpose: hotplugd and the helpers that hand their events over to it: nothing is lost
between them, whoever dies."""

import os
import shutil
import signal
import socket
import threading
import time

from box import can_trace, check, check_quick, equal, event, soak
from hotplugd import (EVENT, LOOPBACK, Daemon, give, hand_over, hooks, kernels_event, leave,
                      seqnum_hook, until)


def case_takes_what_helpers_hand_over(box):
    seqnum_hook(box)
    daemon = Daemon(box)
    box.expect_quiet(env=event(seqnum=7))
    until(lambda: box.notes() == ["7"], "the event is worked")
    daemon.end()
    equal((box.queue(), daemon.process.err), ([], ""))


def workers(box):
    """The processes of hotplugd, without those that start programs for it."""
    count = 0
    for pid in box.processes("hotplugd"):
        try:
            with open(f"/proc/{pid}/comm", encoding="utf-8", errors="replace") as file:
                count += file.read() == "hotplugd\n"
        except OSError:
            pass  # it has ended
    return count


def case_many(box):
    """Each once, in a bounded number of processes, with nobody coming after the last."""
    count = 2000 if soak else 200
    box.conf(Drainers=2)
    seqnum_hook(box)
    daemon = Daemon(box)
    most, started = 0, []
    for n in range(1, count + 1):
        box.mkdir(f"/sys/devices/d{n}")
        started.append(box.start(env=event("add", f"/devices/d{n}", n)))
        if n % 20 == 0:
            most = max(most, workers(box))
    for process in started:
        process.wait()
    until(lambda: len(box.notes()) >= count, "all are worked", 60)
    check(most <= 1 + 2 + 8, most, "processes of hotplugd")
    daemon.end()
    equal(sorted(map(int, box.notes())), list(range(1, count + 1)))
    equal(box.queue(), [])


def case_answers_a_person(box):
    box.quiet_hook("bus/a.hotplug", "exit 3")
    daemon = Daemon(box)
    equal(box.run(env=event()).status, 1, "exit status")
    daemon.end()
    check("exit status 3" in daemon.process.err, daemon.process.err)


def case_works_what_was_left(box):
    """The daemon before it was killed between its answer and its work."""
    seqnum_hook(box)
    leave(box, 5)
    leave(box, 6)
    daemon = Daemon(box)
    until(lambda: box.notes() == ["5", "6"], "what was left is worked")
    daemon.end()
    equal(box.queue(), [])


def case_killed_with_events_in_the_queue(box):
    """Its children go with it, as a service manager does it; the next one finishes."""
    box.conf(Drainers=1)
    seqnum_hook(box, f"[ -e {box.top}/go ] || kill -STOP $$")
    daemon = Daemon(box)
    for seqnum in (1, 2, 3):
        give(box, seqnum=seqnum)
    daemon.kill(signal.SIGKILL)
    daemon.process.wait()
    # Before their hooks: a hook that was killed is one that has ended.
    for pid in box.processes("hotplugd"):
        os.kill(pid, signal.SIGKILL)
    box.kill_left_over()
    open(box.top + "/go", "w", encoding="utf-8").close()
    daemon = Daemon(box)
    until(lambda: box.notes() == ["1", "2", "3"], "all are worked")
    daemon.end()
    equal(box.queue(), [])


def case_a_killed_child_is_replaced(box):
    """No other event has to come."""
    seqnum_hook(box, f"[ -e {box.top}/go ] || {{ >{box.top}/go; kill -KILL $PPID; exit; }}")
    daemon = Daemon(box)
    give(box, seqnum=7)
    until(lambda: box.notes() == ["7"], "the event is worked")
    until(lambda: box.queue() == [], "the queue is empty")
    daemon.end()


def case_hooks_come_and_go(box):
    """What the daemon remembers of the directories is never old."""
    daemon = Daemon(box)
    for seqnum in range(1, 41, 2):
        box.forget()
        equal(hand_over(box, event(seqnum=seqnum)), b"\xff", "answer")
        seqnum_hook(box)
        equal(hand_over(box, event(seqnum=seqnum + 1)), b"\xff", "answer")
        until(lambda n=seqnum: box.notes() == [str(n + 1)], "the hook is run")
        if seqnum % 4 == 1:
            os.unlink(box.path("/etc/hotplug.d/bus/a.hotplug"))
        else:
            shutil.rmtree(box.path("/etc/hotplug.d"))
    daemon.end()


def case_parents_before_children(box):
    """Above and below each other: in order. Beside each other: at the same time."""
    seqnum_hook(box, f"while ! [ -e {box.top}/go$SEQNUM ]; do sleep 0.01; done")
    for path in ("a/b", "ab"):
        box.mkdir(f"/sys/devices/{path}")
    daemon = Daemon(box)
    for seqnum, path in enumerate(("a/b", "a", "a/b", "ab"), 1):
        give(box, "change", f"/devices/{path}", seqnum)
    until(lambda: len(hooks(box)) == 2, "two hooks run")
    for seqnum in (4, 3, 2):
        open(f"{box.top}/go{seqnum}", "w", encoding="utf-8").close()
    until(lambda: box.notes() == ["4"], "one of them ends")
    open(f"{box.top}/go1", "w", encoding="utf-8").close()
    until(lambda: box.notes() == ["4", "1", "2", "3"], "the others follow in order")
    daemon.end()


def case_what_ends_its_workers_is_dropped(box):
    """However often the daemon is started again."""
    box.quiet_hook("bus/a.hotplug", 'echo "$SEQNUM" >>$trace; kill -KILL $PPID')
    box.mkdir("/sys/devices/y")
    daemon = Daemon(box)
    give(box, seqnum=7)
    until(lambda: len(box.notes()) == 3, "three attempts")
    give(box, "add", "/devices/y", 8)
    until(lambda: len(box.notes()) == 6, "three attempts of the next")
    daemon.end()
    equal(box.notes(), ["7"] * 3 + ["8"] * 3)
    equal(daemon.process.err.count("dropped"), 2, daemon.process.err)


def case_ends_at_once(box):
    """What waits is left to the next one."""
    box.conf(Drainers=1)
    seqnum_hook(box, f"while ! [ -e {box.top}/go ]; do sleep 0.01; done")
    box.mkdir("/sys/devices/y")
    daemon = Daemon(box)
    give(box, seqnum=7)
    give(box, "add", "/devices/y", 8)
    until(lambda: box.processes("a.hotplug"), "a hook runs")
    daemon.kill(signal.SIGTERM)
    open(f"{box.top}/go", "w", encoding="utf-8").close()
    equal(daemon.process.wait().status, 0, "exit status")
    equal((box.notes(), box.queue()), (["7"], []))
    box.conf(Drainers=0)
    daemon = Daemon(box)
    until(lambda: box.notes() == ["7", "8"], "the rest is worked")
    daemon.end()


def case_a_seqnum_from_nowhere(box):
    """Of another boot, or made up: what comes after it still counts."""
    seqnum_hook(box)
    daemon = Daemon(box)
    for seqnum in (2**64 - 1, 10**15, 10**15 + 1, 10**15 - 70000):
        box.forget()
        box.expect_quiet(env=event(seqnum=seqnum))
        until(lambda n=seqnum: box.notes() == [str(n)], f"SEQNUM={seqnum} is worked")
    daemon.end()


def case_run_is_mounted_over(box):
    """As an initramfs may do: the event is put where the drainers look."""
    seqnum_hook(box)
    daemon = Daemon(box)
    os.rename(box.path("/run"), box.path("/run.old"))
    box.mkdir("/run")
    os.rename(box.path("/run.old/hotplug"), box.path("/run.old/was"))
    box.mkdir("/run/hotplug")
    os.link(box.path("/run.old/was/event"), box.path(EVENT))
    box.expect_quiet(env=event(seqnum=7))
    until(lambda: box.notes() == ["7"], "the event is worked")
    daemon.end()


def case_firmware_waits_for_nobody(box):
    """As many as there may be are at work, and one of them waits for its firmware."""
    box.conf(Drainers=1)
    seqnum_hook(box, f"while ! [ -e {box.top}/go ]; do sleep 0.01; done")
    box.quiet_hook("firmware/a.hotplug", f">{box.top}/go")
    people = 12
    for n in range(people):
        box.mkdir(f"/sys/devices/p{n}")
    daemon = Daemon(box)
    started = [box.start(env=event("change", f"/devices/p{n}")) for n in range(people)]
    until(lambda: len(hooks(box)) == people, "all people's hooks run")
    give(box, seqnum=1)
    give(box, seqnum=2, SUBSYSTEM="firmware")
    for process in started:
        equal(process.wait().status, 0)
    until(lambda: "1" in box.notes(), "the event that had to wait is worked")
    daemon.end()
    equal(box.queue(), [])


def case_peer_that_hangs_up(box):
    """A daemon that dies before it is spoken to: the helper goes on by itself."""
    strace = can_trace()
    path = box.hook("bus/a.hotplug")
    slow = [strace, "-o", "/dev/null", "-e", "trace=writev,sendmsg",
            "-e", "inject=writev,sendmsg:delay_enter=100000:when=1"]
    box.mkdir("/run/hotplug")
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    listener.bind(box.path(EVENT))
    os.chmod(box.path(EVENT), 0o700)
    listener.listen(16)

    def hang_up():
        try:
            while True:
                listener.accept()[0].close()
        except OSError:
            pass

    threading.Thread(target=hang_up, daemon=True).start()
    try:
        box.expect(0, [path + " bus"], env=[*event(seqnum=1), "NOTHING=0"], before=slow,
                   prepare=lambda: signal.signal(signal.SIGPIPE, signal.SIG_DFL))
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()


def case_daemon_that_stands_still(box):
    """One second, and none where its backlog is full."""
    path = box.hook("bus/a.hotplug")
    box.mkdir("/run/hotplug")
    with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as listener:
        listener.bind(box.path(EVENT))
        os.chmod(box.path(EVENT), 0o700)
        listener.listen(0)
        began = time.monotonic()
        box.expect(0, [path + " bus"], env=event(seqnum=1))
        check(0.9 < time.monotonic() - began < 30, "took", time.monotonic() - began)
        check_quick(0.9, lambda: box.expect(0, [path + " bus"], env=event(seqnum=2)))
        daemon = Daemon(box, wait=False)
        equal(daemon.process.wait().status, 1, "exit status")
        check("another hotplugd listens" in daemon.process.err, daemon.process.err)


def case_second_daemon(box):
    daemon = Daemon(box)
    second = Daemon(box, wait=False)
    equal(second.process.wait().status, 1, "exit status")
    check("another hotplugd listens" in second.process.err, second.process.err)
    daemon.end()


def case_many_daemons_at_once(box):
    """A service that is restarted twice: one of them stays, and it is the one that hears."""
    seqnum_hook(box)
    first = Daemon(box)
    first.kill(signal.SIGKILL)
    first.process.wait()
    for turn in range(1, 21 if soak else 6):
        daemons = [Daemon(box, wait=False) for _ in range(8)]
        until(lambda d=daemons: sum(one.process.ended() for one in d) == 7, "seven end")
        stayed, = [one for one in daemons if not one.process.ended()]
        until(stayed.ready, "it is ready")
        box.forget()
        equal(hand_over(box, event(seqnum=turn)), b"\xff", "answer")
        until(lambda n=turn: box.notes() == [str(n)], "the event is worked")
        stayed.kill(signal.SIGKILL)
        stayed.process.wait()
        until(lambda: not box.processes("hotplugd"), "its children end")


def case_others_cannot_connect(box):
    daemon = Daemon(box)
    equal(os.stat(box.path(EVENT)).st_mode & 0o7777, 0o700, "mode of the socket")
    daemon.end()


def case_hears_the_kernel(box):
    """Once, although a helper brings the same event as well."""
    box.mkdir("/sys" + LOOPBACK)
    box.quiet_hook("net/a.hotplug", 'echo "$SEQNUM" >>$trace')
    daemon = Daemon(box)
    seqnum = kernels_event()
    until(lambda: seqnum in box.notes(), "the kernel's event is worked")
    later = str(int(seqnum) + 10**6)
    for number in (seqnum, later):
        box.expect_quiet(subsystem="net", env=event("change", LOOPBACK, number,
                                                    SUBSYSTEM="net", INTERFACE="lo"))
    # It comes behind what came before, on the same device.
    until(lambda: later in box.notes(), "the later event is worked")
    equal(box.notes().count(seqnum), 1, "how often it is worked")
    daemon.end()


def case_hooks_know_sigpipe(box):
    """Whoever started us, as systemd does it, ignores it: shell pipelines would not end."""
    box.quiet_hook("bus/a.hotplug", "grep SigIgn /proc/self/status >>$trace")
    ended = box.run(env=event(),
                    prepare=lambda: signal.signal(signal.SIGPIPE, signal.SIG_IGN))
    equal(ended.status, 0, "exit status")
    ignored = int(box.notes()[0].split()[1], 16)
    check(not ignored & 1 << signal.SIGPIPE - 1, f"ignored signals: {ignored:x}")
