# SPDX-License-Identifier: GPL-2.0-or-later
"""Purpose: hotplugctl explain, with a module tree and a modprobe of the box's own."""

import json

from box import check, equal
from control import control
from moduletree import NIC, TREE, install_modprobe, make


def explain(box, *words, status=0):
    """What it prints below the box, which has a tree and a modprobe of its own."""
    result = control(box, "--root", box.dir, "explain", *words)
    equal(result.returncode, status, f"{words}: {result.stdout}{result.stderr}: status")
    return result


def case_explain(box):
    """From the line that makes a name a module to what would be done to load it, with all
    of modprobe.d below the root."""
    make(box, e1000=[f"alias={NIC}", "needs mii_link"], mii=["exports mii_link"],
         after=[])
    install_modprobe(box)
    box.write("/run/modprobe.d/a.conf", "# x\n options mii x=1\nalias an-alias e1000\n")
    box.write("/lib/modprobe.d/b.conf", "softdep e1000 post: after\n")
    conf = box.dir + "/run/modprobe.d/a.conf"
    ko = f"{box.dir}{TREE}/kernel"
    equal(explain(box, "an-alias").stdout.splitlines(), [
        "an-alias", f"\t{conf}:3:1: alias an_alias e1000", "e1000: not loaded",
        f"\t{box.dir}/lib/modprobe.d/b.conf:1:1: softdep e1000 post: after",
        f"\tinsmod {ko}/mii.ko x=1 ", f"\t{conf}:2:2: options mii x=1",
        f"\tinsmod {ko}/e1000.ko ", f"\tinsmod {ko}/after.ko "], "text")
    answers = explain(box, "--json", "pci:v00008086d0000100Esv1sd1bc02sc00i00", "mii").stdout
    one, other = (json.loads(line) for line in answers.splitlines())
    equal(one["sources"][0]["file"], f"{box.dir}{TREE}/modules.alias", "the source")
    equal([step["what"] for step in one["modules"][0]["steps"]],
          [f"{ko}/{name}.ko" for name in ("mii", "e1000", "after")], "steps")
    equal((other["name"], other["sources"]), ("mii", []), "of a name")


def case_explain_denied(box):
    make(box, e1000=[f"alias={NIC}"])
    install_modprobe(box)
    box.write("/etc/modprobe.d/a.conf", "deny e1000 nobody tested it\n")
    result = explain(box, "e1000", status=1)
    check(f"{box.dir}/etc/modprobe.d/a.conf:1:1: e1000 is denied: nobody tested it" in
          result.stderr, result.stderr)
    check("\n\tdenied\n" in result.stdout, result.stdout)
    check("not found in directory" in explain(box, "nothing", status=1).stderr, "nothing")


def case_explain_runs_nothing_from_outside(box):
    """Without a modprobe below the root, and with one that others may change."""
    result = explain(box, "e1000", status=1)
    check("No such file or directory" in result.stderr, result.stderr)
    path = box.defines["HP_AGENTDIR"] + "/modprobe"
    box.script(path)
    box.write(path, "#!/bin/sh\necho run\n", 0o777)
    result = explain(box, "e1000", status=1)
    check("is refused" in result.stderr and not result.stdout, result)
