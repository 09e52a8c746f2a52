# SPDX-License-Identifier: GPL-2.0-or-later
"""Purpose: what the cases share whose kernel checks itself: how often each thing is done, and
what is asked of the kernel at the end."""
import time

import netlink
import traffic
from guest import SOAK

DEBUGFS = "/sys/kernel/debug"
KMEMLEAK = f"{DEBUGFS}/kmemleak"


def begin(guest):
    """Nothing is loaded, and nobody called, but by the case."""
    guest.sh(f"mount -t debugfs none {DEBUGFS}; echo >/proc/sys/kernel/modprobe")


def load(guest):
    guest.sh("cd /lib/modules/*/updates; insmod plugbus.ko; insmod plugnet.ko")


def often(guest, what, function, short, full):
    """The full count is for tests/check --soak."""
    count, began = full if SOAK else short, time.monotonic()
    told = function(guest, count)
    traffic.well(guest)
    print(f"{what}: {count} of {full}, {time.monotonic() - began:.0f} s", flush=True)
    if told:
        print(told)


def cycles(kind):
    return lambda guest, count: netlink.cycles(guest, kind, count)


def end(guest):
    """Nothing is lost, held or out of order, and the modules can go."""
    # What may be lost it notes in one scan, and tells in the next; not what is younger
    # than 5 s.
    guest.sh(f"sleep 6; for i in 1 2; do echo scan >{KMEMLEAK} || exit; done", netlink.LONG)
    guest.equal("nothing leaks", guest.sh(f"cat {KMEMLEAK}"), "")
    guest.sh("rmmod plugnet && rmmod plugbus")
    guest.expect("locks are still watched", "grep -q 'debug_locks: *1' /proc/lockdep_stats")
    traffic.well(guest)
