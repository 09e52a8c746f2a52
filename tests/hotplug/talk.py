# SPDX-License-Identifier: GPL-2.0-or-later
"""Purpose: hotplugd's control socket: what clients get, and that none of them does harm."""

import errno
import os
import re
import resource
import socket
import struct
import subprocess

from box import NOBODY, can_trace, check, equal, event
from hotplugd import Daemon, give, hand_over, seqnum_hook, until
from service import managed, reload

CONTROL = "/run/hotplug/control"
VERSION = 2
GET_STATUS, SET_LEVEL, SETTLE, SUBSCRIBE, RESULT, STATUS, EVENT, MISSED, TYPES = range(9)
OUTCOMES = ("nothing", "done", "failed", "dropped")


def message(kind, body=b""):
    return struct.pack("=HHI", VERSION, kind, len(body)) + body


class Client:
    """Somebody who is connected to the control socket."""

    def __init__(self, box, seconds=60):
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self.socket.settimeout(seconds)
        self.others, self.misses = 0, False
        # It is opened behind the one for events, by which the daemon is seen to listen.
        until(lambda: self.connects(box), "the control socket is there")

    def connects(self, box):
        try:
            self.socket.connect(box.path(CONTROL))
        except (FileNotFoundError, ConnectionRefusedError, BlockingIOError):
            return False  # not there yet, or as many wait as it lets
        return True

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()

    def send(self, kind, body=b""):
        self.socket.send(message(kind, body))

    def packet(self):
        for _ in range(2):
            try:
                return self.socket.recv(1 << 16)
            except ConnectionResetError:
                pass  # and behind it may be the last word
        return None

    def receive(self):
        """The type and the body of the next message; None where it hung up."""
        packet = self.packet()
        if not packet:
            return None
        version, kind, length = struct.unpack_from("=HHI", packet)
        equal((version, length), (VERSION, len(packet) - 8), "version and length")
        return kind, packet[8:]

    def ask(self, kind, body=b""):
        try:
            self.send(kind, body)
        except BrokenPipeError:
            pass  # there may be a last word
        return self.receive()

    def result(self, kind, body=b""):
        """The negative errno, or 0, that is the answer."""
        answer = self.ask(kind, body)
        check(answer and answer[0] == RESULT, answer)
        return struct.unpack("=i", answer[1])[0]

    def event(self):
        """The next event that ended: SEQNUM, times, outcome, bytes. The kernel's own, of
        this machine, are none of ours."""
        text = b""
        while not text.startswith(b"add@/devices/x\0"):
            seqnum, times, outcome, text = self.any_event(*self.receive())
        return seqnum, times, outcome, text

    def ours(self, kind, body):
        """The SEQNUM of what is an event of the box's own, in a list."""
        seqnum, _, _, text = self.any_event(kind, body)
        is_ours = text.startswith(b"add@/devices/x\0")
        self.others += not is_ours
        return [seqnum] * is_ours

    def hears(self, seqnum):
        """Reads until this event of ours. Only beside others of this machine, which may come
        faster than anybody reads, something may be missed here."""
        while True:
            kind, body = self.receive()
            if kind == MISSED:
                check(self.others or self.misses, "missed", body)
                self.misses = True
                return
            told = self.ours(kind, body)
            if told == [seqnum]:
                return
            check(not told or self.misses, told, "is told, not", seqnum)

    @staticmethod
    def any_event(kind, body):
        equal(kind, EVENT, "type")
        seqnum, received, started, ended, outcome, length = struct.unpack_from("=QQQQII", body)
        equal(length, len(body) - 40, "length")
        return seqnum, (received, started, ended), OUTCOMES[outcome], body[40:]


def case_subscribers_are_told(box):
    """Of each event that ends, with its outcome and times in their order."""
    seqnum_hook(box, "[ $SEQNUM != 3 ] || exit 1")
    daemon = Daemon(box)
    with Client(box) as client:
        equal(client.result(SUBSCRIBE), 0)
        for seqnum, subsystem, outcome in ((1, "bus", "done"), (2, "other", "nothing"),
                                           (3, "bus", "failed")):
            variables = event(seqnum=seqnum, SUBSYSTEM=subsystem)
            equal(hand_over(box, variables), b"\xff", "answer")
            told, (received, started, ended), how, text = client.event()
            equal((told, how), (seqnum, outcome))
            check(text.startswith(b"add@/devices/x\0ACTION=add\0"), text)
            check(f"SEQNUM={seqnum}".encode() in text.split(b"\0"), text)
            check(0 < received <= ended, received, started, ended)
            check(received <= started <= ended if outcome != "nothing" else not started,
                  received, started, ended)
    daemon.end()


