# SPDX-License-Identifier: GPL-2.0-or-later
"""Purpose: where messages go when nobody reads stderr: syslog, else the kernel's log, which
must not be flooded."""

import os
import re
import socket
import struct
import subprocess
import time

from box import Skip, check, equal, tool

BURST, WINDOW_S = 10, 5


class Devices:
    """A /dev of its own, in which /dev/kmsg or /dev/log is ours to read."""

    def __init__(self, box, *names):
        mounts = ["mount -t tmpfs none /dev", "mknod -m 666 /dev/null c 1 3"]
        for name in names:
            mounts.append(f": >/dev/{name} && mount --bind {box.top}/{name} /dev/{name}")
        self.before = [tool("unshare"), "-m", "/bin/sh", "-c",
                       " && ".join(mounts) + ' && exec "$@"', "sh"]
        if subprocess.call([*self.before, "true"], stderr=subprocess.DEVNULL) != 0:
            raise Skip("cannot mount a /dev")
        self.box = box

    def refuse(self, what="ACTION=no\x1b\nevent"):
        """Runs hotplug for what is no event, without a stderr. One message."""
        def no_stderr():
            os.dup2(os.open("/dev/null", os.O_RDWR), 2)
        ended = self.box.start(env=[what, "DEVPATH=/devices/x"], before=self.before,
                               prepare=no_stderr).wait()
        equal((ended.status, ended.err), (2, ""))


def read_kmsg(fifo):
    try:
        return os.read(fifo, 1 << 16).decode().splitlines()
    except BlockingIOError:
        return []


def window_began(box, seconds_ago):
    """What all processes share begins with when they began to count: a slow machine is given
    the time that it needs, and none is waited for."""
    began = int(time.clock_gettime(time.CLOCK_BOOTTIME)) - seconds_ago
    with open(box.path("/run/hotplug/kmsg"), "r+b") as file:
        file.write(struct.pack("=q", began))


def case_budget(box):
    """At most 10 in 5 s over all processes, then how many were held back."""
    os.mkfifo(box.top + "/kmsg", 0o600)
    fifo = os.open(box.top + "/kmsg", os.O_RDWR | os.O_NONBLOCK)
    devices = Devices(box, "kmsg")
    for _ in range(3 * BURST):
        devices.refuse()
        window_began(box, 0)
    lines = read_kmsg(fifo)
    equal(len(lines), BURST, "lines")
    for line in lines:
        check(re.fullmatch(r"<27>hotplug\[\d+\]: not a usable event: "
                           r"ACTION=no\\x1b\\x0aevent is none of .*", line), line)
    window_began(box, WINDOW_S)
    devices.refuse()
    lines = read_kmsg(fifo)
    equal(len(lines), 2, lines)
    check(lines[0].endswith(f": {2 * BURST} messages were held back"), lines[0])
    devices.refuse()
    equal(len(read_kmsg(fifo)), 1, "lines of the next")


def case_syslog(box):
    """Where there is a /dev/log, the kernel's log gets nothing, and nothing is held back."""
    os.mkfifo(box.top + "/kmsg", 0o600)
    fifo = os.open(box.top + "/kmsg", os.O_RDWR | os.O_NONBLOCK)
    log = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_NONBLOCK)
    log.bind(box.top + "/log")
    devices = Devices(box, "log", "kmsg")
    for _ in range(BURST):
        devices.refuse()
        line = log.recv(1 << 16).decode()
        check(re.match(r"<27>hotplug\[\d+\]: not a usable event: ACTION=no", line), line)
    equal(read_kmsg(fifo), [])


def case_nobody_listens(box):
    """Neither: it is done all the same."""
    Devices(box).refuse()
