# SPDX-License-Identifier: GPL-2.0-or-later
"""Purpose: a guest with files of one's own: plug a device, see who takes it, look around.
"""

import os

import host
from case import prepare
from channel import ChannelError
from guest import Failed, Guest
from machine import Machine, module_name
from qmp import QmpError

MODELS_OF_CARDS = ("e1000", "e1000e", "rtl8139", "virtio-net-pci", "usb-net", "ne2k_pci",
                   "pcnet", "vmxnet3", "i82559er", "tulip")


def run(options, accelerator):
    """Returns 0 where every module given is loaded at the end, else 1."""
    name = options.kernel or "helper"
    modules = options.modules and os.path.abspath(options.modules)
    copies = {guest: os.path.abspath(path) for path, guest in map(split_file, options.file)}
    made = Machine(options.build, accel=accelerator, kernel=host.kernel(name, modules),
                   copies=copies, extra_modules=options.module)
    seconds = 7 * 24 * 3600 if options.shell else 180
    try:
        with made as machine, Guest(machine, seconds) as guest:
            try:
                return session(guest, options)
            except (Failed, ChannelError, QmpError):
                print(guest.log(), flush=True)
                raise
    except (Failed, ChannelError, QmpError) as why:
        print(f"run: {why}")
        return 1


def split_file(text):
    source, colon, guest = text.partition(":")
    if not colon or not guest.startswith("/") or not os.path.exists(source):
        raise host.HostError(f"--file {text}: HOST:GUEST with an existing HOST, "
                             "and GUEST absolute")
    return source, guest


def session(guest, options):
    helper = guest.status("test -e /proc/sys/kernel/hotplug") == 0
    prepare(guest, "helper" if helper else "hotplugd")
    print("the road:", "/proc/sys/kernel/hotplug" if helper else "hotplugd", flush=True)
    before = set(drivers(guest))
    for text in options.plug:
        plug(guest, text)
    if options.plug:
        print(settled(guest, before), flush=True)
    if options.shell:
        print("A shell in the guest; `exit` ends it.", flush=True)
        guest.console()
    missing = [path for path in options.module
               if guest.status(f"test -e /sys/module/{module_name(path)}")]
    for path in missing:
        print(f"not loaded: {path}")
    if missing:
        print(guest.log())
    return 1 if missing else 0


def plug(guest, text):
    model, *rest = text.split(",")
    properties = dict(pair.split("=", 1) for pair in rest if "=" in pair)
    if model.startswith("usb-") and not guest.has_usb:
        guest.plug("qemu-xhci")
        guest.has_usb = True
    if model in MODELS_OF_CARDS:
        properties.setdefault("network", "10.0.2.0/24")
    print(f"plugged: {text} as {guest.plug(model, **properties)}", flush=True)


def drivers(guest):
    """Lines "BUS DEVICE DRIVER" of every device on a bus."""
    return guest.sh(
        "for d in /sys/bus/*/devices/*; do [ -e \"$d\" ] || continue; "
        "b=${d#/sys/bus/}; l=$(readlink $d/driver); "
        "echo ${b%%/*} ${d##*/} ${l##*/}; done").splitlines()


def settled(guest, before):
    """Waits until two looks in a row give the same, and gives what is new."""
    last = None
    for _ in range(60):
        now = drivers(guest)
        if now == last and set(now) != before:
            break
        last = now
        guest.sh("sleep 0.5")
    new = [line for line in now if line not in before]
    return "new devices (bus, device, driver):\n  " + "\n  ".join(new or ["none"])
