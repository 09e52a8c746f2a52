# SPDX-License-Identifier: GPL-2.0-or-later
"""Purpose: machines that are not up yet, full, or in bad hands: an event is handled there
and then, with one line in the log."""

import os
import shutil
import subprocess

from box import NOBODY, Skip, check, equal, event, tool

QUEUED = event(seqnum=5)


def handled_at_once(box, line, env=None):
    """Both kinds of event, queued and not, are handled without a queue."""
    path = box.hook("bus/a.hotplug")
    for variables in (QUEUED, event()) if env is None else (env,):
        ended = box.expect(0, [path + " bus"], env=variables)
        check("add bus /devices/x: handled without queue: " in ended.err, ended.err)
        check(line in ended.err, line, "is not in", ended.err)
        equal(ended.err.count("\n"), 1, ended.err)


def case_no_sys(box):
    """Nothing is judged gone where nobody can tell."""
    shutil.rmtree(box.path("/sys"))
    handled_at_once(box, "/sys is not mounted")
    box.mkdir("/sys")
    handled_at_once(box, "/sys is not mounted")
    equal(os.listdir(box.path("/run")), [], "in /run")


def case_no_run(box):
    shutil.rmtree(box.path("/run"))
    handled_at_once(box, "No such file or directory")
    check(not os.path.exists(box.path("/run")), "/run was made")


def case_nothing_to_do_needs_no_place(box):
    shutil.rmtree(box.path("/run"))
    shutil.rmtree(box.path("/sys"))
    equal(box.expect(0, [], env=QUEUED).err, "")


def case_file_in_the_place_of_run(box):
    box.write("/run/hotplug", "")
    handled_at_once(box, "Not a directory")


def case_link_in_the_place_of_run(box):
    """Not even root's own: nobody leads us elsewhere."""
    box.mkdir("/elsewhere")
    box.link("../elsewhere", "/run/hotplug")
    handled_at_once(box, "Not a directory")
    equal(os.listdir(box.path("/elsewhere")), [], "elsewhere")


def case_file_in_the_place_of_the_queue(box):
    box.write("/run/hotplug/queue", "")
    handled_at_once(box, "Not a directory")


def case_in_other_hands(box):
    """Somebody else's, or open to somebody else: no event is left there, none is taken."""
    box.mkdir("/run/hotplug/queue")
    forged = "/run/hotplug/queue/00000000000000000001-0-+bus:x"
    box.write(forged, "change@/devices/x\0ACTION=change\0DEVPATH=/devices/x\0"
              "SUBSYSTEM=bus\0SEQNUM=1\0")
    for path in ("/run/hotplug", "/run/hotplug/queue"):
        for mode, owner in ((0o777, 0), (0o1777, 0), (0o775, 0), (0o755, NOBODY)):
            os.chmod(box.path(path), mode)
            os.chown(box.path(path), owner, owner)
            handled_at_once(box, "Permission denied")
        os.chmod(box.path(path), 0o755)
        os.chown(box.path(path), 0, 0)
    equal(box.queue(), [os.path.basename(forged)], "the queue")


def case_made_by_halves(box):
    """Whoever made the directories was killed in between."""
    path = box.hook("bus/a.hotplug")
    for half in ("/run/hotplug", "/run/hotplug/device", "/run/hotplug/queue"):
        box.mkdir(half)
        equal(box.expect(0, [path + " bus"], env=QUEUED).err, "")
        shutil.rmtree(box.path("/run/hotplug"))


def run_mounted(box, mount, env):
    """Runs it in a mount namespace of its own, after the command `mount`."""
    before = [tool("unshare"), "-m", "/bin/sh", "-c", mount + ' && exec "$@"', "sh"]
    if subprocess.call([*before, "true"], stderr=subprocess.DEVNULL) != 0:
        raise Skip("cannot: " + mount)
    box.forget()
    return box.start(env=env, before=before).wait()


def case_run_is_read_only(box):
    path = box.hook("bus/a.hotplug")
    box.mkdir("/run/hotplug/queue")
    run = box.path("/run")
    for env in (QUEUED, event()):
        ended = run_mounted(box, f"mount --bind -o ro {run} {run}", env)
        equal((ended.status, box.notes()), (0, [path + " bus"]), ended.err)
        check("handled without queue: " in ended.err, ended.err)
        check("Read-only file system" in ended.err, ended.err)
        equal(ended.err.count("\n"), 1, ended.err)


def case_run_is_full(box):
    """No room for the event: nothing half is left of it."""
    path = box.hook("bus/a.hotplug")
    run = box.path("/run")
    mount = (f"mount -t tmpfs -o size=64k,nr_inodes=8 none {run} && mkdir -m 755 "
             f"{run}/hotplug && mkdir -m 700 {run}/hotplug/queue && "
             f": >{run}/hotplug/queue/.lock && "
             f"{{ dd if=/dev/zero of={run}/full bs=4k 2>/dev/null || :; }}")
    ended = run_mounted(box, mount, QUEUED)
    equal((ended.status, box.notes()), (0, [path + " bus"]), ended.err)
    check("No space left on device" in ended.err, ended.err)
    equal(ended.err.count("\n"), 1, ended.err)


def case_root_is_read_only(box):
    """Early boot: neither /run nor /sys, and nothing can be written."""
    path = box.hook("bus/a.hotplug")
    shutil.rmtree(box.path("/run"))
    shutil.rmtree(box.path("/sys"))
    mount = f"mount --bind -o ro {box.dir} {box.dir}"
    ended = run_mounted(box, mount, QUEUED)
    equal((ended.status, box.notes()), (0, [path + " bus"]), ended.err)
    equal(ended.err.count("\n"), 1, ended.err)


def case_no_proc(box):
    """A hook that hangs before /proc is there is left alone: it might be loading."""
    box.conf(HookTimeoutSec=1)
    box.quiet_hook("bus/a.hotplug", "sleep 5")
    path = box.hook("bus/b.hotplug")
    ended = run_mounted(box, "umount -l /proc", event())
    equal((ended.status, box.notes()), (1, [path + " bus"]), ended.err)
    check("is left alone: cannot tell whether it loads" in ended.err, ended.err)
