# SPDX-License-Identifier: GPL-2.0-or-later
"""Purpose: hotplugctl lookup: every source of a driver, in a root with a real tree."""

import json
import os

from box import check, equal
from control import control
from moduletree import NIC, TREE, index, make

PCI = "/sys/devices/pci0000:00/0000:00:03.0"
MODALIAS = "pci:v00008086d0000100Esv00001AF4sd00001100bc02sc00i00"
ROW = "{} 0x00008086 0x0000100e 0xffffffff 0xffffffff 0x0 0x0 0x0\n"


def lookup(box, *words, status=0):
    """What it prints below the box."""
    result = control(box, "--root", box.dir, "lookup", *words)
    equal(result.returncode, status, f"{words}: {result.stdout}{result.stderr}: status")
    return result.stdout


def look_up(box, *words, status=0):
    """The objects that it prints with --json."""
    return [json.loads(line) for line in
            lookup(box, "--json", *words, status=status).splitlines()]


def module(answer, name):
    """The one module of that name."""
    found = [one for one in answer["modules"] if one["module"] == name]
    equal(len(found), 1, f"modules {name}")
    return found[0]


def places(box, statements):
    """FILE:LINE of each, as the box sees the file."""
    return [(one["file"] or "").removeprefix(box.dir) + f":{one.get('line', 0)}"
            for one in statements]


def nic_tree(box):
    make(box, builtin=("inside",), e1000=[f"alias={NIC}"], mii=["exports mii_link"],
         r8152=["alias=usb:v0BDAp8152d*dc*dsc*dp*icFFisc*ip*in*", "needs mii_link"])


def case_every_source_names_it(box):
    nic_tree(box)
    for what in ("pci:8086:100e", "pci:8086:100E:1af4:1100:020000", MODALIAS):
        answer = look_up(box, what)[0]
        equal(answer["what"], what, "what")
        equal(answer["unused"], [], "unused")
        one = module(answer, "e1000")
        equal([source["kind"] for source in one["sources"]],
              ["map", "index", "libkmod", "alias"], "kinds")
        equal({source["match"] for source in one["sources"]}, {"yes"}, "match")
        equal(one["state"], "not loaded", "state")
        equal((one["silent"], one["blacklisted"], one["denied"]), ([], [], []), "more")
        for source in one["sources"]:
            if "line" not in source:
                continue
            with open(source["file"], encoding="utf-8") as file:
                equal(file.read().splitlines()[source["line"] - 1], source["text"], "line")


def case_text(box):
    """Text and JSON have the same facts."""
    nic_tree(box)
    out = lookup(box, "pci:8086:100e")
    for part in ("pci:8086:100e\n", "\ne1000: not loaded\n", f"{TREE}/modules.pcimap:",
                 f"{TREE}/modules.hotplug.bin\n", "\tlibkmod\n", f": alias {NIC} e1000\n"):
        check(part in out, f"{part!r} is not in {out!r}")


def case_nothing(box):
    nic_tree(box)
    check("no module matches" in lookup(box, "pci:8086:1010", status=1), "text")
    equal(look_up(box, "pci:8086:1010", status=1)[0]["modules"], [], "modules")
    check("class of an interface" in lookup(box, "usb:0bda:1", status=1), "usb")


def case_depends(box):
    """A row that wants more than is known is shown as one."""
    nic_tree(box)
    one = module(look_up(box, "usb:0bda:8152")[0], "r8152")
    equal([source["match"] for source in one["sources"]], ["depends", "depends"], "match")
    one = module(look_up(box, "usb:0bda:8152:ff0000")[0], "r8152")
    equal({source["match"] for source in one["sources"]}, {"yes"}, "with the class")
    check("(depends)" in lookup(box, "usb:0bda:8152"), "text")
    lookup(box, "usb:0bda:8152:020600", status=1)


def case_stale(box):
    """What is older than the modules is named and not used."""
    nic_tree(box)
    box.write(TREE + "/modules.pcimap", ROW.format("wrong"))
    os.utime(box.path(TREE + "/modules.pcimap"), (1, 1))
    box.write("/etc/modprobe.d/later.conf", "options x y=1\n")
    answer = look_up(box, "pci:8086:100e")[0]
    equal([one["module"] for one in answer["modules"]], ["e1000"], "modules")
    equal({one["kind"]: one["text"] for one in answer["unused"]},
          {"map": "older than the modules",
           "index": "older than the modules or modprobe.d"}, "unused")
    check(f"not used: {box.dir}{TREE}/modules.pcimap: older" in
          lookup(box, "pci:8086:100e"), "text")
    index(box)
    equal(look_up(box, "pci:8086:100e")[0]["unused"], [], "unused after hotplug-depmap")


