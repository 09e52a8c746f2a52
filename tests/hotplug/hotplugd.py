# SPDX-License-Identifier: GPL-2.0-or-later
"""Purpose: a hotplugd of a box for tests, and the events that it is given."""

import os
import signal
import socket
import time

from box import Failed, Process, Skip, check, equal, event, read_proc

EVENT = "/run/hotplug/event"
KOBJECT_UEVENT = 15  # of linux/netlink.h


def until(condition, what, seconds=60):
    limit = time.monotonic() + seconds
    while not condition():
        check(time.monotonic() < limit, "never:", what)
        time.sleep(0.005)


class Daemon:
    """A hotplugd of this box. It listens before it is ready: wait="listens" is the earlier
    moment."""

    def __init__(self, box, *options, wait="ready", env=(), prepare=None, before=()):
        hotplugd = os.path.join(os.path.dirname(box.hotplug), "hotplugd")
        box.started += 1
        out = f"{box.top}/hotplugd.{box.started}"
        self.box, self.pid_file = box, out + ".pid"
        if "--pid-file" in options:
            self.pid_file = options[options.index("--pid-file") + 1]
        else:
            options += ("--pid-file", self.pid_file)
        if not box.split:
            options += ("--single-process", "yes")
        self.process = Process([*before, hotplugd, "--root", box.dir, *options],
                               ["HOME=/", *env], out, out + ".err", prepare)
        if wait:
            until(getattr(self, wait), "hotplugd " + wait)

    def check_lives(self):
        if self.process.ended():
            raise Failed(f"hotplugd ended: {self.process.err}")

    def ready(self):
        """Whether its pid file is there; a stale one is another's."""
        self.check_lives()
        try:
            with open(self.pid_file, encoding="ascii") as file:
                return file.read() == f"{self.process.pid}\n"
        except FileNotFoundError:
            return False

    def listens(self):
        self.check_lives()
        with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as probe:
            return probe.connect_ex(self.box.path(EVENT)) == 0

    def kill(self, sig):
        os.kill(self.process.pid, sig)

    def end(self):
        self.kill(signal.SIGTERM)
        equal(self.process.wait().status, 0, "exit status")


def parent_of(pid):
    fields = read_proc(pid, "stat").rpartition(")")[2].split()
    return int(fields[1]) if fields else 0


def seqnum_hook(box, body=""):
    box.quiet_hook("bus/a.hotplug", f'{body}\necho "$SEQNUM" >>$trace')


def packet(variables):
    """An event as netlink has it."""
    values = dict(variable.split("=", 1) for variable in variables)
    header = f"{values['ACTION']}@{values['DEVPATH']}"
    return "\0".join([header, *variables[:-2], ""]).encode()


def leave(box, seqnum):
    """An event in the queue that nobody works on."""
    box.mkdir("/run/hotplug/queue")
    box.mkdir("/run/hotplug/device")
    os.chmod(box.path("/run/hotplug/queue"), 0o700)
    box.write(f"/run/hotplug/queue/{seqnum:020}-0-+bus:x", packet(event(seqnum=seqnum)),
              0o600)


def hand_over(box, variables):
    """What the daemon answers at last."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as client:
        client.settimeout(60)
        client.connect(box.path(EVENT))
        client.send(packet(variables))
        equal(client.recv(1), b"\xfe", "first answer")
        return client.recv(1)


def give(box, *args, **more):
    """Hands an event over. (A helper that waits for a second goes on by itself.)"""
    equal(hand_over(box, event(*args, **more)), b"\xff", "answer")


def hooks(box):
    """Those that run; what one has forked has its command line for a moment."""
    found = box.processes("a.hotplug")
    return [pid for pid in found if parent_of(pid) not in found]


LOOPBACK = "/devices/virtual/net/lo"


def kernels_event():
    """Has the kernel send a change of lo. Gives its SEQNUM."""
    trigger = f"/sys{LOOPBACK}/uevent"
    with socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, KOBJECT_UEVENT) as uevents:
        uevents.bind((0, 1))
        try:
            with open(trigger, "w", encoding="utf-8") as file:
                file.write("change")
        except OSError as why:
            raise Skip(f"{trigger}: {why}") from why
        uevents.setblocking(False)
        while True:  # it is there when the write has returned, behind those of others
            try:
                header, *variables = uevents.recv(8192).decode("utf-8", "replace").split("\0")
            except BlockingIOError as why:
                raise Skip("the kernel sends no events here") from why
            if header == f"change@{LOOPBACK}":
                return dict(text.split("=", 1) for text in variables if text)["SEQNUM"]
