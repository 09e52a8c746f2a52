# SPDX-License-Identifier: GPL-2.0-or-later
# Purpose: netlink messages, as the programs beside this make them (linux/netlink.h,
# linux/genetlink.h, linux/rtnetlink.h).
package Netlink;
use strict;
use warnings;
use Socket;
use Exporter "import";
our @EXPORT = qw(ROUTE GENERIC NEWLINK DELLINK GETLINK SETLINK ACK CREATE_NEW DUMP
                 CLONE_NEWNET attr message link_message genl_message open_netlink
                 unshare_net family answers parse error_of reason_of done);

use constant {ROUTE => 0, GENERIC => 16, CLONE_NEWNET => 0x40000000};
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

# To a network namespace of one's own.
sub unshare_net {
	# unshare(2) of x86-64
	syscall(272, CLONE_NEWNET) == 0 or die "unshare: $!";
}

# All that waits: [type, body] each.
sub answers {
	my ($netlink) = @_;
	my @got;
	while (1) {
		my $from = recv $netlink, my $text, 65536, MSG_DONTWAIT;
		# ENOBUFS: that one answer found no memory; there may be others.
		last if !defined $from && $! != 105;
		while (length $text >= 16) {
			my ($length, $type) = unpack("LS", $text);
			push @got, [$type, substr($text, 16, $length - 16)];
			substr($text, 0, ($length + 3) & ~3, "");
		}
	}
	return @got;
}

# Of a text of attributes, each by its type.
sub parse {
	my ($text) = @_;
	my %of;
	while (length $text >= 4) {
		my ($length, $type) = unpack("SS", $text);
		$of{$type} = substr($text, 4, $length - 4);
		substr($text, 0, ($length + 3) & ~3 || 4, "");
	}
	return \%of;
}

# The errno that is answered, 0 for success, or undef where nothing is.
sub error_of {
	# NLMSG_ERROR, NLMSG_DONE
	my ($error) = map { -unpack("l", $_->[1]) } grep { $_->[0] =~ /^[23]$/ } @_;
	return $error;
}

# What is said of an error, if anything: behind what was sent.
sub reason_of {
	my ($body) = @_;
	my $length = unpack("x4L", $body);
	my $said = parse(substr($body, ($length + 7) & ~3))->{1};	# NLMSGERR_ATTR_MSG
	return defined $said ? $said =~ tr/\0//dr : undef;
}

# What has to succeed. Gives the answers.
sub done {
	my ($netlink, $message) = @_;
	send $netlink, $message, 0 or die "netlink: $!";
	my @answers = answers($netlink);
	$! = error_of(@answers) // 5;
	return @answers if !$!;
	my ($why) = map { reason_of($_->[1]) // () } grep { $_->[0] == 2 } @answers;
	die sprintf("message of type %d: $!%s\n", unpack("x4S", $message), $why ? ": $why" : "");
}

# The number of a family of generic netlink.
sub family {
	my ($netlink, $name) = @_;
	my ($told) = done($netlink, genl_message(16, 3, ACK, attr(2, "$name\0")));
	return unpack("S", parse(substr($told->[1], 4))->{1});
}
1;
