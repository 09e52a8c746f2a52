# SPDX-License-Identifier: GPL-2.0-or-later
"""Purpose: where hotplug-modprobe(8) says that it differs from kmod 30 or 34, each one.
"""

import json
import os

from pair import check, equal


def case_file_by_path(pair):
    tree = pair.tree("net")
    path = os.path.join(tree.dir, "kernel/drivers/net/usb/asix.ko")
    by_name, by_path = pair.both(["-D", "asix"])[0], pair.call(pair.ours, ["-D", path])
    equal(by_path[:2], by_name, "by its path")
    status, out, _ = pair.call(pair.ours, ["-D", "./" + os.path.relpath(path, pair.work)])
    equal((status, out.replace("/./", "/")), by_name, "by a relative path")
    if pair.version >= 34:
        equal(pair.call(pair.kmod, ["-D", path])[:2], by_name, "kmod, by its path")
    status, out, err = pair.call(pair.ours, ["-D", "--", path])
    equal((status, out), (1, ""), "behind --")
    check("is not the name of a module" in err, err)


def case_alias_files(pair):
    pair.tree("net")
    pair.write_config({"config/a.alias": "alias an-alias mii\n"})
    theirs, ours = pair.both(["-R", "an-alias"])
    equal(theirs, (0, "mii\n") if pair.reads_alias_files else (1, ""), "kmod")
    equal(ours, (0, "mii\n"), "ours")


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


def case_blanks_of_the_environment(pair):
    pair.tree("net")
    for options in (" -q", "-q  -v"):
        theirs, ours = pair.both(["-D", "crc8"], {"MODPROBE_OPTIONS": options})
        equal(theirs, (1, ""), "kmod, which takes an empty name out of them")
        equal((ours[0], insmods(ours)), (0, ["crc8"]), "ours")


def case_environment_of_commands(pair):
    """Its variables, no others; and no input."""
    pair.tree("net")
    pair.write_config({"config/a.conf": "install fake (env; cat) >@RAN@\n"})
    seen = []
    for program in (pair.kmod, pair.ours):
        pair.call(program, ["fake"], {"BASH_ENV": "/x", "LD_DEBUG_OUTPUT": "/x", "OWN": "1"})
        with open(pair.path("ran"), encoding="utf-8") as file:
            seen.append({line.split("=")[0] for line in file} - {"PWD", "SHLVL", "_"})
    check({"OWN", "LD_DEBUG_OUTPUT", "MODPROBE_MODULE"} <= seen[0], "kmod", seen[0])
    equal(seen[1], {"HOME", "TERM", "PATH", "MODPROBE_MODULE", "MODPROBE_OPTIONS"}, "ours")


def case_the_kernels_form(pair):
    """What stands in the environment is not the kernel's."""
    pair.tree("net")
    pair.write_config({"config/a.conf": "install fake echo ran >>@RAN@\n"})
    options = f"-C {pair.path('config')}"
    for program, ran in (pair.kmod, "ran\n"), (pair.ours, ""):
        open(pair.path("ran"), "w", encoding="utf-8").close()
        status = pair.call(program, ["-q", "--", "fake"], {"MODPROBE_OPTIONS": options},
                           where=[])[0]
        equal(status, 0 if ran else 1, program)
        with open(pair.path("ran"), encoding="utf-8") as file:
            equal(file.read(), ran, program)


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


def case_weakdep(pair):
    """It loads nothing. All of kmod 33 and later know the word, --explain of ours always."""
    tree = pair.tree("net")
    pair.write_config({"config/a.conf": "weakdep crc8 crc7\n"})
    path = os.path.join(tree.dir, "modules.weakdep")
    with open(path, "w", encoding="utf-8") as file:
        file.write("weakdep crc8 crc16\n")
    try:
        theirs, ours = pair.both(["-c"])
        equal("weakdep crc8 crc7\n" in theirs[1], pair.version >= 33, "kmod's -c has it")
        equal("weakdep crc8 crc7\n" in ours[1], pair.ours_has_weakdeps(), "our -c has it")
        pair.must_be_equal(["-D", "crc8"])
        lines = as_json(pair, ["--explain", "crc8"])[0]["modules"][0]["settings"]
        equal([(one["file"], one["value"]) for one in lines],
              [(pair.path("config/a.conf"), "crc7"), (path, "crc16")], "--explain")
    finally:
        os.unlink(path)


def case_bad_new_words_are_told(pair):
    pair.tree("net")
    pair.write_config({"config/a.conf": "deny\nallow-only list\nweakdep crc8 crc7\n"})
    status, out, err = pair.call(pair.ours, ["-D", "crc8"])
    equal((status, insmods((0, out))), (0, ["crc8"]), "what is said well")
    check("a.conf:1:5: the name of the module is missing" in err, err)
    check("a.conf:2:12: an absolute path is missing" in err, err)
    equal(err.count("\n"), 2, f"lines of {err!r}")


def as_json(pair, words, status=0):
    """The objects that --json prints, one a line."""
    answer = pair.call(pair.ours, ["--json", *words])
    equal(answer[0], status, words)
    return [json.loads(line) for line in answer[1].splitlines()]


