# SPDX-License-Identifier: GPL-2.0-or-later
# Purpose: the messages that make, change and unmake ports of plugbus and devices of plugnet
# (uapi/plugbus.h, uapi/plugnet.h, linux/if_link.h), and programs of XDP (linux/bpf.h).
package Plug;
use strict;
use warnings;
use Netlink;
use Exporter "import";
our @EXPORT = qw(index_of port_new port_del port_id pair end_of over get set unset up
                 down below program runs);

sub index_of {
	my ($name) = @_;
	open my $file, "<", "/sys/class/net/$name/ifindex" or die "$name: $!\n";
	return <$file> + 0;
}

# --- ports

# A network card with that MAC address, on line 3.
sub port_new {
	my ($family, $address) = @_;
	return genl_message($family, 1, ACK, attr(4, pack("C", 1)), attr(5, pack("S", 0x1af4)),
	                    attr(6, pack("S", 0x1000)), attr(9, pack("L", 0x20000)),
	                    attr(13, "$address\0"), attr(16, pack("L", 3)));
}

sub port_del {
	my ($family, $id) = @_;
	return genl_message($family, 2, ACK, attr(2, pack("L", $id)));
}

# Of the answers to a port_new().
sub port_id {
	my ($told) = grep { $_->[0] != 2 } @_;
	return unpack("L", parse(substr($told->[1], 4))->{2});
}

# --- devices

sub device {
	my ($name, $data, @attrs) = @_;
	my @kind = (attr(1, "plugnet\0"), $data // ());
	return link_message(NEWLINK, CREATE_NEW, attr(3, "$name\0"), @attrs,
	                    attr(18, join "", @kind));
}

# Two, each with attributes of its own.
sub pair {
	my ($name, $peer, $own, $peers) = @_;
	my $header = pack("CxSlLL", 0, 0, 0, 0, 0) . attr(3, "$peer\0");
	return device($name, attr(2, attr(1, $header . ($peers // ""))), $own // "");
}

# The other end of a device.
sub end_of {
	my ($of, $name, @attrs) = @_;
	return device($name, undef, attr(5, pack("L", index_of($of))), @attrs);
}

# One over others, by a policy.
sub over {
	my ($name, $policy, @attrs) = @_;
	return device($name, attr(2, attr(2, pack("C", $policy))), @attrs);
}

sub get {
	my ($name) = @_;
	return link_message(GETLINK, ACK, attr(3, "$name\0"));
}

sub set {
	my ($name, @attrs) = @_;
	return link_message(SETLINK, ACK, attr(3, "$name\0"), @attrs);
}

sub unset {
	my ($name) = @_;
	return link_message(DELLINK, ACK, attr(3, "$name\0"));
}

sub flags {
	my ($name, $up) = @_;
	return message(SETLINK, ACK, pack("CxSlLL", 0, 0, 0, $up, 1) . attr(3, "$name\0"));
}

sub up { return flags($_[0], 1) }
sub down { return flags($_[0], 0) }

# Below another device, or below none.
sub below {
	my ($name, $upper) = @_;
	return set($name, attr(10, pack("L", $upper ? index_of($upper) : 0)));
}

# --- programs of XDP

sub insn { return pack("CCsl", @_) }
sub at { return unpack("Q", pack("P", $_[0])) }

# Loads one that says this of each frame; XDP_REDIRECT: to the device of that index. Gives
# its descriptor.
sub program {
	my ($verdict, $to) = @_;
	my $return = insn(0xb7, 0, 0, $verdict);
	$return = insn(0xb7, 1, 0, $to) . insn(0xb7, 2, 0, 0) . insn(0x85, 0, 0, 23)
		if $verdict == 4;
	my ($code, $license) = ($return . insn(0x95, 0, 0, 0), "GPL\0");
	# BPF_PROG_LOAD of BPF_PROG_TYPE_XDP; bpf(2) of x86-64
	my $load = pack("LLQQLLQLL", 6, length($code) / 8, at($code), at($license),
	                0, 0, 0, 0, 0);
	my $fd = syscall(321, 5, $load, length $load);
	die "bpf: $!\n" if $fd < 0;
	return $fd;
}

# The driver runs that one, in place of what it runs; with -1 none.
sub runs {
	my ($name, $program) = @_;
	# IFLA_XDP: IFLA_XDP_FD, XDP_FLAGS_DRV_MODE
	return set($name, attr(43 | 0x8000, attr(1, pack("l", $program)) . attr(3, pack("L", 4))));
}
1;
