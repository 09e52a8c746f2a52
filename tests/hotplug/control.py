# SPDX-License-Identifier: GPL-2.0-or-later
"""Purpose: hotplugctl itself: its verbs are found, and what is none is named."""

import json
import os
import struct
import subprocess

from box import Failed, check, equal


def control(box, *words):
    """Runs it as a person would, below the box."""
    return subprocess.run([f"{box.build}/helpers/hotplugctl", *words],
                          capture_output=True, text=True, timeout=120, check=False)


def expect(what, result, status, text):
    """The status, and the text in what was printed."""
    if result.returncode != status or text not in result.stdout + result.stderr:
        raise Failed(f"{what}: status {result.returncode}, {result.stdout}{result.stderr}")


def case_usage(box):
    """No verb, a wrong one, and the help of each that the usage names."""
    expect("no verb", control(box), 2, "usage: hotplugctl")
    expect("a wrong verb", control(box, "nosuch"), 2, "there is no verb 'nosuch'")
    expect("a wrong option", control(box, "--nosuch"), 2, "usage: hotplugctl")
    result = control(box, "--help")
    expect("--help", result, 0, "usage: hotplugctl")
    verbs = [line.split()[0] for line in result.stdout.splitlines()[2:]
             if line.startswith("  ") and not line.startswith("  hotplugctl")]
    if "explain" not in verbs:
        raise Failed(f"verbs: {verbs}")
    for verb in verbs:
        expect(verb, control(box, verb, "--help"), 0, f"usage: hotplugctl {verb}")


def case_ports_without_the_module(box):
    """The kernel is asked, and its answer is said."""
    for words in (["list"], ["add", "--pci", "1:2"], ["monitor"]):
        expect(words, control(box, "port", *words), 1, "plugbus: the module is not loaded")


def case_no_room_for_what_is_printed(box):
    """It is said, whatever the verb: more than a buffer, less, and the help."""
    box.hook("bus/a.hotplug")
    device = ["ACTION=add", "DEVPATH=/devices/x", "SUBSYSTEM=bus"]
    for words in (["explain", *device], ["explain", *device, "X=" + 1500 * "\x01"],
                  ["lookup", "pci:8086:100e"], ["status", "--help"], ["--version"]):
        with open("/dev/full", "wb") as full:
            result = subprocess.run([f"{box.build}/helpers/hotplugctl", "--root", box.dir,
                                     *words], stdout=full, stderr=subprocess.PIPE,
                                    text=True, timeout=120, check=False)
        equal(result.returncode, 1, words)
        check("cannot write" in result.stderr, words, result.stderr)


CARD = "/sys/devices/pci0000:00/0000:00:03.0"


def module_file(**info):
    """An object file with nothing but a module's section .modinfo."""
    info = b"".join(f"{key}={value}".encode() + b"\0" for key, value in info.items())
    names = b"\0.modinfo\0.shstrtab\0"
    header = struct.pack("<16sHHIQQQIHHHHHH", b"\x7fELF\2\1\1", 1, 62, 1, 0, 0, 64, 0, 64, 0,
                         0, 64, 3, 2)
    at = 64 + 3 * 64
    sections = [(0,) * 10, (1, 1, 0, 0, at, len(info), 0, 0, 1, 0),
                (10, 3, 0, 0, at + len(info), len(names), 0, 0, 1, 0)]
    return header + b"".join(struct.pack("<IIQQQQIIQQ", *one) for one in sections) + info + names


def own_module(box):
    """A module's file, and a card in the box that its alias matches, bound to the old
    instance. Gives the file's path."""
    box.link("../../../bus/pci", f"{CARD}/subsystem")
    box.link("../../../bus/pci/drivers/8139cp", f"{CARD}/driver")
    box.link("../../../../module/8139cp", "/sys/bus/pci/drivers/8139cp/module")
    box.link("../../../devices/pci0000:00/0000:00:03.0", "/sys/bus/pci/devices/0000:00:03.0")
    box.link("../../devices/pci0000:00/0000:00:03.0/net/lan0", "/sys/class/net/lan0")
    box.mkdir(f"{CARD}/net/lan0")
    box.write(f"{CARD}/driver_override", "(null)\n")
    box.write(f"{CARD}/uevent", "MODALIAS=pci:v000010ECd00008139sv00001AF4sd00001100bc02sc00i00")
    box.write("/sys/module/8139cp/initstate", "live\n")
    box.write("/own.ko", module_file(name="8139cp", alias="pci:v000010ECd00008139*",
                                     depends="mii", parm="debug:how much",
                                     vermagic="6.1 SMP modversions "))
    return box.path("/own.ko")


