# SPDX-License-Identifier: GPL-2.0-or-later
"""Purpose: what a hook and an agent get as their environment, byte for byte."""

import os

from box import KERNEL_TAIL, Process, Skip, check, equal
from hotplugd import until

STEERING = [
    "LD_PRELOAD=/x.so", "LD_LIBRARY_PATH=/x", "GLIBC_TUNABLES=x", "MALLOC_CHECK_=3",
    "GCONV_PATH=/x", "IFS=/", "ENV=/x", "BASH_ENV=/x", "BASHOPTS=x", "SHELLOPTS=xtrace",
    "PS4=$(x)", "TMPDIR=/x", "PERL5LIB=/x", "PERL5OPT=-Mx", "PYTHONPATH=/x", "RUBYOPT=-rx",
    "NODE_OPTIONS=x", "LUA_INIT=x", "MODPROBE_OPTIONS=-f", "GEM_PATH=x",
    "PHP_INI_SCAN_DIR=x", "ZDOTDIR=/x", "TAR_OPTIONS=-x", "BASH_FUNC_x%%=() { :; }",
    "HOTPLUG_DRY_RUN=1", "HOTPLUG_VERBOSE=1", "lower=1", "Mixed=1", "_X=1", "9X=1", "A-B=1",
    "A B=1", b"\xc3\x84=1",
]
EVENT = [
    "ACTION=add", "DEVPATH=/devices/x", "SUBSYSTEM=bus", "MODALIAS=bus:*$(id)",
    b"OF_NAME=two words\n\x01\xff=", "SEQNUM=7",
]


def block(variables):
    """As it stands in /proc/PID/environ."""
    return b"".join(os.fsencode(var) + b"\0" for var in variables)


def compare(box, env, expected, subsystem="bus"):
    if box.sanitized and STEERING[0] in env:
        raise Skip("a sanitizer brings the dynamic loader, which has its say on LD_PRELOAD")
    box.quiet_hook("bus/a.hotplug", "cat /proc/$$/environ >>$trace")
    box.forget()
    ended = box.run(subsystem, env)
    equal((ended.status, ended.err), (0, ""))
    with open(box.trace, "rb") as file:
        equal(file.read(), block([*expected, *KERNEL_TAIL, "HOTPLUG_ROOT=" + box.dir]))


def case_kernel_form(box):
    """Every variable of the event that is a name and steers nothing; HOME and PATH as the
    kernel has them."""
    compare(box, [*EVENT, *KERNEL_TAIL], EVENT)
    steering = [var for var in STEERING if not str(var).startswith("HOTPLUG_")]
    compare(box, [*EVENT[:3], *steering, "ODD=1", *EVENT[3:], *KERNEL_TAIL],
            [*EVENT[:3], "ODD=1", *EVENT[3:]])


def case_kernel_form_twice(box):
    """What it makes is what it takes: a hook may start hotplug again."""
    compare(box, [*EVENT, *KERNEL_TAIL, "HOTPLUG_VERBOSE_OF_OLD=1"], EVENT)


def case_login_form(box):
    """Only what is an event's, in the order of its mention."""
    login = ["PATH=/evil:/bin", *STEERING, "HOME=/home/me", "TERM=x", "ODD=1"]
    login = [var for var in login if not str(var).startswith("HOTPLUG_")]
    compare(box, [*login, *EVENT], EVENT)
    compare(box, [*EVENT, *login], EVENT)


def case_subsystem_is_added(box):
    compare(box, ["TERM=x", "ACTION=add", "DEVPATH=/devices/x"],
            ["ACTION=add", "DEVPATH=/devices/x", "SUBSYSTEM=bus"])


def case_through_the_queue(box):
    """Whoever works the event: the environment is the event's, not the worker's."""
    box.quiet_hook("bus/a.hotplug", "cat /proc/$$/environ >>$trace.$SEQNUM\n"
                   "[ $SEQNUM = 8 ] || until [ -e $trace.go ]; do sleep 0.02; done")
    box.conf(Drainers=1)
    first = box.start(env=[*EVENT, *KERNEL_TAIL])
    until(lambda: os.path.exists(box.trace + ".7"), "the first has begun")
    second = [var for var in EVENT if not str(var).startswith("SEQNUM")]
    second += ["PARTNAME=p", "SEQNUM=8"]
    equal(box.run(env=[*second, *KERNEL_TAIL]).status, 0)
    check(not os.path.exists(box.trace + ".8"), "it did not wait")
    open(box.trace + ".go", "wb").close()
    equal(first.wait().status, 0)
    with open(box.trace + ".8", "rb") as file:
        equal(file.read(), block([*second, *KERNEL_TAIL, "HOTPLUG_ROOT=" + box.dir]))


def case_options_come_from_the_command_line_only(box):
    """The caller's HOTPLUG_* are not ours: they neither act nor reach a hook."""
    box.hook("bus/a.hotplug")
    caller = [f"HOTPLUG_ROOT={box.dir}", "HOTPLUG_DRY_RUN=1", "HOTPLUG_VERBOSE=1"]
    path = box.path(box.defines["HP_HOOKDIR"] + "/bus/a.hotplug")
    # With another directory in force, what is in ours is not run.
    other = [box.hotplug, "--root", box.top, "bus"]
    ended = Process(other, [*EVENT, *caller], box.top + "/out", box.top + "/err").wait()
    equal((ended.status, ended.out, ended.err, box.notes()), (0, "", "", []))
    # Without one, ours is nothing to it. (--dry-run: this is the real root.)
    ended = Process([box.hotplug, "--dry-run", "bus"], [*EVENT, caller[0]],
                    box.top + "/out", box.top + "/err").wait()
    equal(path in ended.out, False, "ran below HOTPLUG_ROOT")
    compare(box, ["TERM=x", *caller, *EVENT], EVENT)
    compare(box, [*EVENT, *KERNEL_TAIL, *caller], EVENT)
