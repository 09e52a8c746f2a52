# SPDX-License-Identifier: GPL-2.0-or-later
"""Purpose: module trees out of real modules, and configurations about them, by seed."""

import glob
import lzma
import os
import random
import subprocess

# What each kind of tree takes from Debian's, and how its files lie there.
KINDS = {
    "net": ("kernel/drivers/net/usb/*.ko", "kernel/drivers/net/mii.ko",
            "kernel/drivers/net/phy/*.ko", "kernel/lib/crc*.ko"),
    "fs": ("kernel/fs/*/*.ko", "kernel/lib/*.ko", "kernel/crypto/*.ko",
           "kernel/lib/*/*.ko", "kernel/arch/x86/crypto/*.ko"),
    "holes": ("kernel/drivers/usb/storage/*.ko", "kernel/drivers/input/*/*.ko",
              "kernel/sound/core/*.ko"),
    "packed": ("kernel/drivers/net/usb/[a-c]*.ko", "kernel/drivers/net/mii.ko",
               "kernel/drivers/net/usb/usbnet.ko"),
    "empty": (),
}
BUILTIN = ("ext9", "unix", "tty-core")
FAKES = ("fake", "fake-two", "fake_three", "f4")
BAD_LINES = ("alais a b", "alias", "alias only", "blacklist", "options", "options x",
             "install", "install x", "remove y", "softdep", "softdep z", "include /x",
             "config y", "\t", "   ", "alias [ bad", "#", "blacklist a[b", "=", "\x07bell")


class Tree:
    """lib/modules/RELEASE under root, with its indexes."""

    def __init__(self, kind, root, release, kernel):
        self.dir = os.path.join(root, "lib", "modules", release)
        self.names = []
        base = glob.glob(os.path.join(kernel, "lib", "modules", "*"))[0]
        os.makedirs(os.path.join(self.dir, "kernel"))
        for pattern in KINDS[kind]:
            for path in sorted(glob.glob(os.path.join(base, pattern))):
                self._take(path, os.path.relpath(path, base), kind == "packed")
        self._write("modules.builtin", "".join(f"kernel/b/{name}.ko\n" for name in BUILTIN))
        self._write("modules.order", "")
        if kind != "empty":
            subprocess.run(["depmod", "-b", root, release], check=True,
                           capture_output=True)
        self._read()

    @classmethod
    def open(cls, root, release):
        """One that was made before."""
        tree = cls.__new__(cls)
        tree.dir = os.path.join(root, "lib", "modules", release)
        tree.names = [os.path.basename(line.split(":")[0]).split(".")[0]
                      for line in tree._lines("modules.dep")]
        tree._read()
        return tree

    def _read(self):
        self.aliases = [line.split()[1] for line in self._lines("modules.alias")]
        self.symbols = [line.split()[1] for line in self._lines("modules.symbols")]
        self.softdeps = {line.split()[1] for line in self._lines("modules.softdep")}

    def _take(self, path, relative, packed):
        target = os.path.join(self.dir, relative)
        os.makedirs(os.path.dirname(target), exist_ok=True)
        self.names.append(os.path.basename(path)[:-3])
        if not packed:
            os.symlink(path, target)
            return
        with open(path, "rb") as file, lzma.open(target + ".xz", "wb", preset=0,
                                                 check=lzma.CHECK_CRC32) as out:
            out.write(file.read())

    def _write(self, name, text):
        with open(os.path.join(self.dir, name), "w", encoding="utf-8") as file:
            file.write(text)

    def _lines(self, name):
        try:
            with open(os.path.join(self.dir, name), encoding="utf-8") as file:
                return [line for line in file if not line.startswith("#")]
        except FileNotFoundError:
            return []