def case_settle(box):
    """The answer comes when all that was there before has ended, and not for what came
    later."""
    seqnum_hook(box, f"until [ -e {box.top}/go$SEQNUM ]; do sleep 0.01; done")
    for name in ("a", "b"):
        box.mkdir("/sys/devices/" + name)
    daemon = Daemon(box)
    with Client(box) as client, Client(box) as later:
        equal(client.result(SETTLE), 0)
        give(box, "add", "/devices/a", 1)
        client.send(SETTLE)
        # What is answered is this, and not yet the other.
        equal(client.ask(GET_STATUS)[0], STATUS)
        give(box, "add", "/devices/b", 2)
        later.send(SETTLE)
        equal(later.ask(GET_STATUS)[0], STATUS)
        open(f"{box.top}/go1", "wb").close()
        equal(client.receive(), (RESULT, struct.pack("=i", 0)))
        equal(later.ask(GET_STATUS)[0], STATUS)
        open(f"{box.top}/go2", "wb").close()
        equal(later.receive(), (RESULT, struct.pack("=i", 0)))
    daemon.end()



def case_level(box):
    """Root alone sets it; what is no level is no message."""
    daemon = Daemon(box)
    with Client(box) as client:
        equal(client.result(SET_LEVEL, struct.pack("=I", 7)), 0)
        for level in (2, 8, 2**32 - 1):
            with Client(box) as other:
                equal(other.ask(SET_LEVEL, struct.pack("=I", level)), None)
    daemon.end()


def as_nobody(group, function):
    """Runs it in a child that is nobody, in that group. Returns what it returned, 0 to
    255."""
    pid = os.fork()
    if pid == 0:
        status = 255
        try:
            os.setgroups([])
            os.setgid(group)
            os.setuid(NOBODY)
            status = function()
        finally:
            os._exit(status)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def try_to_ask(box):
    """0 where somebody may ask, and change nothing; else the errno of the connection."""
    try:
        with Client(box) as client:
            asked = client.ask(GET_STATUS)[0] == STATUS
            changed = client.result(SET_LEVEL, struct.pack("=I", 7)) != -errno.EPERM
            return 100 + changed if not asked or changed else 0
    except OSError as why:
        return why.errno


def case_who_may_ask(box):
    """Root; with StatusGroup= its members as well, from then on and no longer."""
    group = 54321
    os.chmod(box.top, 0o755)
    box.write("/etc/group", f"root:x:0:\nwatchers:x:{group}:\n")
    daemon, told = managed(box)
    equal(as_nobody(group, lambda: try_to_ask(box)), errno.EACCES)
    for setting in ("watchers", str(group)):
        box.conf(StatusGroup=setting)
        reload(daemon, told)
        equal(as_nobody(group, lambda: try_to_ask(box)), 0)
        equal(as_nobody(NOBODY, lambda: try_to_ask(box)), errno.EACCES)
    box.conf()
    reload(daemon, told)
    equal(as_nobody(group, lambda: try_to_ask(box)), errno.EACCES)
    box.conf(StatusGroup="none-of-that-name")
    reload(daemon, told)
    check("hotplug.conf:2:13: StatusGroup=none-of-that-name: " in daemon.process.err,
          daemon.process.err)
    daemon.end()
    told.close()


GARBAGE = (b"\0", b"x" * 7, message(GET_STATUS)[:-1], message(GET_STATUS) + b"\0",
           message(GET_STATUS, b"1234"), message(SET_LEVEL), message(SET_LEVEL, b"\7"),
           message(RESULT, b"\0\0\0\0"), message(STATUS), message(EVENT, b"\0" * 41),
           message(MISSED, b"\0" * 8), message(TYPES), message(65535), b"\xff" * 65536,
           struct.pack("=HHI", VERSION + 1, GET_STATUS, 0),
           struct.pack("=HHI", VERSION, GET_STATUS, 2**31))


def case_garbage(box):
    """Whoever sends it is hung up on, and nobody else."""
    daemon = Daemon(box)
    with Client(box) as other:
        for packet in GARBAGE:
            with Client(box) as client:
                client.socket.send(packet)
                equal(client.receive(), None, packet[:16])
        equal(other.ask(GET_STATUS)[0], STATUS)
    daemon.end()
    equal(daemon.process.err, "")


def case_ten_thousand_connections(box):
    """Who stays connected and says nothing makes room; a settle that waits stays."""
    seqnum_hook(box, f"until [ -e {box.top}/go ]; do sleep 0.01; done")
    daemon = Daemon(box)
    give(box, seqnum=1)
    descriptors = f"/proc/{daemon.process.pid}/fd"
    with Client(box) as waiting:
        waiting.send(SETTLE)
        equal(waiting.ask(GET_STATUS)[0], STATUS)
        silent = []
        for _ in range(10000):
            silent.append(Client(box))
            if len(silent) > 200:
                silent.pop(0).socket.close()
        with Client(box) as client:
            equal(client.ask(GET_STATUS)[0], STATUS)
        check(len(os.listdir(descriptors)) < 64, len(os.listdir(descriptors)), "descriptors")
        open(f"{box.top}/go", "wb").close()
        equal(waiting.receive(), (RESULT, struct.pack("=i", 0)))
    for client in silent:
        client.socket.close()
    daemon.end()
    equal(daemon.process.err, "")


