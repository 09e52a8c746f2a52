# SPDX-License-Identifier: GPL-2.0-or-later
"""Purpose: the queues of plugnet's devices, in the guest of the case plugnet: how many, their
lines, their polling, and what ethtool changes of them. The namespace far is there."""
import re

import traffic
from traffic import IP, MODPROBE, count, fails, proc, within

FAR = "10.7.0.2"
PORT = "hotplugctl port"
PARAMETERS = "/sys/module/plugnet/parameters"
ECHO = ("use IO::Socket::INET; "
        "my $s = IO::Socket::INET->new(Proto => \"udp\", LocalPort => 7000); "
        "open(F, \">/run/ready\"); close F; while (1) { $s->recv(my $b, 100); $s->send($b) }")
# ARGV[1] exchanges, each within 60 s; polls for ARGV[2] us. Tells the NAPI instance.
ASK = ("use IO::Socket::INET; my $s = IO::Socket::INET->new(Proto => \"udp\", "
       "PeerAddr => $ARGV[0], PeerPort => 7000); "
       "setsockopt($s, 1, 46, pack(\"i\", $ARGV[2])) or die; alarm 60; "
       "for (1 .. $ARGV[1]) { $s->send(\"x\") or die; $s->recv(my $b, 100); alarm 60 } "
       "print unpack(\"i\", getsockopt($s, 1, 56)), \"\\n\"")

# One datagram of ARGV[1] times ARGV[2] bytes, which the stack or the device cuts into as many.
BURST = ("use IO::Socket::INET; my $s = IO::Socket::INET->new(Proto => \"udp\", "
         "PeerAddr => $ARGV[0], PeerPort => 7000); "
         "setsockopt($s, 17, 103, pack(\"i\", $ARGV[2])) or die; "  # SOL_UDP, UDP_SEGMENT
         "$s->send(\"x\" x ($ARGV[1] * $ARGV[2])) or die \"$!\"")


def run(guest):
    several(guest)
    traced(guest)
    changed(guest)
    polled(guest)
    offline(guest)
    guest.sh(f"{IP} link del left")
    lines(guest)
    burst(guest)
    traffic.well(guest)
    timeout(guest)
    gone(guest)
    traffic.well(guest)


def queue(guest, name, index, ns=None):
    """What the file of a device says of one of its queues, by name."""
    line = proc(guest, name, f"queue {index}", ns)
    return {key: int(value) for key, value in re.findall(r"(\w+) (\d+)", line)}


def frames(guest, name, what, ns=None):
    """How many were sent, or received, by each of its queues."""
    lines_ = guest.sh(f"{within(ns)} grep '^queue [0-9]' /proc/net/plugnet/{name}")
    return [int(n) for n in re.findall(rf", {what} (\d+)", lines_)]


def quiet_pair(guest, options, peer):
    guest.sh(f"{IP} link add name left {options} type plugnet peer name right netns far "
             f"{peer}; echo 1 >/proc/sys/net/ipv6/conf/left/disable_ipv6; "
             f"{within('far')} sh -c 'echo 1 >/proc/sys/net/ipv6/conf/right/disable_ipv6'; "
             f"{IP} addr add 10.7.0.1/24 dev left; {IP} link set left up; "
             f"{IP} -n far addr add {FAR}/24 dev right; {IP} -n far link set right up; "
             f"{IP} -n far link set lo up", 300)
    guest.wait("carrier", "grep -q 1 /sys/class/net/left/carrier", 60)


def all_used(guest, what, name, direction, ns=None):
    """Each queue has more than before after this many flows."""
    before = frames(guest, name, direction, ns)
    guest.sh(f"perl -e '{traffic.FLOWS}' {FAR} 200 2", 300)
    # Who sends does not wait until all was taken.
    guest.wait(what, f"{within(ns)} awk -v 'was={' '.join(map(str, before))}' "
               "'BEGIN { n = split(was, w) } /^queue [0-9]/ { i++; "
               f"match($0, /, {direction} [0-9]+/); split(substr($0, RSTART), f); "
               "used += f[3] + 0 > w[i] } END { exit used != n }' "
               f"/proc/net/plugnet/{name}", 60)


