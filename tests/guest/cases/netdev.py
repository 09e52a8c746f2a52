"""Bonds, VLANs, bridges, pairs: made by files, members join late, traffic passes. Queueing
disciplines are what tc(8) makes of the same words; `hotplugctl proc` says what /proc does."""
import json

import proc
import qdisc

kernel = "debian"
road = "hotplugd"
copies = {"/usr/bin/ip": "/bin/ip",  # busybox has no `ip -j -d`
          "/sbin/bridge": "/sbin/bridge", **qdisc.COPIES}
packages = proc.PACKAGES
seconds = 1200
IP = "/usr/bin/ip"
NET = "/etc/hotplug.d/net"
NETDEVS = {
    "dum0": "Kind=dummy\nMTUBytes=1300\nMACAddress=02:00:00:00:00:41\n",
    "tun0": "Kind=tun\n[Tun]\nUser=54321\n",
    "left0": "Kind=veth\n[Peer]\nName=right0\nMACAddress=02:00:00:00:00:42\n",
    "br0": "Kind=bridge\n[Bridge]\nHelloTimeSec=1\nMaxAgeSec=12\nForwardDelaySec=5\n"
           "AgeingTimeSec=2min\nPriority=8192\nGroupForwardMask=8\nDefaultPVID=7\n"
           "MulticastQuerier=yes\nMulticastSnooping=yes\nVLANFiltering=yes\n"
           "VLANProtocol=802.1ad\nSTP=yes\nMulticastIGMPVersion=3\n",
    "bond0": "Kind=bond\nMACAddress=02:00:00:00:00:43\n[Bond]\nMode=active-backup\n"
             "MIIMonitorSec=100ms\nUpDelaySec=200ms\nDownDelaySec=300ms\n"
             "FailOverMACPolicy=none\nPrimaryReselectPolicy=better\nResendIGMP=3\n"
             "GratuitousARP=2\nAllSlavesActive=yes\nMinLinks=0\n",
    "bond1": "Kind=bond\n[Bond]\nMode=802.3ad\nMIIMonitorSec=50ms\n"
             "TransmitHashPolicy=layer3+4\nLACPTransmitRate=fast\nAdSelect=bandwidth\n"
             "AdActorSystemPriority=7\nAdUserPortKey=1023\nMinLinks=1\n"
             "AdActorSystem=02:00:00:00:00:44\n",
    "bond2": "Kind=bond\n[Bond]\nMode=active-backup\nARPIntervalSec=1\n"
             "ARPIPTargets=192.0.2.1 192.0.2.2\nARPValidate=all\nARPAllTargets=all\n",
    "bond3": "Kind=bond\n[Bond]\nMode=balance-rr\nPacketsPerSlave=5\n",
    "bond4": "Kind=bond\n[Bond]\nMode=balance-tlb\nDynamicTransmitLoadBalancing=no\n"
             "LearnPacketIntervalSec=3\n",
    "brv": "Kind=bridge\n[Bridge]\nVLANFiltering=yes\n",
    "v5": "Kind=vlan\n[VLAN]\nId=5\nLooseBinding=yes\nGVRP=no\n"
          "EgressQOSMaps=3-3 4-2\nIngressQOSMaps=2-1\n",
    "v6": "Kind=vlan\n[VLAN]\nId=6\nProtocol=802.1ad\nMVRP=no\nReorderHeader=no\n",
}
NETWORKS = {
    "m1": "Bond=bond0\nPrimarySlave=yes\n",
    "m*": "Bond=bond0\nActiveSlave=no\n",
    "bond0": "VLAN=v5\nVLAN=v6\n",
    "v5": "Address=10.5.0.1/24\n",
    "brv": "Address=10.9.0.1/24\n[BridgeVLAN]\nVLAN=30-31\n",
    "port0": "Bridge=brv\n[BridgeVLAN]\nVLAN=5-7\nPVID=20\n"
             "[BridgeVLAN]\nEgressUntagged=20\n",
    "dum0": "Address=10.7.0.1/24\n",
    "own0": "DHCP=no\n[Link]\nMTUBytes=1400\nMACAddress=02:00:00:00:00:51\n",
}
files = {
    **qdisc.FILES,
    **proc.FILES,
    **{f"{NET}/10-{name}.netdev": f"[NetDev]\nName={name}\n{text}"
       for name, text in NETDEVS.items()},
    **{f"{NET}/20-{name.replace('*', 'x')}.network": f"[Match]\nName={name}\n[Network]\n{text}"
       for name, text in NETWORKS.items()},
}
# What ip calls it, and what it is to be.
DATA = {
    "br0": {"hello_time": 100, "max_age": 1200, "forward_delay": 500, "ageing_time": 12000,
            "priority": 8192, "group_fwd_mask": "0x8", "vlan_default_pvid": 7,
            "mcast_querier": 1, "mcast_snooping": 1, "vlan_filtering": 1,
            "vlan_protocol": "802.1ad", "stp_state": 1, "mcast_igmp_version": 3},
    "bond0": {"mode": "active-backup", "miimon": 100, "updelay": 200, "downdelay": 300,
              "fail_over_mac": "none", "primary_reselect": "better", "resend_igmp": 3,
              "num_peer_notif": 2, "all_slaves_active": 1, "min_links": 0},
    "bond1": {"mode": "802.3ad", "miimon": 50, "xmit_hash_policy": "layer3+4",
              "ad_lacp_rate": "fast", "ad_select": "bandwidth", "ad_actor_sys_prio": 7,
              "ad_user_port_key": 1023, "min_links": 1,
              "ad_actor_system": "02:00:00:00:00:44"},
    "bond2": {"mode": "active-backup", "arp_interval": 1000, "arp_validate": "all",
              "arp_all_targets": "all", "arp_ip_target": ["192.0.2.1", "192.0.2.2"]},
    "bond3": {"mode": "balance-rr", "packets_per_slave": 5},
    "bond4": {"mode": "balance-tlb", "tlb_dynamic_lb": 0, "lp_interval": 3},
    "tun0": {"type": "tun", "pi": False, "persist": True, "user": 54321},
    "v5": {"id": 5, "protocol": "802.1Q", "flags": ["REORDER_HDR", "LOOSE_BINDING"],
           "egress_qos": [{"from": 3, "to": 3}, {"from": 4, "to": 2}],
           "ingress_qos": [{"from": 2, "to": 1}]},
    "v6": {"id": 6, "protocol": "802.1ad", "flags": None},
}


