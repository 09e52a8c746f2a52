# SPDX-License-Identifier: GPL-2.0-or-later
"""Purpose: what plugbus and plugnet are asked by netlink, again and again: the programs of
netlink/, in the guest of a case that has them along by `copies = traffic.COPIES |
netlink.COPIES`."""
import os

import traffic
from host import HERE
from traffic import MODPROBE

AT = "/usr/lib/netlink"
COPIES = {AT: os.path.join(HERE, "netlink")}
LONG = 36000  # seconds: the limit of the case is nearer


def fuzz(guest, count, seed=1):
    """Gives what was taken and what was refused of the last thousand. All that was made is
    gone after it."""
    for first in range(0, count, 1000):
        told = guest.sh(f"perl {AT}/fuzz {min(1000, count - first)} {seed + first}", LONG)
        # A handler that was asked to be deaf.
        traffic.well(guest, "nobody cared")
        guest.sh("dmesg -c >/dev/null")
    guest.sh("for p in /sys/bus/plugbus/devices/port*; do [ ! -e $p ] || "
             f"hotplugctl port del ${{p##*/}}; done; rmmod plugnet; {MODPROBE} plugnet", 600)
    return told


def cycles(guest, kind, count):
    """Devices, or what has them, come and go; see the program."""
    guest.sh(f"perl {AT}/cycles {kind} {count}", LONG)


def failing(guest, percent):
    """So many of the allocations of every command fail, each of them by itself."""
    guest.sh("for f in failslab fail_page_alloc; do cd /sys/kernel/debug/$f && "
             "echo N >ignore-gfp-wait && echo 0 >verbose; done && echo 0 >min-order")
    told = guest.sh(f"perl {AT}/failing {100 // percent}", LONG)
    # What the program says of moves.
    traffic.well(guest, " __dev_change_net_namespace")
    guest.sh("dmesg -c >/dev/null")
    return told
