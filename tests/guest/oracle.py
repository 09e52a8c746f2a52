# SPDX-License-Identifier: GPL-2.0-or-later
"""Purpose: sets of files under systemd-networkd and under hotplug: what the kernel has by
them, and where that is not the same.

A set is a file of oracle/sets: what stands first are comments and lines "ip ARGUMENTS", which
make the interfaces; without any there is eth0, with a carrier. Then come lines "=== PATH", each
with a file's text behind it. A path is below /etc/systemd/network, or, beginning with run/,
below /run/systemd/network; "PATH -> TARGET" is a link.

What differs, and may, stands in oracle/differences, in the form of differences.py.
"""

import base64
import gzip
import ipaddress
import json
import os
import re
import time

import differences
from differences import HERE, not_occurred, rows
from guest import Failed

SIDES = ("networkd", "ours")
LO = "link set lo up"
CARD = ["link add {0} address 02:00:00:00:01:0{1} type veth peer name far{1} "
        "address 02:00:00:00:02:0{1}", "link set far{1} up"]
# What systemd-networkd or the files want of the kernel, so that nothing is loaded midway.
MODULES = ("bonding bridge 8021q dummy veth ifb macvlan macvtap ipvlan ipvtap vxlan geneve vrf "
           "ipip ip_gre ip6_gre sit ip6_tunnel ip_vti ip6_vti tun wireguard "
           "sch_cake sch_codel sch_drr sch_ets sch_fq sch_fq_pie sch_gred sch_hhf sch_htb "
           "sch_ingress sch_netem sch_pie sch_prio sch_qfq sch_sfb sch_sfq sch_tbf").split()
SETTLE = 60  # seconds until both agree: addresses are probed for, ports of bridges listen
AT_A_TIME = 6  # sets; of more, systemd-networkd gives up waiting for a busy kernel (25 s)
CONF = ("[Hotplug]\nHookTimeoutSec=600\n"
        "ConfigDirectories=/etc/systemd/network /run/systemd/network\n")
# Kind of object that a tool tells, in the order in which oracle/side asks; what it is known by.
TOLD = (("link", ("ifname",)), ("neigh", ("dst", "dev")), ("nexthop", ("id",)),
        ("route", ("type", "dst", "table", "metric", "dev", "gateway")),
        ("rule", ("priority", "src", "dst")),
        ("route", ("type", "dst", "table", "metric", "dev", "gateway")),
        ("rule6", ("priority", "src", "dst")), ("proxy", ("dst", "dev")),
        ("qdisc", ("dev", "parent", "kind")), ("vlan", ("ifname",)),
        ("fdb", ("mac", "ifname", "vlan", "dst", "master")),
        ("mdb", ("dev", "port", "grp", "vid")))
# What cannot be equal: numbers of interfaces, and what changes with time.
DROPPED = {"ifindex", "index", "link_index", "link_netnsid", "hello_timer", "tcn_timer",
           "gc_timer", "topology_change_timer", "hold_timer", "message_age_timer",
           "forward_delay_timer", "refcnt"}
# The order in which ports came to their bridge, and the numbers that the kernel gives
# disciplines.
BY_CHANCE = re.compile(r"link/[^/]*/linkinfo/info_slave_data/(no|id|designated_port)$")
GIVEN_NUMBER = re.compile(r"^8[0-9a-f]{3}:$")


def names(with_netdev):
    """Of the sets that have .netdev files, or of those that have none."""
    every = sorted(os.listdir(os.path.join(HERE, "sets")))
    return [name for name in every
            if with_netdev == any(path.endswith(".netdev") for path in read(name)[1])]


def read(name):
    """A set: what ip(8) does first, and its parts, {path: text}."""
    with open(os.path.join(HERE, "sets", name), encoding="utf-8", newline="") as file:
        head, *parts = re.split(r"^=== ", file.read(), flags=re.MULTILINE)
    lines = [line[3:] for line in head.splitlines() if line.startswith("ip ")]
    return (lines or [line.format("eth0", 0) for line in CARD],
            dict(part.split("\n", 1) for part in parts))


def files(sets):
    """What the guest needs for these sets: {path: text}."""
    with open(os.path.join(HERE, "side"), encoding="utf-8") as file:
        made = {"/oracle/side": file.read(), "/etc/hotplug/hotplug.conf": CONF}
    for name in sets:
        ip, parts = read(name)
        made[f"/oracle/{name}/cards"] = "".join(f"{line}\n" for line in [LO, *ip])
        links = [part.split(" -> ") for part in parts if " -> " in part]
        if links:
            made[f"/oracle/{name}/links"] = "".join(
                f"ln -s {target} /oracle/{name}/etc/{path}\n" for path, target in links)
        made |= {f"/oracle/{name}/" + (path if path.startswith("run/") else f"etc/{path}"): text
                 for path, text in parts.items() if " -> " not in path}
    return made


def check(guest, sets):
    """Some sets at a time, and away with them: what a bond or a bridge does by the clock costs
    the guest time for as long as they are there."""
    guest.sh("echo 2 >/proc/sys/net/core/fb_tunnels_only_for_init_net; "
             f"/sbin/modprobe -a {' '.join(MODULES)}; chmod 666 /dev/net/tun; "
             "cat /oracle/*/links | sh", 300)
    table, lines, occurred = rows("differences"), [], set()
    for at in range(0, len(sets), AT_A_TIME):
        some = sets[at:at + AT_A_TIME]
        configure(guest, some)
        wrong, seen = compare(guest, some, table)
        lines += wrong
        occurred |= seen
        guest.sh(f"umount {' '.join(f'/oracle/{name}/*.net' for name in some)}")
    lines += not_occurred(row for row in table if row not in occurred and row.sets not in sets
                          and any(map(row.is_for, sets)))
    if lines:
        raise Failed("\n".join([f"{len(lines)} differences", *lines]))


