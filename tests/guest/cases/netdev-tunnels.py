"""Tunnels, WireGuard, macsec, batman-adv, vxlan, geneve, vrf, ipvlan, an equalizer: made by
files, traffic passes to a far end by ip. Plans with them that fail at any step leave what was
before."""
import json

import qdisc

kernel = "debian"
road = "hotplugd"
copies = {"/usr/bin/ip": "/bin/ip",  # busybox has no `ip -j -d`
          "/usr/sbin/ip": "/bin/ip", **qdisc.COPIES}
built = {"/test_netsteps": "tests/unit/test_netsteps"}
# Plans of that test, for which the host's kernel may lack the parts.
PLANS = "'member' 'bond, VLANs, bridge' 'tunnels' 'equalizer'"
seconds = 2400
IP = "/usr/bin/ip"
NET = "/etc/hotplug.d/net"
ENDS4 = "Local=10.9.0.1\nRemote=10.9.0.2\n"
ENDS6 = "Local=fd09::1\nRemote=fd09::2\n"
FAR4, FAR6 = "local 10.9.0.2 remote 10.9.0.1", "local fd09::2 remote fd09::1"
# Each: what the file says, what the far end is told, what ip says of ours.
TUNNELS = {
    "t-ipip": ("ipip", f"[Tunnel]\n{ENDS4}TTL=33\nDiscoverPathMTU=yes\n", FAR4,
               {"local": "10.9.0.1", "remote": "10.9.0.2", "ttl": 33, "pmtudisc": True}),
    "t-gre": ("gre", f"[Tunnel]\n{ENDS4}Key=7\nSerializeTunneledPackets=yes\nTTL=5\n",
              f"{FAR4} key 7 seq", {"ikey": "0.0.0.7", "okey": "0.0.0.7", "iseq": True,
                                    "oseq": True, "ttl": 5}),
    "t-fou": ("gre", f"[Tunnel]\n{ENDS4}Key=8\nFooOverUDP=yes\nFOUDestinationPort=5556\n",
              f"{FAR4} key 8 encap fou encap-sport auto encap-dport 5556",
              {"ikey": "0.0.0.8"}),
    "t-gretap": ("gretap", f"[Tunnel]\n{ENDS4}InputKey=1\nOutputKey=2\n",
                 f"{FAR4} ikey 2 okey 1", {"ikey": "0.0.0.1", "okey": "0.0.0.2"}),
    "t-ip6tnl": ("ip6tnl", f"[Tunnel]\n{ENDS6}Mode=ipip6\nEncapsulationLimit=none\nTTL=44\n",
                 f"{FAR6} mode ipip6", {"proto": "ipip6", "ttl": 44,
                                        "ip6_tnl_f_ign_encap_limit": True}),
    "t-ip6gre": ("ip6gre", f"[Tunnel]\n{ENDS6}Key=9\n", f"{FAR6} key 9",
                 {"local": "fd09::1", "remote": "fd09::2", "ikey": "0.0.0.9"}),
    "t-ip6gret": ("ip6gretap", f"[Tunnel]\n{ENDS6}", FAR6, {"remote": "fd09::2"}),
    "t-vxlan": ("vxlan", f"[VXLAN]\nVNI=77\n{ENDS4}DestinationPort=4789\n",
                f"id 77 dstport 4789 {FAR4}", {"id": 77, "port": 4789}),
    "t-geneve": ("geneve", "[GENEVE]\nId=78\nRemote=10.9.0.2\n", "id 78 remote 10.9.0.1",
                 {"id": 78, "remote": "10.9.0.2"}),
}
# Without a far end: what IPsec does for the first two is not ours.
OTHERS = {
    "t-vti": ("vti", f"[Tunnel]\n{ENDS4}Key=7\n", {"ikey": "0.0.0.7", "okey": "0.0.0.7"}),
    "t-vti6": ("vti6", f"[Tunnel]\n{ENDS6}Key=8\n", {"ikey": "0.0.0.8", "okey": "0.0.0.8"}),
    "t-sit": ("sit", "[Tunnel]\nLocal=10.9.0.1\nISATAP=yes\nTTL=6\n",
              {"local": "10.9.0.1", "isatap": True, "ttl": 6}),
    "vrf0": ("vrf", "[VRF]\nTable=1000\n", {"table": 1000}),
    "t-6rd": ("sit", "[Tunnel]\nIPv6RapidDeploymentPrefix=2001:db8::/32\n"
              "FooOverUDP=yes\nFOUDestinationPort=5555\n",
              {"encap": {"type": "fou", "sport": 0, "dport": 5555, "csum": False,
                         "csum6": False, "remcsum": False}}),
    "t-erspan": ("erspan", f"[Tunnel]\n{ENDS4}Key=7\nSerializeTunneledPackets=yes\n"
                 "ERSPANVersion=2\nERSPANDirection=egress\nERSPANHardwareId=5\n",
                 {"erspan_ver": 2, "erspan_dir": "egress", "erspan_hwid": "0x5"}),
    "x0": ("xfrm", "[Xfrm]\nInterfaceId=0x20\n", {"if_id": "0x20"}),
    "ipv0": ("ipvlan", "[IPVLAN]\nMode=L3\nFlags=private\n", {"mode": "l3", "private": True}),
}
# Made at boot, over nothing or over lo.
ALONE = {
    "a-ipip": ("ipip", "[Tunnel]\nLocal=10.9.0.1\nAssignToLoopback=yes\n", {}),
    "a-gre": ("gre", "[Tunnel]\nExternal=yes\n", {"external": True}),
    "a-x": ("xfrm", "[Xfrm]\nInterfaceId=33\nIndependent=yes\n", {"if_id": "0x21"}),
    "a-nlmon": ("nlmon", "", {}),
    "a-vcan": ("vcan", "", {}),
    "a-vxcan": ("vxcan", "[VXCAN]\nPeer=a-vxcan2\n", {}),
}
# Private, public.
KEYS = [("AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA=",
         "B6N8vBQgk8i3VdwbEOhstCY3StFqqFPtC9/AsrhtHHw="),
        ("ISIjJCUmJygpKissLS4vMDEyMzQ1Njc4OTo7PD0+P0A=",
         "WGmv9FBUlzLLqu1eXfmzCm2jHLDldCutWtShp2jxpns=")]
