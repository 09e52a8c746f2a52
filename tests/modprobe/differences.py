# SPDX-License-Identifier: GPL-2.0-or-later
"""Purpose: where hotplug-modprobe(8) says that it differs from kmod 30, each one."""

import os

from pair import check, equal


def case_file_by_path(pair):
    tree = pair.tree("net")
    path = os.path.join(tree.dir, "kernel/drivers/net/usb/asix.ko")
    by_name, by_path = pair.both(["-D", "asix"])[0], pair.call(pair.ours, ["-D", path])
    equal(by_path[:2], by_name, "by its path")
    status, out, _ = pair.call(pair.ours, ["-D", "./" + os.path.relpath(path, pair.work)])
    equal((status, out.replace("/./", "/")), by_name, "by a relative path")
    status, out, err = pair.call(pair.ours, ["-D", "--", path])
    equal((status, out), (1, ""), "behind --")
    check("is not the name of a module" in err, err)


def case_symbols_by_name(pair):
    tree = pair.tree("net")
    path = os.path.join(tree.dir, "kernel/drivers/net/mii.ko")
    for option in ("--show-exports", "--show-modversions", "--dump-modversions"):
        theirs, ours = pair.both([option, path])
        equal(ours, theirs, f"{option} by path")
        check(ours[0] == 0 and ours[1].count("\n") > 3, "no symbols", ours)
        equal(pair.call(pair.ours, [option, "mii"])[:2], theirs, f"{option} by name")


def case_packed_symbols(pair):
    tree = pair.tree("packed")
    path = os.path.join(tree.dir, "kernel/drivers/net/mii.ko.xz")
    theirs, ours = pair.both(["--show-exports", path])
    equal(ours, theirs, "a compressed file")
    check("mii_nway_restart" in ours[1], ours)


def case_names_that_are_not_looked_up(pair):
    pair.tree("net")
    pair.write_config({"config/a.conf": "alias * mii\n"})
    for name in ("", "a\tb", "../mii", "netdev-/mii", "\x1b2J"):
        theirs, ours = pair.both(["-R", name])
        equal(theirs, (0, "mii\n"), f"kmod, {name!r}")
        equal(ours, (1, ""), f"ours, {name!r}")
    pair.must_be_equal(["-R", "dmi:bd08/13/2019:"])


def case_quiet_about_failures(pair):
    pair.tree("net")
    pair.write_config({"config/a.conf": "install fake exit 3\n"})
    equal(pair.call(pair.kmod, ["-q", "fake"])[::2], (1, ""), "kmod")
    status, _, err = pair.call(pair.ours, ["-q", "fake"])
    equal(status, 1, "status")
    check("ended with status 3" in err, err)


def case_version_and_help(pair):
    pair.tree("net")
    for option in ("-V", "--version", "-h", "--help"):
        theirs, ours = pair.both([option, "-Z"])
        equal((theirs[0], ours[0]), (0, 0), option)
        check(theirs[1] != ours[1], option, "prints the same")