def several(guest):
    """Four at one end, two at the other."""
    quiet_pair(guest, "numtxqueues 4 numrxqueues 4", "numtxqueues 2 numrxqueues 2")
    guest.equal("queues", (proc(guest, "left", "queues"), proc(guest, "right", "queues", "far")),
                ("4 of 4", "2 of 2"))
    all_used(guest, "all send", "left", "sent")
    all_used(guest, "both receive", "right", "received", "far")
    traffic.tcp(guest, FAR, "far")
    guest.expect("the time of the last frame", "grep -q '^queue 0: .* sent [0-9]* ([0-9]* ms "
                 "ago)' /proc/net/plugnet/left")
    all_taken(guest)


def all_taken(guest):
    guest.wait("nothing is under way", "for i in 0 1 2 3; do grep -qx 0 /sys/class/net/left/"
               "queues/tx-$i/byte_queue_limits/inflight || exit 1; done", 60)


def traced(guest):
    """What the tracepoints tell of one packet there and back."""
    events = "/sys/kernel/tracing/events/plugnet/enable"
    guest.sh(f"{traffic.TRACING}; echo 1 >{events}; "
             f"ping -c 1 {FAR}; echo 0 >{events}")
    for what in ("xmit: ifindex=[0-9]* queue=[0-3] len=98 result=ok",
                 "irq: ifindex=[0-9]* queue=[0-3] causes=0x1$",
                 "poll: ifindex=[0-9]* queue=[0-3] done=1 budget="):
        guest.expect(what, f"grep -q 'plugnet_{what}' /sys/kernel/tracing/trace")


def changed(guest):
    """ethtool changes how many there are, how large, how often they interrupt."""
    for what, command, why in (
            ("too many", "-L left combined 5", ""),
            ("too small a ring", "-G left rx 31", "32 entries"),
            ("too large a ring", "-G left rx 4097", ""),
            ("too long a rest", "-C left rx-usecs 100001", "100000 at most")):
        fails(guest, what, f"ethtool {command}", why)
    guest.sh("ethtool -L left combined 3; ethtool -G left rx 64", 120)
    guest.wait("carrier", "grep -q 1 /sys/class/net/left/carrier", 60)
    guest.equal("as ethtool shows it", guest.sh(
        "ethtool -l left | grep '^Combined'; ethtool -g left | grep '^RX:'").split(),
        ["Combined:", "4", "Combined:", "3", "RX:", "4096", "RX:", "64"])
    guest.equal("as its file does", (proc(guest, "left", "queues"), proc(guest, "left", "ring")),
                ("3 of 4", "64"))
    all_used(guest, "three send", "left", "sent")
    traffic.tcp(guest, FAR, "far")
    guest.sh("ethtool -L left combined 4; ethtool -C left rx-usecs 100000", 120)
    guest.wait("carrier", "grep -q 1 /sys/class/net/left/carrier", 60)
    moderated(guest)
    guest.sh("ethtool -C left rx-usecs 0")
    guest.expect("statistics of each", "ethtool -S left | grep -q ' queue3_interrupts: '")
    guest.expect("time stamps", "ethtool -T left | grep -q software-transmit")
    under_traffic(guest)


def under_traffic(guest):
    """They change while they send: each goes on, and what was lost is forgotten."""
    flood = traffic.flood(guest, " ".join([FAR] * 16))
    for _ in range(5):
        guest.sh("ethtool -L left combined 3; ethtool -G left rx 256; "
                 "ethtool -L left combined 4; ethtool -G left rx 64", 120)
        guest.wait("carrier", "grep -q 1 /sys/class/net/left/carrier", 60)
        all_used(guest, "all go on", "left", "sent")
    guest.sh(f"kill {flood}")
    all_taken(guest)
    traffic.well(guest)


def moderated(guest):
    """A queue rests for 100 ms after each interrupt: so many fit into the time it took."""
    echo = traffic.listen(guest, ECHO, ns="far")
    reached(guest)
    state = "cut -d' ' -f1 /proc/uptime; sed -n 's/^interrupts: //p' /proc/net/plugnet/left"
    before = guest.sh(state).split()
    guest.sh(f"perl -e '{ASK}' {FAR} 10 0", 300)
    after = guest.sh(state).split()
    most = 4 * ((float(after[0]) - float(before[0])) / 0.1 + 2)
    more = int(after[1]) - int(before[1])
    traffic.end(guest, echo)
    guest.equal("interrupts come so often at most", 0 < more <= most or (more, most), True)


def reached(guest):
    """A datagram that is lost is not sent again."""
    guest.wait("the far end answers", f"ping -c 1 -W 2 {FAR}", 60)


