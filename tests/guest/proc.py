# SPDX-License-Identifier: GPL-2.0-or-later
"""Purpose: what `hotplugctl proc` says of bonds, VLANs, wireless interfaces and cards, beside
what the kernel's own files and ip(8) say. For cases whose guest has mac80211_hwsim's module."""

import json

# Who plays the access point, and who joins it.
PACKAGES = ("hostapd", "iw", "libssl3")
FILES = {"/etc/ap.conf": "interface=wlan1\ndriver=nl80211\nssid=guest\nhw_mode=g\nchannel=1\n"}


def proc(guest, *words):
    return json.loads(guest.sh(" ".join(("hotplugctl proc --json", *words))))


def virtual(guest):
    """A bond bond0 with the members m0 and m1, and the VLAN v5 over it."""
    rows = proc(guest, "bonding")["bonding"]
    bond = next(row for row in rows if row["bond"] == "bond0" and "member" not in row)
    guest.equal("the bond", [bond.get(key) for key in (
        "bonding_mode", "mii_polling_interval_ms", "up_delay_ms", "down_delay_ms")],
        ["fault-tolerance (active-backup)", 100, 200, 300])
    guest.equal("its members", {row["member"] for row in rows
                                if row["bond"] == "bond0" and "member" in row}, {"m0", "m1"})
    of_member = proc(guest, "m1")["bonding"]
    guest.equal("what is said of a member", [(row["bond"], row["member"]) for row in of_member],
                [("bond0", "m1")])
    vlan = proc(guest, "v5")["vlan"][0]
    guest.equal("the VLAN", [vlan.get(key) for key in ("device", "id", "on", "reorder_hdr",
                                                       "egress_priorities")],
                ["v5", 5, "bond0", True, "3:3 4:2"])
    guest.equal("VLANs over the bond", {row["device"] for row in proc(guest, "bond0")["vlan"]},
                {"v5", "v6"})


def wireless(guest):
    """A station that has joined a network is in /proc/net/wireless."""
    guest.expect("no wireless interface, and that is no failure",
                 "hotplugctl proc wireless | grep -q '^wireless: '")
    guest.sh("/usr/lib/hotplug/modprobe mac80211_hwsim", 60)
    guest.wait("two radios", "test -e /sys/class/net/wlan0 && test -e /sys/class/net/wlan1")
    guest.sh("hotplugctl settle; hostapd -B /etc/ap.conf >/tmp/ap 2>&1 || { cat /tmp/ap; false; }",
             60)
    guest.sh("/usr/bin/ip link set wlan0 up")
    raw, whole, found = while_joined(guest)
    quality = [int(word) for word in raw.replace(".", " ").split()[1:4]]
    guest.equal("the wireless interfaces", [row["device"] for row in whole], ["wlan0"])
    guest.equal("its quality", [whole[0][key] for key in ("link", "level", "noise")], quality)
    guest.equal("the level is below zero", quality[1] < 0, True)
    guest.equal("the same of the interface", found["wireless"], whole)
    types = {row["parameter"]: (row["type"], row["permission"]) for row in found["params"]}
    guest.equal("parameters of the driver", (types["radios"], types["paged_rx"]),
                (("int", "0444"), ("bool", "0644")))


def while_joined(guest):
    """What the kernel's file and hotplugctl say. A station that hears no beacon for a while, on
    a busy machine, has left again: then once more."""
    read = "sed -n 's/^ *wlan0: //p' /proc/net/wireless"
    for _ in range(20):
        guest.wait("wlan0 has joined", f"{read} | grep . || "
                   "{ iw dev wlan0 connect guest; false; }")
        raw = guest.sh(read)
        told = proc(guest, "wireless")["wireless"], proc(guest, "wlan0")
        if raw and guest.sh(read) == raw:
            break
    return raw, *told


def card(guest, name, driver, other):
    """A card of PCI that shares its line with another one, both up."""
    found = proc(guest, name)
    irq = int(guest.sh(f"cat /sys/class/net/{name}/device/irq"))
    where = guest.sh(f"basename $(readlink -f /sys/class/net/{name}/device)").strip()
    guest.equal("the interface", [found["interface"][0][key] for key in ("device", "driver")],
                [where, driver])
    line = found["interrupts"][0]
    guest.equal("its lines", [row["irq"] for row in found["interrupts"]], [irq])
    guest.equal("who shares it", {name, other} <= set(line["actions"]) or line, True)
    guest.equal("where it may go", line["affinity"],
                guest.sh(f"cat /proc/irq/{irq}/smp_affinity_list").strip())
    for section, file in (("ioports", "/proc/ioports"), ("iomem", "/proc/iomem")):
        got = [(f"{row['start']:04x}-{row['end']:04x}", row["name"]) for row in found[section]]
        guest.equal(f"{section} of {name}: {got}", {name for _, name in got}, {where, driver})
        for addresses, what in got:
            guest.expect(f"{what} has {addresses}",
                         f"grep -qE '^ *0*{addresses.replace('-', '-0*')} : {what}$' {file}")
    guest.equal("its queues", [row["queue"] for row in found["queues"]], ["rx-0", "tx-0"])
    parameter = next(row for row in found["params"] if row["parameter"] == "copybreak")
    guest.equal("a parameter", [parameter[key] for key in ("value", "permission", "type")],
                ["256", "0644", "uint"])
