# SPDX-License-Identifier: GPL-2.0-or-later
"""Purpose: a DHCP client in a guest that net.agent has started, and that outlives who did."""

RECORDS = "/run/hotplug/net/*.dhcp4"
PID = f"$(cut -d ' ' -f 1 {RECORDS})"


def install(guest):
    """udhcpc is the first that net.agent looks for."""
    guest.sh("ln -s /bin/busybox /usr/sbin/udhcpc")


def client(guest, name):
    """Its process, once it runs for the one interface that has such a client."""
    guest.wait(f"a DHCP client runs for {name}",
               f"tr '\\0' ' ' </proc/{PID}/cmdline | grep -q '^udhcpc .* -i {name} '", 300)
    return guest.sh(f"echo {PID}")


def ended(guest, pid):
    guest.wait("the client has ended", f"! kill -0 {pid}", 180)
    guest.wait("nothing is left of it", f"! cat {RECORDS}", 60)
