"""plugnet: one port is made, and at its end is a configured interface; pairs; the filter."""
import netlink
import queues
import traffic
import xdp
from guest import SOAK
from network import Lan
from traffic import IP, MODPROBE, count, fails, proc, receive, received, send, within

kernel = "debian"
road = "hotplugd"
own_modules = ("plugbus", "plugnet")
seconds = 7200 if SOAK else 1800
PORT = "hotplugctl port"
PARAMETERS = "/sys/module/plugnet/parameters"
copies = traffic.COPIES | netlink.COPIES
packages = ("ethtool",)
lan = Lan("lan0", "Driver=plugnet\nMACAddress=02:00:00:00:00:02")
files = lan.files() | {
    # Nothing of the kernel's is to complain where the machine is slow.
    "/etc/modprobe.d/plugnet.conf": "options plugnet watchdog=3600\n"}


def run(guest):
    # Debian's default, fq_codel, drops what waits long.
    guest.sh("echo pfifo_fast >/proc/sys/net/core/default_qdisc; "
             f"mkdir -p /var/run; {IP} netns add far; {IP} netns add other")
    chain(guest)
    line(guest)
    waits(guest)
    unplugged(guest)
    pair(guest)
    refused(guest)
    filtered(guest)
    namespaces(guest)
    parameters(guest)
    traffic.well(guest)
    xdp.run(guest)
    queues.run(guest)
    nearly(guest)


def nearly(guest):
    """Messages that are nearly right, by nobody who would act on what comes of them."""
    guest.sh(f"killall hotplugd; {MODPROBE} plugnet")
    print(netlink.fuzz(guest, 100000 if SOAK else 1000))


def plug(guest):
    """A port whose device is to be lan0. Gives its name."""
    name = guest.sh(f"{PORT} add --pci 1af4:1000 --class net --line 3 --serial {lan.mac}")
    lan.configured(guest)
    return name


def chain(guest):
    """Event, agent, driver, event, agent, configured: from one command."""
    guest.sh(f"{MODPROBE} plugbus")
    guest.expect("no driver before", "! test -e /sys/module/plugnet")
    name = plug(guest)
    guest.expect("the device is the port's",
                 f"test -e /sys/bus/plugbus/devices/{name}/net/lan0")
    guest.equal("and has no other end", proc(guest, "lan0", "peer"), "none")
    guest.equal("so there is no carrier", guest.sh("cat /sys/class/net/lan0/carrier"), "0")
    guest.sh(f"{IP} link add link lan0 name far0 netns far type plugnet; "
             f"{IP} -n far addr add {lan.gateway}/24 dev far0; "
             f"{IP} -n far addr add {lan.gateway6}/64 dev far0 nodad; "
             f"{IP} -n far link set far0 up")
    guest.wait("carrier", "grep -q 1 /sys/class/net/lan0/carrier")
    lan.reaches_gateway(guest)


def line(guest):
    """Its interrupts come by the port's line, which another port shares."""
    guest.expect("in /proc/interrupts", "grep -q 'plugbus.*level  *lan0$' /proc/interrupts")
    other = guest.sh(f"{PORT} add --usb 0525:a4a1 --interface 2/6/0 --line 3")
    second = guest.sh(f"ls /sys/bus/plugbus/devices/{other}/net")
    guest.sh(f"{IP} link set {second} up")
    guest.expect("both share the line", f"grep -q 'lan0, {second}$' /proc/interrupts")
    before = count(guest, second, "interrupts"), count(guest, second, "interrupts_not_ours")
    guest.sh(f"ping -c 3 {lan.gateway}")
    guest.equal("the other's interrupts are not its own",
                count(guest, second, "interrupts"), before[0])
    guest.equal("but it was asked", count(guest, second, "interrupts_not_ours") >=
                before[1] + 3, True)
    guest.sh(f"{PORT} del {other}")
    guest.expect("it is gone", f"! test -e /sys/class/net/{second}")


