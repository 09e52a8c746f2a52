# SPDX-License-Identifier: GPL-2.0-or-later
"""Purpose: hotplugd as a service: it says when it is ready, reads its settings again, and
ends without losing anything."""

import fcntl
import os
import signal
import socket
import threading

from box import check, equal, event
from hotplugd import Daemon, give, hand_over, seqnum_hook, until


def manager(box, name):
    """A socket as a service manager has it; name: as NOTIFY_SOCKET has it."""
    told = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    told.settimeout(60)
    told.bind("\0" + name[1:] if name[0] == "@" else name)
    return told


def told_by(told):
    """What the next message says: VARIABLE to value."""
    return dict(line.split("=", 1) for line in told.recv(4096).decode().splitlines())


def managed(box):
    """A daemon that is ready, and who it tells."""
    told = manager(box, f"{box.top}/notify")
    daemon = Daemon(box, env=[f"NOTIFY_SOCKET={box.top}/notify"])
    equal(told_by(told), {"READY": "1"})
    return daemon, told


def reload(daemon, told):
    daemon.kill(signal.SIGHUP)
    equal((told_by(told).get("RELOADING"), told_by(told)), ("1", {"READY": "1"}))


def text_of(path):
    try:
        with open(path, encoding="utf-8") as file:
            return file.read()
    except FileNotFoundError:
        return None


def write(path, text=""):
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def settings(box, text):
    box.write("/etc/hotplug/hotplug.conf", text)


def case_sd_notify(box):
    for name in (f"{box.top}/notify", f"@hotplug-test-{os.getpid()}"):
        with manager(box, name) as told:
            daemon = Daemon(box, env=[f"NOTIFY_SOCKET={name}"])
            equal(told_by(told), {"READY": "1"})
            daemon.kill(signal.SIGHUP)
            said = told_by(told)
            equal(said.pop("RELOADING"), "1")
            check(int(said.pop("MONOTONIC_USEC")) > 0 and not said, said)
            equal(told_by(told), {"READY": "1"})
            daemon.end()
            said = told_by(told)
            check(said.pop("STOPPING") == "1" and int(said["EXTEND_TIMEOUT_USEC"]) > 60e6, said)
            equal(daemon.process.err, "")


def case_no_service_manager(box):
    """It is said, and the daemon runs."""
    daemon = Daemon(box, env=[f"NOTIFY_SOCKET={box.top}/none"])
    until(lambda: "cannot tell the service manager" in daemon.process.err, "it is said")
    daemon.end()


def case_ready_descriptor(box):
    """A line and the end, when what an earlier daemon left is in the order; no hook has
    the descriptor."""
    box.conf(Drainers=1)
    seqnum_hook(box, f"[ $SEQNUM != 1 ] || until [ -e {box.top}/go ]; do sleep 0.01; done\n"
                     "[ ! -e /proc/$$/fd/9 ] || echo open >>$trace")
    box.mkdir("/sys/devices/y")
    first = Daemon(box)
    for seqnum, path in ((1, "x"), (2, "y")):
        give(box, "add", f"/devices/{path}", seqnum)
    until(lambda: box.processes("a.hotplug"), "a hook runs")
    first.kill(signal.SIGTERM)
    write(f"{box.top}/go")
    equal(first.process.wait().status, 0)
    ends = os.pipe()
    daemon = Daemon(box, "--ready-fd", "9", wait=False, prepare=lambda: os.dup2(ends[1], 9))
    os.close(ends[1])
    with os.fdopen(ends[0], "rb") as ready:
        equal(ready.read(), b"\n", "what is read until the end")
    until(lambda: box.notes() == ["1", "2"], "both are worked")
    daemon.end()


def case_nobody_reads_the_ready_descriptor(box):
    ends = os.pipe()
    os.close(ends[0])
    pid_file = f"{box.top}/pid"
    daemon = Daemon(box, "--ready-fd", "9", "--pid-file", pid_file,
                    prepare=lambda: os.dup2(ends[1], 9))
    os.close(ends[1])
    # It says so behind the pid file.
    until(lambda: "descriptor 9" in daemon.process.err, "it is said")
    daemon.end()
    check("cannot write to descriptor 9: Broken pipe" in daemon.process.err,
          daemon.process.err)


def case_others_lock_the_directory(box):
    """Anybody may open it, and what may be opened may be locked."""
    box.mkdir("/run/hotplug")
    directory = os.open(box.path("/run/hotplug"), os.O_RDONLY)
    fcntl.flock(directory, fcntl.LOCK_EX)
    Daemon(box).end()
    os.close(directory)


def case_ready_descriptor_is_none(box):
    for value, why in (("9", "Bad file descriptor"), ("2", "above 2"), ("x", "above 2")):
        daemon = Daemon(box, "--ready-fd", value, wait=False)
        equal(daemon.process.wait().status, 2, "exit status")
        check(f"--ready-fd {value}" in daemon.process.err and why in daemon.process.err,
              daemon.process.err)


