# SPDX-License-Identifier: GPL-2.0-or-later
"""Purpose: loads that wait for their firmware, in every slot at once."""

TEST = "/sys/devices/virtual/misc/test_firmware"
FALLBACK = "/proc/sys/kernel/firmware_config/force_sysfs_fallback"
SLOTS = 2
FILES = {
    "/etc/hotplug/hotplug.conf": f"[Hotplug]\nDrainers={SLOTS}\n",
    # The kernel does not look here itself: it has to ask, and a helper has to answer.
    "/etc/hotplug/firmware/hotplug-test.bin": "some firmware\n",
    # Stands for a driver whose load waits for its firmware.
    "/etc/hotplug.d/mem/load.hotplug":
        "#!/bin/sh\nread began idle </proc/uptime\n"
        f"printf hotplug-test.bin >{TEST}/trigger_request || exit\n"
        "read ended idle </proc/uptime\necho $began $ended >>/run/loaded\n",
}
# Without an answer the kernel gives up after 60 s. An emulated machine may be slow.
SECONDS = 30


def all_slots_wait(guest):
    """An event for each of several devices, whose handling all waits for firmware."""
    guest.sh("/usr/lib/hotplug/modprobe test_firmware")
    guest.sh(f"echo 1 >{FALLBACK}")
    devices = int(guest.sh("ls -d /sys/class/mem/*/uevent | wc -l"))
    guest.equal("devices enough to fill every slot", devices > SLOTS, True)
    began = uptime(guest)
    guest.sh("for u in /sys/class/mem/*/uevent; do echo add >$u; done")
    guest.wait("every load got its firmware",
               f"test $(wc -l </run/loaded) -eq {devices}", SECONDS)
    guest.expect("the kernel took it", "dmesg | grep -q 'test_firmware: loaded: 14'")
    loads = [line.split() for line in guest.sh("cat /run/loaded").splitlines()]
    slowest = max(float(ended) - float(begun) for begun, ended in loads)
    print(f"{devices} loads that wait for firmware, in {SLOTS} slots: done within "
          f"{uptime(guest) - began:.1f} s, the slowest one took {slowest:.2f} s")


def uptime(guest):
    return float(guest.sh("cat /proc/uptime").split()[0])