class Config:
    """One configuration, and what to ask about it. @RAN@ in a command is a file."""

    def __init__(self, tree, seed, with_alias_files=True):
        self.random = random.Random(seed)
        self.tree = tree
        self.last_name = "more/b.alias" if with_alias_files else "more/b.conf"
        pool = tree.names + list(BUILTIN) * 2 + list(FAKES) * 2
        picked = self.random.sample(pool, min(len(pool), 12))
        self.few = list(dict.fromkeys(picked)) + ["nowhere"]
        self.aliases, self.with_softdep = [], set()
        self.files = {name: "".join(self._line() for _ in range(self.random.randint(0, 12)))
                      for name in self._file_names()}

    def _file_names(self):
        names = ["config/a.conf", "config/zz.conf", "config/modules.conf", "more/a.conf",
                 "more/10-x.conf", self.last_name, "config/none.txt", "config/.hidden.conf"]
        return self.random.sample(names, self.random.randint(1, len(names)))

    def _name(self):
        name = self.random.choice(self.few)
        return name.replace("_", "-") if self.random.random() < 0.2 else name

    def _alias(self):
        stem = self.random.choice(["x:v{}d*", "x-{}", "x:v[0-9]{}", "?{}", "net-pf-{}", "{}_y",
                                   "x:*", "char-major-{}-*"])
        return stem.format(self.random.randint(0, 3))

    def _line(self):
        makers = (self._make_alias, self._make_alias, self._make_options, self._make_install,
                  self._make_remove, self._make_softdep, self._make_blacklist,
                  lambda: self.random.choice(BAD_LINES), lambda: "# " + self._name())
        line = self.random.choice(makers)()
        if self.random.random() < 0.1:
            line = line.replace(" ", self.random.choice(["\t", "  ", " \\\n ", "\\\n"]), 1)
        if self.random.random() < 0.05:
            line = " " + line
        return line + self.random.choice(["\n", "\n", "\n", "\n", " \n", "\n\n"])

    def _make_alias(self):
        alias = self._alias()
        self.aliases.append(alias)
        return f"alias {alias} {self._name()}"

    def _make_options(self):
        text = self.random.choice(["a=1", "b", "c=\"x y\"", "d=1,2  e=3", "f='g h'"])
        return f"options {self._name()} {text}"

    def _make_install(self):
        name = self._name()
        if name.replace("-", "_") in self.with_softdep | self.tree.softdeps:
            return "# no install beside a softdep"
        self.with_softdep.add(name.replace("-", "_"))
        what = self.random.choice(["echo $MODPROBE_MODULE $CMDLINE_OPTS >>@RAN@", "exit 3",
                                   "true $CMDLINE_OPTS;$CMDLINE_OPTS", "/bin/false",
                                   "echo said by $MODPROBE_MODULE"])
        return f"install {name} {what}"

    def _make_remove(self):
        what = self.random.choice(["exit 0", "exit 2", "echo gone $MODPROBE_MODULE >>@RAN@",
                                   "echo gone $MODPROBE_MODULE; exit 1"])
        return f"remove {self._name()} {what}"

    def _make_softdep(self):
        """One a module, never a ring, and none beside an install command."""
        at = self.random.randrange(len(self.few) - 1)
        name = self.few[at].replace("-", "_")
        if name in self.with_softdep | self.tree.softdeps:
            return "# one softdep is enough"
        self.with_softdep.add(name)
        later = self.few[at + 1:]
        wishes = [f"{kind} {' '.join(self.random.choices(later, k=self.random.randint(0, 2)))}"
                  for kind in self.random.sample(["pre:", "post:"], self.random.randint(1, 2))]
        return f"softdep {self.few[at]} {' '.join(wishes)}"

    def _make_blacklist(self):
        return f"blacklist {self._name()}"

    def question(self):
        """What somebody may ask for: names, aliases, symbols."""
        choice = self.random.random()
        if choice < 0.5:
            return self._name()
        if choice < 0.6 and self.tree.symbols:
            return self.random.choice(self.tree.symbols)
        if choice < 0.75 and self.tree.aliases:
            return self.random.choice(self.tree.aliases).replace("*", "1")
        alias = self.random.choice(self.aliases or ["x:v1"])
        return alias.replace("*", "7").replace("?", "k").replace("[0-9]", "5")

    def calls(self):
        """The words of each call."""
        ask = self.question
        yield ["-c"]
        for options in (["-R"], ["-D"], ["-n", "-v"], ["-Dq"], ["-D", "-b"], ["-D", "-i"],
                        ["-nv", "--first-time"], ["-Rq"], ["-n"], ["--show-depends", "-v"]):
            yield [*options, ask()]
        yield ["-D", ask(), "p=1", "q=two words", "r=\"x y\"", "flag"]
        yield ["-aD", ask(), ask(), ask()]
        yield ["-aR", ask(), ask()]
        yield ["-Dabi", ask(), ask()]
        yield ["-r", "-n", "-v", ask()]
        yield ["-r", "-D", self._name()]
        yield ["-rna", "-v", ask(), ask()]
        yield ["--resolve-alias", "--", ask()]
        yield [self.random.choice(["--shw", "-Z", "-S", "--wait=x"]), ask()]
        yield ["-R"]

    def command_calls(self):
        """Words that run install and remove commands, for names that no tree has."""
        for name in FAKES:
            yield [name, "a=1", "b=c d"]
            yield ["-r", name]
        yield ["-qa", *FAKES]
