# SPDX-License-Identifier: GPL-2.0-or-later
"""Purpose: the names by which the suite and Debian's udev call every interface of a machine."""

# The drivers of all that QEMU is given; nobody gives a name meanwhile.
DRIVERS = "e1000 e1000e 8139cp virtio_net xhci_pci ehci_pci cdc_ether rndis_host usbnet"
POLICIES = ("onboard", "slot", "path", "mac")
# What NamePolicy=$2 calls $1, and what udev has for it, each ended by a '|'.
NAMES = """#!/bin/sh
mkdir -p /etc/hotplug.d/net
printf '[Match]\\nOriginalName=%s\\n[Link]\\nNamePolicy=%s\\n' $1 $2 >/etc/hotplug.d/net/a.link
INTERFACE=$1 ACTION=add hotplug --dry-run net | sed -n "s/^$1: name //p" | tr '\\n' '|'
udevadm test-builtin net_id /sys/class/net/$1 2>/dev/null |
	sed -n "s/^ID_NET_NAME_$(echo $2 | tr a-z A-Z)=//p" | tr '\\n' '|'
"""
FILES = {"/names.sh": NAMES}


def compare(guest, count, known):
    """Of that many interfaces; known are some of the names that have to be among them."""
    guest.sh(f"modprobe -a {DRIVERS}", 180)
    guest.wait(f"{count} interfaces",
               f"test $(ls -d /sys/class/net/*/device | wc -l) = {count}", 300)
    names = guest.sh("cd /sys/class/net && ls -d */device").split()
    found = set()
    for name in sorted(entry.split("/")[0] for entry in names):
        line = []
        for policy in POLICIES:
            both = guest.sh(f"/names.sh {name} {policy}", 60).split("|")[:-1]
            guest.equal(f"{policy} of {name}: what both call it", both[:1] * 2, both)
            line += both[:1] or ["-"]
        print(f"{name:8}", *line)
        found.update(line)
    guest.equal("names that are missing", set(known) - found, set())