def polls(guest):
    """Those that no interrupt started."""
    return count(guest, "left", "polls") - count(guest, "left", "interrupts")


def asked(guest, microseconds):
    """Such polls by 200 exchanges. Who asks and who answers have a CPU each."""
    reached(guest)
    before = polls(guest)
    napi = guest.sh(f"taskset 1 perl -e '{ASK}' {FAR} 200 {microseconds}", 300)
    guest.equal("the socket's NAPI instance is known", int(napi) > 0, True)
    return polls(guest) - before


def polled(guest):
    """By a socket that waits, and by threads."""
    echo = traffic.listen(guest, ECHO, ns="far")
    guest.sh(f"taskset -p 2 {echo}")
    without, polling = asked(guest, 0), asked(guest, 1000000)
    print(f"200 exchanges: {without} polls without an interrupt, busy polling {polling}")
    guest.equal("the socket polls", polling > without + 50 or (polling, without), True)
    traffic.end(guest, echo)
    guest.sh("echo 1 >/sys/class/net/left/threaded")
    guest.equal("threads", guest.sh("cat /proc/[0-9]*/comm | grep -c ^napi/left"), "4")
    traffic.tcp(guest, FAR, "far")
    guest.sh("echo 0 >/sys/class/net/left/threaded")


def offline(guest):
    """A CPU goes and comes under traffic: all queues go on."""
    floods = [traffic.flood(guest, f"{FAR} {FAR}"),
              traffic.flood(guest, "10.7.0.1 10.7.0.1", "far")]
    for online in (0, 1, 0, 1):
        guest.sh(f"echo {online} >/sys/devices/system/cpu/cpu1/online", 120)
        all_used(guest, f"with CPU 1 {online}", "left", "sent")
        all_used(guest, f"received with CPU 1 {online}", "right", "received", "far")
    guest.sh(f"kill {' '.join(floods)}")
    traffic.tcp(guest, FAR, "far")


def plug(guest, queues, lines_):
    """A port's device with its other end. Gives the names of both."""
    guest.sh(f"echo {queues} >{PARAMETERS}/queues; echo Y >{PARAMETERS}/line")
    name = guest.sh(f"{PORT} add --pci 1af4:1000 --class net --line 3 --lines {lines_}")
    device = guest.sh(f"ls /sys/bus/plugbus/devices/{name}/net")
    guest.sh(f"{IP} link add link {device} name far0 netns far type plugnet; "
             f"{IP} addr add 10.8.0.1/24 dev {device}; {IP} link set {device} up; "
             f"{IP} -n far addr add 10.8.0.2/24 dev far0; {IP} -n far link set far0 up", 300)
    guest.wait("carrier", f"grep -q 1 /sys/class/net/{device}/carrier", 60)
    return name, device


def interrupt(guest, device):
    """Each queue interrupts for what comes."""
    before = [queue(guest, device, i)["interrupts"] for i in range(2)]
    guest.wait("each queue interrupts", "ping -c 1 -W 2 10.8.0.2 >/dev/null; "
               f"{within('far')} perl -e '{traffic.FLOWS}' 10.8.0.1 50 1; "
               f"grep '^queue [0-9]' /proc/net/plugnet/{device} | "
               f"sed 's/.*, interrupts \\([0-9]*\\),.*/\\1/' | "
               f"{{ read -r a; read -r b; [ $a -gt {before[0]} ] && [ $b -gt {before[1]} ]; }}",
               60)


def lines(guest):
    """A line for each queue; or one for all, where the port has fewer."""
    port, device = plug(guest, 2, 2)
    guest.expect("a line for each", f"grep -q 'plugbus.*  {device}$' /proc/interrupts && "
                 f"grep -q 'plugbus.*  {device}-1$' /proc/interrupts")
    interrupt(guest, device)
    guest.sh(f"{PORT} del {port}; {IP} -n far link del far0")
    port, device = plug(guest, 2, 1)
    guest.equal("one for all", guest.sh("grep -c plugbus /proc/interrupts"), "1")
    interrupt(guest, device)
    guest.sh(f"{PORT} del {port}; {IP} -n far link del far0")


