# SPDX-License-Identifier: GPL-2.0-or-later
"""Purpose: hotplugctl monitor: what hotplugd is done with, as it ends."""

import json
import os
import re
import signal
import time

from box import Process, check, equal, event, whole_lines
from control import control
from hotplugd import Daemon, hand_over, until
from replay import replay

LINE = re.compile(r"^\d\d:\d\d:\d\d\.\d{6} (\w+) \d+\.\d{3} ms: (.*)$")

UNTIMED = re.compile(r"^\d\d:\d\d:\d\d\.\d{6} (\w+): (.*)$")

HEARD = "/devices/x/heard"  # below that of other events, and so after them


class Monitor:
    """A running monitor of this box; only of events that the box itself makes."""

    def __init__(self, box, *words):
        box.started += 1
        out = f"{box.top}/monitor.{box.started}"
        self.box = box
        self.process = Process([f"{box.build}/helpers/hotplugctl", "--root", box.dir,
                                "monitor", "--subsystem", "b[ou]s", *words],
                               ["HOME=/", "TZ=UTC"], out, out + ".err")

    def lines(self):
        return whole_lines(self.process.out)

    def has(self, word):
        return any(word in text for text in self.lines())

    def wait_lines(self, count):
        until(lambda: len(self.lines()) >= count, f"{count} lines")
        equal(len(self.lines()), count, "lines")
        return self.lines()

    def hears(self):
        """Has events made until it hears one, and then the last. Gives how many lines that
        made."""
        self.box.mkdir("/sys" + HEARD)
        until(self.hears_another, "an event is heard")
        make(self.box, devpath=HEARD)
        until(lambda: self.has(HEARD), "the last event")
        return len(self.lines())

    def hears_another(self, **more):
        """Has an event made unless one was heard; no faster than it can read."""
        check(not self.process.ended(), "monitor ended:", self.process.err)
        if not self.lines():
            make(self.box, **more)
            time.sleep(0.02)
        return self.lines()

    def end(self, number=signal.SIGINT, status=0):
        os.kill(self.process.pid, number)
        equal(self.process.wait().status, status, self.process.err)


SEQNUM = iter(range(1000, 1 << 30))


def make(box, *args, **more):
    """Hands an event over that no other has been."""
    hand_over(box, event(*args, seqnum=next(SEQNUM), **more))


def bodies(lines):
    found = [LINE.match(text) for text in lines]
    check(all(found), lines)
    return [match.groups() for match in found]


def case_lines(box):
    """One an event, with its outcome, as soon as it ends."""
    box.quiet_hook("bus/a.hotplug", '[ "$FAIL" != yes ]')
    daemon = Daemon(box)
    monitor = Monitor(box)
    first = monitor.hears()
    make(box, FAIL="yes")
    monitor.wait_lines(first + 1)
    make(box, SUBSYSTEM="bos")
    lines = monitor.wait_lines(first + 2)[first - 1:]
    equal(bodies(lines), [("done", "add bus " + HEARD), ("failed", "add bus /devices/x"),
                          ("nothing", "add bos /devices/x")])
    monitor.end()
    equal(monitor.process.err, "", "stderr")
    daemon.end()


def case_json_and_record(box):
    """The same lines; they are replayed and explained."""
    box.quiet_hook("bus/a.hotplug", 'printf "%s\\n" "$NAME" >>$trace')
    path = box.top + "/events"
    daemon = Daemon(box)
    monitor = Monitor(box, "--json", "--record", path)
    first = monitor.hears()
    make(box, NAME="\x1b\xff\"\\")
    lines = monitor.wait_lines(first + 1)
    monitor.end(signal.SIGTERM)
    one = json.loads(lines[-1])
    equal((one["record"], one["outcome"], one["event"]["ACTION"]), (1, "done", "add"))
    check(one["received"] <= one["started"] <= one["finished"], one)
    check("\x1b" not in lines[-1], lines[-1])
    with open(path, encoding="ascii") as file:
        equal(file.read().splitlines(), lines, "the record")
    equal(os.stat(path).st_mode & 0o777, 0o600, "mode")
    box.forget()
    replay(box, path)
    equal(len(box.notes()), first + 1, "replayed")
    equal(box.notes()[-1].encode("utf-8", "surrogateescape"), "\x1b\xff\"\\".encode())
    explained = control(box, "--root", box.dir, "explain", "--json", path)
    equal(len(explained.stdout.splitlines()), first + 1, "explained")
    # A second one adds to it.
    monitor = Monitor(box, "--record", path)
    second = monitor.hears()
    monitor.end()
    with open(path, encoding="ascii") as file:
        equal(len(file.readlines()), first + 1 + second, "lines of both")
    daemon.end()


