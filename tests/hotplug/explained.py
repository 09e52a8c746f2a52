# SPDX-License-Identifier: GPL-2.0-or-later
"""Purpose: hotplugctl explain of events and devices: what would happen, and why, while
nothing does."""

import json
import os
import shutil
import socket
import subprocess

from box import can_trace, check, equal, event
from control import control
from hotplugd import Daemon
from moduletree import NIC, index, make
from replay import line, record

DEVICE = ["ACTION=add", "DEVPATH=/devices/x", "SUBSYSTEM=bus"]
CARD = "/sys/devices/pci0000:00/0000:00:03.0"
MODALIAS = "pci:v00008086d0000100Esv00001AF4sd00001100bc02sc00i00"


def explain(box, *words, status=0, **more):
    """What it prints below the box."""
    program = [f"{box.build}/helpers/hotplugctl", "--root", box.dir, "explain", *words]
    result = subprocess.run(program, capture_output=True, text=True, timeout=120, check=False,
                            **more)
    equal(result.returncode, status, f"{words}: {result.stdout}{result.stderr}: status")
    return result


def answers(box, *words, **more):
    """The objects that it prints with --json."""
    return [json.loads(text) for text in
            explain(box, "--json", *words, **more).stdout.splitlines()]


def answer(box, *words, **more):
    found = answers(box, *words, **more)
    equal(len(found), 1, "objects")
    return found[0]


def files(box, one):
    """(file as the box sees it, verdict, why) of the plan."""
    return [(step["file"].removeprefix(box.dir), step["verdict"],
             (step["why"] or "").removeprefix(box.dir)) for step in one["plan"]]


def case_plan(box):
    """Each file of each tier, in the order of their run, and the reason."""
    hooks, vendors, run = (box.defines[tier]
                           for tier in ("HP_HOOKDIR", "HP_VENDORDIR", "HP_RUNHOOKDIR"))
    for name in ("a", "b"):
        for tier in ("HP_HOOKDIR", "HP_VENDORDIR"):
            box.hook(f"bus/{name}.hotplug", tier=tier)
    os.chmod(box.path(hooks + "/bus/b.hotplug"), 0o777)
    box.hook("bus/c.hotplug", tier="HP_VENDORDIR")
    box.link("/dev/null", run + "/bus/c.hotplug")
    box.hook("bus/d.sh")
    admins, ours = box.agent("bus", tier="HP_CONFDIR"), box.agent("bus")
    last = box.hook("default/e.hotplug")
    expected = [
        (hooks + "/bus/a.hotplug", "runs", ""),
        (vendors + "/bus/a.hotplug", "replaced", hooks + "/bus/a.hotplug"),
        (hooks + "/bus/b.hotplug", "refused", f"{hooks}/bus/b.hotplug is writable by others"),
        (vendors + "/bus/b.hotplug", "replaced", hooks + "/bus/b.hotplug"),
        (vendors + "/bus/c.hotplug", "masked", run + "/bus/c.hotplug"),
        (hooks + "/bus/d.sh", "name", ".hotplug"),
        (admins, "runs", ""), (ours, "replaced", admins), (last, "runs", "")]
    one = answer(box, *DEVICE)
    equal(files(box, one), expected, "plan")
    equal([step["place"] for step in one["plan"]], ["bus"] * 6 + ["agent"] * 2 + ["default"])
    text = explain(box, *DEVICE).stdout
    for part in (f"bus {box.dir}{hooks}/bus/a.hotplug is run\n",
                 f"/bus/b.hotplug is refused: {box.dir}{hooks}/bus/b.hotplug is writable",
                 f"is masked by {box.dir}{run}/bus/c.hotplug\n",
                 "/bus/d.sh is no hook: its name does not end in .hotplug\n",
                 f"agent {box.dir}{ours} gives way to {box.dir}{admins}\n"):
        check(part in text, f"{part!r} is not in {text}")
    equal(box.notes(), [], "notes")
    box.conf(HookSuffix="")
    left_over = box.hook("bus/d~")
    said = [step for step in answer(box, *DEVICE)["plan"] if step["verdict"] == "name"]
    equal([(step["file"], step["why"]) for step in said],
          [(box.dir + left_over, "anything but ~")], "an editor's")


def nic(box):
    """A card in /sys, a tree with its driver, and pci.agent."""
    make(box, builtin=("inside",), e1000=[f"alias={NIC}"], other=[f"alias={NIC}"],
         denied=[f"alias={NIC}"], there=[f"alias={NIC}"])
    box.mkdir("/sys/module/there")
    box.write("/sys/module/there/initstate", "live\n")
    box.write("/etc/modprobe.d/a.conf", "# x\nblacklist other\ndeny denied it breaks\n")
    index(box)
    box.link("../../../bus/pci", CARD + "/subsystem")
    box.write(CARD + "/uevent", "PCI_CLASS=20000\nPCI_ID=8086:100E\nPCI_SUBSYS_ID=1AF4:1100\n"
              f"PCI_SLOT_NAME=0000:00:03.0\nMODALIAS={MODALIAS}\n")
    helper = box.defines["HP_HELPERDIR"] + "/hotplug"
    os.makedirs(os.path.dirname(box.path(helper)), exist_ok=True)
    shutil.copy(box.hotplug, box.path(helper))
    os.link(box.path(helper), box.path(box.defines["HP_AGENTDIR"] + "/pci.agent"))


