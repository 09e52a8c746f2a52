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


def insmods(answer):
    """The names of the modules in the lines of -D, and the words of other lines."""
    return [line.split("/")[-1].split(".")[0] if line.startswith("insmod") else line
            for line in answer[1].splitlines()]


def case_softdeps_add_up(pair):
    pair.tree("net")
    pair.write_config({"config/a.conf": "softdep crc8 pre: crc16\n",
                       "more/b.conf": "softdep crc8 pre: crc7 post: cx82310_eth\n"
                                      "softdep c?c8 pre: libphy\n"})
    theirs, ours = pair.both(["-D", "crc8"])
    equal(insmods(theirs), ["crc16", "crc8"], "kmod")
    names = insmods(ours)
    equal(names[:3] + names[-1:], ["crc16", "crc7", "libphy", "cx82310_eth"], "ours")
    equal(names[3], "crc8", "ours, in the middle")
    equal(insmods(pair.call(pair.ours, ["-iD", "crc8"])), ["crc8"], "with -i")


def case_install_with_softdep(pair):
    pair.tree("net")
    pair.write_config({"config/a.conf": "softdep crc7 pre: crc8\ninstall crc7 /bin/false\n"})
    theirs, ours = pair.both(["-D", "crc7"])
    equal(insmods(theirs), ["crc8", "crc7"], "kmod")
    equal(insmods(ours), ["crc8", "install /bin/false "], "ours")
    equal(insmods(pair.call(pair.ours, ["-Di", "crc7"])), ["crc7"], "with -i")


def denied(pair, words, *parts):
    """Our answer to words is nothing but a message that has the parts."""
    status, out, err = pair.call(pair.ours, words)
    equal((status, out), (1, ""), words)
    for part in parts:
        check(part in err, f"{words}: {part!r} is not in {err!r}")
    equal(err.count("\n"), 1, f"lines of {err!r}")


def case_deny(pair):
    pair.tree("net")
    pair.write_config({"config/a.conf": "# x\n  deny asix nobody tested it\n",
                       "config/b.conf": "deny phy?in*\nalias an-alias asix\n"
                                        "softdep crc7 pre: asix\n"})
    place = pair.path("config/a.conf:2:3: ")
    for words in (["-D", "asix"], ["-n", "asix"], ["-Di", "asix"], ["-Df", "asix"],
                  ["-D", "an_alias"], ["-aD", "asix"]):
        denied(pair, words, place + "asix is denied: nobody tested it")
    equal(insmods(pair.call(pair.ours, ["-D", "crc7"])), ["crc7"], "a softdep is left out")
    equal(pair.call(pair.ours, ["-R", "asix"])[:2], (0, "asix\n"), "-R")
    status, out, err = pair.call(pair.ours, ["-aD", "asix", "crc8"])
    equal((status, insmods((0, out))), (1, ["crc8"]), "what is not denied")
    check(place in err, err)


def case_deny_what_is_needed(pair):
    pair.tree("net")
    pair.write_config({"config/b.conf": "deny usb-net*\n"})
    equal(pair.call(pair.ours, ["-D", "asix"])[0], 0, "another name")
    pair.write_config({"config/b.conf": "deny usbn*\n"})
    denied(pair, ["-D", "asix"],
           pair.path("config/b.conf:1:1: usbnet, which asix needs, is denied"))
    equal(pair.call(pair.kmod, ["-D", "asix"])[0], 0, "kmod")


def case_allow_only(pair):
    pair.tree("net")
    lists = [pair.path("list"), pair.path("list2")]
    with open(lists[0], "w", encoding="utf-8") as file:
        file.write("asix # a comment\nusbnet\nphylink\nlibphy\n")
    with open(lists[1], "w", encoding="utf-8") as file:
        file.write("crc8\n")
    pair.write_config({"config/a.conf": f"allow-only {lists[0]}\n"})
    denied(pair, ["-D", "crc8"], pair.path("config/a.conf:1:1: ") +
           f"crc8 is not in {lists[0]}")
    denied(pair, ["-D", "asix"], "mii, which asix needs, is not in ")
    pair.write_config({"config/b.conf": f"allow-only {lists[1]}\n"})
    equal(insmods(pair.call(pair.ours, ["-D", "crc8"])), ["crc8"], "the second list")
    pair.write_config({"config/a.conf": "allow-only /nonexistent\n", "config/b.conf": ""})
    status, out, err = pair.call(pair.ours, ["-D", "crc8"])
    equal((status, out), (1, ""), "a list that is not there allows nothing")
    check("a.conf:1:1: /nonexistent: No such file" in err, err)


def case_bad_new_words_are_told(pair):
    pair.tree("net")
    pair.write_config({"config/a.conf": "deny\nallow-only list\nweakdep crc8 crc7\n"})
    status, out, err = pair.call(pair.ours, ["-D", "crc8"])
    equal((status, insmods((0, out))), (0, ["crc8"]), "what is said well")
    check("a.conf:1:5: the name of the module is missing" in err, err)
    check("a.conf:2:12: an absolute path is missing" in err, err)
    equal(err.count("\n"), 2, f"lines of {err!r}")
