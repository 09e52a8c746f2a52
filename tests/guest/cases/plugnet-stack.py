"""plugnet over other devices: the policies, failover, filters, and unload under traffic."""
import random

import traffic
from stack import KIND, carrier, members, sends_more, sent, state
from traffic import (IP, MODPROBE, TRACING, count, fails, listen, promiscuous, receive,
                     received, send, within)

kernel = "debian"
road = None
own_modules = ("plugbus", "plugnet")
copies = traffic.COPIES
seconds = 1800
FAR = "10.3.0.2"
GROUP = "grep -q '^[0-9]* *{} .* 01005e7f0001$' /proc/net/dev_mcast"


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
    seen_late(guest)
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
    """Without any traffic the switch learns the new way."""
    before, failovers = sent(guest, "low1"), count(guest, "over", "failovers")
    event = "/sys/kernel/tracing/events/plugnet/plugnet_failover/enable"
    guest.sh(f"{TRACING}; echo 1 >{event}")
    guest.sh(f"{IP} link set low0 down")
    sends_more(guest, "low1", before, 1)
    guest.equal("failovers", count(guest, "over", "failovers"), failovers + 1)
    active = guest.sh("cat /sys/class/net/low1/ifindex")
    guest.expect("it is traced", f"echo 0 >{event}; grep -q 'plugnet_failover: ifindex=[0-9]* "
                 f"senders=1 active={active}$' /sys/kernel/tracing/trace")
    guest.wait("it is reached", f"{within('far')} ping -c 1 -W 2 10.3.0.1", 60)
    guest.sh(f"{IP} link set low0 up")
    state(guest, "it stays", {"low0": "backup", "low1": "active"})


def fails_over(guest, what, command, first, second):
    """Datagrams with numbers, sent without a pause: which are missing?"""
    failovers, number = count(guest, "over", "failovers"), random.randrange(1, 1 << 32)
    listen(guest, traffic.LOSSES, number, "far")
    before = sent(guest, first), sent(guest, second)
    sender = guest.sh(f"perl -e '{traffic.COUNTER}' {FAR} {number} >/dev/null 2>&1 & "
                      "echo $!")
    sends_more(guest, first, before[0], 100)
    guest.sh(command)
    sends_more(guest, second, before[1], 100)
    guest.sh(f"kill {sender}")
    guest.wait("the end is received", "grep -qxE '[1-9][0-9]* received, [0-9]+ lost' "
               "/run/got || { cat /run/got; false; }", 60)
    guest.sh(f"kill -9 {sender}")
    guest.wait("the sender is gone", f"! test -e /proc/{sender}", 60)
    print(f"{what}: datagrams, one every 2 ms: {guest.sh('cat /run/got')}")
    guest.equal("failovers", count(guest, "over", "failovers"), failovers + 1)


def spread(guest):
    """Policies by which all of them send; each is set while the device is up."""
    for policy, check in (("round-robin", by_turn), ("hash", by_hash),
                          ("broadcast", by_all)):
        guest.sh(f"{IP} link set over {KIND} policy {policy}")
        guest.equal("policy", traffic.proc(guest, "over", "policy"), policy)
        state(guest, "all send", {"low1": "sends", "low0": "sends"})
        works(guest)
        before = [sent(guest, f"low{i}") for i in range(2)]
        check(guest, lambda: sorted(sent(guest, f"low{i}") - n  # pylint: disable=W0640
                                    for i, n in enumerate(before)))


def sent_and_received(guest, number, arriving):
    receive(guest, arriving, 100, "far")
    send(guest, number, 100, FAR)
    received(guest, arriving)


def by_turn(guest, each):
    sent_and_received(guest, 400, 400)
    guest.equal("half and half, nearly", min(each()) > 180 or each(), True)


