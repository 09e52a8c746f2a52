# SPDX-License-Identifier: GPL-2.0-or-later
"""Purpose: what modprobe answers from the index is what kmod answers.

In a root of its own, where the tree is the running kernel's. Its module files lead nowhere,
so that nothing is loaded; /proc and /sys are what a case puts there.
"""

import os
import random
import re
import shutil
import subprocess

import generate
from pair import Skip, check, equal

CONFIGS_OF_A_TREE = 4
QUESTIONS = 12
KERNEL = {"HOME": "/", "TERM": "linux", "PATH": "/sbin:/usr/sbin:/bin:/usr/bin"}
KMOD, OURS = "/kmod/modprobe", "/ours/modprobe"


class Root:
    def __init__(self, pair, kind):
        if os.geteuid() != 0:
            raise Skip("a root of its own is for root only")
        self.dir, self.release = pair.path(f"root-{kind}"), os.uname().release
        self.helpers = os.path.dirname(pair.ours)
        self.behind = self._agentdir() + "/modprobe.kmod"
        if not os.path.exists(self.dir):
            self._put(pair.kmod, KMOD)
            self._put(pair.ours, OURS)
            self._put(pair.ours + ".kmod", self.behind)
            os.mkdir(self.dir + "/dev")
            os.mknod(self.dir + "/dev/null", 0o20666, os.makedev(1, 3))
            generate.Tree(kind, self.dir, self.release, pair.kernel())
        self.tree = generate.Tree.open(self.dir, self.release)
        for name in ("etc", "run", "proc", "sys"):
            shutil.rmtree(f"{self.dir}/{name}", ignore_errors=True)
        self.write("/proc/cmdline", "quiet\n")

    def _agentdir(self):
        with open(self.helpers + "/../config.h", encoding="utf-8") as file:
            return re.search(r'#define HP_AGENTDIR "(.*)"', file.read()).group(1)

    def _put(self, program, path):
        """With its libraries."""
        libraries = subprocess.run(["ldd", program], capture_output=True, text=True,
                                   check=False).stdout.replace("=>", " ").split()
        for source, at in [(program, path)] + [(word, word) for word in libraries
                                               if word.startswith("/")]:
            os.makedirs(self.dir + os.path.dirname(at), exist_ok=True)
            shutil.copy(os.path.realpath(source), self.dir + at)

    def write(self, path, text):
        os.makedirs(os.path.dirname(self.dir + path), exist_ok=True)
        with open(self.dir + path, "w", encoding="utf-8") as file:
            file.write(text)

    def configure(self, files):
        """As Config has them: two directories."""
        for name, text in files.items():
            top, base = name.split("/")
            self.write(f"/{'etc' if top == 'config' else 'run'}/modprobe.d/{base}", text)

    def clean(self):
        """Takes out what --check complains of: there is no plan then."""
        while (complaints := self.call(self.behind, ["--check"])[1]):
            path, number, _ = complaints.split(":", 2)
            with open(self.dir + path, encoding="utf-8") as file:
                lines = file.readlines()
            self.write(path, "".join(lines[:int(number) - 1] + lines[int(number):]))

    def live(self, name):
        self.write(f"/sys/module/{name.replace('-', '_')}/initstate", "live\n")

    def depmap(self):
        subprocess.run([self.helpers + "/hotplug-depmap", "-b", self.dir, self.release],
                       check=True, capture_output=True)

    def call(self, program, words, user=0):
        """Returns (status, stdout, stderr)."""
        done = subprocess.run(["chroot", f"--userspec={user}:{user}", self.dir, program, *words],
                              env=KERNEL, text=True,
                              stdin=subprocess.DEVNULL, capture_output=True, check=False,
                              timeout=120)
        return done.returncode, done.stdout, done.stderr

    def by_index(self, words):
        """(status, stdout) where the index is enough, else None."""
        behind = self.dir + self.behind
        os.rename(behind, behind + ".away")
        try:
            status, out, err = self.call(OURS, words)
        finally:
            os.rename(behind + ".away", behind)
        return None if "modprobe.kmod is not there" in err else (status, out)

    def answered(self, words):
        """All must answer alike. Whether the index was enough."""
        expected = self.call(KMOD, words)[:2]
        equal(self.call(OURS, words)[:2], expected, words)
        answer = self.by_index(words)
        if answer:
            equal(answer, expected, f"{words}, from the index")
        return bool(answer)