def waits(guest):
    """While the line is masked nobody takes frames: the ring fills, the sender waits, and
    none is lost. The ring is as the parameter said when the device was made."""
    port = guest.sh("basename $(readlink /sys/class/net/lan0/device)")
    ring = int(proc(guest, "lan0", "ring"))
    # Room in the queue for what does not fit into the ring.
    guest.sh(f"{IP} -n far link set far0 txqueuelen 2000")
    # Nobody answers who would be asked for it meanwhile.
    guest.sh(f"{IP} -n far neigh replace {lan.address} lladdr "
             "$(cat /sys/class/net/lan0/address) nud permanent dev far0")
    # It is to be the ring that stops the queue, not its limit of bytes. The kernel looks at
    # that when a frame is off the wire that had to wait there.
    limits = "/sys/class/net/far0/queues/tx-0/byte_queue_limits"
    guest.sh(f"{within('far')} sh -c 'echo 1000000 >{limits}/limit_min'; {PORT} mask {port}")
    send(guest, 3, 100, lan.address, "far")
    guest.sh(f"{PORT} unmask {port}")
    guest.wait("the limit is in effect",
               f"{within('far')} sh -c '[ $(cat {limits}/limit) -ge 1000000 ]'")
    receive(guest, 2 * ring, 100)
    guest.sh(f"{PORT} mask {port}")
    send(guest, 2 * ring, 100, lan.address, "far")
    guest.wait("the sender's queue is stopped", f"{within('far')} "
               "grep -q 'transmit_stops: [1-9]' /proc/net/plugnet/far0")
    guest.equal("nothing has come", guest.sh("cat /run/got"), "")
    guest.sh(f"{PORT} unmask {port}")
    received(guest, 2 * ring)
    guest.equal("the sender was told of room",
                count(guest, "far0", "cause_transmit_done", "far") > 0, True)


def unplugged(guest):
    """The other end goes down, and away; the port goes."""
    changes = count(guest, "lan0", "cause_link_change")
    guest.sh(f"{IP} -n far link set far0 down")
    guest.wait("no carrier", "grep -q 0 /sys/class/net/lan0/carrier")
    guest.equal("by an interrupt", count(guest, "lan0", "cause_link_change"), changes + 1)
    guest.sh(f"{IP} -n far link set far0 up")
    guest.wait("carrier again", "grep -q 1 /sys/class/net/lan0/carrier")
    guest.sh(f"{IP} -n far link del far0")
    guest.wait("no other end", "grep -q 0 /sys/class/net/lan0/carrier")
    guest.sh(f"{IP} link add link lan0 name far0 netns far type plugnet")
    guest.sh(f"{IP} -n far link set far0 up")
    guest.wait("a new one", "grep -q 1 /sys/class/net/lan0/carrier")
    guest.sh(f"{PORT} del $(basename $(readlink /sys/class/net/lan0/device))")
    guest.expect("it is gone with its line", "! test -e /sys/class/net/lan0 && "
                 "! grep -q plugbus /proc/interrupts")
    guest.wait("the other end is alone", f"{within('far')} "
               "grep -q 'carrier off' /proc/net/plugnet/far0")
    guest.sh(f"{IP} -n far link del far0")


def make_pair(guest):
    guest.sh(f"{IP} link add name left type plugnet peer name right netns far; "
             "echo 1 >/proc/sys/net/ipv6/conf/left/disable_ipv6; "
             f"{within('far')} sh -c 'echo 1 >/proc/sys/net/ipv6/conf/right/disable_ipv6'; "
             f"{IP} addr add 10.1.0.1/24 dev left; {IP} link set left up; "
             f"{IP} -n far addr add 10.1.0.2/24 dev right; {IP} -n far link set right up; "
             f"{IP} -n far link set lo up")
    guest.wait("carrier", "grep -q 1 /sys/class/net/left/carrier")


