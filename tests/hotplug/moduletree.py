# SPDX-License-Identifier: GPL-2.0-or-later
"""Purpose: a module tree of the running kernel's release in a box, with real indexes."""

import os
import shutil
import subprocess

from box import tool

RELEASE = os.uname().release
TREE = f"/lib/modules/{RELEASE}"
NIC = "pci:v00008086d0000100Esv*sd*bc*sc*i*"


def make(box, builtin=(), **modules):
    """modules: NAME=[line of .modinfo, ...]; "exports SYMBOL" and "needs SYMBOL" make one
    depend on another, as depmod finds it."""
    for name, lines in modules.items():
        _compile(box, name, lines)
    box.write(TREE + "/modules.builtin",
              "".join(f"kernel/b/{name}.ko\n" for name in builtin))
    for name in ("modules.order", "modules.builtin.modinfo"):
        box.write(f"{TREE}/{name}", "")
    subprocess.run([tool("depmod"), "-b", box.dir, RELEASE], check=True, timeout=60)
    index(box)


def index(box):
    """What a person does behind a change of modprobe.d or of the tree."""
    subprocess.run([f"{box.build}/helpers/hotplug-depmap", "-b", box.dir, RELEASE],
                   check=True, capture_output=True, timeout=60)


def _compile(box, name, lines):
    path = box.path(f"{TREE}/kernel/{name}.ko")
    os.makedirs(os.path.dirname(path), exist_ok=True)
    source, info = "", f'"name={name}\\0"'
    for line in lines:
        word, _, symbol = line.partition(" ")
        if word == "exports":
            source += f'__asm__(".globl __crc_{symbol}\\n.set __crc_{symbol}, 1");\n'
        elif word == "needs":
            source += f"extern int {symbol}; int *const use_{symbol} = &{symbol};\n"
        else:
            info += f'"{line}\\0"'
    source += f'const char info[] __attribute__((section(".modinfo"), used)) = {info};\n'
    subprocess.run([tool("gcc"), "-x", "c", "-c", "-o", path, "-"], input=source, text=True,
                   check=True, timeout=60)


def install_modprobe(box):
    """The built modprobe, and what it may have beside it, where the suite looks for it."""
    helpers = f"{box.build}/helpers"
    for name in os.listdir(helpers):
        if name.startswith("modprobe") and os.path.isfile(f"{helpers}/{name}"):
            shutil.copy(f"{helpers}/{name}", box.path(box.defines["HP_AGENTDIR"]))