def case_json_says_what_text_says(pair):
    pair.tree("net")
    pair.write_config({"config/a.conf": "options mii x=1\nalias an-alias asix\n"
                                        "alias an?alias mii\ninstall crc8 a \"b\\\\c\"\n"})
    for name in ("asix", "an_alias", "crc8", "unix"):
        steps = [step for module in as_json(pair, ["-D", name])[0]["modules"]
                 for step in module["steps"]]
        text = "".join(f"{step['step']} {step['what']}" +
                       ("" if step["options"] is None else f" {step['options']}") + "\n"
                       for step in steps)
        equal(text, pair.call(pair.kmod, ["-D", name])[1], name)
    both = as_json(pair, ["-R", "an_alias", "mii"])
    equal([[module["module"] for module in one["modules"]] for one in both],
          [["asix", "mii"], ["mii"]], "-R")
    lines = "".join(f"{one['word']} {one['key']}" + (f" {one['value']}" if one["value"] else "")
                    + "\n" for one in as_json(pair, ["-c"])[0]["settings"])
    equal(lines, pair.call(pair.kmod, ["-c"])[1].split("\n# End of")[0], "-c")
    equal(as_json(pair, ["-R", "nothing"], 1), [{"name": "nothing", "modules": []}], "none")


def case_json_config_has_places(pair):
    """Of lines that say the same, each has its own; the values decide where keys do not."""
    pair.tree("net")
    pair.write_config({"config/a.conf": "alias a-* mii\n  options mii x=1\toy=2\n",
                       "more/b.conf": "options mii x=1 \\\n oy=2\nalias a-* mii\nblacklist x\n"
                                      "softdep crc8 post: crc7 pre: mii\noptions mii z\n"})
    places = [(one["word"], os.path.relpath(one["file"], pair.work), one["line"], one["column"])
              for one in as_json(pair, ["-c"])[0]["settings"]
              if one.get("file", "").startswith(pair.path("")) and "tree" not in one["file"]]
    equal(places, [
        ("blacklist", "more/b.conf", 4, 1), ("alias", "config/a.conf", 1, 1),
        ("alias", "more/b.conf", 3, 1), ("options", "config/a.conf", 2, 3),
        ("options", "more/b.conf", 1, 1), ("options", "more/b.conf", 6, 1),
        ("softdep", "more/b.conf", 5, 1)], "places")


def case_explain(pair):
    tree = pair.tree("net")
    pair.write_config({"config/a.conf": "options mii x=1\nblacklist asix\n",
                       "more/b.conf": "\n  alias an-* asix\nsoftdep asix post: crc8\n"})
    status, out, _ = pair.call(pair.ours, ["--explain", "an-alias"])
    equal(status, 0, "status")
    equal(out.splitlines(), [
        "an-alias", f"\t{pair.path('more/b.conf')}:2:3: alias an_* asix",
        "asix: not loaded", f"\t{pair.path('config/a.conf')}:2:1: blacklist asix",
        f"\t{pair.path('more/b.conf')}:3:1: softdep asix post: crc8", "\tblacklisted"],
          "of an alias")
    one = as_json(pair, ["--explain", "asix"])[0]
    module = one["modules"][0]
    equal((one["sources"], module["state"], module["result"]), ([], "not loaded", "ok"),
          "of a name")
    steps = {step["module"]: step for step in module["steps"]}
    equal(list(steps)[-2:], ["asix", "crc8"], "the last steps")
    equal([(at["file"], at["line"]) for at in steps["mii"]["settings"]],
          [(pair.path("config/a.conf"), 1)], "what is known of what is needed")
    alias = tree.aliases[0].replace("*", "1")
    source = as_json(pair, ["--explain", alias])[0]["sources"][0]
    with open(source["file"], encoding="utf-8") as file:
        line = file.read().splitlines()[source["line"] - 1]
    equal(line.split()[0], "alias", "the line of the index")
    equal(line.split()[2].replace("-", "_"), source["value"], "its module")
    pair.write_config({"config/a.conf": "deny mii no\n"})
    equal(as_json(pair, ["--explain", "asix"], 1)[0]["modules"][0]["result"], "denied", "deny")
    equal(pair.call(pair.ours, ["--explain", "no/name"])[0], 1, "no name")


def case_check(pair):
    pair.tree("net")
    equal(pair.call(pair.ours, ["--check"])[:2], (0, ""), "nothing wrong")
    pair.write_config({"config/a.conf": "alias a b\n\n \tblcklist x\noptions m \\\n",
                       "more/b.conf": "blacklist x y\n"})
    status, out, err = pair.call(pair.ours, ["--check"])
    place = pair.path("config/a.conf")
    equal((status, err), (1, ""), "something wrong")
    equal(out.splitlines(), [
        f"{place}:3:3: unknown word 'blcklist'", f"{place}:5:1: nothing stands behind 'm'",
        f"{pair.path('more/b.conf')}:1:13: 'y' and what follows is ignored"], "what")