def case_modules(box):
    """What the agent would load, what is there, and whose line keeps one out."""
    nic(box)
    one = answer(box, CARD)
    equal(one["event"]["DEVPATH"], CARD.removeprefix("/sys"), "DEVPATH")
    equal((sorted(one["does"]), one["result"]), (["load denied", "load e1000"], "ok"), "does")
    modules = {module["module"]: module for module in one["modules"]["modules"]}
    equal({name: module["state"] for name, module in modules.items()},
          {"e1000": "not loaded", "other": "not loaded", "denied": "not loaded",
           "there": "loaded"}, "states")
    conf = box.dir + "/etc/modprobe.d/a.conf"
    equal([(place["file"], place["line"]) for place in modules["other"]["blacklisted"]],
          [(conf, 2)], "blacklisted")
    equal([(place["file"], place["line"]) for place in modules["denied"]["denied"]],
          [(conf, 3)], "denied")
    kinds = [source["kind"] for source in modules["e1000"]["sources"]]
    equal(kinds, ["map", "index", "libkmod", "alias"], "sources")
    text = explain(box, CARD).stdout
    for part in ("pci.agent would:\n", "\tload e1000\n", f"blacklisted: {conf}:2:1\n",
                 "\nthere: loaded\n"):
        check(part in text, f"{part!r} is not in {text}")
    # The agent does nothing for these, and is no step.
    one = answer(box, "--action", "bind", CARD)
    equal([step["verdict"] for step in one["plan"]], ["idle"], "verdicts")
    check("does" not in one, one)


def case_agent_refuses_the_event(box):
    nic(box)
    result = explain(box, "ACTION=add", "DEVPATH=/devices/x", "SUBSYSTEM=pci", "PCI_ID=none",
                     "PCI_CLASS=1")
    check("unusable to it" in result.stdout, result.stdout)
    check("PCI_ID=none" in result.stderr, result.stderr)


def case_roads(box):
    """Where the event would go."""
    equal(answer(box, *DEVICE)["road"], "nowhere", "no plan:")
    os.chmod(box.path(box.hook("bus/a.hotplug")), 0o777)
    equal(answer(box, *DEVICE)["road"], "fails", "it must not be run:")
    equal(box.run(env=event()).status, 1, "it fails:")
    box.hook("bus/a.hotplug")
    equal(answer(box, *DEVICE)["road"], "waits", "a person's:")
    equal(answer(box, *DEVICE, "SEQNUM=7")["road"], "queue", "the kernel's:")
    check(not os.path.exists(box.path("/run/hotplug")), "there is a queue")
    box.hook("firmware/a.hotplug")
    equal(answer(box, *DEVICE[:2], "SUBSYSTEM=firmware")["road"], "at-once", "firmware:")
    daemon = Daemon(box)
    equal(answer(box, *DEVICE, "SEQNUM=7")["road"], "hotplugd", "the daemon:")
    daemon.end()
    shutil.rmtree(box.path("/sys/devices"))
    equal(answer(box, *DEVICE)["road"], "no-sys", "no /sys:")
    equal(box.notes(), [], "notes")


def case_neighbour(box):
    """Beside a udevd hotplugd does less for the kernel's events, unless it is told to."""
    box.hook("bus/a.hotplug")
    box.mkdir("/run/udev")
    with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as udevd:
        udevd.bind(box.path("/run/udev/control"))
        udevd.listen(64)
        equal(answer(box, *DEVICE, "SEQNUM=7")["neighbour"], None, "without hotplugd:")
        daemon = Daemon(box)
        equal(answer(box, *DEVICE, "SEQNUM=7")["neighbour"], "udevd")
        check("without drivers and names, since udevd is there" in
              explain(box, *DEVICE).stdout, "for a person")
        box.conf(WithUdev="yes")
        equal(answer(box, *DEVICE, "SEQNUM=7")["neighbour"], None, "after it:")
        daemon.end()