def burst(guest):
    """What the stack cuts comes as a burst, whose last frame tells, and has all count against
    the limit of the queue until they are taken."""
    port, device = plug(guest, 1, 1)
    inflight = f"{within('far')} cat /sys/class/net/far0/queues/tx-0/byte_queue_limits/inflight"
    guest.sh(f"{within('far')} ethtool -K far0 tx-udp-segmentation off; "
             f"{IP} -n far neigh replace 10.8.0.1 lladdr "
             f"$(cat /sys/class/net/{device}/address) nud permanent dev far0")
    traffic.receive(guest, 20, 100)
    guest.sh(f"{PORT} mask {port}; {within('far')} perl -e '{BURST}' 10.8.0.1 20 100")
    guest.wait("all count", f"[ $({inflight}) -ge {20 * (100 + 28 + 14)} ]", 60)
    guest.sh(f"{PORT} unmask {port}")
    traffic.received(guest, 20)
    guest.wait("none is under way", f"[ $({inflight}) -eq 0 ]", 60)
    before = count(guest, device, "interrupts")
    traffic.receive(guest, 400, 100)
    guest.sh(f"for i in $(seq 20); do {within('far')} perl -e '{BURST}' 10.8.0.1 20 100; done", 120)
    traffic.received(guest, 400)
    interrupts = count(guest, device, "interrupts") - before
    print(f"400 frames in bursts of 20: {interrupts} interrupts")
    guest.equal("interrupts are fewer than frames", interrupts < 200 or interrupts, True)
    guest.sh(f"{PORT} del {port}; {IP} -n far link del far0")


def timeout(guest):
    """The ring is full, and its line masked by which a device would hear that there is room:
    the core's watchdog has it look, and complains in the log."""
    guest.sh(f"echo 2 >{PARAMETERS}/watchdog; echo 32 >{PARAMETERS}/ring")
    port, device = plug(guest, 1, 1)
    guest.sh(f"{IP} link set {device} txqueuelen 10000; {within('far')} ethtool -C far0 rx-usecs "
             f"100000; {IP} neigh replace 10.8.0.2 lladdr $({within('far')} "
             f"cat /sys/class/net/far0/address) nud permanent dev {device}; "
             f"echo 1000000 >/sys/class/net/{device}/queues/tx-0/byte_queue_limits/limit_min; "
             f"{PORT} mask {port}")
    there = sum(frames(guest, "far0", "received", "far"))
    sent = int(guest.sh(
        f"n=0; until grep -q 'transmit_timeouts: [1-9]' /proc/net/plugnet/{device}; do "
        f"perl -e '{traffic.SENDER}' 60 100 10.8.0.2; n=$((n + 60)); [ $n -lt 9000 ] || exit 1; "
        "sleep 1; done; echo $n", 300))
    guest.wait("all are received, the line masked", f"{within('far')} awk '/^queue 0/ "
               "{ match($0, /, received [0-9]+/); split(substr($0, RSTART), f) } "
               f"END {{ exit f[3] < {there + sent} }}' /proc/net/plugnet/far0", 120)
    guest.sh(f"{PORT} unmask {port}")
    guest.wait("all is well again", "ping -c 1 -W 2 10.8.0.2", 60)
    guest.expect("the core said so", "dmesg | grep -q 'NETDEV WATCHDOG'")
    guest.sh(f"{PORT} del {port}; {IP} -n far link del far0")


def sends(guest, name):
    guest.wait(f"{name} sends", f"[ $(cat /sys/class/net/{name}/statistics/tx_packets) -gt 1000 ]",
               120)


def gone(guest):
    """A namespace goes with devices in it, and then the module, while frames do."""
    four = "numtxqueues 4 numrxqueues 4"
    quiet_pair(guest, four, four)
    flood = traffic.flood(guest, FAR)
    sends(guest, "left")
    guest.sh(f"{IP} netns del far")
    guest.wait("its peer is gone", "! test -e /sys/class/net/left", 120)
    guest.sh(f"kill {flood}; {IP} netns add far")
    quiet_pair(guest, four, four)
    device = plug(guest, 2, 2)[1]
    floods = [traffic.flood(guest, f"{FAR} 10.8.0.2"),
              traffic.flood(guest, "10.7.0.1 10.8.0.1", "far")]
    for name in ("left", device):
        sends(guest, name)
    guest.sh("rmmod plugnet", 120)
    guest.sh(f"kill {' '.join(floods)}")
    guest.expect("it is gone", "! test -e /sys/class/net/left && ! test -e /proc/net/plugnet && "
                 f"! grep -q 'plugbus.* {device}' /proc/interrupts")
