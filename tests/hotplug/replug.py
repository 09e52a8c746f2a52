# SPDX-License-Identifier: GPL-2.0-or-later
"""Purpose: devices that go, or are others, while hotplugd works their add: each event once, in
order, and at the end what is on record is what is there."""

import collections
import os

from box import equal, event, soak
from hotplugd import Daemon, hand_over, until

CYCLES = 10000 if soak else 1000
DEVICES = 25  # at the same time
RECORDS = "/run/hotplug/device"


def prepare(box):
    """A hook that says when it has begun with an add, and then waits for a line."""
    box.conf(Drainers=2 * DEVICES)
    os.mkfifo(f"{box.top}/lines")
    box.quiet_hook("bus/a.hotplug",
                   '[ "$WAITS" != 1 ] || { echo "begins $SEQNUM $DEVPATH" >>$trace\n'
                   f'read line <{box.top}/lines; }}\n'
                   'echo "$ACTION $SEQNUM $DEVPATH" >>$trace')


class Rounds:
    """Rounds of the same devices, with a daemon."""

    def __init__(self, box):
        prepare(box)
        self.box, self.seqnum, self.round = box, 0, 0
        self.lines = os.open(f"{box.top}/lines", os.O_RDWR)
        self.daemon = Daemon(box)

    def next_seqnum(self):
        self.seqnum += 1
        return self.seqnum

    def hand_over(self, action, device, seqnum, waits=0):
        equal(hand_over(self.box, event(action, device, seqnum, WAITS=waits)), b"\xff", "answer")

    def begin(self):
        """The add of each device is being worked. Returns their numbers by device."""
        self.box.forget()
        self.round += 1
        numbers = {f"/devices/d{n}": self.next_seqnum() for n in range(DEVICES)}
        for device, seqnum in numbers.items():
            self.box.mkdir("/sys" + device)
            self.hand_over("add", device, seqnum, waits=1)
        until(lambda: len(self.box.notes()) == DEVICES, "all adds are being worked")
        return numbers

    def end(self, expected):
        """What there is for each device is worked, in this order."""
        os.write(self.lines, b"\n" * DEVICES)
        count = sum(map(len, expected.values()))
        until(lambda: len(self.box.notes()) >= count, "all events are worked")
        found = collections.defaultdict(list)
        for action, seqnum, device in map(str.split, self.box.notes()):
            found[device].append((action, int(seqnum)))
        equal(dict(found), expected, "worked")

    def finish(self):
        self.daemon.end()
        os.close(self.lines)
        equal((self.box.queue(), self.daemon.process.err), ([], ""))
        print(f"# {self.round * DEVICES} cycles")


def case_removed_while_its_add_is_worked(box):
    rounds = Rounds(box)
    while rounds.round * DEVICES < CYCLES:
        expected = {}
        for device, add in rounds.begin().items():
            os.rmdir(box.path("/sys" + device))
            remove = rounds.next_seqnum()
            rounds.hand_over("remove", device, remove)
            expected[device] = [("begins", add), ("add", add), ("remove", remove)]
        rounds.end(expected)
    rounds.finish()
    equal(os.listdir(box.path(RECORDS)), [], "records")


def replace(box, device):
    """Another in the place of the one of that name. Returns its inode."""
    path = box.path("/sys" + device)
    os.rename(path, path + ".was")
    box.mkdir("/sys" + device)
    os.rmdir(path + ".was")
    return os.stat(path).st_ino


def inodes_on_record(box):
    """By device; "SEQNUM:INODE:SUBSYSTEM:INTERFACE:DEVPATH" is what a record says."""
    directory = box.path(RECORDS)
    fields = [os.readlink(f"{directory}/{name}").split(":") for name in os.listdir(directory)]
    return {field[4]: int(field[1]) for field in fields}


def case_same_name_new_device(box):
    """The remove of the one before comes first or last; it is the earlier all the same."""
    rounds = Rounds(box)
    while rounds.round * DEVICES < CYCLES:
        expected, inodes = {}, {}
        for device, first in rounds.begin().items():
            inodes[device] = replace(box, device)
            events = [("remove", rounds.next_seqnum()), ("add", rounds.next_seqnum())]
            expected[device] = [("begins", first), ("add", first), *events]
            for action, seqnum in events[::1 if rounds.round % 2 else -1]:
                rounds.hand_over(action, device, seqnum)
        rounds.end(expected)
        until(lambda wanted=inodes: inodes_on_record(box) == wanted, "the new ones are on record")
    rounds.finish()
