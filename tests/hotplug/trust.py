# SPDX-License-Identifier: GPL-2.0-or-later
"""Purpose: what is refused as a hook is named with the reason, and the others run."""

import os

from box import NOBODY, check, equal

NAME = "bus/50.hotplug"


def refused(box, reason, prepare):
    """One hook of three is made untrustworthy by prepare(box, its path on the host)."""
    paths = [box.hook(f"bus/{n}.hotplug") for n in (10, 50, 90)]
    bad = box.path(paths[1])
    prepare(bad)
    ended = box.expect(1, [paths[0] + " bus", paths[2] + " bus"])
    lines = ended.err.splitlines()
    equal(len(lines), 1, ended.err)
    check(lines[0].startswith(f"hotplug: refusing to run {bad}: {box.dir}"), lines[0])
    check(lines[0].endswith(" " + reason), lines[0], "does not say", reason)


def replace(path, by):
    os.unlink(path)
    by()


def case_owner(box):
    refused(box, "is owned by uid 65534, not by root", lambda p: os.chown(p, NOBODY, 0))


def case_writable_by_group(box):
    refused(box, "is writable by its group", lambda p: os.chmod(p, 0o775))


def case_writable_by_others(box):
    refused(box, "is writable by others", lambda p: os.chmod(p, 0o757))


def case_not_executable(box):
    refused(box, "is not executable", lambda p: os.chmod(p, 0o644))


def case_fifo(box):
    refused(box, "is no regular file", lambda p: replace(p, lambda: os.mkfifo(p, 0o755)))


def case_device(box):
    refused(box, "is no regular file",
            lambda p: replace(p, lambda: os.mknod(p, 0o020755, os.makedev(1, 3))))


def case_link_to_directory(box):
    refused(box, "is no regular file", lambda p: replace(p, lambda: os.symlink("..", p)))


def case_dangling_link(box):
    refused(box, "is a link that leads nowhere",
            lambda p: replace(p, lambda: os.symlink("/none", p)))


def case_link_to_itself(box):
    refused(box, "leads through too many links",
            lambda p: replace(p, lambda: os.symlink("50.hotplug", p)))


def case_link_out_of_root(box):
    """Links are followed inside the root: the host's shell is not there."""
    refused(box, "is a link that leads nowhere",
            lambda p: replace(p, lambda: os.symlink("../" * 20 + "bin/sh", p)))


def case_link_to_untrusted_file(box):
    def prepare(path):
        os.rename(path, box.path("/etc/x"))
        os.chown(box.path("/etc/x"), NOBODY, 0)
        os.symlink("/etc/x", path)
    refused(box, "is owned by uid 65534, not by root", prepare)


def linked(box, mode, owner, way):
    """A hook behind links through a directory that is not ours alone."""
    def prepare(path):
        box.mkdir("/opt/open")
        os.rename(path, box.path("/opt/open/x"))
        box.link("/opt/open", "/etc/way")
        os.symlink(way, path)
        os.chmod(box.path("/opt/open"), mode)
        os.chown(box.path("/opt/open"), owner, owner)
    return prepare


def case_link_through_writable_directory(box):
    refused(box, "is writable by others", linked(box, 0o1777, 0, "/opt/open/x"))


def case_links_through_writable_directory(box):
    refused(box, "is writable by its group", linked(box, 0o775, 0, "/etc/way/x"))


def case_links_through_foreign_directory(box):
    refused(box, "is owned by uid 65534, not by root",
            linked(box, 0o755, NOBODY, "../../way/x"))


def case_writable_directories(box):
    """All that is below it is refused, whatever the files are."""
    path = box.hook(NAME)
    for directory in ("/etc/hotplug.d/bus", "/etc/hotplug.d", "/etc", ""):
        os.chmod(box.path(directory), 0o777)
        ended = box.expect(1, [])
        check(f"{box.dir}{directory or '/'} is writable by others" in ended.err, ended.err)
        os.chmod(box.path(directory), 0o755)
    box.expect(0, [path + " bus"])


def case_good_links(box):
    """A link is as good as what it leads to; it is run by its own path."""
    box.script("/usr/lib/tool/run")
    box.link("/usr/lib/tool", "/etc/tool")
    box.link("../../tool/run", "/etc/hotplug.d/bus/a.hotplug")
    box.quiet_hook("bus/b.hotplug", 'echo "$0" >>$trace')
    box.link("b.hotplug", "/etc/hotplug.d/bus/c.hotplug")
    target = box.path("/etc/hotplug.d/bus/b.hotplug")
    box.expect(0, ["/usr/lib/tool/run bus", target, target])


def case_swapped(box):
    """A file that becomes another's between two events is not run again."""
    path = box.hook(NAME)
    box.expect(0, [path + " bus"])
    os.chown(box.path(path), NOBODY, 0)
    box.expect(1, [])