def by_hash(guest, each):
    sent_and_received(guest, 400, 400)
    few, many = each()
    guest.equal("one flow has one way", few < 50 and many >= 400 or (few, many), True)
    guest.sh(f"perl -e '{traffic.FLOWS}' {FAR} 64 1", 60)
    guest.equal("many flows have both", each()[0] > few, True)
    guest.sh("echo 0 >/proc/sys/net/ipv6/conf/over/disable_ipv6; "
             f"{IP} addr add fd00::1/64 dev over nodad; "
             f"{IP} neigh add fd00::2 lladdr 02:00:00:00:00:99 dev over")
    few, many = by_ipv6(guest, 1, 200)
    guest.equal("one flow of IPv6 has one way", few < 50 and many >= 200 or (few, many), True)
    guest.equal("many have both", by_ipv6(guest, 64, 1)[0] > 10, True)
    guest.sh("echo 1 >/proc/sys/net/ipv6/conf/over/disable_ipv6")


def by_ipv6(guest, flows, number):
    before = [sent(guest, f"low{i}") for i in range(2)]
    guest.sh(f"perl -e '{traffic.FLOWS6}' fd00::2 {flows} {number}", 60)
    return sorted(sent(guest, f"low{i}") - n for i, n in enumerate(before))


def by_all(guest, each):
    sent_and_received(guest, 400, 800)
    guest.equal("each sends all", min(each()) >= 400, True)


def passed_on(guest):
    """Addresses, groups, promiscuity, the MTU and VLANs reach the lower devices, and are
    undone when one leaves."""
    guest.sh(f"{IP} link set over {KIND} policy active-backup")
    captures = traffic.capture(guest, "over")
    guest.expect("two captures", promiscuous("over", 2))
    guest.sh(f"{IP} maddr add 01:00:5e:7f:00:01 dev over; {IP} link set over mtu 1400; "
             f"{IP} link set over address 02:00:00:00:00:77; {IP} -n far neigh flush dev br0")
    for number in range(2):
        guest.expect("the group", GROUP.format(f"low{number}"))
        # Once for the address, since veth has no filter; and once for us.
        guest.expect("promiscuous", promiscuous(f"low{number}", 2))
        guest.equal("MTU", guest.sh(f"cat /sys/class/net/low{number}/mtu"), "1400")
    guest.wait("the new address", f"{within('far')} ping -c 1 -W 2 10.3.0.1", 60)
    guest.expect("the MTU is the upper's", f"! {IP} link set low0 mtu 1300")
    guest.sh(f"{IP} link add link over name over.5 type vlan id 5; "
             f"{IP} addr add 10.5.0.1/24 dev over.5; {IP} link set over.5 up; "
             f"{IP} -n far link add link br0 name br0.5 type vlan id 5; "
             f"{IP} -n far addr add 10.5.0.2/24 dev br0.5; {IP} -n far link set br0.5 up")
    guest.wait("VLAN", "ping -c 1 -W 2 10.5.0.2", 60)
    guest.sh(f"{IP} link set low0 nomaster")
    guest.equal("it has left", list(members(guest)), ["low1"])
    guest.expect("and the group", "! " + GROUP.format("low0"))
    guest.expect("is not promiscuous", promiscuous("low0", 0))
    guest.equal("has its MTU", guest.sh("cat /sys/class/net/low0/mtu"), "1500")
    traffic.end(guest, captures)
    guest.expect("none", promiscuous("over", 0))
    guest.sh(f"{IP} link del over.5; {IP} maddr del 01:00:5e:7f:00:01 dev over; "
             f"{IP} link set low0 master over")
    guest.expect("the other is less so", promiscuous("low1", 1))


def shared(guest):
    """Many to many: two devices are below three, below one as they are, below each of the
    others by a VLAN. Where one fails, it does for all three."""
    ids = {7: "active-backup", 8: "round-robin"}
    for vid, policy in ids.items():
        # The MTU of what is further below.
        guest.sh(f"{IP} link add over{vid} mtu 1400 {KIND} policy {policy}; "
                 f"{IP} addr add 10.{vid}.0.1/24 dev over{vid}; {IP} link set over{vid} up; "
                 f"{IP} -n far link add link br0 name br0.{vid} type vlan id {vid}; "
                 f"{IP} -n far addr add 10.{vid}.0.2/24 dev br0.{vid}; "
                 f"{IP} -n far link set br0.{vid} up")
        for low in ("low1", "low0"):
            guest.sh(f"{IP} link add link {low} name {low}.{vid} type vlan id {vid}; "
                     f"{IP} link set {low}.{vid} master over{vid}")
    three(guest, "both can", ("active", "active", "sends"), ("backup", "backup", "sends"))
    guest.sh(f"{IP} -n far link set far1 down")
    three(guest, "one cannot", ("no carrier",) * 3, ("active", "active", "sends"))
    guest.sh(f"{IP} -n far link set far1 up")
    three(guest, "it is back", ("backup", "backup", "sends"), ("active", "active", "sends"))
    for vid in ids:
        guest.sh(f"for i in over{vid} low0.{vid} low1.{vid}; do {IP} link del $i || exit 1; done; "
                 f"{IP} -n far link del br0.{vid}")
    state(guest, "the others leave it alone", {"low1": "backup", "low0": "active"})