def same_as_kmod(kind, number):
    def case(pair):
        root = Root(pair, kind)
        config = generate.Config(root.tree, f"front-{kind}-{number}", pair.reads_alias_files)
        root.configure(config.files)
        root.clean()
        root.depmap()
        draw = random.Random(number)
        for name in draw.sample(root.tree.names, len(root.tree.names) // 2):
            root.live(name)
        n = sum(root.answered(words) for words in questions(root.tree, config, draw))
        check(n > QUESTIONS // 2, f"the index was enough for {n} only")
    return case


def questions(tree, config, draw):
    for _ in range(QUESTIONS):
        yield ["-q", "--", draw.choice(tree.names)]
        yield ["-R", draw.choice(tree.aliases).replace("*", draw.choice("01A"))]
        yield ["-R", config.question()]
        yield ["-q", "--", config.question()]


def cases():
    for kind in ("net", "holes"):
        for number in range(CONFIGS_OF_A_TREE):
            yield f"front-{kind}-{number}", same_as_kmod(kind, number)
    for name, function in globals().items():
        if name.startswith("case_"):
            yield f"front-{name[5:].replace('_', '-')}", function


def small(pair, files=()):
    root = Root(pair, "net")
    root.configure(dict(files))
    root.live("mii")
    root.depmap()
    return root


def case_what_is_live(pair):
    root = small(pair)
    check(root.answered(["-q", "--", "mii"]), "a name")
    check(root.answered(["-q", "--", "unix"]), "a builtin one")
    check(root.answered(["-q", "--", "nothing"]), "what nobody has")
    check(not root.answered(["-q", "--", "symbol:nothing"]), "a symbol")
    check(not root.answered(["-q", "--", "crc8"]), "a file that is not there")
    check(not root.answered(["-q", "--", "a/b"]), "no name")
    check(not root.answered(["-q", "mii"]), "another form")


def case_without_libkmod(pair):
    """What nobody knows is no error, where the kernel asks; what has no plan is one."""
    root = small(pair, {"config/a.conf": "options crc8 x=1\n"})
    os.rename(root.dir + root.behind, root.dir + root.behind + ".gone")
    try:
        equal(root.call(OURS, ["-q", "--", "net-pf-99"]), (1, "", ""), "what nobody knows")
        for words in (["-q", "--", "crc8"], ["-R", "net-pf-99"], ["-q", "net-pf-99"]):
            status, out, err = root.call(OURS, words)
            equal((status, out), (1, ""), words)
            check("modprobe.kmod is not there: without libkmod" in err, words, err)
        root.write("/etc/modprobe.conf", "alias net-pf-99 mii\n")
        status, _, err = root.call(OURS, ["-q", "--", "net-pf-99"])
        check("modprobe.kmod is not there" in err, "modprobe.conf may know it", err)
    finally:
        os.rename(root.dir + root.behind + ".gone", root.dir + root.behind)


def case_no_longer_fresh(pair):
    root = small(pair)
    check(root.answered(["-R", "mii"]), "fresh")
    path = f"{root.dir}/lib/modules/{root.release}/modules.softdep"
    with open(path, encoding="utf-8") as file:
        text = file.read()
    root.write(path[len(root.dir):], text + "softdep mii pre: crc8\n")
    check(not root.answered(["-R", "mii"]), "another modules.softdep")
    root.write(path[len(root.dir):], text)
    check(root.answered(["-R", "mii"]), "as before")
    root.write("/etc/modprobe.d/new.conf", "")
    check(not root.answered(["-R", "mii"]), "another modprobe.d")


def case_a_line_about_the_alias(pair):
    root = small(pair, {"config/a.conf": "alias some-alias mii\nalias other mii\n"
                                         "options some-* x=1\n"})
    check(root.answered(["-q", "--", "other"]), "an alias")
    check(not root.answered(["-q", "--", "some_alias"]), "options of the alias")
    check(root.answered(["-R", "some_alias"]), "-R of it")


def case_modprobe_conf(pair):
    root = small(pair)
    root.write("/etc/modprobe.conf", "alias a mii\n")
    for words in (["-R", "mii"], ["-q", "--", "mii"]):
        check(not root.by_index(words), words)


def case_what_modprobe_complains_of(pair):
    """It is told each time, and only modprobe.kmod does."""
    root = small(pair, {"config/a.conf": "alais a b\n"})
    check(not root.answered(["-R", "mii"]), "a bad line")
    root = small(pair, {"config/a.conf": "allow-only /nothing\n"})
    for words in (["-R", "mii"], ["-q", "--", "crc8"]):
        check(not root.by_index(words), words)


LINES = ("quiet mii.debug=1 crc8.x", "mii.a=1 mii.b=2\tmii.c", 'mii.a="x y" quiet',
         '"mii.a=x y" quiet', 'mii.a="x', "mii.a=1 -- mii.b=2", "mii.a.b=1 .mii.a=1 mii.=1",
         "modprobe.blacklist=mii,crc8 modprobe.blacklist=crc7", "modprobe.blacklist=",
         "module_blacklist=mii", "usb-storage.quirks=1:2:u usb_storage.x=3", "mii", "a=mii.b=1")


def case_the_kernels_command_line(pair):
    """Its quotes, its lists, what stands behind modprobe.d's options, and no plan then."""
    root = small(pair, {"config/a.conf": "options mii debug=0\nalias some-alias mii\n"})
    for line in LINES:
        root.write("/proc/cmdline", line + "\n")
        for words in (["-c"], ["-D", "mii"], ["-D", "some-alias"], ["-D", "crc8"],
                      ["-D", "-b", "crc7"], ["-q", "--", "mii"], ["-n", "-v", "crc8"]):
            expected = root.call(KMOD, words)
            equal(root.call(OURS, words)[:2], expected[:2], f"{line!r} {words}")
        if line.startswith("mii.a") or "mii.debug" in line:
            check(not root.answered(["-q", "--", "mii"]), line)
    root.write("/proc/cmdline", "mii.debug=1\n")
    out = root.call(OURS, ["-D", "mii"])[1]
    check(out.endswith("debug=0 debug=1 \n") or out.endswith("debug=0 debug=1\n"), repr(out))


def case_anyone(pair):
    """Who may load nothing may ask."""
    root = small(pair, {"config/a.conf": "options crc8 x=1\n"})
    os.chmod(root.dir, 0o755)
    for words in (["-R", "mii"], ["-D", "crc8"], ["-n", "-v", "crc8"], ["-q", "--", "mii"],
                  ["-q", "--", "crc8"], ["-c"], ["-r", "mii"], ["-R", "nothing"]):
        expected = root.call(KMOD, words, 65534)[:2]
        equal(root.call(OURS, words, 65534)[:2], expected, words)


def case_options_of_the_environment(pair):
    root = small(pair)
    KERNEL["MODPROBE_OPTIONS"] = "-q"
    try:
        check(root.answered(["-q", "--", "mii"]), "as the kernel calls")
        check(not root.answered(["-R", "mii"]), "-R")
    finally:
        del KERNEL["MODPROBE_OPTIONS"]
