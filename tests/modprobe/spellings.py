# SPDX-License-Identifier: GPL-2.0-or-later
"""Purpose: every option in each of its spellings, and MODPROBE_OPTIONS: as kmod has them.
"""

import os

from pair import check, equal

CONFIG = {"config/a.conf": "alias an-alias asix\nalias listed-alias crc8\nblacklist crc8\n"
                           "install fake echo >>@RAN@\nremove fake echo >>@RAN@\n"
                           "softdep crc7 pre: crc16\n"}
# The spellings, the first of which every kmod knows, and what stands behind.
OPTIONS = (
    (("-a", "--all"), ("-D", "asix", "nothing", "crc7")),
    (("-r", "--remove"), ("-D", "crc7")),
    (("-rD", "-Dr"), ("fake",)),
    (("--remove-dependencies", "--remove-holders"), ("-r", "-D", "crc7")),
    (("-R", "--resolve-alias", "--resolve-al", "--show-alias"), ("an-alias",)),
    (("-D", "--show-depends"), ("asix",)),
    (("-c", "--showconfig", "--show-config"), ()),
    (("-n", "--dry-run", "--show"), ("-v", "crc7")),
    (("-v", "--verbose"), ("-n", "crc7")),
    (("-q", "--quiet"), ("-R", "nothing")),
    (("-b", "--use-blacklist"), ("-D", "crc8")),
    (("-i", "--ignore-install"), ("-D", "fake")),
    (("-i", "--ignore-remove"), ("-r", "-D", "fake")),
    (("-f", "--force"), ("-n", "-v", "asix")),
    (("--force-vermagic", "--force-v"), ("-n", "-v", "asix")),
    (("--force-modversion", "--force-m"), ("-n", "-v", "asix")),
    (("--first-time", "--first"), ("-n", "-v", "asix")),
    (("-s", "--syslog"), ("-D", "asix")),
    (("-w 10", "-w10", "--wait 10", "--wait=10"), ("-r", "-D", "crc7")),
    (("-Dqb", "-D -q -b", "-q -D --use-blacklist"), ("listed-alias",)),
)
# kmod 30 does not know these.
LATER = {"--show-alias", "--show-config", "--remove-holders"}


def case_options(pair):
    pair.tree("net")
    pair.write_config(CONFIG)
    for spellings, words in OPTIONS:
        expected = pair.both([*spellings[0].split(), *words])[0]
        for spelling in spellings:
            theirs, ours = pair.both([*spelling.split(), *words])
            equal(ours, expected, f"ours, {spelling}")
            check(theirs == expected or (spelling in LATER and theirs[0] == 1),
                  f"kmod, {spelling}:", theirs)


def case_where(pair):
    """-d, -S and -C, in each spelling."""
    pair.tree("net")
    pair.write_config(CONFIG)
    root, release, config = pair.root, pair.release, pair.path("config")
    for where in (["-d", root, "-S", release, "-C", config],
                  [f"-d{root}", f"-S{release}", f"-C{config}"],
                  ["--dirname", root, "--set-version", release, "--config", config],
                  [f"--dirname={root}", f"--set-version={release}", f"--config={config}"],
                  ["-d", root, "-S", release, "-C", config + "/a.conf"]):
        for words in (["-D", "an-alias"], ["-c"], ["-D", "-b", "crc8"]):
            theirs = pair.call(pair.kmod, words, where=where)[:2]
            equal(pair.call(pair.ours, words, where=where)[:2], theirs, f"{where} {words}")
            check(theirs[0] == 0, where, words, theirs)


def case_environment(pair):
    """Its words stand before those of the command line."""
    pair.tree("net")
    pair.write_config(CONFIG)
    os.mkdir(pair.path("more/a b"))
    try:
        with open(pair.path("more/a b/x.conf"), "w", encoding="utf-8") as file:
            file.write("alias quoted mii\n")
        for options in ("", "-D", "-b -q", "-n -v", f"-R -C '{pair.path('more/a b')}'",
                        f'-R -C "{pair.path("more/a b")}"', "-Z", "an-alias", "--", "-D -- mii"):
            for words in (["-D", "crc8"], ["quoted"], ["-R", "an-alias"], []):
                if words or "-D" in options or not options:
                    pair.must_be_equal(["-n", *words], {"MODPROBE_OPTIONS": options})
    finally:
        os.unlink(pair.path("more/a b/x.conf"))
        os.rmdir(pair.path("more/a b"))