def link(guest, name):
    return json.loads(guest.sh(f"{IP} -j -d link show dev {name}"))[0]


def check_data(guest, name):
    data = link(guest, name)["linkinfo"].get("info_data", {})
    got = {key: data.get(key) for key in DATA[name]}
    guest.equal(f"what {name} was told", got, DATA[name])


def members(guest):
    """One is there before the bond has a carrier, the other comes an hour later."""
    guest.sh(f"{IP} netns add far; {IP} -n far link add brf type bridge")
    for number in (0, 1):
        guest.sh(f"{IP} link add m{number} type veth peer name p{number} netns far; "
                 f"{IP} -n far link set p{number} master brf up")
        guest.wait(f"m{number} is in bond0",
                   f"{IP} -o link show dev m{number} | grep -q 'master bond0'", 120)
    guest.sh(f"{IP} -n far link set brf up; {IP} -n far link add v5 link brf type vlan id 5; "
             f"{IP} -n far addr add 10.5.0.2/24 dev v5; {IP} -n far link set v5 up")


def passes(guest):
    guest.wait("v5 over bond0 carries traffic", "ping -c 1 -W 2 -I v5 10.5.0.2", 60)


def vlans(guest, name):
    """As 1-2 for a range, with p and u for the PVID and what goes out untagged."""
    told = json.loads(guest.sh(f"bridge -j -compressvlans vlan show dev {name}"))
    return [f"{vlan['vlan']}" + (f"-{vlan['vlanEnd']}" if "vlanEnd" in vlan else "")
            + "".join({"PVID": "p", "Egress Untagged": "u"}[flag]
                      for flag in vlan.get("flags", []))
            for link in told for vlan in link["vlans"]]


def agent(guest, name, status=0):
    """What net.agent says of the interface."""
    got, said = guest.status(f"INTERFACE={name} ACTION=add /usr/lib/hotplug/net.agent net "
                             ">/tmp/out 2>&1"), guest.sh("cat /tmp/out")
    guest.equal(f"status for {name}, which said {said}", got, status)
    return said


def bridge(guest):
    """What a bridge is told of a port, and of itself; what was comes back."""
    guest.sh(f"{IP} link add port0 type veth peer name far0; {IP} link set far0 up")
    guest.wait("port0 is in brv", f"{IP} -o link show dev port0 | grep -q 'master brv'", 60)
    guest.wait("brv is configured", f"{IP} -o addr show dev brv | grep -q '10.9.0.1/24'", 60)
    guest.sh("hotplugctl settle", 150)
    guest.equal("VLANs of port0", vlans(guest, "port0"), ["1u", "5-7", "20pu"])
    guest.equal("VLANs of brv", vlans(guest, "brv"), ["1pu", "30-31"])
    guest.sh("bridge vlan del dev port0 vid 6; bridge vlan add dev port0 vid 7 pvid untagged; "
             "bridge vlan add dev port0 vid 9; cp {0} /tmp/file; "
             "printf '[Route]\\nGateway=10.99.0.1\\nGatewayOnLink=no\\n' >>{0}".format(
                 f"{NET}/20-port0.network"))
    before = vlans(guest, "port0")
    guest.equal("VLANs that others gave it", before, ["1u", "5", "7pu", "9", "20u"])
    agent(guest, "port0", 1)
    guest.equal("they are as they were", vlans(guest, "port0"), before)
    guest.sh(f"cp /tmp/file {NET}/20-port0.network")
    agent(guest, "port0")
    guest.equal("they are as the file says", vlans(guest, "port0"), ["1u", "5-7", "9", "20pu"])


