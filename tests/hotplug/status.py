# SPDX-License-Identifier: GPL-2.0-or-later
"""Purpose: hotplugctl status, log and settle: what a person and a collector of metrics are
told of a running hotplugd."""

import json
import os
import re
import signal
import socket

from box import Process, Skip, check, equal, event
from control import control, expect
from hotplugd import give, hand_over, seqnum_hook, until
from service import managed, reload


def ask(box, *words):
    return control(box, "--root", box.dir, *words)


def status(box):
    result = ask(box, "status", "--json")
    equal((result.returncode, result.stderr), (0, ""))
    return json.loads(result.stdout)


def of_subsystem(found, name):
    return next((row for row in found["subsystems"] if row["subsystem"] == name), None)


def case_counts(box):
    """Per subsystem and outcome. The kernel's own events, of this machine, are there, too."""
    seqnum_hook(box, "[ $SEQNUM != 3 ] || exit 1")
    daemon, told = managed(box)
    odd = "a+b.c:d-e_f"
    for seqnum, subsystem in enumerate(("bus", "other", "bus", "other", odd), 1):
        equal(hand_over(box, event(seqnum=seqnum, SUBSYSTEM=subsystem)), b"\xff", "answer")
    equal(ask(box, "settle").returncode, 0)
    found = status(box)
    none = {"nothing": 0, "done": 0, "failed": 0, "dropped": 0}
    equal(of_subsystem(found, "bus"), {**none, "subsystem": "bus", "done": 1, "failed": 1})
    equal(of_subsystem(found, "other"), {**none, "subsystem": "other", "nothing": 2})
    equal(of_subsystem(found, odd), {**none, "subsystem": odd, "nothing": 1})
    equal([found[key] for key in ("handed_over", "unfinished", "working", "losses", "resyncs",
                                  "stuck", "left_alone")], [5, 0, 0, 0, 0, 0, 0])
    equal((found["pid"], found["log_level"]), (daemon.process.pid, "notice"))
    times = found["times_us"]
    equal(times["count"], 2)
    check(0 < times["p50"] <= times["p99"] <= times["p100"], times)
    check(times["sum"] <= 2 * times["p100"], times)
    result = ask(box, "status")
    expect("for a person", result, 0, "subsystem")
    check(all(" " <= c <= "~" or c == "\n" for c in result.stdout), result.stdout)
    daemon.end()
    told.close()


def case_cache(box):
    """What has nothing to do is known from then on, until a hook comes. The kernel's own
    events may have it forgotten meanwhile."""
    count = 50
    daemon, told = managed(box)
    for seqnum in range(1, count + 1):
        equal(hand_over(box, event(seqnum=seqnum, SUBSYSTEM="other")), b"\xff", "answer")
    found = status(box)
    check(found["cache_hits"] >= count - 1 - found["cache_forgotten"], found)
    check(found["cache_misses"] > 0, found)
    check(0 < found["cache_entries"] <= found["cache_entries_max"], found)
    box.quiet_hook("other/a.hotplug", "")
    equal(hand_over(box, event(seqnum=count + 1, SUBSYSTEM="other")), b"\xff", "answer")
    check(status(box)["cache_forgotten"] > found["cache_forgotten"], found)
    expect("for a person", ask(box, "status"), 0, "\ncache_misses ")
    daemon.end()
    told.close()


def udevd(box):
    """What hotplugd knows one by."""
    box.mkdir("/run/udev")
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    listener.bind(box.path("/run/udev/control"))
    listener.listen(64)
    return listener


def beside(box):
    found = status(box)
    return found["neighbour"], found["left_to_neighbour"], found["after_neighbour"]


