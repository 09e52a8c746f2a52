"""What a packet takes by plugnet, veth, bonding, macvlan and dummy: instructions, in one boot."""
import traffic
from traffic import IP, MODPROBE, count

kernel = "debian"
road = None
own_modules = ("plugbus", "plugnet")
copies = traffic.COPIES
packages = ("ethtool",)
# The clock counts instructions, 2 ns each; what the host does besides is not in them. Zeroing
# of memory and mitigations would be most of them.
counted = True
cpus = 1
append = "init_on_alloc=0 mitigations=off"
seconds = 3600
PACKETS = 19200
# The median of so many that agree. A packet of a turn may wait for the guest's scheduler, and
# others are polled with it: that turn is taken again, and told.
TURNS, MOST_TURNS, SPREAD = 3, 9, 0.005
# Of UDP: so many datagrams a call, each a frame of 60 bytes, too. The device cannot cut them:
# the stack does, and sends them one after another, each but the last with xmit_more.
BURST = 64
SENDER = (
    "use Socket; socket(S, PF_INET, SOCK_DGRAM, 0) or die; "
    "setsockopt(S, 17, 103, pack(\"i\", 18)) or die; "  # SOL_UDP, UDP_SEGMENT
    "my $to = pack_sockaddr_in(7000, inet_aton($ARGV[0])); my $data = \"x\" x (18 * $ARGV[1]); "
    "sub now { my $t = pack(\"q2\", 0, 0); syscall(228, 1, $t) and die; "  # clock_gettime
    "my ($s, $ns) = unpack(\"q2\", $t); return $s * 1e9 + $ns } "
    "sub bursts { for (1 .. $ARGV[2]) { send(S, $data, 0, $to) or die \"$!\" } } "
    # The limit of the queue finds itself by the first ones.
    "bursts(); my $began = now(); bursts(); printf \"%d\\n\", now() - $began")
PKTGEN = "/proc/net/pktgen"
# For nobody: the IP layer drops it first thing. Devices that filter are promiscuous.
OTHER = "02:00:00:00:00:99"
NETWORKS = {"veth0": "10.98.1", "near0": "10.98.2", "far0": "10.98.3"}
BONDS = {"active-backup": "active-backup", "balance-rr": "round-robin",
         "balance-xor xmit_hash_policy layer3+4": "hash", "broadcast": "broadcast"}


def run(guest):
    guest.sh(f"mkdir -p /var/run; {MODPROBE} -a plugbus plugnet pktgen dummy macvlan veth", 120)
    guest.sh(f"{MODPROBE} bonding max_bonds=0")
    paths = {}
    dummies(guest, paths)
    ends(guest, paths)
    print(f"instructions per packet, of {PACKETS} of 60 bytes by pktgen; {TURNS} turns")
    turns = measure(guest, paths, instructions)
    for path, receiver in (("plugnet pair", "near1"),
                           ("plugnet pair, by a port's line", "eth0")):
        print(f"{path}: {count(guest, receiver, 'interrupts')} interrupts and "
              f"{count(guest, receiver, 'polls')} polls of {turns[path] * PACKETS} packets")
    bursts(guest, paths)
    traffic.well(guest)


def spread(turns):
    return (max(turns) - min(turns)) / min(turns)


def closest(turns):
    """The TURNS of them that differ least."""
    turns = sorted(turns)
    return min((turns[i:i + TURNS] for i in range(len(turns) - TURNS + 1)), key=spread)


def measure(guest, paths, how):
    """Gives how many turns each path has had."""
    taken = {path: [] for path in paths}
    for _ in range(TURNS):
        for path, device in paths.items():
            taken[path].append(how(guest, device))
    for path, turns in taken.items():
        while spread(closest(turns)) > SPREAD and len(turns) < MOST_TURNS:
            turns.append(how(guest, paths[path]))
        best = closest(turns)
        print(f"{path:42} {best[TURNS // 2]:7.0f}   spread {100 * spread(best):.2f} %",
              f"  of {len(turns)} turns" if len(turns) > TURNS else "", sep="")
        guest.equal("turns agree", spread(best) <= SPREAD or turns, True)
    return {path: len(turns) for path, turns in taken.items()}


