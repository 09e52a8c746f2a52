# SPDX-License-Identifier: GPL-2.0-or-later
"""Purpose: hotplugctl net check: every mistake of every network file, with its place."""

import json
import os
import shutil
import subprocess

from box import check, equal
from control import control

NET = "/etc/hotplug.d/net/"


def net_check(box, *words, status=0):
    """What it prints of the files below the box, or of those named."""
    result = control(box, "--root", box.dir, "net", "check", *words)
    equal((result.returncode, result.stderr), (status, ""), f"{words}: {result.stdout}")
    return result.stdout


def wrote(box, path, text, mode=0o644):
    """The path as messages have it."""
    box.write(path, text, mode)
    return box.path(path)


def case_nothing_wrong(box):
    equal(net_check(box), "0 files, 0 errors\n", "no files")
    box.write(NET + "a.link", "[Match]\nOriginalName=eth0\n[Link]\nName=lan0\n")
    equal(net_check(box), "1 file, 0 errors\n", "one")
    box.write(NET + "b.network", "[Match]\nName=lan0\n[Network]\nAddress=10.0.0.1/8\n")
    box.write(NET + "b.network.d/a.conf", "[Link]\nMTUBytes=1400\n")
    box.link("/dev/null", NET + "c.network")
    equal(net_check(box), "3 files, 0 errors\n", "more")


def case_all_that_is_wrong(box):
    """Of all files, in their order, with place and what was expected."""
    box.conf(LogLevel="err")
    a = wrote(box, NET + "a.link", "\ufeff[Match]\r\n\tOriginalName=eth0\r\nArchitecture=z80\n"
                  "[Lnik]\n[Link]\nName=a/b\nNamme=x\n")
    b = wrote(box, NET + "b.network", "[Match]\nName=lan0\n[Network]\nAddress=10.0.0.1\n"
                  "Address=10.0.0.1/8 \\\n# x\n/9\nMTUBytes=9\n" + "A=" + "x" * 4096 + "\n")
    drop = wrote(box, NET + "b.network.d/a.conf", "[Link]\nMTUBytes=9.5\nMAC\0Address=x\n")
    c = wrote(box, NET + "c.network", "[Match]\nName=*\n", 0o666)
    d = wrote(box, NET + "d.network", "[Link]\nMTUBytes=9000\n")
    lines = net_check(box, status=1).splitlines()
    equal(lines, [
        f"{a}:3:14: 'z80' is no architecture of systemd.unit(5); the file is not used",
        f"{a}:4:1: unknown section [Lnik]: [Link] may be meant; it is left out",
        f"{a}:6:6: 'a/b' cannot be the name of an interface (1 to 15 bytes, no blank, '/', "
        "':' or '%', not only digits)",
        f"{a}:7:7: unknown key Namme= in [Link]: Name= may be meant; it is left out",
        f"{b}:4:9: 10.0.0.1 has no /LENGTH; it is left out",
        f"{b}:5:9: '10.0.0.1/8  /9' is no ADDRESS/LENGTH; it is left out",
        f"{b}:8:10: MTUBytes= in [Network] belongs in [Link] or [Route] or "
        "[TokenBucketFilter] or [HierarchyTokenBucketClass]; it is left out",
        f"{b}:9:4097: line above 4096 bytes; skipping it",
        f"{drop}:2:10: '9.5' is no size in bytes (0 to 2147483647, K, M, G); it is left out",
        f"{drop}:3:4: NUL byte; skipping it",
        f"{c}:1:1: refused: {c} is writable by others",
        f"{d}:1:1: nothing in [Match]; the file is not used (Name=* would fit all "
        "interfaces)",
        "4 files, 12 errors"], "lines")
    answer = json.loads(net_check(box, "--json", status=1))
    equal(answer["files"], 4, "files")
    equal([f"{e['file']}:{e['line']}:{e['column']}: {e['message']}"
           for e in answer["errors"]], lines[:-1], "as JSON")


def case_loops(box):
    """What would in the end stand over itself: told of each, with the line that says so."""
    own = wrote(box, NET + "a.network", "[Match]\nName=eth0\n[Network]\nVLAN=eth0\n")
    bond = wrote(box, NET + "b.network", "[Match]\nName=bond0\n[Network]\nBridge=br0\n")
    bridge = wrote(box, NET + "c.network", "[Match]\nName=br0\n[Network]\nBond=bond0\n")
    wrote(box, NET + "d.network", "[Match]\nName=eth1\n[Network]\nBond=bond0\n")
    lines = net_check(box, status=1).splitlines()
    for line in (f"{own}:4:6: eth0 would stand over itself",
                 f"{bond}:4:8: bond0 would stand over itself",
                 f"{bridge}:4:6: br0 would stand over itself"):
        check(line in lines, f"{line}: {lines}")


def case_named_files(box):
    """They are read where they lie, whoever may write them; the others are not."""
    box.write(NET + "a.link", "[Match]\n")
    good = wrote(box, "/srv/a.network", "[Match]\nName=lan0\n", 0o666)
    dropin = wrote(box, "/srv/a.network.d/x.conf", "[Network]\nAddress=10.0.0.1/8\n", 0o666)
    bad = wrote(box, "/srv/b.network.d/x.conf", "[Network]\nAddress=x/8\n")
    equal(net_check(box, good, dropin), "2 files, 0 errors\n", "good")
    equal(net_check(box, good, bad, status=1),
          f"{bad}:2:9: 'x/8' is no ADDRESS/LENGTH; it is left out\n2 files, 1 error\n", "bad")
    other, missing = wrote(box, "/srv/x.conf", ""), box.dir + "/srv/none.link"
    equal(net_check(box, other, missing, status=1).splitlines(), [
        f"{other}:1:1: by its name it is neither *.link, *.network nor *.netdev, nor "
        "NAME.d/*.conf of one",
        f"{missing}:1:1: cannot be read: No such file or directory",
        "2 files, 2 errors"], "no files of these")
    box.mkdir("/srv/dir.link")
    check(": is no regular file" in net_check(box, box.dir + "/srv/dir.link", status=1),
          "a directory")


def case_needs_no_root(box):
    """A user checks what he wrote, and what is installed and readable."""
    nobody = 65534
    box.write(NET + "a.link", "[Match]\nOriginalName=eth0\n")
    hidden = wrote(box, NET + "b.link", "[Match]\nOriginalName=eth1\n", 0o600)
    program = shutil.copy(f"{box.build}/helpers/hotplugctl", box.top)
    os.chmod(box.top, 0o755)
    result = subprocess.run([program, "--root", box.dir, "net", "check"], user=nobody,
                            group=nobody, extra_groups=[], capture_output=True, text=True,
                            timeout=60, check=False)
    equal((result.returncode, result.stdout),
          (1, f"{hidden}:1:1: cannot be read: Permission denied\n2 files, 1 error\n"),
          result.stderr)
