# SPDX-License-Identifier: GPL-2.0-or-later
"""Purpose: messages to plugbus and plugnet that are nearly right: the program netlink/fuzz, in
the guest of a case that has it along by `copies = traffic.COPIES | netlink.COPIES`."""
import os

import traffic
from host import HERE
from traffic import MODPROBE

AT = "/usr/lib/netlink"
COPIES = {AT: os.path.join(HERE, "netlink")}


def fuzz(guest, count, seed=1):
    """Gives what was taken and what was refused of the last thousand. All that was made is
    gone after it."""
    for first in range(0, count, 1000):
        told = guest.sh(f"perl {AT}/fuzz {min(1000, count - first)} {seed + first}", 3600)
        # A handler that was asked to be deaf.
        traffic.well(guest, "nobody cared")
        guest.sh("dmesg -c >/dev/null")
    guest.sh("for p in /sys/bus/plugbus/devices/port*; do [ ! -e $p ] || "
             f"hotplugctl port del ${{p##*/}}; done; rmmod plugnet; {MODPROBE} plugnet", 600)
    return told
