# SPDX-License-Identifier: GPL-2.0-or-later
"""Purpose: many helpers at once, as the kernel starts them: bounded, each event once, in
order for each device, and firmware waits for nobody."""

import collections
import os
import re
import signal
import time

from box import can_trace, check, equal, event, read_proc, soak, whole_lines
from hotplugd import until

COUNT = 5000 if soak else 500
DRAINERS = 3
# Notes its begin and end; long enough that helpers meet.
WORK = 'echo "B $SEQNUM $DEVPATH" >>$trace; sleep 0.01; echo "E $SEQNUM $DEVPATH" >>$trace'
WAIT = "until [ -e $trace.go ]; do sleep 0.02; done"
# Nobody ends before as many as there may be have begun.
MEET = (f'until [ -e $trace.met ]; do [ $(grep -c ^B $trace) -lt {DRAINERS} ] && sleep 0.01 '
        '|| >$trace.met; done')


def go(box):
    """Whoever is at WAIT goes on."""
    with open(box.trace + ".go", "wb"):
        pass


def prepare(box, devices, work=WORK):
    box.conf(Drainers=DRAINERS)
    box.quiet_hook("bus/a.hotplug", work)
    for n in range(devices):
        box.mkdir(f"/sys/devices/d{n}")


def storm(box, devices, count=COUNT, action="add"):
    """Starts so many helpers as fast as it can. Returns them, and when the last began."""
    helpers = [box.start(env=event(action, f"/devices/d{n % devices}", n + 1))
               for n in range(count)]
    return helpers, time.monotonic()


def asleep(helpers):
    """Who is alive and asleep. One that is not has yet to leave its event and go, which takes
    its time on a busy machine."""
    return {helper.pid for helper in helpers if not helper.ended() and
            read_proc(helper.pid, "stat").rpartition(")")[2].split()[0] == "S"}


def waiting(helpers):
    """How many waited at one moment: while we looked around, one may have ended that was
    asleep, and another begun to work."""
    first = asleep(helpers)
    return len(first & asleep(helpers))


def watch(helpers, began):
    """Waits for all. Returns the most that waited for something once all had begun."""
    most = 0
    while True:
        running = sum(not helper.ended() for helper in helpers)
        if not running:
            return most
        if time.monotonic() > began + 1:
            most = max(most, waiting(helpers))
        check(time.monotonic() < began + 200, running, "are still there")
        time.sleep(0.005)


def most_at_once(notes, of=lambda words: "all"):
    busy, most = collections.Counter(), 0
    for words in map(str.split, notes):
        busy[of(words)] += 1 if words[0] == "B" else -1
        most = max(most, busy[of(words)])
    return most


def check_storm(box, helpers, began):
    most = watch(helpers, began)
    equal({helper.status for helper in helpers}, {0}, "exit statuses")
    equal({helper.err for helper in helpers}, {""}, "messages")
    notes = box.notes()
    begun = collections.Counter(words.split()[1] for words in notes if words[0] == "B")
    expected = collections.Counter(str(n + 1) for n in range(len(helpers)))
    equal(begun - expected, collections.Counter(), "handled more than once")
    equal(expected - begun, collections.Counter(), "not handled")
    equal(box.queue(), [], "the queue")
    check(most_at_once(notes) <= DRAINERS, most_at_once(notes), "hooks at once")
    equal(most_at_once(notes, lambda words: words[2]), 1, "hooks of a device at once")
    check(most <= DRAINERS, most, "helpers wait")
    return notes


def case_distinct_devices(box):
    prepare(box, COUNT, WORK.replace("sleep 0.01", "sleep 0.01; " + MEET))
    notes = check_storm(box, *storm(box, COUNT))
    equal(most_at_once(notes), DRAINERS, "hooks at once")


def case_few_devices(box):
    prepare(box, 7)
    check_storm(box, *storm(box, 7))


def case_one_device(box):
    prepare(box, 1, WORK.replace("sleep 0.01; ", ""))
    check_storm(box, *storm(box, 1))


def case_order(box):
    """Of what is there when the first drainer comes, each device's are worked by SEQNUM,
    whatever the order of their arrival."""
    count, devices = 100, 5
    box.conf(Drainers=DRAINERS)
    for n in range(devices):
        box.mkdir(f"/sys/devices/d{n}")
    box.mkdir("/sys/devices/first")
    # All drainers are held up while the others arrive, the last one first.
    box.quiet_hook("bus/a.hotplug",
                   'case $DEVPATH in */first*)\n'
                   f'\techo "held" >>$trace; {WAIT}\n'
                   'esac; echo "$SEQNUM $DEVPATH" >>$trace')
    held = [box.start(env=event("change", f"/devices/first{n}", n + 1))
            for n in range(DRAINERS)]
    until(lambda: box.notes().count("held") == DRAINERS, "the drainers have begun")
    for n in reversed(range(count)):
        box.expect_quiet(env=event("change", f"/devices/d{n % devices}", n + 100))
    equal(len(box.queue()), count + DRAINERS, "events in the queue")
    go(box)
    for helper in held:
        equal(helper.wait().status, 0)
    last = {}
    notes = [line.split() for line in box.notes() if line != "held"]
    equal(len(notes), count + DRAINERS)
    for seqnum, device in notes:
        check(last.get(device, 0) < int(seqnum), seqnum, "came late on", device)
        last[device] = int(seqnum)


