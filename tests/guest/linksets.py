# SPDX-License-Identifier: GPL-2.0-or-later
"""Purpose: sets of .link files under systemd-udevd and under hotplug: what the interfaces are by
them, and where that is not the same.

A set is a file of oracle/link-sets. What it is about stands in the first line. Then come steps: "ip
ARGUMENTS" makes an interface, "card DRIVER" brings that of a card to be; "settle" waits until they
are handled, as is done in the end; "add NAME" does that and sends the interface's event again; "ask
OPTIONS" names what ethtool(8) is asked, modes and speed being none. Then come lines "=== PATH",
each with a file's text behind it. A path is below /etc/systemd/network, or, beginning with run/ or
lib/, below /run/systemd/network or /usr/lib/systemd/network; "PATH -> TARGET" is a link.

What differs, and may, stands in oracle/link-differences, in the form of differences.py.
"""

import base64
import gzip
import itertools
import json
import os
import re

import differences
from differences import HERE, not_occurred, rows
from guest import Failed

SIDES = ("udevd", "ours")
APPEND = "linkset.word=seven linkset.alone"
DEVICES = ("e1000,addr=0x10,mac=52:54:00:00:00:10,romfile=",
           "e1000e,addr=0x11,mac=52:54:00:00:00:11,romfile=",
           "virtio-net-pci,addr=0x12,mac=52:54:00:00:00:12,acpi-index=7,mq=on,vectors=10,romfile=",
           "qemu-xhci,id=usb,addr=0x14", "usb-net,bus=usb.0,port=1,mac=52:54:00:00:00:14")
# The one of USB last: the others are there when it finds its card.
DRIVERS = "e1000 e1000e virtio_net cdc_subset cdc_ether xhci_pci"
# So that nothing is loaded midway, and none of them makes an interface by itself.
KINDS = "dummy veth bridge 8021q bonding vxlan wireguard macvlan vrf tun"
PLACES = {"run": "/run", "lib": "/usr/lib"}
NETWORK = "systemd/network"
FILES = {
    "/etc/machine-id": "0123456789abcdef0123456789abcdef\n",
    "/etc/hostname": "linkhost\n",
    "/etc/modprobe.d/bonding.conf": "options bonding max_bonds=0\n",
    "/etc/hotplug/hotplug.conf":
        f"[Hotplug]\nConfigDirectories=/etc/{NETWORK} /run/{NETWORK} /usr/lib/{NETWORK}\n",
}
# By each policy one, so that it is seen that udevd was there.
NAMED = {"eno7", "enp0s16", "ens17", "enx525400000014"}
# Numbers of interfaces.
DROPPED = {"ifindex", "link_index"}
# What hangs on how far cards have negotiated.
NEGOTIATED = ("Speed", "Duplex", "MDI-X", "Link ")


def names():
    return sorted(os.listdir(os.path.join(HERE, "link-sets")))


def read(name):
    """A set: its steps, and its parts, {path: text}."""
    with open(os.path.join(HERE, "link-sets", name), encoding="utf-8", newline="") as file:
        head, *parts = re.split(r"^=== ", file.read(), flags=re.MULTILINE)
    return head.splitlines()[1:], dict(part.split("\n", 1) for part in parts)


def files(sets):
    """What the guest needs for these sets: {path: text}."""
    with open(os.path.join(HERE, "link-side"), encoding="utf-8") as file:
        made = {"/oracle/link-side": file.read(), **FILES}
    for name in sets:
        steps, parts = read(name)
        links = [part.split(" -> ") for part in parts if " -> " in part]
        made[f"/oracle/{name}/steps"] = script(steps, links)
        made |= {f"/oracle/{name}/root{place(path)}": text
                 for path, text in parts.items() if " -> " not in path}
    return made


def place(path):
    tier, _, below = path.partition("/")
    return f"{PLACES[tier]}/{NETWORK}/{below}" if tier in PLACES else f"/etc/{NETWORK}/{path}"