def configure(guest, sets):
    """Each set under both, at the same time: for the most of it systemd-networkd waits."""
    guest.sh(f"for set in {' '.join(sets)}; do echo $set networkd $set ours; done | "
             f"xargs -n 2 -P {2 * AT_A_TIME} /oracle/side configure", 900)


def dump(guest, sets):
    """What the kernel has by now, and what was said: {set: [text of networkd, ours]}."""
    text = guest.sh(f"for set in {' '.join(sets)}; do for by in {' '.join(SIDES)}; do "
                    "/oracle/side dump $set $by; echo ===; done; done 2>&1 | gzip | base64", 300)
    texts = gzip.decompress(base64.b64decode(text)).decode().split("===\n")
    return {name: texts[2 * number:2 * number + 2] for number, name in enumerate(sets)}


def judge(name, dumps, table):
    """What differs and stands in no row, or stands in a row of this set and does not differ;
    and the rows that occurred. dumps: what dump() gave of this set."""
    found = differences.differing(*map(told, dumps))
    for side, text in zip(SIDES, dumps):
        found += [(f"{side} said", side, line) for line in text.splitlines()
                  if line.startswith(("left: ", "side: "))]
    wrong, occurred = differences.judge(name, found, table)
    return wrong + not_occurred(row for row in table
                                if row.sets == name and row not in occurred), occurred


def compare(guest, sets, table):
    """Both sides of each set, until they agree: the kernel makes some things in its own time.
    What is wrong then, and the rows that occurred."""
    wrong, occurred = {}, {}
    left, until = sets, None
    while left:
        for name, dumps in dump(guest, left).items():
            wrong[name], occurred[name] = judge(name, dumps, table)
        left = [name for name in left if wrong[name]]
        if until and time.monotonic() > until:
            break
        until = until or time.monotonic() + SETTLE
    return sum(wrong.values(), []), set().union(*occurred.values())


def told(text):
    """What oracle/side printed: {key: value}, keys being KIND/OBJECT/ATTRIBUTE."""
    kernel, sysctls, _ = re.split("^(?:sysctls|said)\n", text, maxsplit=2, flags=re.MULTILINE)
    decoder, found, at = json.JSONDecoder(), {}, 0
    for kind, known_by in TOLD:
        while kernel[at:at + 1].isspace():
            at += 1
        objects, at = decoder.raw_decode(kernel, at)
        for thing in lasting(kind, objects):
            add(found, kind, known_by, thing)
    for line in sysctls.splitlines():
        path, _, value = line.partition(":")
        found["sysctl/" + path.removeprefix("/proc/sys/net/").replace("/conf/", "/")] = value
    return own_addresses(found)


def lasting(kind, objects):
    """Less what bridges learn: each frame that passes may be another entry."""
    if kind == "mdb":
        objects = [entry for bridge in objects for entry in bridge["mdb"]]
    if kind in ("fdb", "mdb"):
        objects = [entry for entry in objects if entry["state"] in ("permanent", "static")]
    return objects


def add(found, kind, known_by, thing):
    for address in thing.pop("addr_info", []):
        add(found, f"addr/{thing['ifname']}", ("local", "prefixlen"), address)
    name = f"{kind}/" + ",".join(str(thing.pop(key, "-")) for key in known_by)
    while name in found:
        name += "+"
    found[name] = "there"
    flatten(found, name, thing)


def flatten(found, name, value):
    if isinstance(value, dict):
        for key in value.keys() - DROPPED:
            flatten(found, f"{name}/{key}", value[key])
    elif isinstance(value, list) and value and isinstance(value[0], dict):
        # The ways of a route, members of a group: their order says nothing.
        for number, item in enumerate(sorted(value, key=json.dumps)):
            flatten(found, f"{name}/{number}", item)
    elif isinstance(value, list):
        found[name] = " ".join(sorted(map(str, value)))
    elif not BY_CHANCE.match(name):
        found[name] = GIVEN_NUMBER.sub("given by the kernel", str(value))


def own_addresses(found):
    """Hardware addresses that neither file nor card gave, and what the kernel makes of them, by
    the interface's name: they are another each time."""
    names_of = {}
    for key, value in found.items():
        name = re.fullmatch(r"link/([^/]*)/(?:perm)?addr(?:ess)?", key)
        numbers = name and hardware_address(value)
        if numbers and bytes(numbers[:3]) not in (b"\0\0\0", b"\2\0\0"):
            words = [(numbers[0] ^ 2) << 8 | numbers[1], numbers[2] << 8 | 0xFF,
                     0xFE00 | numbers[3], numbers[4] << 8 | numbers[5]]
            names_of.setdefault(value, f"mac-of-{name[1]}")
            names_of.setdefault(":".join(f"{word:x}" for word in words), f"eui-of-{name[1]}")
    if not names_of:
        return found
    pattern = re.compile("|".join(map(re.escape, names_of)))
    replaced = lambda text: pattern.sub(lambda match: names_of[match[0]], text)
    return {replaced(key): replaced(value) for key, value in found.items()}


def hardware_address(text):
    """Six bytes, or None. Of a tunnel over IPv6, ip(8) prints them like the begin of such an
    address."""
    if re.fullmatch(r"(..:){5}..", text):
        return [int(part, 16) for part in text.split(":")]
    if text.endswith("::"):
        return list(ipaddress.IPv6Address(text).packed[:6])
    return None