def pair(guest):
    """A pair across namespaces: TCP, UDP, multicast, large frames, VLAN, statistics."""
    make_pair(guest)
    guest.sh("ping -c 1 -s 5000 10.1.0.2")
    traffic.tcp(guest, "10.1.0.2", "far")
    statistics(guest)
    guest.sh(f"{IP} link set left mtu 65535; {IP} -n far link set right mtu 65535")
    # As many as the ring has room for: none waits in front of it.
    receive(guest, 60, 60000, "far")
    send(guest, 60, 60000, "10.1.0.2")
    received(guest, 60)
    guest.sh(f"{IP} -n far link set right mtu 1500")
    guest.expect("too long for the other end", "! ping -c 1 -W 1 -s 60000 10.1.0.2")
    guest.expect("dropped there", f"{within('far')} "
                 "grep -q '[1-9]' /sys/class/net/right/statistics/rx_dropped")
    guest.sh(f"{IP} -n far link set right mtu 65535")
    guest.sh(f"{within('far')} sh -c 'echo 0 >/proc/sys/net/ipv4/icmp_echo_ignore_broadcasts'")
    guest.sh("ping -c 1 -I left 224.0.0.1")
    guest.sh(f"{MODPROBE} 8021q; {IP} link add link left name left.5 type vlan id 5; "
             f"{IP} addr add 10.2.0.1/24 dev left.5; {IP} link set left.5 up; "
             f"{IP} -n far link add link right name right.5 type vlan id 5; "
             f"{IP} -n far addr add 10.2.0.2/24 dev right.5; {IP} -n far link set right.5 up")
    guest.wait("VLAN", "ping -c 1 10.2.0.2")
    guest.sh(f"{IP} link del left.5")
    guest.sh(f"{IP} link del left")
    guest.expect("both are gone", f"! {within('far')} test -e /sys/class/net/right")


def statistics(guest):
    guest.wait("what one sent the other received, or filtered",
               "sent=$(cat /sys/class/net/left/statistics/tx_packets); "
               f"{within('far')} sh -c 'cat /sys/class/net/right/statistics/rx_packets; "
               "sed -n \"s/receive_filtered: //p\" /proc/net/plugnet/right' | "
               "{ read -r received; read -r filtered; "
               "[ $sent -gt 100 ] && [ $((received + filtered)) -eq $sent ]; }")


def filtered(guest):
    """Frames for other addresses are dropped unless the device is promiscuous."""
    make_pair(guest)
    alien = "02:00:00:00:00:99"
    guest.sh(f"{IP} neigh replace 10.1.0.9 lladdr {alien} dev left")
    packets = f"{within('far')} cat /sys/class/net/right/statistics/rx_packets"

    def sent_three():
        before = count(guest, "right", "receive_filtered", "far"), int(guest.sh(packets))
        guest.status("ping -c 3 -W 1 -i 0.2 10.1.0.9")
        return (count(guest, "right", "receive_filtered", "far") - before[0],
                int(guest.sh(packets)) - before[1])

    guest.equal("filtered, received", sent_three(), (3, 0))
    captures = traffic.capture(guest, "right", "far")
    guest.expect("two captures", traffic.promiscuous("right", 2, "far"))
    guest.equal("filtered, received, promiscuous", sent_three(), (0, 3))
    traffic.end(guest, captures)
    guest.expect("none", traffic.promiscuous("right", 0, "far"))
    guest.sh(f"{IP} -n far link add link right name mv0 address " + alien + " type macvlan")
    guest.sh(f"{IP} -n far link set mv0 up")
    guest.equal("with a macvlan of that address", sent_three()[0], 0)
    guest.sh(f"{IP} -n far link del mv0")
    guest.equal("and without it again", sent_three(), (3, 0))
    guest.sh(f"{IP} neigh replace 10.1.0.9 lladdr 01:00:5e:01:02:03 dev left")
    guest.equal("a group that nobody is in", sent_three()[0], 3)
    guest.sh(f"{IP} -n far maddr add 01:00:5e:01:02:03 dev right")
    guest.equal("in the group", sent_three()[0], 0)
    guest.sh(f"{IP} link del left")