def case_damaged(box):
    nic_tree(box)
    with open(box.path(TREE + "/modules.hotplug.bin"), "r+b") as file:
        file.write(b"x" * 100)
    answer = look_up(box, "pci:8086:100e")[0]
    equal([(one["kind"], one["text"]) for one in answer["unused"]], [("index", "corrupt")])
    equal([one["module"] for one in answer["modules"]], ["e1000"], "modules")


def case_sources_disagree(box):
    """An alias of modprobe.d stands before those of the tree: whoever goes by the map alone
    would load another module."""
    nic_tree(box)
    box.write("/etc/hotplug/pci.handmap", "# mine\n" + ROW.format("no-such"))
    box.write("/etc/modprobe.d/a.conf", "\n  alias pci:v00008086d0000100E* inside\n")
    index(box)
    answer = look_up(box, "pci:8086:100e")[0]
    one = module(answer, "no_such")
    equal((places(box, one["sources"]), one["state"], one["silent"]),
          (["/etc/hotplug/pci.handmap:2"], "not in the module tree", []), "handmap")
    one = module(answer, "inside")
    check("/etc/modprobe.d/a.conf:2" in places(box, one["sources"]), one)
    equal(one["state"], "builtin", "state")
    one = module(answer, "e1000")
    equal([source["kind"] for source in one["sources"]], ["map"], "kinds")
    equal([silent["kind"] for silent in one["silent"]], ["libkmod", "index"], "silent")
    check("libkmod: does not name it" in lookup(box, "pci:8086:100e"), "text")


def case_blacklisted(box):
    nic_tree(box)
    box.write("/etc/hotplug/blacklist", "# why\nE1000\n e1000 # twice\n")
    box.write("/run/modprobe.d/b.conf", "#\n#\nblacklist e1000\n")
    box.write("/proc/cmdline", "ro modprobe.blacklist=a,e1000 module_blacklist=e1000\n")
    one = module(look_up(box, "pci:8086:100e")[0], "e1000")
    equal(places(box, one["blacklisted"]),
          ["/run/modprobe.d/b.conf:3", "/etc/hotplug/blacklist:3", "/proc/cmdline:0",
           "/proc/cmdline:0"], "places")
    equal([statement["text"] for statement in one["blacklisted"][2:]],
          ["modprobe.blacklist", "module_blacklist"], "words")
    check(f"blacklisted: {box.dir}/run/modprobe.d/b.conf:3:1\n" in
          lookup(box, "pci:8086:100e"), "text")


def case_denied(box):
    nic_tree(box)
    box.write("/etc/modprobe.d/d.conf", "\n deny mii nobody tested it\n")
    one = module(look_up(box, "usb:0bda:8152:ff0000")[0], "r8152")
    equal(places(box, one["denied"]), ["/etc/modprobe.d/d.conf:2"], "places")
    equal(one["denied"][0]["text"], "mii, which r8152 needs, is denied: nobody tested it")
    box.write("/list", "mii\n")
    box.write("/etc/modprobe.d/d.conf", f"allow-only {box.dir}/list\n")
    one = module(look_up(box, "pci:8086:100e")[0], "e1000")
    equal(one["denied"][0]["text"], f"e1000 is not in {box.dir}/list")


def plug(box, uevent=f"MODALIAS={MODALIAS}\n"):
    box.write(PCI + "/uevent", uevent)
    box.link("../../../bus/pci", PCI + "/subsystem")
    box.write(PCI + "/net/eth0/uevent", "INTERFACE=eth0\nIFINDEX=2\n")
    box.link("../../../../../class/net", PCI + "/net/eth0/subsystem")
    box.link("../../../0000:00:03.0", PCI + "/net/eth0/device")
    box.link("../../devices/pci0000:00/0000:00:03.0/net/eth0", "/sys/class/net/eth0")


