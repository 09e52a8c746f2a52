# SPDX-License-Identifier: GPL-2.0-or-later
"""Purpose: hotplugctl enable and disable: what the kernel starts, and what it started."""

import os
import shutil

from box import check, equal
from control import control

BEFORE = {"modprobe": "/sbin/modprobe", "hotplug": ""}


def sysctl(name):
    return f"/proc/sys/kernel/{name}"


def record(box, name):
    return box.path(f"{box.defines['HP_RUNDIR']}/{name}.before")


def program(box, name):
    where = {"modprobe": "HP_AGENTDIR", "hotplug": "HP_HELPERDIR"}[name]
    return f"{box.defines[where]}/{name}"


def machine(box, names=("modprobe", "hotplug")):
    """A kernel with these files, and the suite installed."""
    box.mkdir("/proc/sys/kernel")
    for name in BEFORE:
        box.script(program(box, name))
        if name in names:
            box.write(sysctl(name), BEFORE[name] + "\n")


def value(box, name):
    with open(box.path(sysctl(name)), encoding="ascii") as file:
        return file.read()


def call(box, *words, status=0, says=""):
    """Runs the verb; what it prints and logs must have the text."""
    result = control(box, "--root", box.dir, *words)
    equal(result.returncode, status, f"{words}: {result.stdout}{result.stderr}: status")
    check(says in result.stdout + result.stderr, says, "is not in", result.stdout,
          result.stderr)
    return result


def case_there_and_back(box):
    machine(box)
    for name, before in BEFORE.items():
        shown = before or "nothing"
        result = call(box, "enable", name, says=f"before: {shown}\n")
        equal((value(box, name), result.stderr), (program(box, name) + "\n", ""), name)
        call(box, "disable", name, says=f"{name}: {shown}, before: {program(box, name)}\n")
        equal(value(box, name), before + "\n", name)
        check(not os.path.exists(record(box, name)), "a record is left")


def case_both(box):
    machine(box)
    call(box, "enable")
    equal([value(box, name) for name in BEFORE],
          [program(box, name) + "\n" for name in BEFORE], "enabled")
    call(box, "disable")
    equal([value(box, name) for name in BEFORE],
          [before + "\n" for before in BEFORE.values()], "disabled")


def case_twice(box):
    """The second time must not take our own program for what was before."""
    machine(box)
    call(box, "enable", "modprobe")
    call(box, "enable", "modprobe", says=f"{program(box, 'modprobe')} already")
    call(box, "disable", "modprobe")
    equal(value(box, "modprobe"), "/sbin/modprobe\n", "disabled")
    call(box, "disable", "modprobe", says="/sbin/modprobe, which is not ours, is left")
    equal(value(box, "modprobe"), "/sbin/modprobe\n", "disabled twice")


def case_changed_meanwhile(box):
    machine(box)
    call(box, "enable", "modprobe")
    box.write(sysctl("modprobe"), "/opt/theirs\n")
    call(box, "disable", "modprobe", says="/opt/theirs, which is not ours, is left")
    equal(value(box, "modprobe"), "/opt/theirs\n", "disabled")
    call(box, "enable", "modprobe")
    box.write(sysctl("modprobe"), "/opt/more\n")
    call(box, "enable", "modprobe", says="before: /opt/more")
    call(box, "disable", "modprobe")
    equal(value(box, "modprobe"), "/opt/more\n", "what was before the last 'enable'")


def case_no_record(box):
    """Enabled at boot by sysctl.d, or /run was cleared."""
    machine(box)
    for name, usual in BEFORE.items():
        call(box, "enable", name)
        os.unlink(record(box, name))
        call(box, "enable", name, says="already")
        call(box, "disable", name, says="what was before is not known")
        equal(value(box, name), usual + "\n", name)


def case_record_in_other_hands(box):
    """What others may write is not what the kernel shall start."""
    machine(box)
    call(box, "enable", "modprobe")
    with open(record(box, "modprobe"), "w", encoding="ascii") as file:
        file.write("/evil\n")
    os.chmod(record(box, "modprobe"), 0o666)
    call(box, "disable", "modprobe", says="Operation not permitted")
    equal(value(box, "modprobe"), "/sbin/modprobe\n", "disabled")


def case_nowhere_to_remember(box):
    machine(box)
    shutil.rmtree(box.path("/run"))
    box.write("/run", "")
    call(box, "enable", "modprobe",
         says="'disable' will not know that /sbin/modprobe was before: Not a directory")
    equal(value(box, "modprobe"), program(box, "modprobe") + "\n", "enabled")


def case_no_such_kernel(box):
    """Without CONFIG_UEVENT_HELPER there is another way, and it is named."""
    machine(box, names=("modprobe",))
    call(box, "enable", "hotplug", status=1, says="hotplugd listens to it in its place")
    call(box, "disable", "hotplug", says="CONFIG_UEVENT_HELPER is not set")
    check("hotplugd" in call(box, "enable").stderr, "not named")
    equal(value(box, "modprobe"), program(box, "modprobe") + "\n", "the other one")
    os.unlink(box.path(sysctl("modprobe")))
    call(box, "enable", "modprobe", status=1, says="CONFIG_MODULES")
    shutil.rmtree(box.path("/proc"))
    call(box, "enable", "modprobe", status=1, says="No such file or directory")


def case_not_installed(box):
    """The kernel is never told to start what is not there."""
    machine(box)
    os.unlink(box.path(program(box, "modprobe")))
    call(box, "enable", "modprobe", status=1,
         says=f"{program(box, 'modprobe')}: No such file or directory")
    equal(value(box, "modprobe"), "/sbin/modprobe\n", "the value")
    check(not os.path.exists(record(box, "modprobe")), "a record is left")


def case_static(box):
    machine(box)
    box.write(f"/boot/config-{os.uname().release}", "CONFIG_STATIC_USERMODEHELPER=y\n")
    call(box, "enable", "modprobe", says="CONFIG_STATIC_USERMODEHELPER: that program")


def case_wrong_words(box):
    machine(box)
    for words in (["mdev"], ["modprobe", "hotplug"], ["--json"]):
        call(box, "enable", *words, status=2, says="usage: hotplugctl enable")
    equal(value(box, "modprobe"), "/sbin/modprobe\n", "the value")