def case_all_places_are_taken(box):
    """By those who wait: the next one is told so."""
    seqnum_hook(box)
    daemon = Daemon(box)
    clients, results = [], []
    for _ in range(40):
        clients.append(Client(box))
        results.append(clients[-1].result(SUBSCRIBE))
    taken = results.count(0)
    equal(results, [0] * taken + [-errno.EBUSY] * (40 - taken))
    check(16 < taken < 40, taken)
    equal(hand_over(box, event(seqnum=1)), b"\xff", "answer")
    for client in clients[:taken]:
        equal(client.event()[0], 1)
    for client in clients:
        client.socket.close()
    with Client(box) as client:
        equal(client.ask(GET_STATUS)[0], STATUS)
    daemon.end()


def read_until_missed(client):
    """What was told before something was missed, and how much was."""
    told = []
    while True:
        kind, body = client.receive()
        if kind == MISSED:
            client.misses = True
            return told, struct.unpack("=Q", body)[0]
        told += client.ours(kind, body)


def case_slow_subscriber(box):
    """Events go on; what it missed is counted, to the last one."""
    count = 3000
    daemon = Daemon(box)
    with Client(box) as client, Client(box) as quick:
        equal((client.result(SUBSCRIBE), quick.result(SUBSCRIBE)), (0, 0))
        for seqnum in range(1, count + 1):
            give(box, seqnum=seqnum)
            quick.hears(seqnum)
        told, missed = read_until_missed(client)
        check(len(told) < count <= len(told) + missed, len(told), "told", missed, "missed")
        equal(told, list(range(1, len(told) + 1)), "told")
        give(box, seqnum=count + 1)
        client.hears(count + 1)
    daemon.end()


def case_who_does_not_read(box):
    """Answers that nobody takes do not pile up."""
    daemon = Daemon(box)
    with Client(box) as client:
        sent = 0
        client.socket.settimeout(60)
        try:
            while sent < 10000:
                client.send(GET_STATUS)
                sent += 1
        except (BrokenPipeError, ConnectionResetError):
            pass
        check(sent < 10000, "it is still connected")
    with Client(box) as client:
        equal(client.ask(GET_STATUS)[0], STATUS)
    daemon.end()


def calls(log):
    """When somebody could not be accepted, of each listener; and how often nothing came."""
    found = {}
    with open(log, encoding="utf-8") as file:
        text = file.read()
    for when, fd in re.findall(r"^([0-9.]+) accept4\((\d+),.*EMFILE", text, re.M):
        found.setdefault(fd, []).append(float(when))
    return list(found.values()), text.count("= 0 (Timeout)")


def take_descriptors(daemon):
    """It gets no new one; what it has, it keeps. Returns the limits of before."""
    numbers = list(map(int, os.listdir(f"/proc/{daemon.process.pid}/fd")))
    limit = min(set(range(len(numbers) + 1)) - set(numbers))
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    return resource.prlimit(daemon.process.pid, resource.RLIMIT_NOFILE, (limit, hard))


def check_calls(log):
    tries, timeouts = calls(log)
    for times in tries:
        for earlier, later in zip(times, times[1:]):
            check(later - earlier > 0.9, "tried again after", later - earlier)
    check(timeouts <= sum(map(len, tries)), timeouts, "timeouts of", tries)


def knock(box, daemon, log):
    before = take_descriptors(daemon)
    waiting = [socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) for _ in range(2)]
    for client, path in zip(waiting, (CONTROL, "/run/hotplug/event")):
        client.connect(box.path(path))
    until(lambda: [len(times) > 2 for times in calls(log)[0]] == [True] * 2, "three tries")
    resource.prlimit(daemon.process.pid, resource.RLIMIT_NOFILE, before)
    with Client(box) as client:
        equal(client.ask(GET_STATUS)[0], STATUS)
    for client in waiting:
        client.close()


def case_no_descriptors(box):
    """It tries once a second, serves who is there, and goes on when there are some again."""
    strace, log = can_trace(), box.top + "/strace"
    seqnum_hook(box)
    daemon = Daemon(box)
    with Client(box) as client, \
            subprocess.Popen([strace, "-ttt", "-e", "trace=accept4,ppoll", "-o", log, "-p",
                              str(daemon.process.pid)], stderr=subprocess.PIPE) as tracer:
        try:
            tracer.stderr.readline()  # it is attached
            equal(client.ask(GET_STATUS)[0], STATUS)
            knock(box, daemon, log)
            equal(client.ask(GET_STATUS)[0], STATUS)
        finally:
            tracer.terminate()
    check_calls(log)
    box.expect_quiet(env=event(seqnum=1))
    until(lambda: box.notes() == ["1"], "the event is worked")
    daemon.end()