def busy_drainers(box):
    """All slots are taken by hooks that wait for firmware."""
    box.conf(Drainers=DRAINERS)
    box.quiet_hook("bus/a.hotplug", 'echo "B $SEQNUM" >>$trace\n'
                   'until [ -e $trace.$SEQNUM ]; do sleep 0.02; done\n'
                   'echo "E $SEQNUM" >>$trace')
    for n in range(DRAINERS + 2):
        box.mkdir(f"/sys/devices/d{n}")
    helpers, _ = storm(box, DRAINERS + 2, DRAINERS + 2)
    until(lambda: len(box.notes()) == DRAINERS, "the drainers have begun")
    return helpers


def case_firmware_waits_for_nobody(box):
    """A load that waits for its firmware must never wait for itself."""
    helpers = busy_drainers(box)
    box.script("/etc/hotplug.d/firmware/a.hotplug",
               'echo >$trace.$FIRMWARE')
    for n in range(DRAINERS + 2):
        ended = box.run("firmware", event("add", f"/devices/d{n}", 100 + n,
                                          SUBSYSTEM="firmware", FIRMWARE=n + 1))
        equal((ended.status, ended.err), (0, ""))
    for helper in helpers:
        equal(helper.wait().status, 0)
    equal(box.queue(), [], "the queue")


def case_firmware_of_the_same_device(box):
    """Nor do two requests for one device, queued or by hand."""
    box.script("/etc/hotplug.d/firmware/a.hotplug",
               '[ "$FIRMWARE" = last ] || until [ -e $trace.last ]; do sleep 0.02; done\n'
               'echo >$trace.$FIRMWARE')
    def request(name, seqnum):
        return event("add", "/devices/x", seqnum, SUBSYSTEM="firmware", FIRMWARE=name)
    helpers = [box.start("firmware", request(*which))
               for which in (("a", 5), ("b", 6), ("c", None))]
    until(lambda: len(box.notes()) == 3, "all have begun")
    equal(box.run("firmware", request("last", 7)).status, 0)
    equal([helper.wait().status for helper in helpers], [0] * 3)


def case_by_hand(box):
    """A person's event waits for its device, takes no slot, and tells how it ended."""
    box.conf(Drainers=1)
    box.mkdir("/sys/devices/y")
    box.quiet_hook("bus/a.hotplug", 'echo "B $SEQNUM $DEVPATH" >>$trace\n'
                   f'[ -z "$SEQNUM" ] || {WAIT}\necho "E $SEQNUM $DEVPATH" >>$trace\n'
                   'exit ${PARTN:-0}')
    first = box.start(env=event("add", "/devices/x", 1))
    until(box.notes, "the first has begun")
    same = box.start(env=event("add", "/devices/x"))
    other = box.run(env=event("add", "/devices/y", PARTN=4))
    until(lambda: same.ended() or asleep([same]), "it waits for its device")
    go(box)
    equal((first.wait().status, other.status, same.wait().status), (0, 1, 0))
    equal(box.notes(), ["B 1 /devices/x", "B  /devices/y", "E  /devices/y",
                        "E 1 /devices/x", "B  /devices/x", "E  /devices/x"])


def case_obsolete(box):
    """An add whose device is gone is done; a remove is always worked, but for one that is
    older than the add that was."""
    path = box.hook("bus/a.hotplug")
    ran, gone = [path + " bus"], "/devices/none"
    box.expect(0, [], env=event("add", gone, 5))
    box.expect(0, [], env=event("add", gone))
    box.expect(0, ran, env=event("remove", gone, 4))
    box.expect(0, ran, env=event("change", gone, 3))
    box.expect(0, ran, env=event("add", "/devices/x", 10))
    box.expect(0, [], env=event("remove", "/devices/x", 9))
    box.expect(0, ran, env=event("remove", "/devices/x"))
    box.expect(0, ran, env=event("add", "/devices/x", 10))
    box.expect(0, ran, env=event("remove", "/devices/x", 11))
    box.expect(0, ran, env=event("remove", "/devices/x", 9))
    for action in ("bind", "change", "move"):
        box.expect(0, ran, env=event(action, "/devices/x", 20))
        box.expect(0, ran, env=event("add", "/devices/x", 15))
    equal(box.queue(), [], "the queue")