def case_neighbour(box):
    """Who it is, and what is left to it; that it has come or ended is seen without an event."""
    box.write("/sys/kernel/uevent_seqnum", "1\n")
    daemon, told = managed(box)
    equal(beside(box), (None, 0, 0))
    expect("for a person", ask(box, "status"), 0, ", neighbour none\n")
    with udevd(box):
        until(lambda: beside(box) == ("udevd", 1, 0), "it has come")
        expect("for a person", ask(box, "status"), 0, ", neighbour udevd\n")
        box.conf(WithUdev="yes")
        reload(daemon, told)
        equal(beside(box), ("udevd", 0, 1))
    until(lambda: beside(box) == (None, 0, 0), "it has ended")
    daemon.end()
    told.close()


SAMPLE = re.compile(r'(hotplug_[a-z_]+)(\{([a-z_]+="(?:[^"\\\n]|\\[\\"n])*",?)*\})? ([0-9.]+|\+Inf)')


def case_prometheus(box):
    """By the rules of the text format: HELP and TYPE before the samples of a metric, all of
    them together, a histogram's buckets cumulative and ended by +Inf."""
    box.quiet_hook("bus/a.hotplug", "")
    neighbour = udevd(box)
    daemon, told = managed(box)
    for seqnum, subsystem in enumerate(("bus", "a+b.c:d-e_f", "bus"), 1):
        equal(hand_over(box, event(seqnum=seqnum, SUBSYSTEM=subsystem)), b"\xff", "answer")
    equal(ask(box, "settle").returncode, 0)
    result = ask(box, "status", "--prometheus")
    equal((result.returncode, result.stderr, result.stdout[-1:]), (0, "", "\n"))
    types, last, samples = {}, None, {}
    for line in result.stdout.splitlines():
        if line.startswith("# HELP "):
            last = line.split()[2]
            check(last not in types, "twice:", last)
        elif line.startswith("# TYPE "):
            _, _, name, kind = line.split()
            equal(name, last, "TYPE of")
            types[name] = kind
        else:
            match = SAMPLE.fullmatch(line)
            check(match, "no sample:", line)
            base = match[1]
            if types[last] == "histogram":
                base = re.sub("_(bucket|sum|count)$", "", base)
            equal(base, last, "a sample's metric")
            check((types[last] == "counter") == base.endswith("_total"), base, types[last])
            check(match[1] + (match[2] or "") not in samples, "twice:", line)
            samples[match[1] + (match[2] or "")] = float(match[4])
    buckets = [(key, value) for key, value in samples.items() if "_bucket" in key]
    bounds = [float(re.search('le="(.*)"', key)[1]) for key, _ in buckets]
    equal(bounds, sorted(bounds), "bounds")
    equal(bounds[-1], float("inf"), "the last bound")
    counts = [value for _, value in buckets]
    equal(counts, sorted(counts), "counts")
    equal(counts[-1], samples["hotplug_event_seconds_count"])
    equal(samples['hotplug_events_total{subsystem="bus",outcome="done"}'], 2)
    equal(samples["hotplug_handed_over_total"], 3)
    equal(samples['hotplug_neighbour_info{name="udevd"}'], 1)
    equal(samples["hotplug_left_to_neighbour"], 1)
    check(samples["hotplug_cache_entries_max"] > 0, samples)
    check("hotplug_cache_hits_total" in samples, samples)
    neighbour.close()
    daemon.end()
    told.close()


def case_log(box):
    """In force at once, for what is worked as well; SIGHUP does not undo it."""
    daemon, told = managed(box)
    box.write("/etc/hotplug.d/bus/a.hotplug", "#!/bin/sh\n", 0o644)
    for level in ("err", "debug", "notice"):
        expect(level, ask(box, "log", level), 0, "")
        equal(ask(box, "log").stdout, level + "\n")
    expect("no level", ask(box, "log", "loud"), 2, "usage: hotplugctl log")
    daemon.end()
    expect("nobody there", ask(box, "log", "err"), 1, "hotplugd does not listen on")
    told.close()


def start_settle(box, *words):
    out = f"{box.top}/settle"
    return Process([f"{box.build}/helpers/hotplugctl", "--root", box.dir, "settle", *words],
                   ["HOME=/"], out, out + ".err")


