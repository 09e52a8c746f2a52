# SPDX-License-Identifier: GPL-2.0-or-later
"""Purpose: what a plugnet over others has below it, sends, and waits for."""
import traffic

KIND = "type plugnet"


def members(guest, name="over"):
    """Their states by their names."""
    lines = traffic.proc(guest, name, "member").splitlines()
    return {line.split(",")[0]: line.split(", ", 2)[2] for line in lines}


def state(guest, what, wanted, name="over"):
    """Soon, its members are in these states."""
    lines = "\n".join(f"{member} {how}" for member, how in wanted.items())
    guest.wait(what, f"test \"$(sed -n 's/^member: \\([^,]*\\), [^,]*, /\\1 /p' "
               f"/proc/net/plugnet/{name})\" = '{lines}' || "
               f"{{ cat /proc/net/plugnet/{name}; false; }}", 60)


def sent(guest, name):
    return int(guest.sh(f"cat /sys/class/net/{name}/statistics/tx_packets"))


def sends_more(guest, name, than, more):
    guest.wait(f"{name} sends", f"[ $(cat /sys/class/net/{name}/statistics/tx_packets) "
               f"-ge {than + more} ]", 60)


def carrier(guest, name="over"):
    guest.wait(f"carrier of {name}", f"grep -q 1 /sys/class/net/{name}/carrier", 60)
