# SPDX-License-Identifier: GPL-2.0-or-later
"""Purpose: loads that wait for their firmware, in every slot at once."""

TEST = "/sys/devices/virtual/misc/test_firmware"
FALLBACK = "/proc/sys/kernel/firmware_config/force_sysfs_fallback"
FILES = {
    # The kernel does not look here itself: it has to ask, and a helper has to answer.
    "/etc/hotplug/firmware/hotplug-test.bin": "some firmware\n",
    # Stands for a driver whose load waits for its firmware.
    "/etc/hotplug.d/mem/load.hotplug":
        f"#!/bin/sh\nprintf hotplug-test.bin >{TEST}/trigger_request && "
        "echo $SEQNUM >>/run/loaded\n",
}
# Without an answer the kernel gives up after 60 s. Emulated, a load takes some tenths.
SECONDS = 10


def all_slots_wait(guest):
    """An event for each of several devices, whose handling all waits for firmware."""
    guest.sh("/usr/lib/hotplug/modprobe test_firmware")
    guest.sh(f"echo 1 >{FALLBACK}")
    devices = int(guest.sh("ls -d /sys/class/mem/*/uevent | wc -l"))
    guest.equal("devices enough to fill every slot", devices >= 5, True)
    guest.sh("for u in /sys/class/mem/*/uevent; do echo add >$u; done")
    guest.wait("every load got its firmware",
               f"test $(wc -l </run/loaded) -eq {devices}", SECONDS)
    guest.expect("the kernel took it", "dmesg | grep -q 'test_firmware: loaded: 14'")