def case_settle(box):
    """Until the end of what is there; for no longer than it is told to; until a path is
    there."""
    seqnum_hook(box, f"until [ -e {box.top}/go ]; do sleep 0.01; done")
    daemon, told = managed(box)
    for words in ((), ("--timeout", "0"), ("-t", "5", "-E", "/none")):
        equal(ask(box, "settle", *words).returncode, 0, words)
    give(box, seqnum=1)
    equal(ask(box, "settle", "--timeout=0").returncode, 1)
    expect("a second", ask(box, "settle", "--timeout", "1"), 1, "after 1 s")
    equal(ask(box, "settle", "--exit-if-exists", box.top).returncode, 0)
    path = start_settle(box, "--exit-if-exists", f"{box.top}/path")
    until(lambda: clients(daemon) == 1, "it has asked")
    open(f"{box.top}/path", "wb").close()
    equal(path.wait().status, 0)
    waits = start_settle(box)
    until(lambda: clients(daemon) == 1, "it has asked")
    check(not waits.ended(), "it did not wait")
    open(f"{box.top}/go", "wb").close()
    equal((waits.wait().status, waits.err), (0, ""))
    for words in (("--timeout", "x"), ("--timeout", "-1"), ("x",)):
        expect(words, ask(box, "settle", *words), 2, "usage: hotplugctl settle")
    daemon.end()
    expect("nobody there", ask(box, "settle"), 1, "hotplugd does not listen on")
    told.close()


def clients(daemon):
    """How many are connected: sockets that have the listener's name, but for itself."""
    with open("/proc/net/unix", encoding="utf-8") as file:
        lines = [line for line in file if line.endswith(daemon.box.path("/run/hotplug/control\n"))]
    return len(lines) - 1


def case_settle_ends_with_the_daemon(box):
    seqnum_hook(box, "sleep 1000")
    daemon, told = managed(box)
    give(box, seqnum=1)
    waits = start_settle(box)
    until(lambda: clients(daemon) == 1, "it has asked")
    daemon.kill(signal.SIGKILL)
    equal(waits.wait().status, 1)
    check("hotplugd" in waits.err, waits.err)
    daemon.process.wait()
    told.close()


def case_stuck(box):
    """A process that is inside a module load at its time is left alone, its slot is free,
    and it is told of for as long as it runs."""
    actor = f"{box.build}/tests/unit/test_child"
    if not os.path.exists(actor) or not os.path.exists("/proc/self/syscall"):
        raise Skip("no test_child, or no /proc/PID/syscall")
    # Time enough to get there, on a busy machine.
    box.conf(HookTimeoutSec=5, Drainers=1)
    box.quiet_hook("bus/a.hotplug", f'echo "$SEQNUM" >>$trace\n'
                   f"[ $SEQNUM != 1 ] || exec {actor} load {box.top}/pids")
    daemon, told = managed(box)
    box.mkdir("/sys/devices/y")
    give(box, seqnum=1)
    give(box, "add", "/devices/y", 2)
    until(lambda: box.notes() == ["1", "2"], "the next one has the slot", 60)
    equal(ask(box, "settle").returncode, 0)
    found = status(box)
    equal((found["stuck"], found["left_alone"], found["unfinished"]), (1, 1, 0))
    process, = found["stuck_processes"]
    check(process["name"].endswith("/bus/a.hotplug"), process)
    expect("for a person", ask(box, "status"), 0, f"a.hotplug[{process['pid']}], for ")
    os.kill(process["pid"], signal.SIGKILL)
    with open(f"{box.top}/pids", encoding="utf-8") as file:
        for pid in file:
            try:
                os.kill(int(pid), signal.SIGKILL)
            except ProcessLookupError:
                pass
    until(lambda: status(box)["stuck"] == 0, "it is gone from the list")
    equal(status(box)["left_alone"], 1)
    daemon.end()
    told.close()
