# SPDX-License-Identifier: GPL-2.0-or-later
"""Purpose: hotplugd where system calls fail, and with hooks that misbehave: nothing is lost,
and nobody else waits."""

import os

from box import can_trace, equal, event
from daemon import Daemon, hand_over, leave, seqnum_hook, until


def case_fork_fails(box):
    """What waits for nobody, and what was left in the queue, are not lost either."""
    for name in ("bus", "firmware"):
        box.quiet_hook(f"{name}/a.hotplug", 'echo "$SUBSYSTEM $SEQNUM" >>$trace')
    leave(box, 5)
    strace = can_trace()
    daemon = Daemon(box, before=[strace, "-D", "-qq", "-o", "/dev/null", "-e", "trace=clone,clone3",
                                 "-e", "inject=clone,clone3:error=EAGAIN:when=1..6"])
    equal(hand_over(box, event(seqnum=6)), b"\xff", "answer")
    equal(hand_over(box, event(seqnum=7, SUBSYSTEM="firmware")), b"\xff", "answer")
    until(lambda: sorted(box.notes()) == ["bus 5", "bus 6", "firmware 7"], "all are worked",
          60)
    daemon.end()
    equal(daemon.process.err.count("cannot fork"), 1, daemon.process.err)


def case_who_works_what_was_left_is_killed(box):
    """Another goes on, although no event comes."""
    seqnum_hook(box, f"[ -e {box.top}/go ] || {{ >{box.top}/go; kill -KILL $PPID; exit; }}")
    leave(box, 5)
    daemon = Daemon(box)
    until(lambda: box.notes() == ["5"], "the event is worked", 60)
    daemon.end()
    equal(box.queue(), [])