def three(guest, what, low1, low0):
    """What two devices are to each of three above them, all of which work."""
    for vid, how1, how0 in zip(("", "7", "8"), low1, low0):
        dot = vid and f".{vid}"
        state(guest, what, {f"low1{dot}": how1, f"low0{dot}": how0}, f"over{vid}")
    for net in (3, 7, 8):
        guest.wait(f"{what}: reached", f"ping -c 1 -W 2 10.{net}.0.2", 60)


def undone(guest):
    """An upper device that is deleted leaves nothing behind; IPv6 comes back to what was
    opened while it was below."""
    guest.sh(f"{IP} link add under type veth peer name ground; {IP} link set ground up; "
             "echo 0 >/proc/sys/net/ipv6/conf/under/disable_ipv6; "
             f"{IP} link set under up; {IP} link add gone {KIND} policy hash; "
             f"{IP} link set under master gone; {IP} link set gone up promisc on; "
             f"{IP} link add link gone name mac0 type macvlan; {IP} link set mac0 up; "
             f"{IP} maddr add 01:00:5e:7f:00:01 dev gone; "
             f"{IP} link set under down; {IP} link set under up")
    state(guest, "it sends", {"under": "sends"}, "gone")
    guest.expect("no IPv6", f"! {IP} -6 addr show dev under | grep -q fe80")
    guest.expect("the group", GROUP.format("under"))
    guest.expect("promiscuous", promiscuous("under", 2))
    guest.sh(f"{IP} link del gone")
    guest.expect("no group", "! " + GROUP.format("under"))
    guest.expect("not promiscuous", promiscuous("under", 0))
    guest.wait("IPv6", f"{IP} -6 addr show dev under | grep -q fe80", 60)
    guest.sh(f"{IP} link del under")


def nested(guest):
    """A failover further below is made known by who has the address."""
    for number in range(2):
        guest.sh(f"{IP} link add in{number} {KIND} peer name out{number}; "
                 f"{IP} link set out{number} up")
    guest.sh(f"{IP} link add inner {KIND} policy active-backup; "
             f"{IP} link set in0 master inner; {IP} link set in1 master inner; "
             f"{IP} link add outer {KIND} policy hash; "
             f"{IP} addr add 10.6.0.1/24 dev outer; {IP} link set outer up; "
             f"{IP} link set inner master outer")
    sends_more(guest, "in0", 0, 1)
    guest.equal("the backup sends nothing", sent(guest, "in1"), 0)
    guest.sh(f"{IP} link set in0 down")
    sends_more(guest, "in1", 0, 1)
    guest.sh(f"for i in outer inner in0 in1; do {IP} link del $i || exit 1; done")


def seen_late(guest):
    """Members get their carriers at once: it makes itself known when the core has seen them."""
    guest.sh(f"{IP} link add dum0 up type dummy; {IP} link add late {KIND} policy round-robin; "
             f"{IP} addr add 10.7.0.1/24 dev late; {IP} link set late up; "
             f"for i in 7 8; do {IP} link add link dum0 name dum0.$i type vlan id $i; "
             f"{IP} link set dum0.$i master late || exit 1; done")
    carrier(guest, "late")
    # Of a device, all VLANs come up at once.
    guest.sh(f"{IP} link set dum0 down")
    guest.wait("carrier is lost", "grep -q down /sys/class/net/late/operstate", 60)
    before = sent(guest, "late")
    guest.sh(f"{IP} link set dum0 up")
    sends_more(guest, "late", before, 1)
    guest.sh(f"{IP} link del late; {IP} link del dum0")


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
