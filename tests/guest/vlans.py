# SPDX-License-Identifier: GPL-2.0-or-later
"""Purpose: a thousand VLANs over one interface, beside `ip -batch` that makes the same ones.
For cases whose files have those of coldplug.py."""

import os
import re
import statistics

from guest import SOAK
from tree import libraries

COUNT = 1000
ROUNDS = 3 if SOAK else 1
FILES = {
    # As files, and as lines for ip.
    "/vlans.sh": "#!/bin/sh\nmkdir -p /etc/hotplug.d/net\n"
                 "printf '[Match]\\nName=card0\\n[Network]\\n' >/etc/hotplug.d/net/a.network\n"
                 f"i=1\nwhile [ $i -le {COUNT} ]; do\n"
                 "echo VLAN=v$i >>/etc/hotplug.d/net/a.network\n"
                 "printf '[NetDev]\\nName=v%d\\nKind=vlan\\n[VLAN]\\nId=%d\\n' $i $i "
                 ">/etc/hotplug.d/net/v$i.netdev\n"
                 "echo link add v$i link card0 type vlan id $i >>/run/batch\n"
                 "i=$((i + 1))\ndone\n",
}
# With its own libraries.
STRACE = "/usr/bin/strace"
COPIES = {f"/strace/{os.path.basename(path)}": path for path in (STRACE, *libraries(STRACE))}
TRACE = "/strace/ld-linux-x86-64.so.2 --library-path /strace /strace/strace"
APPLY = "hotplugctl net apply card0"


def timed(guest, command):
    """Its CPU time in ms, inside and outside the kernel."""
    status = guest.sh(f"/time.sh {command}", 240).split()[1]
    guest.equal(f"status of {command}", status, "0")
    guest.equal(f"VLANs by {command}",
                int(guest.sh("ls -d /sys/class/net/v* | wc -l")), COUNT)
    return sum(1000 * float(seconds) for seconds in guest.sh("cat /run/times").split())


def changes_nothing(guest):
    """Whoever asks only, sends no RTM_NEW..., RTM_DEL... or RTM_SET...."""
    guest.sh(f"{TRACE} -f -v -qq -o /run/trace -e trace=sendto,sendmsg {APPLY}", 120)
    sent = guest.sh("cat /run/trace")
    guest.equal("messages that change something", re.findall(r"RTM_(?:NEW|DEL|SET)\w+", sent),
                [])
    guest.equal("it asked, and few times", 0 < sent.count("RTM_GET") < 20, True)


def fresh(guest):
    """A card0 that has none: with their lower interface all go at once."""
    guest.sh("ip link del card0 2>/dev/null; ip link add card0 type dummy", 120)


def compare(guest):
    guest.sh("modprobe -a dummy 8021q; /vlans.sh", 120)
    times = {"ip": [], "first": [], "second": []}
    for _ in range(ROUNDS):
        fresh(guest)
        times["ip"].append(timed(guest, "ip -batch /run/batch"))
        fresh(guest)
        times["first"].append(timed(guest, APPLY))
        times["second"].append(timed(guest, APPLY))
    changes_nothing(guest)
    guest.sh("ip link del card0; rm -r /etc/hotplug.d/net", 120)
    ip, first, second = (statistics.median(of) for of in times.values())
    print(f"{COUNT} VLANs, ms of CPU time: {times}; {first / ip:.2f} of ip -batch, the second apply "
          f"{second / first:.2f} of the first")
    if guest.counted:
        guest.equal("at most 1.5 of ip -batch", first <= 1.5 * ip, True)
        guest.equal("the second at most 0.3 of the first", second <= 0.3 * first, True)
