# SPDX-License-Identifier: GPL-2.0-or-later
"""Purpose: hooks that do not end: they are ended with all that they started, and nothing
else is."""

import signal
import time

from box import check, check_quick, equal, event
from hotplugd import until

LIMIT_S = 2  # a busy machine takes a while to start a shell
KILL_S = 3  # from the request to end on

# Ignores the request to end, in itself and in what it starts, from the beginning.
DEAF = "trap '' TERM; "
# Such a one, which notes who it is.
STUBBORN = DEAF + "echo pid $$ >>$trace; while :; do sleep 0.2; done"


def pids(box):
    return [int(line.split()[1]) for line in box.notes() if line.startswith("pid ")]


def alive(pid):
    try:
        with open(f"/proc/{pid}/stat", encoding="utf-8") as file:
            return file.read().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def noted(count):
    """In a hook: waits until so many have noted who they are."""
    return f"until [ $(grep -c pid $trace) -ge {count} ]; do sleep 0.02; done"


def out_of_time(box, least, started, env=None):
    """Runs it with a limit. Nothing of what was started may be left."""
    box.conf(HookTimeoutSec=LIMIT_S)
    box.forget()
    began = time.monotonic()
    ended = box.run(env=env)
    took = time.monotonic() - began
    found = pids(box)
    equal(len(found), started, "processes noted")
    equal([pid for pid in found if alive(pid)], [], "alive")
    check(took >= least - 0.1, f"took {took:.2f} s, not {least}")
    check(f"took more than {LIMIT_S} s: ended" in ended.err, ended.err)
    equal(ended.err.splitlines()[1:], [], "lines after the first")
    return ended


def case_stubborn(box):
    """TERM after the limit, KILL 3 s later; the other hooks run."""
    box.quiet_hook("bus/b.hotplug", STUBBORN)
    first, last = box.hook("bus/a.hotplug"), box.hook("default/a.hotplug")
    ended = out_of_time(box, LIMIT_S + KILL_S, 1)
    equal(ended.status, 1)
    check("/bus/b.hotplug[" in ended.err, ended.err)
    equal([line for line in box.notes() if not line.startswith("pid")],
          [first + " bus", last + " bus"])


def case_obedient(box):
    """Who ends when asked to costs no 3 s, though what it started would have."""
    box.quiet_hook("bus/a.hotplug", "echo pid $$ >>$trace; sleep 50 & wait")
    check_quick(LIMIT_S + KILL_S - 0.1, lambda: equal(out_of_time(box, LIMIT_S, 1).status, 1))


def case_family(box):
    """Children in sessions of their own, and those whose parents are gone."""
    box.script("/usr/bin/stubborn", STUBBORN)
    stubborn = box.path("/usr/bin/stubborn")
    box.quiet_hook("bus/a.hotplug", f"{DEAF}\nsetsid {stubborn} &\n(setsid {stubborn} &)\n"
                   f"(({stubborn} &) &)\n{STUBBORN}")
    ended = out_of_time(box, LIMIT_S + KILL_S, 4)
    equal(ended.status, 1)


def case_orphans_of_an_obedient_parent(box):
    """The hook itself ends at once; what it left behind ignores the request."""
    box.script("/usr/bin/stubborn", STUBBORN)
    box.quiet_hook("bus/a.hotplug", f"echo pid $$ >>$trace\n"
                   f"({DEAF}setsid {box.path('/usr/bin/stubborn')} &)\nsleep 50")
    out_of_time(box, LIMIT_S + KILL_S, 2)


def case_stopped(box):
    box.quiet_hook("bus/a.hotplug", "echo pid $$ >>$trace; kill -STOP $$; sleep 50")
    check_quick(LIMIT_S + KILL_S - 0.1, lambda: out_of_time(box, LIMIT_S, 1))


def case_daemon_survives(box):
    """What an earlier hook left running on purpose is not the later one's."""
    box.script("/usr/bin/stubborn", STUBBORN)
    box.conf(HookTimeoutSec=LIMIT_S)
    box.quiet_hook("bus/a.hotplug", f"setsid {box.path('/usr/bin/stubborn')} &\n{noted(1)}")
    box.quiet_hook("bus/b.hotplug", "sleep 50")
    check_quick(LIMIT_S + KILL_S - 0.1, lambda: (box.forget(), equal(box.run().status, 1)))
    found = pids(box)
    equal((len(found), alive(found[0])), (1, True), "the daemon")


def case_daemon_is_not_waited_for(box):
    """A hook that ends well is done, whatever it leaves."""
    box.quiet_hook("bus/a.hotplug", "setsid sleep 50 & echo done >>$trace")
    began = time.monotonic()
    box.expect(0, ["done"])
    box.expect(0, ["done"], env=event(seqnum=4))
    check(time.monotonic() - began < 49, "it was waited for")


def case_in_the_queue(box):
    """A hook that hangs holds up its own device, and its slot, no longer than that."""
    box.conf(HookTimeoutSec=1, Drainers=1)
    box.quiet_hook("bus/a.hotplug", 'echo "$SEQNUM" >>$trace\n'
                   '[ $SEQNUM != 1 ] || sleep 50')
    for name in ("a", "b"):
        box.mkdir("/sys/devices/" + name)
    first = box.start(env=event("change", "/devices/a", 1))
    until(box.notes, "the first has begun")
    equal(box.run(env=event("change", "/devices/a", 2)).status, 0)
    equal(box.run(env=event("change", "/devices/b", 3)).status, 0)
    equal(first.wait().status, 0)
    equal(box.notes(), ["1", "2", "3"])
    equal(box.queue(), [], "the queue")


def case_sigchld_is_ignored_by_the_caller(box):
    """An odd shell's `trap '' CHLD` must not blind us."""
    first = box.hook("bus/a.hotplug", "exit 3")
    path = box.hook("bus/b.hotplug")
    ended = box.expect(1, [first + " bus", path + " bus"],
                       prepare=lambda: signal.signal(signal.SIGCHLD, signal.SIG_IGN))
    check("exit status 3" in ended.err, ended.err)
    equal(box.queue(), [], "the queue")