def case_pid_file(box):
    """It is there while the daemon is ready; a stale one, and a link, are replaced."""
    path, precious = f"{box.top}/pid", f"{box.top}/precious"
    write(precious, "1\n")
    os.symlink(precious, path)
    for _ in range(2):
        daemon = Daemon(box, "--pid-file", path)
        check(not os.path.islink(path), "still a link")
        daemon.end()
        check(not os.path.exists(path), "it is left")
        write(path, "1\n")
    equal(text_of(precious), "1\n")


def case_pid_file_of_another(box):
    """The next daemon's stays."""
    path = f"{box.top}/pid"
    daemon = Daemon(box, "--pid-file", path)
    write(path, "1\n")
    daemon.end()
    equal(text_of(path), "1\n")


def case_pid_file_has_no_place(box):
    daemon = Daemon(box, "--pid-file", f"{box.top}/none/pid", wait="listens")
    until(lambda: "cannot write the pid file" in daemon.process.err, "it is said")
    equal(hand_over(box, event(seqnum=1)), b"\xff", "answer")
    daemon.end()
    daemon = Daemon(box, "--pid-file", "pid", wait=False)
    equal(daemon.process.wait().status, 2, "exit status")
    check("not an absolute path" in daemon.process.err, daemon.process.err)


def case_reload(box):
    """What is right is put in force; what is wrong is named, and changes nothing."""
    seqnum_hook(box)
    os.rename(box.path("/etc/hotplug.d/bus/a.hotplug"), box.path("/etc/hotplug.d/bus/a.sh"))
    daemon, told = managed(box)
    equal(hand_over(box, event(seqnum=1)), b"\xff", "answer")
    settings(box, "[Hotplug]\nHookSuffix=.sh\nDrainers=2\n")
    reload(daemon, told)
    equal(hand_over(box, event(seqnum=2)), b"\xff", "answer")
    until(lambda: box.notes() == ["2"], "the suffix is the new one")
    settings(box, "[Hotplug]\nHookSuffix=.no\nDrainers=lots\n")
    reload(daemon, told)
    check("hotplug.conf:3:10: Drainers=lots: " in daemon.process.err, daemon.process.err)
    check("stay as they were" in daemon.process.err, daemon.process.err)
    equal(hand_over(box, event(seqnum=3)), b"\xff", "answer")
    until(lambda: box.notes() == ["2", "3"], "the suffix is still that one")
    daemon.end()
    told.close()


def case_what_hangs_is_ended(box):
    """As at its timeout, all of it; the event is left to the next daemon."""
    box.conf(HookTimeoutSec=86400)
    seqnum_hook(box, f"[ -e {box.top}/go ] || {{ trap '' TERM; echo deaf >>$trace; "
                     "while :; do sleep 1; done; }")
    box.mkdir("/sys/devices/y")
    daemon, told = managed(box)
    for seqnum, path in ((7, "x"), (8, "y")):
        give(box, "add", f"/devices/{path}", seqnum)
    # Those that are deaf by now.
    until(lambda: box.notes().count("deaf") == 2, "two hooks run")
    box.forget()
    settings(box, "[Hotplug]\nHookTimeoutSec=1\nDrainers=1\n")
    reload(daemon, told)
    daemon.kill(signal.SIGTERM)
    equal(daemon.process.wait(90).status, 0, "exit status")
    equal(box.processes("a.hotplug"), [], "hooks that are left")
    if box.split:  # the others have seen that it ended
        until(lambda: not box.processes(), "no process is left")
    equal(box.processes(), [], "processes that are left")
    told.close()
    equal(daemon.process.err.count("runs at SIGTERM: ended"), 2, daemon.process.err)
    write(f"{box.top}/go")
    daemon = Daemon(box)
    until(lambda: sorted(box.notes()) == ["7", "8"], "both are worked")
    daemon.end()


def case_restarted_while_events_fly(box):
    """Helpers bring them all the time; each is worked, whoever takes it."""
    count, restarts = 200, 4
    seqnum_hook(box)
    for n in range(1, count + 1):
        box.mkdir(f"/sys/devices/d{n}")
    started = []

    def bring():
        for n in range(1, count + 1):
            started.append(box.start(env=event("add", f"/devices/d{n}", n)))

    daemon = Daemon(box)
    bringer = threading.Thread(target=bring)
    bringer.start()
    for n in range(1, restarts + 1):
        until(lambda n=n: len(started) >= n * count // (restarts + 1), "more come", 60)
        daemon.end()
        daemon = Daemon(box)
    bringer.join()
    for process in started:
        process.wait(60)
    until(lambda: len(set(box.notes())) == count, "all are worked", 60)
    daemon.end()
    equal(sorted(map(int, set(box.notes()))), list(range(1, count + 1)))
    equal(box.queue(), [])