def case_device(box):
    """By its directory, and by a link of its class; loaded and bound as /sys has it."""
    nic_tree(box)
    plug(box)
    answer = look_up(box, PCI)[0]
    equal((answer["device"], answer["modalias"], answer["driver"]),
          (PCI.removeprefix("/sys"), MODALIAS, None), "not bound")
    equal(module(answer, "e1000")["state"], "not loaded", "state")
    box.write("/sys/module/e1000/initstate", "live\n")
    box.link("../../../../module/e1000", "/sys/bus/pci/drivers/e1000_drv/module")
    box.link("../../../bus/pci/drivers/e1000_drv", PCI + "/driver")
    for path in ("/sys/class/net/eth0", box.path(PCI)):
        answer = look_up(box, path)[0]
        equal((answer["driver"], answer["driver_module"]), ("e1000_drv", "e1000"), "bound")
        equal(module(answer, "e1000")["state"], "loaded", "state")
    check("\tdriver: e1000_drv\n" in lookup(box, "/sys/class/net/eth0"), "text")


def case_port(box):
    """A port of plugbus is looked up as the device whose ids it has."""
    nic_tree(box)
    port = "/sys/devices/plugbus/port0"
    box.write(port + "/uevent", f"DRIVER=plugnet\nMODALIAS=plugbus:{MODALIAS}\n")
    box.link("../../../bus/plugbus", port + "/subsystem")
    box.link("../../../bus/plugbus/drivers/plugnet", port + "/driver")
    box.link("../../../devices/plugbus/port0", "/sys/bus/plugbus/devices/port0")
    answer = look_up(box, "--port", "port0")[0]
    equal((answer["what"], answer["device"], answer["modalias"], answer["driver"]),
          ("port0", "/devices/plugbus/port0", MODALIAS, None), "what")
    equal(module(answer, "e1000")["sources"][0]["kind"], "map", "source")
    for name in ("port1", "../devices/port0", "", "pci:8086:100e"):
        equal(lookup(box, "--port", name, status=2), "", name)
    box.write(port + "/uevent", "MODALIAS=plugbus:pci:v0000FFFEd00000001sv*\n")
    lookup(box, "--port", "port0", status=1)


def case_names(box):
    """Of the first file that there is; what it has of a terminal's language is not said."""
    nic_tree(box)
    box.write("/usr/share/misc/pci.ids",
              "8086  Intel \x1b[31m\n\t100e  Gigabit\n\t\t1af4 1100  QEMU\n")
    equal(look_up(box, "pci:8086:100e:1af4:1100")[0]["names"],
          ["Intel \x1b[31m", "Gigabit", "QEMU"], "names")
    out = lookup(box, "pci:8086:100e")
    check("\tIntel \\x1b[31m, Gigabit\n" in out, repr(out))
    box.write("/usr/share/hwdata/pci.ids", "8086  First\n")
    equal(look_up(box, "pci:8086:100e")[0]["names"], ["First"], "names")
    equal(look_up(box, "usb:0bda:8152")[0]["names"], [], "names of usb")
    box.write("/var/lib/usbutils/usb.ids", "0bda  Realtek\n")
    equal(look_up(box, "usb:0bda:8152")[0]["names"], ["Realtek"], "names of usb")


def case_several(box):
    """The worst of all decides."""
    nic_tree(box)
    equal(len(look_up(box, "pci:8086:100e", "e1000")), 2, "objects")
    equal(len(look_up(box, "pci:8086:100e", "nothing", status=1)), 2, "objects")
    equal(len(look_up(box, "nothing", "pci:1", "e1000", status=2)), 2, "objects")


def case_what_is_no_device(box):
    nic_tree(box)
    box.mkdir("/sys/bus")
    for what, why in (("pci:8086", "not VENDOR:DEVICE"), ("usb:1:2:3:4", "not VENDOR:PRODUCT"),
                      ("pci:x:y", "neither an id"), ("/sys/nowhere", "no such device"),
                      ("/sys/bus", "no device"), ("/etc/passwd", "not in /sys"),
                      ("a/b", "neither an alias nor a path"), ("", "neither an alias"),
                      ("pci:v00008086d", "not a whole MODALIAS"), ("a\x1b", "neither")):
        result = control(box, "--root", box.dir, "lookup", what)
        equal((result.returncode, result.stdout), (2, ""), what)
        check(why in result.stderr and "\x1b" not in result.stderr, result.stderr)
        equal(result.stderr.count("\n"), 1, result.stderr)


def case_no_tree(box):
    """Neither modules nor /etc: nothing is found, and nothing is wrong."""
    equal(control(box, "--root", box.dir, "lookup", "pci:8086:100e").stderr, "", "stderr")
    lookup(box, "pci:8086:100e", status=1)