SHARED = "BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc="


def wireguard(own, other, secret, shared):
    return (f"[NetDev]\nName=wg{own}\nKind=wireguard\n[WireGuard]\n{secret}\n"
            f"ListenPort=5000{own}\nRouteTable=90\nRouteMetric=7\n"
            f"[WireGuardPeer]\nPublicKey={KEYS[other][1]}\n{shared}\n"
            f"Endpoint=127.0.0.1:5000{other}\nAllowedIPs=10.2.0.0/16, fd02::/64\n")


# Ours sends with the second of its associations, whose key stands in a file.
SECRETS = ["000102030405060708090a0b0c0d0e0f", "101112131415161718191a1b1c1d1e1f",
           "202122232425262728292a2b2c2d2e2f"]
MACS = ["02:00:00:00:05:01", "02:00:00:00:05:02"]
MACSEC = f"""[NetDev]
Name=ms0
Kind=macsec
[MACsec]
Port=3
Encrypt=yes
[MACsecTransmitAssociation]
PacketNumber=9
KeyId=0a
Key={SECRETS[0]}
[MACsecTransmitAssociation]
PacketNumber=1
KeyId=0b
KeyFile=/etc/ms.key
UseForEncoding=yes
[MACsecReceiveAssociation]
Port=7
MACAddress={MACS[1]}
PacketNumber=1
KeyId=0c
Key={SECRETS[2]}
Activate=yes
"""


LATE = [name for name in TUNNELS if name not in ("t-vxlan", "t-geneve")]
KINDS = {**{name: row[:2] for name, row in TUNNELS.items()},
         **{name: row[:2] for name, row in (OTHERS | ALONE).items()}}
