# SPDX-License-Identifier: GPL-2.0-or-later
"""Purpose: a helper that is killed at any system call, or whose system calls fail: the next
one finishes its event."""

import collections
import os
import re
import shutil
import time

from box import can_trace, check, equal, event, soak

# A hook that ends at once, and one event for each of two devices.
FIRST, NEXT = event("add", "/devices/x", 1), event("add", "/devices/y", 2)
RUN = "/run/hotplug"
ERRORS = ("EIO", "ENOMEM", "ENOSPC", "EMFILE", "EACCES", "EINTR")


def prepare(box):
    box.mkdir("/sys/devices/y")
    # One command: what is started is not traced and must not outlast us by much.
    box.quiet_hook("bus/a.hotplug", 'echo "$SEQNUM" >>$trace')


def reset(box, fresh):
    box.forget()
    if fresh:
        shutil.rmtree(box.path(RUN), ignore_errors=True)
        return
    for name in box.queue():
        os.unlink(box.path(f"{RUN}/queue/{name}"))


def traced(box, strace, *injected):
    """Runs the first event under strace. Returns what ended, and its system calls."""
    log = box.top + "/strace"
    before = [strace, "-o", log, "-s", "8"]
    for inject in injected:
        before += ["-e", "inject=" + inject]
    ended = box.start(env=[*FIRST, "NOTHING=0"], before=before).wait()
    with open(log, encoding="utf-8", errors="replace") as file:
        return ended, file.read().splitlines()


def points(calls):
    """(name, k) of each system call: the k-th of its name. Not of the exec itself."""
    counts = collections.Counter()
    for line in calls:
        match = re.match(r"(\w+)\(", line)
        if match:
            counts[match[1]] += 1
            if match[1] not in ("execve", "exit_group"):
                yield match[1], counts[match[1]]


def settle(box):
    """What a killed helper has forked goes on for a moment, and may have yet to become its
    hook."""
    limit = time.monotonic() + 60
    while box.alive():
        check(time.monotonic() < limit, "a hook does not end")
        time.sleep(0.002)


def next_one(box, was_queued):
    """The next helper comes: it works its own event, and what the killed one left."""
    settle(box)
    ended = box.run(env=NEXT)
    settle(box)
    notes = collections.Counter(box.notes())
    equal((ended.status, ended.err), (0, ""))
    equal(notes["2"], 1, "runs of the next event")
    check(notes["1"] <= 2, notes["1"], "runs of the killed helper's event")
    check(notes["1"] or not was_queued, "the event is forgotten")
    check(set(notes) <= {"1", "2"}, notes)
    left = [name for name in box.queue() if not re.fullmatch(r"\.\d+", name)]
    equal(left, [], "the queue")
    check(len(box.queue()) <= 1, "temporary files", box.queue())
    check(set(os.listdir(box.path(RUN))) <= {"queue", "device"},
          os.listdir(box.path(RUN)))


def kill_everywhere(box, fresh):
    strace = can_trace()
    prepare(box)
    if not fresh:
        equal(box.run(env=NEXT).status, 0)
    reset(box, fresh)
    ended, calls = traced(box, strace)
    equal((ended.status, box.notes()), (0, ["1"]), ended.err)
    killed = 0
    for name, k in points(calls):
        reset(box, fresh)
        ended, calls = traced(box, strace, f"{name}:signal=KILL:when={k}")
        if ended.status == 0:
            continue  # the number of such calls varies
        equal(ended.status, 137, f"{name} {k}: {ended.err}")
        killed += 1
        queued = any(re.match(r"renameat\w*\(.* = 0$", line) for line in calls)
        try:
            next_one(box, queued)
        except Exception as why:
            raise type(why)(f"killed at {name} {k}: {why}") from why
    check(killed > 40, killed, "points only")


def case_everywhere_with_nothing_there(box):
    """Where even the directories have to be made."""
    kill_everywhere(box, True)


def case_everywhere(box):
    kill_everywhere(box, False)


def case_within_the_next_ones_work(box):
    """Whoever finishes another's event may be killed as well."""
    strace = can_trace()
    prepare(box)
    for k in (1, 2):
        reset(box, True)
        for _ in range(3):
            ended, _ = traced(box, strace, "wait4:signal=KILL:when=1")
            equal(ended.status, 137, ended.err)
            settle(box)
        box.forget()
        next_one(box, True)


def fails(box, strace, name, k, error, *injected):
    """The k-th such call fails. Returns what is wrong with what came of it, or None."""
    reset(box, True)
    ended, _ = traced(box, strace, f"{name}:error={error}:when={k}", *injected)
    settle(box)
    runs = box.notes().count("1")
    if ended.status not in (0, 1, 2):
        return f"exit status {ended.status}: {ended.err}"
    if runs != 1 and not (runs == 0 and ended.err):
        return f"{runs} runs: {ended.err}"
    box.run(env=NEXT)
    settle(box)
    if box.notes().count("2") != 1 or box.notes().count("1") > 2:
        return f"then {box.notes()}"
    left = [entry for entry in box.queue() if not entry.startswith(".")]
    return f"the queue holds {left}" if left else None


def case_a_mask_that_cannot_be_set(box):
    """The child ends before anybody waits for its signal, which nothing has kept back."""
    strace = can_trace()
    prepare(box)
    reset(box, True)
    _, calls = traced(box, strace)
    masks = [k for name, k in points(calls) if name == "rt_sigprocmask"]
    check(masks, "no mask is set")
    for k in masks:
        wrong = fails(box, strace, "rt_sigprocmask", k, "EIO",
                      "wait4:delay_exit=200000:when=1")
        check(not wrong, k, wrong)


def case_every_call_fails_once(box):
    """Handled all the same, or said so; never a crash, a hang, or half an event."""
    strace = can_trace()
    prepare(box)
    reset(box, True)
    _, calls = traced(box, strace)
    found = list(points(calls))
    # What comes before is the C library's own start.
    found = found[found.index(("poll", 1)):]
    check(len(found) > 60, len(found), "calls only")
    for error in ERRORS if soak else ERRORS[:2]:
        for name, k in found:
            try:
                wrong = fails(box, strace, name, k, error)
            except Exception as why:
                raise type(why)(f"{name} {k} {error}: {why}") from why
            check(not wrong, name, k, error, wrong)
