"""plugnet over other devices: the policies, failover, filters, and unload under traffic."""
import random

import traffic
from traffic import (IP, MODPROBE, TRACING, count, fails, listen, receive, received, send,
                     within)

kernel = "debian"
road = None
own_modules = ("plugbus", "plugnet")
copies = traffic.COPIES
seconds = 1800
KIND = "type plugnet"
FAR = "10.3.0.2"
GROUP = IP + " maddr show dev {} | grep -q 01:00:5e:7f:00:01"
PROMISCUOUS = IP + " -d link show {} | grep -q 'promiscuity {}'"
# One datagram each of many flows.
FLOWS = ("use IO::Socket::INET; for (1 .. 64) { IO::Socket::INET->new(Proto => \"udp\", "
         "PeerAddr => $ARGV[0], PeerPort => 7001)->send(\"x\") }")
# ARGV[1] of IPv6, ARGV[2] frames of each.
FLOWS6 = ("use Socket qw(:all); my $to = pack_sockaddr_in6(7001, inet_pton(AF_INET6, $ARGV[0])); "
          "for (1 .. $ARGV[1]) { socket(my $s, PF_INET6, SOCK_DGRAM, 0) or die; "
          "send($s, \"x\", 0, $to) or die \"$!\" for 1 .. $ARGV[2] }")


def run(guest):
    # IPv6 would send of itself, and frames are counted.
    quiet = "for i in all default; do echo 1 >/proc/sys/net/ipv6/conf/$i/disable_ipv6; done"
    answer = "echo 0 >/proc/sys/net/ipv4/icmp_echo_ignore_broadcasts"
    # Whoever receives may be late: what waits for it is not dropped.
    guest.sh(f"mkdir -p /var/run; {IP} netns add far; {quiet}; {answer}; "
             "echo 100000 >/proc/sys/net/core/netdev_max_backlog; "
             f"{within('far')} sh -c '{quiet}; {answer}'; "
             f"{MODPROBE} -a plugnet veth bridge dummy macvlan 8021q vrf e1000", 120)
    refused(guest)
    backup(guest)
    spread(guest)
    passed_on(guest)
    shared(guest)
    undone(guest)
    nested(guest)
    announced(guest)
    cards(guest)
    by_files(guest)
    namespaces(guest)
    unload(guest)
    traffic.well(guest)


def refused(guest):
    """Every refusal has a reason, and leaves nothing behind."""
    guest.sh(f"{IP} link add dum0 type dummy; {IP} link add busy0 type dummy; "
             f"{IP} link add link busy0 name mv0 type macvlan; "
             f"{IP} link add link dum0 name shut0 type vlan id 5; "
             f"{IP} link add vrf0 type vrf table 10; "
             f"{IP} link add over {KIND} policy hash; {IP} link add top {KIND} policy hash; "
             f"{IP} link set over master top; {IP} link add left {KIND} peer name right")
    for what, command, why in (
            ("no such policy", f"add third {KIND} policy best", "no policy 'best'"),
            ("with a peer", f"add third {KIND} policy hash peer name fourth", "no other end"),
            ("as another's end", f"add link dum0 name third {KIND} policy hash",
             "no other end"),
            ("a primary of no policy", f"add third {KIND} primary dum0", "with a policy"),
            ("a primary elsewhere", f"set over {KIND} primary dum0", "not below"),
            ("a policy of an end", f"set left {KIND} policy hash", "nothing that can be"),
            ("more queues", f"add third numtxqueues 4 {KIND} policy hash", "the queues of others"),
            ("no Ethernet", "set lo master over", "not an Ethernet device"),
            ("in use", "set busy0 master over", "in use"),
            ("never in use", "set vrf0 master over", "as a VRF"),
            ("closed below", "set shut0 master over", "cannot be opened"),
            ("a loop", "set top master over", "a loop"),
            ("itself", "set over master over", "a loop")):
        fails(guest, what, f"{IP} link {command}", why)
    guest.expect("nothing is half made", f"! {IP} link show third && ! {IP} link show fourth")
    guest.equal("nothing is below", members(guest), {})
    guest.expect("IPv6 has it back", f"! {IP} link show shut0 | grep -q SLAVE")
    guest.sh(f"for i in left top over vrf0 mv0 busy0 dum0; do {IP} link del $i || exit 1; done")


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