files = {
    # The agent of under0 has fourteen modules to load, which takes long by emulation.
    "/etc/hotplug/hotplug.conf": "[Hotplug]\nHookTimeoutSec=600\n",
    **{f"{NET}/10-{name}.netdev": f"[NetDev]\nName={name}\nKind={kind}\n{text}"
       for name, (kind, text) in KINDS.items()},
    f"{NET}/20-under.network":
        "[Match]\nName=under0\n[Network]\nAddress=10.9.0.1/24\nAddress=fd09::1/64\n"
        "VXLAN=t-vxlan\n" + "".join(
            f"Tunnel={name}\n" for name in LATE + ["t-vti", "t-vti6", "t-sit", "t-6rd", "t-erspan"])
        + "Xfrm=x0\n",
    f"{NET}/20-card.network": "[Match]\nName=card0\n[Network]\nVRF=vrf0\nIPVLAN=ipv0\n",
    f"{NET}/20-up.network": "[Match]\nName=up0\n[Network]\nAddress=fd0a::1/64\n"
                            "[Route]\nDestination=10.3.0.0/16\n",
    f"{NET}/10-wg0.netdev": wireguard(0, 1, "PrivateKeyFile=/etc/wg.key",
                                     f"PresharedKey={SHARED}"),
    f"{NET}/10-wg1.netdev": wireguard(1, 0, f"PrivateKey={KEYS[1][0]}",
                                     "PresharedKeyFile=/etc/shared.key"),
    f"{NET}/20-wg.network": "[Match]\nName=wg0\n[Network]\nAddress=10.2.0.1/24\n",
    f"{NET}/10-ms0.netdev": MACSEC,
    f"{NET}/20-sec.network": "[Match]\nName=sec0\n[Network]\nMACsec=ms0\n",
    f"{NET}/20-ms.network": "[Match]\nName=ms0\n[Network]\nAddress=10.7.0.1/24\n",
    f"{NET}/05-fou0.netdev":
        "[NetDev]\nName=fou0\nKind=fou\n[FooOverUDP]\nPort=5556\nProtocol=gre\n",
    f"{NET}/10-bat0.netdev":
        "[NetDev]\nName=bat0\nKind=batadv\n[BatmanAdvanced]\nHopPenalty=30\n"
        "GatewayMode=server\nGatewayBandwidthDown=10M\nGatewayBandwidthUp=2M\n"
        "Aggregation=yes\nBridgeLoopAvoidance=no\nDistributedArpTable=yes\n"
        "Fragmentation=yes\nOriginatorIntervalSec=500ms\n",
    f"{NET}/20-mesh.network": "[Match]\nName=mesh0\n[Network]\nBatmanAdvanced=bat0\n",
    f"{NET}/20-bat.network": "[Match]\nName=bat0\n[Network]\nAddress=10.6.0.1/24\n",
    "/etc/ms.key": f"{SECRETS[1]}\n",
    "/etc/wg.key": f"{KEYS[0][0]}\n",
    "/etc/shared.key": f"{SHARED}\n",
    f"{NET}/20-q.network": "[Match]\nName=q?\n"
                           "[TrivialLinkEqualizer]\nParent=root\nId=1\n",
    f"{NET}/20-teql.network": "[Match]\nName=teql1\n[Network]\nAddress=10.8.0.1/24\n"
                              "[Route]\nDestination=10.4.0.0/16\n",
    **{f"{NET}/30-{name}.network": f"[Match]\nName={name}\n[Network]\nAddress=10.1.{n}.1/24\n"
       for n, name in enumerate(TUNNELS)},
}