def tries(box, *words):
    return control(box, "--root", box.dir, "try", *words)


def case_try_is_planned(box):
    """--dry-run tells the steps, whatever name the card is given, and changes nothing."""
    file = own_module(box)
    steps = (f"unbind pci:0000:00:03.0 8139cp\nremove 8139cp\nload mii\ninsert {file}\n"
             "bind pci:0000:00:03.0\n")
    for words in ((), ("--for", "lan0"), ("--for", "0000:00:03.0"), ("--for", "00:03.0"),
                  ("--for", "pci:0000:00:03.0"), ("--for", "/sys/class/net/lan0", "--override")):
        result = tries(box, "--dry-run", file, *words)
        expect(words, result, 0, steps)
    result = tries(box, "--dry-run", "--json", file, "debug=3")
    plan = json.loads(result.stdout)
    equal((plan["result"], plan["module"]), ("planned", "8139cp"))
    equal([step["step"] for step in plan["steps"]],
          ["unbind", "remove", "load", "insert", "bind"])
    equal(plan["steps"][3]["more"], "debug=3")
    equal(os.listdir(box.path("/run")), [], "in /run")
    with open(box.path(f"{CARD}/driver_override"), encoding="utf-8") as override:
        equal(override.read(), "(null)\n")


def case_try_takes_from_the_folder(box):
    """What the file needs, and lies beside it; what others use stays."""
    file = own_module(box)
    box.write("/mii.ko.xz.txt", "no module")
    needed = {"crc-8": module_file(name="crc_8"), "mii": module_file(name="mii", depends="crc-8")}
    for name, text in needed.items():
        box.write(f"/{name}.ko", text)
        box.write(f"/sys/module/{name.replace('-', '_')}/initstate", "live\n")
    box.mkdir("/sys/module/crc_8/holders/mii")
    box.mkdir("/sys/module/mii/holders/8139cp")
    crc, mii = box.path("/crc-8.ko"), box.path("/mii.ko")
    expect("all go", tries(box, "-n", file), 0, "remove 8139cp\nremove mii\nremove crc_8\n"
           f"insert {crc}\ninsert {mii}\ninsert {file}\n")
    box.mkdir("/sys/module/mii/holders/other")
    result = tries(box, "-n", file)
    expect("mii stays", result, 0, f"remove 8139cp\ninsert {file}\n")
    expect("mii stays", result, 0, "mii stays as it is loaded: it is in use by other")
    expect("so does crc_8", result, 0, "crc_8 stays as it is loaded: it is in use by mii")
    box.write("/crc-8.ko", module_file(name="crc_8", depends="mii"))
    box.write("/mii.ko", module_file(name="mii", depends="crc_8"))
    expect("a ring", tries(box, "-n", file), 1, "Too many levels")


def case_try_refuses(box):
    """What is found wrong before anything is touched."""
    file = own_module(box)
    expect("a root", tries(box, file), 1, "only --dry-run")
    expect("no file", tries(box), 2, "usage: hotplugctl try")
    box.write("/text.ko", "hello\n")
    expect("a text", tries(box, "-n", box.path("/text.ko")), 1, "is not a kernel module")
    expect("a parameter", tries(box, "-n", file, "nosuch=1"), 1, "has no parameter 'nosuch'")
    expect("no device", tries(box, "-n", file, "--for", "eth9"), 1, "eth9: No such device")
    box.mkdir("/sys/module/8139cp/holders/other")
    expect("a holder", tries(box, "-n", file), 1, "8139cp is in use by other")
    os.rmdir(box.path("/sys/module/8139cp/holders/other"))
    os.unlink(box.path(f"{CARD}/driver_override"))
    expect("no override", tries(box, "-n", file, "--for", "lan0", "--override"), 1,
           "the bus has no driver_override")
    box.write("/proc/sys/kernel/modules_disabled", "1\n")
    expect("disabled", tries(box, "-n", file), 1, "modules_disabled")
    box.write("/other.ko", module_file(name="8139cp", vermagic="5.0 SMP "))
    os.unlink(box.path("/proc/sys/kernel/modules_disabled"))
    expect("another kernel", tries(box, "-n", box.path("/other.ko")), 1, "is for the kernel 5.0,")
    os.unlink(box.path("/sys/module/8139cp/initstate"))
    os.rmdir(box.path("/sys/module/8139cp/holders"))
    box.write("/sys/module/8139cp/uevent", "")
    expect("builtin", tries(box, "-n", file), 1, "8139cp is built into this kernel")
    expect("nothing to undo", tries(box, "-n", "--undo"), 1, "there is nothing to undo")
