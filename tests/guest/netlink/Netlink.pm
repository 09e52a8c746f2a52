# SPDX-License-Identifier: GPL-2.0-or-later
# Purpose: netlink messages, as the programs beside this make them (linux/netlink.h,
# linux/genetlink.h, linux/rtnetlink.h).
package Netlink;
use strict;
use warnings;
use Socket;
use Exporter "import";
our @EXPORT = qw(ROUTE GENERIC NEWLINK DELLINK GETLINK SETLINK ACK CREATE_NEW DUMP
                 attr message link_message genl_message open_netlink family answers);

use constant {ROUTE => 0, GENERIC => 16};
use constant {NEWLINK => 16, DELLINK => 17, GETLINK => 18, SETLINK => 19};
# Request, and: answer with an error or none; make what is not there; all there are.
use constant {ACK => 5, CREATE_NEW => 0x605, DUMP => 0x301};

sub attr {
	my ($type, $data) = @_;
	return pack("SS", 4 + length $data, $type) . $data . "\0" x (-length($data) % 4);
}

sub message {
	my ($type, $flags, $body) = @_;
	return pack("LSSLL", 16 + length $body, $type, $flags, 1, 0) . $body;
}

sub link_message {
	my ($type, $flags, @attrs) = @_;
	return message($type, $flags, pack("CxSlLL", 0, 0, 0, 0, 0) . join "", @attrs);
}

sub genl_message {
	my ($family, $command, $flags, @attrs) = @_;
	return message($family, $flags, pack("CCS", $command, 1, 0) . join "", @attrs);
}

# Errors come with their reason.
sub open_netlink {
	my ($protocol) = @_;
	socket(my $netlink, 16, SOCK_RAW, $protocol) or die "netlink: $!";
	setsockopt($netlink, 270, 11, pack("i", 1)) or die "NETLINK_EXT_ACK: $!";
	return $netlink;
}

# All that waits: [type, body] each.
sub answers {
	my ($netlink) = @_;
	my @got;
	while (defined recv($netlink, my $text, 65536, MSG_DONTWAIT)) {
		while (length $text >= 16) {
			my ($length, $type) = unpack("LS", $text);
			push @got, [$type, substr($text, 16, $length - 16)];
			substr($text, 0, ($length + 3) & ~3, "");
		}
	}
	return @got;
}

# The number of a family of generic netlink.
sub family {
	my ($netlink, $name) = @_;
	send $netlink, genl_message(16, 3, ACK, attr(2, "$name\0")), 0;
	for my $answer (answers($netlink)) {
		next if $answer->[0] != 16;
		my $attrs = substr($answer->[1], 4);
		while (length $attrs >= 4) {
			my ($length, $type) = unpack("SS", $attrs);
			return unpack("x4S", $attrs) if $type == 1;
			substr($attrs, 0, ($length + 3) & ~3, "");
		}
	}
	die "there is no family $name\n";
}
1;