def ports(guest):
    """One for packets over UDP is made, found, taken back and made again."""
    again = "hotplugctl net apply --all 2>&1 | grep fou0 || :"
    shown = f"{IP} fou show | grep 5556 || :"
    undo = "hotplugctl net undo"
    guest.equal("the port", guest.sh(shown).split(), "port 5556 ipproto 47".split())
    guest.equal("a second run", guest.sh(again).strip(), "")
    guest.equal("what an undo would do", guest.sh(f"{undo} --dry-run fou0").strip(),
                "fou0: delete fou0")
    guest.equal("what it did", guest.sh(f"{undo} fou0 2>&1").strip(), "hotplugctl: fou0: deleted")
    guest.equal("nothing is left", guest.sh(shown).strip(), "")
    guest.expect("it is not there to undo", f"! {undo} fou0 2>/dev/null")
    guest.sh(f"{IP} fou add port 5556 ipproto 4")
    guest.equal("a port of others", guest.sh(again).strip(),
                f"hotplugctl: {NET}/05-fou0.netdev:2:6: the port of fou0 is there, for "
                "something else")
    guest.sh(f"{IP} fou del port 5556")
    guest.equal("it is made again", guest.sh(again).strip(),
                "hotplugctl: fou0: made, of the kind fou")
    guest.sh(f"{IP} -n far fou add port 5556 ipproto 47")


def alone(guest):
    """They were made, each of its kind, and are taken as they are by a second run."""
    for name, (kind, _, wanted) in ALONE.items():
        guest.equal(f"the kind of {name}", link(guest, name)["linkinfo"]["info_kind"], kind)
        check(guest, name, wanted)
    guest.equal("what is over lo", link(guest, "a-ipip").get("link"), "lo")
    guest.expect("the other end", f"{IP} link show a-vxcan2")
    guest.equal("nothing is left to make", guest.sh("hotplugctl net apply --all 2>&1 | "
                                                    "grep a- || :"), "")


def link(guest, name):
    return json.loads(guest.sh(f"{IP} -j -d link show dev {name}"))[0]


def check(guest, name, wanted):
    guest.wait(f"{name} is there", f"test -e /sys/class/net/{name}", 120)
    data = link(guest, name)["linkinfo"].get("info_data", {})
    guest.equal(f"what {name} was told", {key: data.get(key) for key in wanted}, wanted)


def far_end(guest, number, name):
    kind, _, far, _ = TUNNELS[name]
    guest.sh(f"{IP} -n far link add {name} type {kind} {far}; "
             f"{IP} -n far addr add 10.1.{number}.2/24 dev {name}; "
             f"{IP} -n far link set {name} up")
    guest.wait(f"traffic passes through {name}",
               f"ping -c 1 -W 2 -I {name} 10.1.{number}.2", 60)


def joins_while_up(guest):
    has_all = (f"{IP} -o -6 addr show dev up0 | grep -q fd0a::1/64 && "
               f"{IP} -o route show table all | grep -q '^10.3.0.0/16 dev up0'")
    guest.sh(f"{IP} link add up0 type dummy")
    guest.wait("up0 has what its file says", has_all, 60)
    guest.sh("hotplugctl settle", 150)
    guest.sh(f"sed -i 's/^Address/VRF=vrf0\\nAddress/' {NET}/20-up.network; "
             "INTERFACE=up0 ACTION=add /usr/lib/hotplug/net.agent net")
    guest.equal("up0 is in the VRF and lost nothing",
                guest.sh(f"{IP} -o link show dev up0 | grep -q 'master vrf0' && "
                         f"{has_all} && echo yes").strip(), "yes")


def sent(guest, name):
    return int(guest.sh(f"cat /sys/class/net/{name}/statistics/tx_packets"))