def case_of_an_earlier_daemon(box):
    """When it was received is not known: its end is told, and no duration."""
    box.quiet_hook("bus/a.hotplug", f'until [ "$HELD" != yes -o -e {box.top}/go ]; '
                   "do sleep 0.01; done")
    box.conf(Drainers=4)
    first = Daemon(box)
    box.mkdir("/sys/devices/held")
    make(box, devpath="/devices/held", HELD="yes")
    first.kill(signal.SIGKILL)
    first.process.wait()
    for pid in box.processes("hotplugd"):
        os.kill(pid, signal.SIGKILL)
    box.kill_left_over()
    daemon = Daemon(box)
    plain, made = Monitor(box), Monitor(box, "--json")
    for monitor in (plain, made):
        monitor.hears()
    open(box.top + "/go", "wb").close()
    for monitor in (plain, made):
        until(lambda m=monitor: m.has("/devices/held"), "the event")
    text, = [line for line in plain.lines() if line.endswith("/devices/held")]
    match = UNTIMED.match(text)
    check(match, text)
    equal(match.groups(), ("done", "add bus /devices/held"))
    one, = [one for one in map(json.loads, made.lines())
            if one["event"]["DEVPATH"] == "/devices/held"]
    check("received" not in one and one["started"] <= one["finished"], one)
    for monitor in (plain, made):
        monitor.end()
    daemon.end()


EVENTS = (dict(action="change"), dict(action="remove"), dict(FAIL="yes"),
          dict(NAME="abc", KIND="x"), dict(NAME="abc", KIND="xy"), dict(NAME="abc"),
          dict(NAME="b", KIND="x"))
ALL = dict(action="change", FAIL="yes", NAME="a", KIND="1")


def shown(box, *words):
    """Which of EVENTS a monitor with these words shows: their numbers."""
    monitor = Monitor(box, "--json", *words)
    until(lambda: monitor.hears_another(**ALL), "an event is heard")
    for number, more in enumerate(EVENTS):
        make(box, NUMBER=number, **more)
    make(box, LAST=1, **ALL)
    until(lambda: monitor.has('"LAST"'), "the last event")
    monitor.end()
    found = [json.loads(text)["event"].get("NUMBER") for text in monitor.lines()]
    return [int(number) for number in found if number]


def case_filters(box):
    """Of several of one kind any fits, but of properties each must; of kinds, all."""
    box.quiet_hook("bus/a.hotplug", '[ "$FAIL" != yes ]')
    daemon = Daemon(box)
    equal(shown(box), list(range(len(EVENTS))), "without filters")
    equal(shown(box, "--action", "change", "--action", "remove"), [0, 1], "by action")
    equal(shown(box, "--outcome", "failed"), [2], "by outcome")
    equal(shown(box, "--property", "NAME=a*", "--property", "KIND=?"), [3], "by property")
    equal(shown(box, "--property", "NAME=*", "--subsystem", "none"), [3, 4, 5, 6])
    equal(shown(box, "--action", "change", "--outcome", "failed"), [], "by two kinds")
    daemon.end()


def case_every_action(box):
    """Those of interfaces are known as well."""
    for action in ("add", "unbind", "ifup", "ifdown", "carrier", "nocarrier"):
        result = control(box, "--root", box.dir, "monitor", "--action", action)
        equal(result.returncode, 1, action)
        check("hotplugd does not listen on " in result.stderr, result.stderr)


def case_slow_reader(box):
    """It is told how many it missed, and so is who reads its record."""
    path = box.top + "/events"
    daemon = Daemon(box)
    monitor = Monitor(box, "--json", "--record", path)
    first = monitor.hears()
    os.kill(monitor.process.pid, signal.SIGSTOP)
    count = 3000
    for _ in range(count):
        make(box)
    os.kill(monitor.process.pid, signal.SIGCONT)

    def total():
        found = [json.loads(text) for text in monitor.lines()]
        return sum(one.get("missed", 1) for one in found)

    # Those of the machine are among the missed.
    until(lambda: total() >= first + count, "all are told of")
    monitor.end()
    missed = [json.loads(text)["missed"] for text in monitor.lines() if '"missed"' in text]
    check(missed, "nothing was missed")
    for number in missed:
        check(f"{number} events were missed" in monitor.process.err, monitor.process.err)
    daemon.end()
    check(f"here {missed[0]} events are missing" in replay(box, "--dry-run", path).stderr)


def case_without_daemon(box):
    result = control(box, "--root", box.dir, "monitor")
    equal((result.returncode, result.stdout), (1, ""), "status")
    check("hotplugd does not listen on " in result.stderr, result.stderr)
    daemon = Daemon(box)
    monitor = Monitor(box)
    monitor.hears()
    daemon.end()
    equal(monitor.process.wait().status, 1, "status")
    check("hotplugd has ended" in monitor.process.err, monitor.process.err)


def case_usage(box):
    for words, why in ((("--action", "fly"), "there is no action 'fly'"),
                       (("--outcome", "x\x1b"), "there is no outcome 'x\\x1b'"),
                       (("--property", "x"), "'x' is no KEY=GLOB"),
                       (("--property", "=x"), "'=x' is no KEY=GLOB"),
                       (("--none",), "usage:"), (("more",), "usage:")):
        result = control(box, "--root", box.dir, "monitor", *words)
        equal((result.returncode, result.stdout), (2, ""), words)
        check(why in result.stderr, result.stderr)


def case_no_room_for_the_record(box):
    """It is named, and not passed over."""
    daemon = Daemon(box)
    result = control(box, "--root", box.dir, "monitor", "--record", box.dir)
    equal(result.returncode, 1, "status")
    check(f"{box.dir}: Is a directory" in result.stderr, result.stderr)
    monitor = Monitor(box, "--record", "/dev/full")
    until(lambda: monitor.process.ended() or make(box), "it ends")
    equal(monitor.process.status, 1, "status")
    check("/dev/full: No space left on device" in monitor.process.err, monitor.process.err)
    daemon.end()