def script(steps, links):
    """The steps of a set in the words of oracle/link-side."""
    lines = [f"mkdir -p $(dirname {place(path)}); ln -s {target} {place(path)}"
             for path, target in links] + ["renew"]
    asked, cards = "", []
    for word, group in itertools.groupby(steps, lambda step: step.split(" ", 1)[0]):
        words = [step.partition(" ")[2] for step in group]
        if word == "ip":
            lines += ["/bin/ip -b - <<X", *words, "X"]
        elif word == "card":
            cards += words
            lines += [f"card {card} bind" for card in words]
        elif word == "add":
            lines += [f"settle; echo add >/sys/class/net/{name}/uevent" for name in words]
        elif word == "ask":
            asked = words[0]
        elif word == "settle":
            lines.append("settle")
        else:
            raise Failed(f"{word}: no step of a set")
    lines += ["settle", f"tell '{asked}'", *(f"card {card} unbind" for card in cards), ""]
    return "\n".join(lines)


def told(text):
    """What oracle/link-side wrote: {set: {key: value}}."""
    found = {}
    for part in text.split("##### ")[1:]:
        name, _, said = part.partition("\n")
        found[name] = keys = {}
        first, *answers = re.split(r"^=== (.*)\n", said, flags=re.MULTILINE)
        if first:
            keys["said"] = first
        for question, answer in zip(answers[::2], answers[1::2]):
            add(keys, question, answer)
    return found


def add(keys, question, answer):
    """An answer of ip(8), or of ethtool(8) to an option, about an interface."""
    option, _, name = question.partition(" ")
    if option == "ip":
        for link in json.JSONDecoder().raw_decode(answer)[0]:
            keys[link["ifname"]] = "there"
            flatten(keys, link.pop("ifname"), link)
    else:
        add_lines(keys, f"{name}/{option}", answer)


def add_lines(keys, key, answer):
    """Lines "NAME: VALUE", and such as go on with the value before."""
    at = key
    for line in answer.splitlines():
        name, colon, value = line.strip().partition(":")
        if key.endswith("/modes") and name.startswith(NEGOTIATED):
            continue
        if colon:
            at = f"{key}/{name}"
        keys[at] = f"{keys.get(at, '')} {value if colon else name}".strip()


def flatten(keys, key, value):
    if isinstance(value, dict):
        for name in value.keys() - DROPPED:
            flatten(keys, f"{key}/{name}", value[name])
    else:
        keys[key] = " ".join(sorted(map(str, value))) if isinstance(value, list) else str(value)


def prepare(guest):
    guest.sh(f"hostname linkhost; /sbin/modprobe -a {DRIVERS} {KINDS}", 180)
    guest.wait("the cards", "test $(ls -d /sys/class/net/*/device | wc -l) = 4", 300)
    guest.sh("/oracle/link-side cards", 120)


def dump(guest, sets, side):
    guest.sh(f"/oracle/link-side {side} {' '.join(sets)}", 1200)
    return told(gzip.decompress(base64.b64decode(
        guest.sh(f"gzip </oracle/{side} | base64", 120))).decode(errors="backslashreplace"))


def compare(guest, sets):
    """Each set under both; the guest has every interface and event to itself."""
    prepare(guest)
    theirs, ours = (dump(guest, sets, side) for side in SIDES)
    guest.equal("names that udevd gave", NAMED - theirs["policy-each"].keys(), set())
    table, lines, occurred = rows("link-differences"), [], set()
    for name in sets:
        lines += [f"{name}: {side} said {keys.pop('said')}"
                  for side, keys in zip(SIDES, (theirs[name], ours[name])) if "said" in keys]
        found = differences.differing(theirs[name], ours[name])
        wrong, seen = differences.judge(name, found, table)
        lines += wrong
        occurred |= seen
    lines += not_occurred(row for row in table if row not in occurred)
    if lines:
        raise Failed("\n".join([f"{len(lines)} differences", *lines]))