def equalizer(guest):
    """teql1 is there with its first interface, and sends by both in turn."""
    guest.sh(f"{IP} link add name brq netns far type bridge; "
             f"{IP} -n far addr add 10.8.0.2/24 dev brq; {IP} -n far link set brq up")
    for name in ("q0", "q1"):
        guest.sh(f"{IP} link add {name} type veth peer name far-{name} netns far; "
                 f"{IP} -n far link set far-{name} master brq up")
        guest.wait(f"{name} is under teql1",
                   f"{IP} -o link show dev {name} | grep -q 'qdisc teql1 .*UP'", 120)
    guest.wait("traffic passes through teql1", "ping -c 1 -W 2 10.8.0.2", 60)
    guest.wait("it leads to what its file says",
               f"{IP} -o route show | grep -q '^10.4.0.0/16 dev teql1'", 60)
    before = [sent(guest, name) for name in ("q0", "q1")]
    guest.sh("ping -c 20 -i 0.2 -W 2 10.8.0.2", 60)
    for name, old in zip(("q0", "q1"), before):
        guest.expect(f"{name} carries its share", f"test {sent(guest, name) - old} -ge 6")
    guest.sh(f"hotplugctl settle && sed -i s/Id=1/Id=2/ {NET}/20-q.network", 150)
    said = guest.sh("INTERFACE=q0 ACTION=add /usr/lib/hotplug/net.agent net 2>&1 || :")
    guest.expect("an equalizer too many is told with the parameter",
                 f"echo '{said}' | grep -q '20-q.network:3:1: q0: cannot set equalizer teql2 "
                 "(needs sch_teql loaded with max_equalizers=3 or more)'")
    guest.sh(f"sed -i s/Id=2/Id=1/ {NET}/20-q.network")
    guest.sh("/usr/sbin/tc qdisc replace dev q0 root handle 5: pfifo limit 7; "
             f"printf '[Route]\\nGateway=10.99.0.1\\nGatewayOnLink=no\\n' >>{NET}/20-q.network; "
             "INTERFACE=q0 ACTION=add /usr/lib/hotplug/net.agent net || :; "
             f"sed -i '/Route/,$d' {NET}/20-q.network")
    guest.expect("what was in place of an equalizer is put back",
                 "/usr/sbin/tc qdisc show dev q0 | grep -q '^qdisc pfifo 5: root .*limit 7p'")
    guest.sh("INTERFACE=q0 ACTION=add /usr/lib/hotplug/net.agent net")


def wireguards(guest):
    """Its sockets stay where it was made: the other end is at home here, and used far away."""
    guest.sh(f"chmod 604 {NET}/10-wg1.netdev /etc/shared.key; "
             f"chmod 640 {NET}/10-wg0.netdev {NET}/10-ms0.netdev /etc/wg.key /etc/ms.key")
    said = guest.sh("hotplugctl net apply --all 2>&1", 300)
    guest.equal("keys that others can read", [line for line in said.splitlines()
                                              if "others can read" in line], [
        f"hotplugctl: {NET}/10-wg1.netdev:5:12: others can read the PrivateKey= in this file",
        f"hotplugctl: {NET}/10-wg1.netdev:11:18: others can read /etc/shared.key"])
    guest.sh(f"chmod 640 {NET}/10-wg1.netdev")
    guest.equal("keys in messages", [key for key in (SHARED, KEYS[0][0], KEYS[1][0])
                                     if key in said], [])
    guest.wait("what is allowed is reached by wg0", " && ".join(
        f"{IP} -{family} route show table 90 | grep -q '^{net} dev wg0 proto static metric 7'"
        for family, net in ((4, "10.2.0.0/16"), (6, "fd02::/64"))), 60)
    guest.sh(f"{IP} link set wg1 netns far; {IP} -n far addr add 10.2.0.2/24 dev wg1; "
             f"{IP} -n far link set wg1 up")
    guest.wait("traffic passes through wg0", "ping -c 1 -W 2 -I wg0 10.2.0.2", 60)


