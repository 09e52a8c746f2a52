# SPDX-License-Identifier: GPL-2.0-or-later
"""Purpose: events of buses that no guest here has, as they were recorded elsewhere or as the
kernel's source writes them, against the aliases of Debian's whole module tree. What QEMU can
plug is plugged: tests/guest/cases/agents.py."""

import os
import shutil
import subprocess

from agents import run_agent
from box import Failed, Skip, equal, event

KERNELS = os.path.join(os.path.dirname(__file__), "..", "guest", "kernels")
DEPMAP = "helpers/hotplug-depmap"

# (bus, who said so, its variables, the modules), where the tree has them.
RECORDED = [
    ("ccw", "a virtual reader under z/VM, IBM's documentation; aliases of Linux for s390",
     {"DRIVER": "vmur", "CU_TYPE": "2540", "CU_MODEL": "00", "DEV_TYPE": "0000",
      "DEV_MODEL": "00", "MODALIAS": "ccw:t2540m00dtdm"}, ["vmur"]),
    ("ccw", "the same as Linux 2.6.0 said it",
     {"CU_TYPE": "2540", "CU_MODEL": "00", "DEV_TYPE": "0000", "DEV_MODEL": "00"}, ["vmur"]),
    ("firewire", "a disk, core-device.c",
     {"MODALIAS": "ieee1394:ven0000A0B8mo00000000sp0000609Ever00010483"}, ["firewire-sbp2"]),
    ("firewire", "an IPv4 unit, core-device.c",
     {"MODALIAS": "ieee1394:ven00080046mo00000000sp0000005Ever00000001"}, ["firewire-net", "snd-dice"]),
    ("ieee1394", "a disk, nodemgr.c of Linux 2.4",
     {"VENDOR_ID": "00a0b8", "GUID": "00a0b80000000001", "SPECIFIER_ID": "00609e",
      "VERSION": "010483"}, ["firewire-sbp2"]),
    ("hid", "a receiver for mice, hid-core.c",
     {"HID_ID": "0003:0000046D:0000C52B", "HID_NAME": "Logitech USB Receiver",
      "HID_PHYS": "usb-0000:00:14.0-1/input0", "HID_UNIQ": "",
      "MODALIAS": "hid:b0003g0001v0000046Dp0000C52B"}, ["hid-generic", "hid-logitech-dj"]),
    ("of", "a transport of QEMU's machine virt for arm64, base.c",
     {"OF_NAME": "virtio_mmio", "OF_FULLNAME": "/virtio_mmio@a003e00",
      "OF_COMPATIBLE_0": "virtio,mmio", "OF_COMPATIBLE_N": "1",
      "MODALIAS": "of:Nvirtio_mmioT(null)Cvirtio,mmio"}, ["virtio_mmio"]),
    ("platform", "buttons of a board, base.c",
     {"OF_NAME": "gpio-keys", "OF_FULLNAME": "/gpio-keys", "OF_COMPATIBLE_0": "gpio-keys",
      "OF_COMPATIBLE_N": "1", "MODALIAS": "of:Ngpio-keysT(null)Cgpio-keys"}, ["gpio_keys"]),
    ("pcmcia", "an Ethernet card, ds.c; the numbers are those of its driver's table",
     {"SOCKET_NO": "0", "DEVICE_NO": "00",
      "MODALIAS": "pcmcia:m0149cC1ABf06fn00pfn00pa725B842DpbF1EFEE84pc00000000pd00000000"},
     ["pcnet_cs"]),
    ("pcmcia", "a serial port, ds.c",
     {"SOCKET_NO": "0", "DEVICE_NO": "00",
      "MODALIAS": "pcmcia:m0013c0000f02fn00pfn00pa00000001pb00000002pc00000000pd00000000"},
     ["serial_cs"]),
    ("sdio", "a wireless card, sdio_bus.c",
     {"SDIO_CLASS": "00", "SDIO_ID": "02D0:4355", "SDIO_REVISION": "0.0",
      "MODALIAS": "sdio:c00v02D0d4355"}, ["brcmfmac"]),
    ("sdio", "the same before there was a MODALIAS",
     {"SDIO_CLASS": "00", "SDIO_ID": "02D0:4355"}, ["brcmfmac"]),
]
ISAPNP = "/sys/devices/pnp1/01:01/01:01.02"  # the joystick port of a sound card