def case_obsolete(box):
    box.hook("bus/a.hotplug")
    equal(answer(box, *DEVICE)["obsolete"], None, "it is there:")
    gone = answer(box, "ACTION=add", "DEVPATH=/devices/gone", "SUBSYSTEM=bus")
    equal(gone["obsolete"], "the device is gone")
    equal(box.run(env=event(seqnum=9)).status, 0, "status")
    remove = ["ACTION=remove", *DEVICE[1:]]
    equal(answer(box, *remove, "SEQNUM=8")["obsolete"], "a newer add came first")
    equal(answer(box, *remove, "SEQNUM=10")["obsolete"], None, "a newer remove:")
    equal(answer(box, *remove)["obsolete"], None, "a person's:")


def case_forms(box):
    """Variables, a device, a record from a file and from the standard input; a word of each
    is refused beside one of another."""
    box.hook("bus/a.hotplug")
    path = record(box, line(), line("remove", "/devices/y"))
    equal([one["what"] for one in answers(box, path)], [f"{path}:1", f"{path}:2"], "what")
    with open(path, encoding="utf-8") as file:
        equal([one["event"]["ACTION"] for one in answers(box, "-", stdin=file)],
              ["add", "remove"], "actions")
    box.link("../../bus/bus", "/sys/devices/x/subsystem")
    box.write("/sys/devices/x/uevent", "DRIVER=d\n")
    equal(answer(box, "--action", "change", "/sys/devices/x")["event"],
          {"ACTION": "change", "DEVPATH": "/devices/x", "SUBSYSTEM": "bus", "DRIVER": "d"})
    name = os.path.basename(path)
    result = explain(box, "e1000", name, status=2, cwd=os.path.dirname(path))
    check(f"did you mean ./{name}?" in result.stderr and not result.stdout, result.stderr)
    equal(len(answers(box, "./" + name, cwd=os.path.dirname(path))), 2, "objects")
    for words, status, why in (
            (("e1000", "ACTION=add"), 2, "'e1000' is a name, 'ACTION=add' is a variable"),
            ((path, "e1000"), 2, f"'{path}' is a path, 'e1000' is a name"),
            (("--action", "add", *DEVICE), 2, "--action is for devices"),
            (("--action", "add", path), 1, "--action is for devices"),
            (("ACTION=fly", *DEVICE[1:]), 1, "ACTION=fly is none of"),
            (("--action", "fly", "/sys/devices/x"), 1, "ACTION=fly is none of"),
            (("/sys/devices/none",), 1, "No such file"),
            (("/sys/devices",), 1, "is no device"),
            (("ACTION=add",), 1, "SUBSYSTEM is missing"),
            ((), 2, "usage:")):
        result = explain(box, *words, status=status)
        check(why in result.stderr and not result.stdout, words, result.stdout,
              result.stderr)
    check("usage:" in control(box, "explain", "--none").stderr, "an option")


def case_hostile_bytes(box):
    """They would speak to the terminal."""
    box.hook("bus/a\x1b[2J.hotplug")
    for form in ((), ("--json",)):
        out = explain(box, *form, *DEVICE, "NAME=\x1b]0;x\x07").stdout
        check("\x1b" not in out and "\x07" not in out, repr(out))


def snapshot(top):
    """Every file of a tree, with all that a change of it would change."""
    found = {}
    for directory, _, names in os.walk(top):
        for name in ("", *names):
            path = os.path.join(directory, name)
            stat = os.lstat(path)
            found[path] = (stat.st_mode, stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns)
    return found


def case_changes_nothing(box):
    """No file, no process: neither hook nor agent nor modprobe."""
    strace = can_trace()
    nic(box)
    for name in ("pci/a", "default/z"):
        box.hook(name + ".hotplug")
    before = snapshot(box.dir)
    log = box.top + "/strace"
    calls = ("execve,execveat,fork,vfork,clone,clone3,open,openat,openat2,creat,mkdir,mkdirat,"
             "unlink,unlinkat,rmdir,rename,renameat,renameat2,link,linkat,symlink,symlinkat,"
             "mknod,mknodat,chmod,fchmod,fchmodat,chown,fchown,lchown,fchownat,utimensat,"
             "truncate,ftruncate,kill,finit_module,init_module,delete_module,mount,socket")
    subprocess.run([strace, "-f", "-qq", "-o", log, "-e", "trace=" + calls,
                    f"{box.build}/helpers/hotplugctl", "--root", box.dir, "explain", CARD],
                   check=True, capture_output=True, timeout=120)
    equal(snapshot(box.dir), before, "files")
    with open(log, encoding="utf-8", errors="replace") as file:
        made = [text.split(None, 1)[1] for text in file.read().splitlines()]
    opened = [text for text in made if text.startswith("open")]
    check(len(opened) > 10, "too little was traced")
    check(not [text for text in opened if "O_WRONLY" in text or "O_RDWR" in text
               or "O_CREAT" in text], opened)
    others = [text for text in made if not text.startswith(("open", "socket(AF_UNIX"))]
    equal(len(others), 1, f"calls {others}")
    check(others[0].startswith("execve("), others)
    equal(box.notes(), [], "notes")
