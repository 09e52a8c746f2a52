# SPDX-License-Identifier: GPL-2.0-or-later
"""Purpose: many helpers at once, as the kernel starts them: bounded, each event once, in
order for each device, and firmware waits for nobody."""

import collections
import os
import re
import time

from box import can_trace, check, equal, event, soak

COUNT = 5000 if soak else 500
DRAINERS = 3
# Notes its begin and end; long enough that helpers meet.
WORK = 'echo "B $SEQNUM $DEVPATH" >>$trace; sleep 0.01; echo "E $SEQNUM $DEVPATH" >>$trace'


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


def waits(helper):
    """Whether it is alive and asleep. One that is not has yet to leave its event and go,
    which takes its time on a busy machine."""
    if helper.ended():
        return False
    with open(f"/proc/{helper.pid}/stat", encoding="utf-8", errors="replace") as stat:
        return stat.read().rpartition(")")[2].split()[0] == "S"


def watch(helpers, began):
    """Waits for all. Returns the most that waited for something once all had begun."""
    most = 0
    while True:
        running = sum(not helper.ended() for helper in helpers)
        if not running:
            return most
        if time.monotonic() > began + 1:
            most = max(most, sum(map(waits, helpers)))
        check(time.monotonic() < began + 100, running, "are still there")
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
    prepare(box, COUNT)
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
                   '\techo "held" >>$trace; while [ ! -e $trace.go ]; do sleep 0.02; done\n'
                   'esac; echo "$SEQNUM $DEVPATH" >>$trace')
    held = [box.start(env=event("change", f"/devices/first{n}", n + 1))
            for n in range(DRAINERS)]
    while box.notes().count("held") < DRAINERS:
        time.sleep(0.01)
    for n in reversed(range(count)):
        box.expect_quiet(env=event("change", f"/devices/d{n % devices}", n + 100))
    equal(len(box.queue()), count + DRAINERS, "events in the queue")
    with open(box.trace + ".go", "w", encoding="utf-8"):
        pass
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
    limit = time.monotonic() + 60
    while len(box.notes()) < DRAINERS:
        check(time.monotonic() < limit, "the drainers do not begin")
        time.sleep(0.01)
    return helpers


def case_firmware_waits_for_nobody(box):
    """A load that waits for its firmware must never wait for itself."""
    helpers = busy_drainers(box)
    box.script("/etc/hotplug.d/firmware/a.hotplug",
               'echo >$trace.$FIRMWARE')
    began = time.monotonic()
    for n in range(DRAINERS + 2):
        ended = box.run("firmware", event("add", f"/devices/d{n}", 100 + n,
                                          SUBSYSTEM="firmware", FIRMWARE=n + 1))
        equal((ended.status, ended.err), (0, ""))
    for helper in helpers:
        equal(helper.wait().status, 0)
    check(time.monotonic() - began < 30, "took", time.monotonic() - began)
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
    while len(box.notes()) < 3:
        time.sleep(0.01)
    equal(box.run("firmware", request("last", 7)).status, 0)
    equal([helper.wait().status for helper in helpers], [0] * 3)


def case_by_hand(box):
    """A person's event waits for its device, takes no slot, and tells how it ended."""
    box.conf(Drainers=1)
    box.mkdir("/sys/devices/y")
    box.quiet_hook("bus/a.hotplug", 'echo "B $SEQNUM $DEVPATH" >>$trace\n'
                   '[ -z "$SEQNUM" ] || sleep 0.5\necho "E $SEQNUM $DEVPATH" >>$trace\n'
                   'exit ${PARTN:-0}')
    first = box.start(env=event("add", "/devices/x", 1))
    while not box.notes():
        time.sleep(0.01)
    other = box.run(env=event("add", "/devices/y", PARTN=4))
    same = box.run(env=event("add", "/devices/x"))
    equal((first.wait().status, other.status, same.status), (0, 1, 0))
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


def case_looking_at_what_is_done(box):
    """Whoever, at its last look, tries an event that another has just finished holds that
    device's lock for a moment: the other may miss the device's next event, and it may not.

    The moments are made long: of each call, the one of that number."""
    strace = can_trace()
    box.mkdir("/sys/devices/y")
    box.quiet_hook("bus/a.hotplug", 'echo "$SEQNUM $DEVPATH" >>$trace\n'
                   '[ "$SEQNUM" != 5 ] || until [ -e $trace.go ]; do sleep 0.02; done')
    def delayed(env, *calls):
        before = [strace, "-o", f"{box.top}/strace.{len(calls)}"]
        for call, k, seconds in calls:
            before += ["-e", f"inject={call}:delay_exit={int(seconds * 1e6)}:when={k}"]
        return box.start(env=[*env, "NOTHING=0"], before=before)
    # Works 5, and looks for more a while after it has given the device up.
    worker = delayed(event("change", "/devices/x", 5), ("fcntl", 3, 1.2))
    while not box.notes():
        time.sleep(0.01)
    box.expect_quiet(env=event("change", "/devices/x", 6))
    # By hand: works y, then looks twice. The second time it sees 5, waits, and then holds
    # the lock of x for a while.
    looker = delayed(event("change", "/devices/y"), ("getdents64", 5, 1), ("fcntl", 7, 2))
    while len(box.notes()) < 2:
        time.sleep(0.01)
    time.sleep(0.3)
    with open(box.trace + ".go", "w", encoding="utf-8"):
        pass
    equal((worker.wait().status, looker.wait().status), (0, 0))
    with open(box.top + "/strace.2", encoding="utf-8") as file:
        long = [line for line in file if "(DELAYED)" in line]
    check(len(long) == 2 and "getdents64" in long[0] and
          re.search("F_OFD_SETLK, {l_type=F_WRLCK.* = 0 ", long[1]),
          "other calls were delayed than those meant:", *long)
    equal(box.notes(), ["5 /devices/x", " /devices/y", "6 /devices/x"])
    equal(box.queue(), [], "the queue")


def case_replugged_while_it_waited(box):
    """The same path with another inode is another device."""
    path = box.hook("bus/a.hotplug", "[ $SEQNUM != 1 ] || sleep 0.5")
    box.conf(Drainers=1)
    first = box.start(env=event("change", "/devices/other", 1))
    while not box.notes():
        time.sleep(0.01)
    box.expect_quiet(env=event("add", "/devices/x", 2))
    os.rename(box.path("/sys/devices/x"), box.path("/sys/devices/was-x"))
    box.mkdir("/sys/devices/x")
    box.expect_quiet(env=event("add", "/devices/x", 3))
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
