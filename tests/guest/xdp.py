# SPDX-License-Identifier: GPL-2.0-or-later
"""Purpose: XDP on plugnet's devices, in the guest of the case plugnet. The namespace far is
there, and none of the devices."""
import traffic
from queues import FAR, quiet_pair
from traffic import IP, count, fails, within

ABORTED, DROP, PASS, TX, REDIRECT = range(5)
# Loads a program that says ARGV[1] of each frame (REDIRECT: to the ifindex ARGV[2]), and has
# the driver of the device ARGV[0] run it, in place of what it runs.
LOADER = r"""#!/usr/bin/perl
use Socket;
my ($name, $verdict, $to) = @ARGV;
sub insn { pack("CCsl", @_) }
my $return = insn(0xb7, 0, 0, $verdict);
$return = insn(0xb7, 1, 0, $to) . insn(0xb7, 2, 0, 0) . insn(0x85, 0, 0, 23) if $verdict == 4;
my ($code, $license) = ($return . insn(0x95, 0, 0, 0), "GPL\0");
sub address { unpack("Q", pack("P", $_[0])) }
# BPF_PROG_LOAD of BPF_PROG_TYPE_XDP
my $load = pack("LLQQLLQLL", 6, length($code) / 8, address($code), address($license),
		0, 0, 0, 0, 0);
my $fd = syscall(321, 5, $load, length $load);
die "bpf: $!\n" if $fd < 0;
open my $f, "<", "/sys/class/net/$name/ifindex" or die;
my $index = <$f> + 0;
sub attr {
	my ($type, $data) = @_;
	return pack("SS", 4 + length $data, $type) . $data . "\0" x (-length($data) % 4);
}
# RTM_SETLINK with IFLA_XDP: fd, XDP_FLAGS_DRV_MODE
my $body = pack("CxSlLL", 0, 0, $index, 0, 0) .
	attr(43 | 0x8000, attr(1, pack("l", $fd)) . attr(3, pack("L", 4)));
socket(my $netlink, 16, SOCK_RAW, 0) or die $!;
setsockopt($netlink, 270, 11, pack("i", 1)) or die $!;	# NETLINK_EXT_ACK
send($netlink, pack("LSSLL", 16 + length $body, 19, 5, 1, 0) . $body, 0) or die $!;
recv $netlink, my $answer, 65536, 0;
my $r = -unpack("x16l", $answer);
$! = $r, die "$!: $answer\n" if $r;
"""
FILES = {"/bin/xdp": LOADER}


def run(guest):
    quiet_pair(guest, "numtxqueues 2 numrxqueues 2", "numtxqueues 2 numrxqueues 2")
    too_large(guest)
    passed(guest)
    dropped(guest)
    sent_back(guest)
    redirected(guest)
    guest.sh(f"{within('far')} /bin/xdp right {PASS}")
    # One that has a program goes with it.
    guest.sh(f"{IP} link del left")
    traffic.well(guest)


def program(guest, verdict, to=""):
    guest.sh(f"{within('far')} /bin/xdp right {verdict} {to}")
    guest.wait("carrier", "grep -q 1 /sys/class/net/left/carrier", 60)


def seen(guest, verdict):
    return count(guest, "right", f"xdp_{verdict}", "far")


def sees(guest, verdict, number):
    guest.wait(f"so many by {verdict}", f"[ $({within('far')} sed -n 's/^xdp_{verdict}: //p' "
               f"/proc/net/plugnet/right) -ge {number} ]", 60)


def too_large(guest):
    """A frame is to fit into a page."""
    guest.sh(f"{IP} -n far link set right mtu 9000")
    fails(guest, "a large MTU", f"{within('far')} /bin/xdp right {PASS}", "MTU is too large")
    guest.sh(f"{IP} -n far link set right mtu 1500")
    program(guest, PASS)
    guest.expect("so it stays", f"! {IP} -n far link set right mtu 9000")
    guest.expect("the driver runs it", f"{IP} -n far link show right | grep -q ' xdp '")
    guest.expect("the sender cuts segments itself",
                 "ethtool -k left | grep -q 'tcp-segmentation-offload: off'")


def passed(guest):
    traffic.tcp(guest, FAR, "far")
    guest.equal("the program saw it all", seen(guest, "pass") > 5000, True)


def dropped(guest):
    program(guest, DROP)
    before = seen(guest, "drop")
    guest.expect("nothing comes through", f"! ping -c 3 -W 1 -i 0.2 {FAR}")
    sees(guest, "drop", before + 3)


def sent_back(guest):
    """It comes back to where it came from, which has another address."""
    program(guest, TX)
    before = count(guest, "left", "receive_filtered")
    guest.sh(f"{IP} neigh replace {FAR} lladdr $({within('far')} "
             "cat /sys/class/net/right/address) nud permanent dev left")
    guest.status(f"ping -c 3 -W 1 -i 0.2 {FAR}")
    guest.wait("all came back", f"[ $(sed -n 's/^receive_filtered: //p' "
               f"/proc/net/plugnet/left) -ge {before + 3} ]", 60)


def redirected(guest):
    """It goes on by another device, whose other end has the address."""
    guest.sh(f"{IP} link add name fourth address $({within('far')} "
             "cat /sys/class/net/right/address) type plugnet peer name third netns far; "
             f"{IP} link set fourth up; {IP} -n far link set third up")
    guest.wait("carrier", "grep -q 1 /sys/class/net/fourth/carrier", 60)
    program(guest, REDIRECT, f"$({within('far')} cat /sys/class/net/third/ifindex)")
    before = seen(guest, "redirect")
    received = "cat /sys/class/net/fourth/statistics/rx_packets"
    there = int(guest.sh(received))
    guest.status(f"ping -c 3 -W 1 -i 0.2 {FAR}")
    guest.wait("all came there", f"[ $({received}) -ge {there + 3} ]", 60)
    sees(guest, "redirect", before + 3)
    guest.sh(f"{IP} -n far link set right xdp off; {IP} link del fourth; "
             f"{IP} neigh del {FAR} dev left")
    guest.wait("without a program", f"ping -c 1 -W 2 {FAR}", 60)
    guest.expect("large segments again",
                 "ethtool -k left | grep -q 'tcp-segmentation-offload: on'")