def tree(box):
    """Debian's aliases, in the place of the running kernel's."""
    if not os.path.exists(os.path.join(box.build, DEPMAP)):
        raise Skip("hotplug-depmap is not built")
    made = subprocess.run([KERNELS, "debian"], stdout=subprocess.PIPE, text=True, check=False)
    if made.returncode:
        raise Failed("tests/guest/kernels debian failed")
    kernel = made.stdout.strip()
    with open(kernel + "/release", encoding="ascii") as file:
        source = f"{kernel}/lib/modules/{file.read().strip()}"
    release = os.uname().release
    box.mkdir(f"/lib/modules/{release}")
    for name in os.listdir(source):
        if name.startswith("modules."):
            shutil.copy2(f"{source}/{name}", box.path(f"/lib/modules/{release}"))
    box.link(source + "/kernel", f"/lib/modules/{release}/kernel")
    # Debian's tree for amd64 has none for s390: this is vmur's.
    box.write("/etc/modprobe.d/s390.conf", "alias ccw:t2540m*dt*dm* vmur\n")
    subprocess.run([os.path.join(box.build, DEPMAP), "-b", box.dir, release], check=True,
                   stderr=subprocess.DEVNULL)


def loads(box, bus, variables, modules, who, devpath="/devices/x"):
    ended = run_agent(box, bus, event(devpath=devpath, SUBSYSTEM=bus, **variables),
                      "--dry-run")
    expected = "".join(f"load {name}\n" for name in modules)
    got = (ended.status, ended.out.replace("-", "_"), ended.err)
    equal(got, (0, expected.replace("-", "_"), ""), f"{bus}, {who}:")


def case_recorded_events(box):
    """Each finds the modules of Debian that are its drivers, and those only."""
    tree(box)
    for bus, who, variables, modules in RECORDED:
        loads(box, bus, variables, modules, who)
    box.write(ISAPNP + "/id", "CTL7002\nPNPb02f\n")
    for bus in ("pnp", "isapnp"):
        loads(box, bus, {}, ["ns558"], "interface.c", ISAPNP[4:])


def case_scripts_of_a_firewire_disk(box):
    """On add and on remove, from the directory of the old name as well."""
    tree(box)
    box.script("/etc/hotplug/ieee1394/firewire_sbp2", "echo $ACTION >>$trace")
    box.mkdir("/sys/module/firewire_sbp2/parameters")
    disk = dict(RECORDED[2][2], SUBSYSTEM="firewire")
    for action in ("add", "remove"):
        box.forget()
        equal(run_agent(box, "firewire", event(action, **disk)).status, 0)
        equal(box.notes(), ["/etc/hotplug/ieee1394/firewire_sbp2 ", action], action)


def case_pcmcia_by_function(box):
    """A driver for all cards of a kind is let at the card when the others had their turn."""
    card = "/sys/devices/x/allow_func_id_match"
    box.script(box.defines["HP_AGENTDIR"] + "/modprobe")
    serial = dict(RECORDED[9][2], SUBSYSTEM="pcmcia")
    equal(run_agent(box, "pcmcia", event(**serial)).status, 0, "an old kernel:")
    box.write(card, "")
    equal(run_agent(box, "pcmcia", event("remove", **serial)).status, 0)
    with open(box.path(card), encoding="ascii") as file:
        equal(file.read(), "")
    ended = run_agent(box, "pcmcia", event(**serial), "--dry-run")
    equal(ended.out.splitlines()[1:], ["write 1 to /devices/x/allow_func_id_match"])
    equal(run_agent(box, "pcmcia", event(**serial)).status, 0)
    with open(box.path(card), encoding="ascii") as file:
        equal(file.read(), "1")