def case_obsolete_is_a_matter_of_the_device(box):
    """Another device of the same name, or the one that had the same number before: its
    older remove tears it down."""
    box.quiet_hook("bus/a.hotplug", 'echo "$ACTION $DEVPATH" >>$trace')
    box.mkdir("/sys/devices/a/rx-0")
    for number in ({}, {"MAJOR": 4, "MINOR": 64}):
        box.forget()
        box.expect_quiet(env=event("add", "/devices/a/rx-0", 20, **number))
        box.expect_quiet(env=event("remove", "/devices/b/rx-0", 15, **number))
        box.expect_quiet(env=event("remove", "/devices/a/rx-0", 15, **number))
        equal(box.notes(), ["add /devices/a/rx-0", "remove /devices/b/rx-0"])


class Stopping:
    """A helper that stops behind calls: of each name, the one of that number."""

    def __init__(self, box, strace, env, *calls):
        self.log = f"{box.top}/strace.{box.started}"
        before = [strace, "-o", self.log]
        for name, k in calls:
            before += ["-e", f"inject={name}:signal=STOP:when={k}"]
        self.process = box.start(env=[*env, "NOTHING=0"], before=before)
        self.stopped = 0

    def lines(self):
        if not os.path.exists(self.log):
            return []
        with open(self.log, encoding="utf-8", errors="replace") as file:
            return whole_lines(file.read())

    def stops(self, call):
        """Waits until it has stopped once more, behind a call that fits."""
        self.stopped += 1
        until(lambda: self.process.ended() or
              sum("stopped by SIGSTOP" in line for line in self.lines()) >= self.stopped,
              f"it stops behind {call}")
        calls = [line for line in self.lines() if not line.startswith("---")]
        check(re.match(call, calls[-1]), "stopped behind", calls[-1])

    def goes_on(self):
        pid = self.process.pid
        os.kill(int(read_proc(pid, f"task/{pid}/children")), signal.SIGCONT)

    def wait(self):
        return self.process.wait().status


def case_looking_at_what_is_done(box):
    """Whoever, at its last look, tries an event that another has just finished holds that
    device's lock for a moment: the other may miss the device's next event, and it may not.

    Both are stopped behind the calls between which the other has its moment."""
    strace = can_trace()
    box.mkdir("/sys/devices/y")
    box.quiet_hook("bus/a.hotplug", 'echo "$SEQNUM $DEVPATH" >>$trace\n'
                   f'[ "$SEQNUM" != 5 ] || {WAIT}')
    # Works 5, and gives the device up.
    worker = Stopping(box, strace, event("change", "/devices/x", 5), ("fcntl", 3))
    until(box.notes, "the hook runs")
    box.expect_quiet(env=event("change", "/devices/x", 6))
    # By hand: works y, then looks twice. The second time it sees 5, and takes the lock of x.
    looker = Stopping(box, strace, event("change", "/devices/y"), ("getdents64", 5), ("fcntl", 7))
    looker.stops("getdents64.* = [1-9]")
    go(box)
    worker.stops("fcntl.*F_OFD_SETLK, {l_type=F_UNLCK.* = 0")
    looker.goes_on()
    looker.stops("fcntl.*F_OFD_SETLK, {l_type=F_WRLCK.* = 0")
    # It looks for more, finds 6, and cannot have it.
    worker.goes_on()
    equal(worker.wait(), 0, "exit status")
    equal(box.notes(), ["5 /devices/x", " /devices/y"])
    looker.goes_on()
    equal(looker.wait(), 0, "exit status")
    equal(box.notes(), ["5 /devices/x", " /devices/y", "6 /devices/x"])
    equal(box.queue(), [], "the queue")


def case_replugged_while_it_waited(box):
    """The same path with another inode is another device."""
    path = box.hook("bus/a.hotplug", f"[ $SEQNUM != 1 ] || {WAIT}")
    box.conf(Drainers=1)
    first = box.start(env=event("change", "/devices/other", 1))
    until(box.notes, "the first has begun")
    box.expect_quiet(env=event("add", "/devices/x", 2))
    os.rename(box.path("/sys/devices/x"), box.path("/sys/devices/was-x"))
    box.mkdir("/sys/devices/x")
    box.expect_quiet(env=event("add", "/devices/x", 3))
    go(box)
    equal(first.wait().status, 0)
    equal(box.notes(), [path + " bus"] * 2)


def case_junk(box):
    """What is no event is removed with a warning; the events behind it are worked."""
    path = box.hook("bus/a.hotplug")
    names = ("junk", "00000000000000000001-1-+bus:x", "00000000000000000002-x")
    for name in names:
        box.write("/run/hotplug/queue/" + name, "junk")
    box.write("/run/hotplug/queue/.4711", "add@/dev")
    for directory in ("/run/hotplug", "/run/hotplug/queue"):
        os.chmod(box.path(directory), 0o755)
    ended = box.expect(0, [path + " bus"], env=event(seqnum=5))
    equal(ended.err.count("\n"), len(names), ended.err)
    for name in names:
        check(f"/queue/{name} is no event" in ended.err, ended.err)
    equal(box.queue(), [".4711"], "the queue")
    box.expect(0, [path + " bus"], env=event(seqnum=6))