def macsec(guest):
    """What the far end and ours say to one another is encrypted, each way by its own key."""
    far = f"{IP} -n far"
    guest.sh(f"{IP} link add sec0 address {MACS[0]} type veth "
             f"peer name far-sec address {MACS[1]} netns far; {far} link set far-sec up; "
             f"{far} link add link far-sec name ms1 type macsec port 7 encrypt on; "
             f"{far} macsec add ms1 tx sa 0 pn 1 on key 0c {SECRETS[2]}; "
             f"{far} macsec add ms1 rx port 3 address {MACS[0]}; "
             f"{far} macsec add ms1 rx port 3 address {MACS[0]} sa 1 pn 1 on "
             f"key 0b {SECRETS[1]}; "
             f"{far} addr add 10.7.0.2/24 dev ms1; {far} link set ms1 up", 60)
    guest.wait("traffic passes through ms0", "ping -c 1 -W 2 -I ms0 10.7.0.2", 120)
    said = " ".join(guest.sh(f"{IP} macsec show ms0").split())
    for what, text in {"its channel": "TXSC: 0200000005010003 on SA 1",
                       "the first association": "0: PN 9, state off, key 0a0000",
                       "the second": "state on, key 0b0000",
                       "encryption": "encrypt on",
                       "the other channel": "RXSC: 0200000005020007, state on"}.items():
        guest.equal(f"ms0 has {what}", text if text in said else said, text)


def mesh(guest):
    """The far end finds ours by the mesh of which both are."""
    far = f"{IP} -n far"
    guest.sh(f"{far} link add bat1 type batadv ra BATMAN_V; "
             f"{IP} link add mesh0 type veth peer name far-mesh netns far; "
             f"{far} link set far-mesh up master bat1; "
             f"{far} addr add 10.6.0.2/24 dev bat1; {far} link set bat1 up", 60)
    guest.wait("traffic passes through bat0", "ping -c 1 -W 2 -I bat0 10.6.0.2", 120)
    guest.equal("the master of mesh0", link(guest, "mesh0").get("master"), "bat0")


def replugged(guest):
    """What is over an interface goes with that, and is made again with it."""
    over = [name for name in TUNNELS
            if guest.status(f"{IP} -o link show dev {name} | grep -q '{name}@under0:'") == 0]
    guest.expect(f"most of them are over under0: {over}", f"test {len(over)} -ge 6")
    guest.sh(f"{IP} link del under0")
    for name in over:
        guest.wait(f"{name} goes with under0", f"! test -e /sys/class/net/{name}", 120)
    guest.sh(f"{IP} link add under0 type dummy")
    for name in over:
        guest.wait(f"{name} is over the new under0",
                   f"{IP} -o link show dev {name} | grep -q '{name}@under0:'", 120)


def run(guest):
    guest.sh(f"{IP} netns add far; {IP} link add under0 type veth peer name over0 netns far; "
             f"{IP} -n far addr add 10.9.0.2/24 dev over0; "
             f"{IP} -n far addr add fd09::2/64 dev over0 nodad; {IP} -n far link set over0 up; "
             f"{IP} link add card0 type dummy")
    wireguards(guest)
    macsec(guest)
    mesh(guest)
    alone(guest)
    ports(guest)
    for name, row in TUNNELS.items():
        check(guest, name, row[3])
    for name, row in OTHERS.items():
        check(guest, name, row[2])
    guest.expect("the prefix of t-6rd",
                 f"{IP} -d link show dev t-6rd | grep -q '6rd-prefix 2001:db8::/32'")
    guest.wait("card0 is in the VRF", f"{IP} -o link show dev card0 | grep -q 'master vrf0'", 60)
    for number, name in enumerate(TUNNELS):
        far_end(guest, number, name)
    joins_while_up(guest)
    equalizer(guest)
    guest.sh("hotplugctl settle", 150)
    for name in ("under0", "wg0", "sec0", "ms0", "mesh0", "bat0", "card0", "up0", "q0", "q1",
                 "teql1"):
        guest.equal(f"nothing is left to do for {name}",
                    guest.sh(f"INTERFACE={name} ACTION=add /usr/lib/hotplug/net.agent "
                             "--dry-run net | grep '^[a-z0-9]*: ' || :").strip(), "")
    replugged(guest)
    guest.expect("plans that fail at each step in turn",
                 f"/test_netsteps {PLANS} >/tmp/steps 2>&1 || {{ cat /tmp/steps; false; }}", 900)
    print(guest.sh("grep messages /tmp/steps").strip())