def undone(guest):
    """What was done to a port with VLANs, and to a member of a bond, is taken back."""
    for name in ("port0", "m1"):
        planned = guest.sh(f"hotplugctl net undo --json --dry-run {name}")
        guest.equal(f"what stays of {name}: {planned}", json.loads(planned)[0]["stays"], [])
        guest.sh(f"hotplugctl net undo {name}", 60)
        guest.equal(f"{name} is in nothing", "master" in link(guest, name), False)
    guest.equal("m1 is down", "UP" in link(guest, "m1")["flags"], False)
    guest.equal("m0 stays in the bond", link(guest, "m0").get("master"), "bond0")
    guest.expect("m1 is left alone", "hotplugctl net status m1 | grep -q undone")


def undone_in_bond(guest):
    """An interface that others put into a bond is told its MTU and address there, and undone
    there; one whose bond is gone since is undone without it."""
    guest.sh(f"{IP} link add own0 type veth peer name own1")
    guest.wait("own0 is configured", f"{IP} link show dev own0 | grep -q '[<,]UP[,>].* mtu 1400 '", 60)
    guest.sh("hotplugctl settle; hotplugctl net undo own0", 150)
    guest.sh(f"{IP} link set own0 down; {IP} link set own0 master bond0")

    def own():
        return {key: link(guest, "own0").get(key) for key in ("mtu", "address", "master")}
    before = own()
    guest.sh("hotplugctl net apply own0", 60)
    guest.equal("own0 in bond0", own(),
                {"mtu": 1400, "address": "02:00:00:00:00:51", "master": "bond0"})
    guest.equal("what undo says", guest.sh("hotplugctl net undo own0 2>&1 | grep -c stays || :",
                                           60).strip(), "0")
    guest.equal("own0 is as it was", own(), before)
    guest.sh("hotplugctl net apply m1; hotplugctl net apply own0", 60)
    guest.equal("m1 is in bond0 again", link(guest, "m1").get("master"), "bond0")
    guest.sh(f"{IP} link del bond0")
    guest.wait("what stood over it is gone with it", "! test -e /sys/class/net/v5", 60)
    guest.expect("a member stays", "test -e /sys/class/net/m0")
    guest.equal("what undo says of a master that is gone",
                guest.sh("hotplugctl net undo m1 2>&1 | grep -c stays || :", 60).strip(), "0")
    guest.sh("hotplugctl net undo own0", 60)
    guest.equal("own0 has its own MTU", own(), {**own(), "mtu": 1500, "master": None})


def run(guest):
    guest.sh("hotplugctl net apply --all", 300)
    for name in DATA:
        if not name.startswith("v"):
            check_data(guest, name)
    guest.equal("the pair", link(guest, "left0")["link"], "right0")
    guest.equal("its other end", link(guest, "right0")["address"], "02:00:00:00:00:42")
    guest.equal("the dummy", (link(guest, "dum0")["mtu"], link(guest, "dum0")["address"]),
                (1300, "02:00:00:00:00:41"))
    guest.wait("the dummy is configured",
               f"{IP} -o addr show dev dum0 | grep -q '10.7.0.1/24'", 60)
    guest.wait("v5 is made when bond0 is up",
               f"{IP} -o addr show dev v5 | grep -q '10.5.0.1/24'", 120)
    guest.wait("and v6", "test -e /sys/class/net/v6", 120)
    check_data(guest, "v5")
    check_data(guest, "v6")
    members(guest)
    passes(guest)
    proc.virtual(guest)
    guest.equal("what bond0 prefers", link(guest, "bond0")["linkinfo"]["info_data"]["primary"],
                "m1")
    guest.sh(f"{IP} -n far link set p1 down")
    passes(guest)
    bridge(guest)
    guest.sh("hotplugctl net apply --all; hotplugctl settle", 300)
    for name in ("m0", "m1", "bond0", "v5", "port0", "brv"):
        guest.equal(f"nothing is left to do for {name}",
                    guest.sh(f"INTERFACE={name} ACTION=add /usr/lib/hotplug/net.agent --dry-run net"
                             " | grep '^[a-z0-9]*: ' || :").strip(), "")
    undone(guest)
    undone_in_bond(guest)
    proc.wireless(guest)
    qdisc.compare(guest)