def up(guest, *names):
    for name in names:
        guest.sh(f"echo 1 >/proc/sys/net/ipv6/conf/{name}/disable_ipv6; "
                 f"{IP} link set {name} up promisc on")


def dummies(guest, paths):
    """All that ends in a dummy: by itself, by a macvlan, by two of them."""
    guest.sh(f"{IP} link add dum0 type dummy; {IP} link add link dum0 mac0 type macvlan")
    up(guest, "dum0", "mac0")
    paths["dummy"], paths["macvlan -> dummy"] = "dum0", "mac0"
    number = 1
    for mode, policy in BONDS.items():
        for name, kind in ((f"bond {mode}", f"bond mode {mode} miimon 100"),
                           (f"plugnet {policy}", f"plugnet policy {policy}")):
            upper, lowers = f"up{number}", (f"low{number}a", f"low{number}b")
            guest.sh(f"{IP} link add {upper} type {kind}")
            for lower in lowers:
                guest.sh(f"{IP} link add {lower} type dummy; {IP} link set {lower} master {upper}")
            up(guest, upper)
            guest.wait("carrier", f"grep -q 1 /sys/class/net/{upper}/carrier", 60)
            paths[name + " -> 2 dummies"] = upper
            number += 1


def ends(guest, paths):
    """All that is received by another device, in NAPI."""
    guest.sh(f"{IP} link add veth0 type veth peer name veth1; {IP} link add near0 type plugnet "
             "peer name near1; ethtool -K veth0 tso off; ethtool -K veth1 gro on")
    # The one that receives interrupts by the line.
    port = guest.sh("hotplugctl port add --pci 1af4:1000 --class net --line 3")
    guest.expect("its name", f"test -e /sys/bus/plugbus/devices/{port}/net/eth0")
    guest.sh(f"{IP} link add link eth0 name far0 type plugnet")
    up(guest, "veth0", "veth1", "near0", "near1", "eth0", "far0")
    for name in ("veth0", "near0", "far0"):
        guest.wait("carrier", f"grep -q 1 /sys/class/net/{name}/carrier", 60)
    paths["veth, NAPI"] = "veth0"
    paths["plugnet pair"] = "near0"
    paths["plugnet pair, by a port's line"] = "far0"


def instructions(guest, device):
    guest.sh(f"echo rem_device_all >{PKTGEN}/kpktgend_0; "
             f"echo add_device {device} >{PKTGEN}/kpktgend_0; "
             f"for i in 'count {PACKETS}' 'clone_skb 0' 'pkt_size 60' 'delay 0' "
             f"'dst_mac {OTHER}' 'dst 10.99.0.1'; do echo \"$i\" >{PKTGEN}/{device}; done; "
             f"echo start >{PKTGEN}/pgctrl", 300)
    result = guest.sh(f"sed -n 's/^Result: OK: \\([0-9]*\\)(.*/\\1/p' {PKTGEN}/{device}")
    return int(result) * 1000 / 2 / PACKETS


def bursts(guest, paths):
    """What the pairs and veth take of frames that come with xmit_more."""
    ways = {path: device for path, device in paths.items() if device in NETWORKS}
    for device in ways.values():
        guest.sh(f"ethtool -K {device} tx-udp-segmentation off; "
                 f"{IP} addr add {NETWORKS[device]}.1/24 dev {device}; "
                 f"{IP} neigh add {NETWORKS[device]}.2 lladdr {OTHER} dev {device}")
    before = count(guest, "near1", "interrupts")
    print(f"instructions per packet, of {PACKETS} in bursts of {BURST} by UDP; {TURNS} turns")
    turns = measure(guest, ways, by_burst)["plugnet pair"]
    print(f"plugnet pair: {count(guest, 'near1', 'interrupts') - before} interrupts of "
          f"{2 * turns * PACKETS // BURST} bursts")


def by_burst(guest, device):
    number = PACKETS // BURST
    result = guest.sh(f"perl -e '{SENDER}' {NETWORKS[device]}.2 {BURST} {number}", 300)
    return int(result) / 2 / (number * BURST)