def refused(guest):
    """Every refusal has a reason."""
    guest.sh("printf '[NetDev]\\nName=left\\nKind=plugnet\\n[Peer]\\nName=right\\n' "
             ">/etc/hotplug.d/net/pair.netdev; hotplugctl net apply --all; "
             f"rm /etc/hotplug.d/net/pair.netdev; {IP} link add name dum0 type dummy")
    add, kind, many = f"{IP} link add", "type plugnet", "address 01:00:00:00:00:01"
    for what, command, why in (
            ("the peer's name is taken", f"name third {kind} peer name dum0", "is taken"),
            ("both have one name", f"name third {kind} peer name third", "is taken"),
            ("its other end is none of ours", f"link dum0 name third {kind}",
             "not a plugnet device"),
            ("it has its other end", f"link left name third {kind}", "already"),
            ("the other end with a peer", f"link left name third {kind} peer name fourth",
             "no other peer"),
            ("an address for many", f"name third {many} {kind}", "address of one"),
            ("the peer's address", f"name third {kind} peer {many}", "address of one"),
            ("more queues", f"name third numtxqueues 9 numrxqueues 9 {kind}", "8 queues"),
            ("fewer of one kind", f"name third {kind} peer numtxqueues 4", "as many queues"),
            ("a peer with a type", f"name third {kind} peer name fourth type dummy",
             "no type"),
            ("a word unknown", f"name third {kind} pear name fourth", "what is 'pear'")):
        fails(guest, what, f"{add} {command}", why)
    guest.expect("nothing is half made", f"! {IP} link show third && ! {IP} link show fourth")
    guest.sh(f"{IP} link del left; {IP} link del dum0")


def namespaces(guest):
    """A device goes from one to the other and its file with it; a namespace goes with
    devices in it, whose peers go too. A port's device comes back."""
    guest.sh(f"{IP} link add name left type plugnet peer name right; "
             f"{IP} link set left netns far; {IP} link set right netns other; "
             f"{IP} -n far link set left name third")
    guest.expect("the files", "! test -e /proc/net/plugnet/left && "
                 f"{within('far')} test -e /proc/net/plugnet/third && "
                 f"{within('other')} test -e /proc/net/plugnet/right")
    name = plug(guest)
    guest.sh(f"{IP} link set lan0 netns other; {IP} -n other link set lan0 up; "
             f"{IP} link add name fourth type plugnet peer name fifth netns other; "
             f"{IP} -n far link set third up; {IP} -n other link set right up; "
             f"{IP} netns del other")
    guest.wait("the peers are gone", f"! {within('far')} test -e /proc/net/plugnet/third && "
               "! test -e /sys/class/net/fourth", 60)
    guest.wait("the port's device is back",
               f"test -e /sys/bus/plugbus/devices/{name}/net/lan0", 60)
    guest.sh(f"{PORT} del {name}")


def parameters(guest):
    """Defaults for new devices; what is written is checked."""
    for name, value in (("ring", 31), ("ring", 4097), ("ring", "x"), ("mtu", 67),
                        ("mtu", 65536), ("line", "maybe"), ("queues", 0), ("queues", 9),
                        ("watchdog", 0)):
        guest.expect(f"{name} is not {value}",
                     f"! echo {value} >{PARAMETERS}/{name} 2>/dev/null")
    guest.sh(f"echo 32 >{PARAMETERS}/ring; echo 9000 >{PARAMETERS}/mtu; "
             f"echo 0 >{PARAMETERS}/line; {IP} link add name left type plugnet")
    guest.equal("the ring of a new device", proc(guest, "left", "ring"), "32")
    guest.equal("its MTU", guest.sh("cat /sys/class/net/left/mtu"), "9000")
    name = plug(guest)
    guest.equal("without the line", proc(guest, "lan0", "irq"), "none")
    guest.expect("which is nobody's", "! grep -q plugbus /proc/interrupts")
    guest.sh(f"{IP} link del left; {PORT} del {name}; "
             f"echo 256 >{PARAMETERS}/ring; echo 1500 >{PARAMETERS}/mtu")
