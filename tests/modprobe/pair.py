# SPDX-License-Identifier: GPL-2.0-or-later
"""Purpose: two modprobes that get the same words, and what they say."""

import json
import os
import re
import shutil
import subprocess

import generate

SECONDS_FOR_A_CALL = 120
HERE = os.path.dirname(os.path.abspath(__file__))


class Failed(Exception):
    """The case failed, for this reason."""


class Skip(Exception):
    """The case cannot run here, for this reason."""


def check(condition, *why):
    if not condition:
        raise Failed(" ".join(str(part) for part in why))


def equal(found, expected, what="found"):
    check(found == expected, f"{what} {found!r}, not {expected!r}")


def version(program):
    """The version of kmod that the program is, or None."""
    says = subprocess.run([program, "-V"], capture_output=True, text=True, check=False)
    found = re.match(r"kmod version (\d+)", says.stdout)
    return int(found[1]) if found else None


class Pair:
    """kmod's modprobe and ours, the trees, and one configuration at a time."""

    def __init__(self, work, kmod, ours):
        self.work, self.kmod, self.ours, self.calls = work, kmod, ours, 0
        self.version = version(kmod)
        self.reads_alias_files = self.version < 34
        self.trees = {}
        self.root = None
        self.release = "1.2.3-test"

    def path(self, *parts):
        return os.path.join(self.work, *parts)

    def tree(self, kind):
        """Makes the tree of a kind once, and takes it for what is called from here."""
        self.root = self.path(f"tree-{kind}")
        if kind not in self.trees:
            self.trees[kind] = generate.Tree(kind, self.root, self.release, self.kernel())
        return self.trees[kind]

    @staticmethod
    def kernel():
        script = os.path.join(HERE, "..", "guest", "kernels")
        return subprocess.run([script, "debian"], check=True, capture_output=True,
                              text=True).stdout.strip()

    def ours_has_weakdeps(self):
        """Whether the libkmod that ours is built with has the word, since 33."""
        with open(os.path.dirname(self.ours) + "/../compile_commands.json",
                  encoding="utf-8") as file:
            return "-DHP_KMOD_WEAKDEPS" in file.read()

    def clear(self):
        for name in ("config", "more"):
            shutil.rmtree(self.path(name), ignore_errors=True)
            os.mkdir(self.path(name))

    def write_config(self, files):
        """files: {name below config/ or more/: text}."""
        for name, text in files.items():
            with open(self.path(name), "w", encoding="utf-8") as file:
                file.write(text.replace("@RAN@", self.path("ran")))

    def call(self, program, words, env=None, where=None):
        """Returns (status, stdout, stderr)."""
        if where is None:
            where = ["-d", self.root, "-S", self.release,
                     "-C", self.path("config"), "-C", self.path("more")]
        done = subprocess.run([program, *where, *words], cwd=self.work, text=True,
                              stdin=subprocess.DEVNULL, capture_output=True, check=False,
                              timeout=SECONDS_FOR_A_CALL, errors="surrogateescape",
                              env={"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", **(env or {})})
        return done.returncode, done.stdout, done.stderr

    def both(self, words, env=None):
        """(status, stdout) of kmod's, then of ours."""
        self.calls += 1
        return (self.call(self.kmod, words, env)[:2], self.call(self.ours, words, env)[:2])

    def must_be_equal(self, words, env=None):
        theirs, ours = self.both(words, env)
        check(theirs == ours, f"{words}: kmod: {shown(theirs)}; ours: {shown(ours)}")

    def commands_must_be_equal(self, config):
        """Runs install and remove commands of names that no tree has."""
        ran = self.path("ran")
        for words in config.command_calls():
            seen = []
            for program in (self.kmod, self.ours):
                open(ran, "w", encoding="utf-8").close()
                answer = self.call(program, words)[:2]
                with open(ran, encoding="utf-8") as file:
                    seen.append((answer, file.read()))
            self.calls += 1
            check(seen[0] == seen[1], f"{words}: kmod ran: {seen[0]}; ours: {seen[1]}")

    def settings_must_have_places(self):
        """-c --json says what -c says, and each of it stands where it says; what stands
        nowhere is of the kernel's command line."""
        status, out, _ = self.call(self.ours, ["-c", "--json"])
        equal(status, 0, "-c --json")
        for one in json.loads(out)["settings"]:
            if "file" not in one:
                with open("/proc/cmdline", encoding="utf-8") as file:
                    check(one["key"] in file.read().replace("-", "_"), one, "has no place")
                continue
            with open(one["file"], encoding="utf-8", errors="surrogateescape") as file:
                lines = file.read().split("\n")[one["line"] - 1:]
            text = " ".join(lines)[one["column"] - 1:].replace("\\", "").split()
            equal((text[0], normal(text[1])), (one["word"], one["key"]), one)


def normal(name):
    """As libkmod spells it: '-' is '_', but between brackets."""
    parts = re.split(r"(\[[^]]*\])", name)
    return "".join(part if part.startswith("[") else part.replace("-", "_") for part in parts)


def shown(answer):
    """A status and the first lines of a text, for a message."""
    status, text = answer
    lines = text.splitlines()
    return f"{status} {lines[:12]}" + (f" and {len(lines) - 12} more" if lines[12:] else "")
