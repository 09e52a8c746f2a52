# SPDX-License-Identifier: GPL-2.0-or-later
"""Purpose: choose between KVM and emulation.

/dev/kvm may exist and open, and yet hang the guest at its first instruction (nested
hosts). So it counts only after a guest has booted with it; the answer is kept until the
host boots again.
"""

import os
import tempfile

from channel import ChannelError
from guest import Failed, Guest
from host import CACHE, kernel, remove
from machine import base
from qmp import QmpError
from tree import Tree

PROBE_SECONDS = 8


class Probe:
    """The smallest machine that Guest can start."""
    root, machine, memory, cpus, append = "initramfs", "pc", 256, 1, ""
    disks, devices, qemu, counted = (), (), (), False

    def __init__(self, accel, image, initrd):
        self.accel, self.kernel, self.initrd = accel, image, initrd


def choose(wanted):
    """wanted: auto, kvm or tcg. Gives the value for QEMU's -accel."""
    if wanted != "auto":
        return wanted
    if not os.access("/dev/kvm", os.R_OK | os.W_OK):
        return "tcg"
    with open("/proc/sys/kernel/random/boot_id", encoding="ascii") as boot_id:
        memo = os.path.join(CACHE, f"accel-{boot_id.read().strip()}")
    if not os.path.exists(memo):
        answer = "kvm" if boots("kvm", PROBE_SECONDS) else "tcg"
        with open(memo, "w", encoding="ascii") as out:
            out.write(answer)
    with open(memo, encoding="ascii") as answer:
        return answer.read().strip()


def boots(accel, seconds):
    """Whether a guest does, with that accelerator, within that time."""
    initrd = tempfile.mktemp(prefix="probe.")
    try:
        tree = Tree()
        base(tree)
        tree.write(initrd)
        with Guest(Probe(accel, kernel("helper").image, initrd), seconds):
            return True
    except (Failed, ChannelError, QmpError):
        return False
    finally:
        remove(initrd)