def add_low(guest, number):
    """A lower device whose other end is a port of the switch that is far away."""
    guest.sh(f"{IP} link add low{number} type veth peer name far{number} netns far; "
             f"{IP} -n far link set far{number} master br0 up; "
             f"{IP} link set low{number} master over")


def backup(guest):
    """One sends and receives; another does where it cannot, and nobody need know."""
    guest.sh(f"{IP} -n far link add br0 type bridge forward_delay 0 mcast_snooping 0; "
             f"{IP} -n far addr add {FAR}/24 dev br0; {IP} -n far link set br0 up; "
             f"{IP} link add over {KIND} policy active-backup; "
             f"{IP} addr add 10.3.0.1/24 dev over; {IP} link set over up")
    guest.expect("no carrier without members", "grep -q 0 /sys/class/net/over/carrier")
    for number in range(2):
        add_low(guest, number)
    state(guest, "the first is active", {"low0": "active", "low1": "backup"})
    carrier(guest)
    idle = sent(guest, "low1")
    works(guest)
    guest.equal("the backup sends nothing", sent(guest, "low1"), idle)
    announced(guest)
    fails_over(guest, "one is set down", f"{IP} link set low1 down", "low1", "low0")
    guest.sh(f"{IP} link set low1 up")
    fails_over(guest, "one loses its carrier", f"{IP} -n far link set far0 down",
               "low0", "low1")
    state(guest, "it has none", {"low0": "no carrier", "low1": "active"})
    guest.sh(f"{IP} -n far link set far0 up; {IP} link set over {KIND} primary low0")
    state(guest, "the primary takes over", {"low0": "active, primary", "low1": "backup"})
    guest.expect("ip shows it", f"{IP} -d link show over | "
                 "grep -q 'plugnet policy active-backup primary low0 active low0'")
    fails_over(guest, "one is unregistered", f"{IP} link del low0", "low0", "low1")
    guest.equal("it is gone", members(guest), {"low1": "active"})
    add_low(guest, 0)


def works(guest):
    """TCP, and multicast both ways."""
    traffic.tcp(guest, FAR, "far")
    guest.wait("to a group", "ping -c 1 -W 2 -I over 224.0.0.1", 60)
    guest.wait("from a group", f"{within('far')} ping -c 1 -W 2 -I br0 224.0.0.1", 60)


def announced(guest):
    """A second member that comes before the core has seen the carrier of the first."""
    guest.sh(f"{IP} link add dum0 up type dummy; {IP} link add over {KIND} policy round-robin; "
             f"{IP} addr add 10.7.0.1/24 dev over; {IP} link set over up; "
             f"for i in 7 8; do {IP} link add link dum0 name dum0.$i type vlan id $i; "
             f"{IP} link set dum0.$i master over; done")
    carrier(guest)
    # Of a device, all VLANs come up at once.
    guest.sh(f"{IP} link set dum0 down")
    guest.wait("carrier is lost", "grep -q down /sys/class/net/over/operstate", 60)
    before = sent(guest, "over")
    guest.sh(f"{IP} link set dum0 up")
    sends_more(guest, "over", before, 1)
    guest.sh(f"{IP} link del over; {IP} link del dum0")


def cards(guest):
    """Over cards with drivers, whose cable is pulled, and which are."""
    ids = [guest.plug("e1000", network="10.0.2.0/24", mac=f"02:00:00:00:00:1{i}")
           for i in range(2)]
    guest.wait("both are there", "[ $(ls -d /sys/class/net/eth* | wc -l) = 2 ]", 60)
    name = ["$(basename $(dirname $(grep -l 02:00:00:00:00:1%d /sys/class/net/eth*/address)))"
            % i for i in range(2)]
    guest.sh(f"{IP} link set {name[0]} name card0; {IP} link set {name[1]} name card1; "
             f"{IP} link add cards mtu 20000 {KIND} policy active-backup")
    fails(guest, "an MTU too large", f"{IP} link set card0 master cards", "take the MTU")
    guest.sh(f"{IP} link set cards mtu 1500; {IP} link set card0 master cards; "
             f"{IP} addr add 10.0.2.15/24 dev cards; {IP} link set cards up")
    carrier(guest, "cards")
    # Who has a carrier first is active, and cards find theirs on their own time.
    guest.sh(f"{IP} link set card1 master cards")
    state(guest, "one is active", {"card0": "active", "card1": "backup"}, "cards")
    guest.wait("by the one", "ping -c 1 -W 2 10.0.2.2", 60)
    guest.qmp("set_link", name=ids[0], up=False)
    state(guest, "its cable is pulled", {"card0": "no carrier", "card1": "active"}, "cards")
    guest.wait("by the other", "ping -c 1 -W 2 10.0.2.2", 60)
    guest.qmp("set_link", name=ids[0], up=True)
    state(guest, "it is back", {"card0": "backup", "card1": "active"}, "cards")
    guest.unplug(ids[1], 60)
    state(guest, "the other is pulled", {"card0": "active"}, "cards")
    guest.wait("by the first again", "ping -c 1 -W 2 10.0.2.2", 60)
    guest.sh(f"{IP} link del cards")
    guest.unplug(ids[0], 60)


def by_files(guest):
    """What [Plugnet] says is made and joined, whichever comes first, and taken back whole."""
    net = "/etc/hotplug.d/net"
    agent = "ACTION=add /usr/lib/hotplug/net.agent"
    guest.sh(f"mkdir -p {net}; printf '[NetDev]\\nName=team0\\nKind=plugnet\\n[Plugnet]\\n"
             f"Policy=broadcast\\nLower=cat0 cat1\\n' >{net}/10-team0.netdev; "
             "printf '[Match]\\nName=cat1\\n[Link]\\nMTUBytes=1300\\n[Network]\\n"
             f"PrimarySlave=yes\\n' >{net}/20-cat1.network")
    for name in ("cat0", "cat1"):
        guest.sh(f"{IP} link add {name} type dummy; INTERFACE={name} {agent} net")
    state(guest, "the second is the primary", {"cat0": "sends", "cat1": "sends, primary"}, "team0")
    guest.expect("its policy", f"{IP} -d link show team0 | grep -q 'policy broadcast primary cat1'")
    for name in ("cat0", "cat1"):
        guest.equal(f"nothing is left to do for {name}", guest.sh(
            f"INTERFACE={name} {agent} --dry-run net").strip(), "")
    guest.sh(f"{IP} link del team0; {IP} link del cat0; "
             f"printf '[Route]\\nGateway=10.99.0.1\\nGatewayOnLink=no\\n' >>{net}/20-cat1.network")
    fails(guest, "a later step fails", f"INTERFACE=cat1 {agent} net", "taken back: new plugnet")
    guest.expect("what was made is gone", f"! {IP} link show team0")
    guest.sh(f"{IP} link del cat1; rm {net}/10-team0.netdev {net}/20-cat1.network")


def namespaces(guest):
    """A member that goes elsewhere leaves; who has members stays; a namespace goes with
    both in it."""
    guest.sh(f"{IP} netns add lab; {IP} link set low0 netns lab")
    guest.equal("it has left", list(members(guest)), ["low1"])
    guest.expect("it stays with its members", f"! {IP} link set over netns lab")
    guest.sh(f"{IP} link set low1 nomaster; {IP} link set over netns lab; "
             f"{IP} -n lab link set low0 master over; {IP} -n lab link set over up")
    guest.wait("its file is there", f"{within('lab')} grep -q 'member: low0.*active' "
               "/proc/net/plugnet/over && ! test -e /proc/net/plugnet/over", 60)
    guest.sh(f"{IP} netns del lab")
    guest.wait("all are gone", f"! {IP} -n far link show far0", 60)


def unload(guest):
    """The module goes while frames do, both ways; the lower devices stay as they were."""
    guest.sh(f"{IP} link add over {KIND} policy round-robin; {IP} link set low1 master over; "
             f"{IP} addr add 10.3.0.1/24 dev over; {IP} link set over up")
    add_low(guest, 0)
    carrier(guest)
    floods = traffic.flood(guest, FAR), traffic.flood(guest, "10.3.0.1", "far")
    for direction in "rt":
        guest.wait("traffic", "[ $(cat /sys/class/net/over/statistics/"
                   f"{direction}x_packets) -gt 1000 ]", 120)
    guest.sh("rmmod plugnet", 120)
    guest.sh(f"kill {floods[0]} {floods[1]}")
    guest.expect("it is gone", "! test -e /sys/class/net/over && ! test -e /proc/net/plugnet")
    guest.sh(f"{IP} addr add 10.3.0.1/24 dev low0; {IP} link set low0 up")
    guest.wait("what was below works", f"ping -c 1 -W 2 {FAR}", 60)
