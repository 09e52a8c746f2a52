# SPDX-License-Identifier: GPL-2.0-or-later
"""Purpose: what the cases of plugnet share: traffic, namespaces by name, its files in /proc.

A case takes the programs along by `copies = traffic.COPIES`.
"""

PERL = "/usr/lib/x86_64-linux-gnu/perl-base"
IP = "/usr/bin/ip"  # busybox, which has no namespaces by name, would be found first
COPIES = {IP: "/bin/ip", "/usr/bin/perl": "/usr/bin/perl", PERL: PERL}
MODPROBE = "/usr/lib/hotplug/modprobe"
# Without the names of processes: for those the kernel would patch its scheduler.
TRACING = ("mount -t tracefs tracefs /sys/kernel/tracing && "
           "echo 0 >/sys/kernel/tracing/options/record-cmd")

RECEIVER = ("use IO::Socket::INET; "
            "my $s = IO::Socket::INET->new(Proto => \"udp\", LocalPort => 7000); "
            "setsockopt($s, 1, 33, pack(\"i\", 8 << 20)) or die; "  # SO_RCVBUFFORCE
            "open(F, \">/run/ready\"); close F; my $n = 0; "
            "while ($n < $ARGV[0]) { $s->recv(my $b, 65535); "
            "die length $b unless length $b == $ARGV[1]; $n++ } print \"$n\\n\"")
SENDER = ("use IO::Socket::INET; "
          "my $s = IO::Socket::INET->new(Proto => \"udp\", PeerAddr => $ARGV[2], "
          "PeerPort => 7000); setsockopt($s, 1, 32, pack(\"i\", 8 << 20)) or die; "
          "for (1 .. $ARGV[0]) { $s->send(\"x\" x $ARGV[1]) or die \"$!\" }")
# Datagrams of ARGV[1] flows, ARGV[2] of each, to whoever is not there.
FLOWS = ("use IO::Socket::INET; for (1 .. $ARGV[1]) { my $s = IO::Socket::INET->new("
         "Proto => \"udp\", PeerAddr => $ARGV[0], PeerPort => 9); "
         "$s->send(\"x\") for 1 .. $ARGV[2] }")
# ARGV[1] of IPv6, ARGV[2] frames of each.
FLOWS6 = ("use Socket qw(:all); my $to = pack_sockaddr_in6(7001, inet_pton(AF_INET6, $ARGV[0])); "
          "for (1 .. $ARGV[1]) { socket(my $s, PF_INET6, SOCK_DGRAM, 0) or die; "
          "send($s, \"x\", 0, $to) or die \"$!\" for 1 .. $ARGV[2] }")
# Numbered datagrams of the run ARGV[1] until TERM, and then that they have ended, until KILL.
COUNTER = ("use IO::Socket::INET; my $end = 0; $SIG{TERM} = sub { $end = 1 }; "
           "my $s = IO::Socket::INET->new(Proto => \"udp\", PeerAddr => $ARGV[0], "
           "PeerPort => 7000); my $i = 0; "
           "while (1) { $s->send($end ? pack(\"N\", $ARGV[1]) : pack(\"NN\", $ARGV[1], $i++)); "
           "select(undef, undef, undef, 0.002) }")
# How many of those it gets, and how many are missing.
LOSSES = ("use IO::Socket::INET; "
          "my $s = IO::Socket::INET->new(Proto => \"udp\", LocalPort => 7000); "
          "setsockopt($s, 1, 33, pack(\"i\", 8 << 20)) or die; "
          "open(F, \">/run/ready\"); close F; my ($last, %got) = (-1); "
          "while (1) { $s->recv(my $b, 100); my ($of, $i) = unpack(\"NN\", $b); "
          "next if $of != $ARGV[0]; last unless defined $i; "
          "$got{$i} = 1; $last = $i if $i > $last } my $n = keys %got; "
          "print \"$n received, \", $last + 1 - $n, \" lost\\n\"")
# Sends to all, whether there is a way or not, until it is killed. It rests after each burst,
# and leaves the guest's CPUs to those who need them.
FLOOD = ("use IO::Socket::INET; setpriority(0, 0, 19); "
         "my @s = map { IO::Socket::INET->new(Proto => \"udp\") } @ARGV; "
         "my @to = map { pack_sockaddr_in(7000, inet_aton($_)) } @ARGV; "
         "while (1) { for (0 .. 39) { my $i = $_ % @to; "
         "send($s[$i], \"x\" x 1000, 0, $to[$i]) } select(undef, undef, undef, 0.005) }")


# Two captures of all that the device of the index ARGV[0] receives (packet(7)).
CAPTURES = ("use Socket; my @s = map { socket(my $s, 17, SOCK_RAW, 0) or die; "
            "setsockopt($s, 263, 1, pack(\"iSSx8\", $ARGV[0], 1, 0)) or die; $s } 1 .. 2; "
            "open(F, \">/run/ready\"); close F; sleep")


# What the kernel says of itself where something is wrong.
UNWELL = ("WARNING|BUG |BUG:|Oops|nobody cared|duplicate entry|ODEBUG|"
          "unregister_netdevice: waiting|INFO: possible|suspicious RCU")


def within(ns):
    return f"{IP} netns exec {ns}" if ns else ""


def proc(guest, name, key, ns=None):
    """A line of the device's file."""
    return guest.sh(f"{within(ns)} sed -n 's/^{key}: //p' /proc/net/plugnet/{name}")


def count(guest, name, key, ns=None):
    return int(proc(guest, name, key, ns))


def fails(guest, what, command, why):
    """It fails, and says why."""
    status, out = guest.status(f"{command} >/tmp/out 2>&1"), guest.sh("cat /tmp/out")
    guest.equal(f"{what}: refused", status != 0 and why in out or (status, out), True)


def well(guest, but="^$"):
    """But for what was to be expected."""
    guest.equal("the kernel is well", guest.sh(
        f"dmesg | grep -E '{UNWELL}' | grep -v '{but}' || :"), "")


def listen(guest, program, arguments="", ns=None):
    """Gives the process."""
    process = guest.sh(f"rm -f /run/ready /run/got; {within(ns)} "
                       f"perl -e '{program}' {arguments} >/run/got 2>&1 & echo $!")
    guest.wait("the receiver listens", "test -e /run/ready", 60)
    return process


def end(guest, process):
    """What it had open is closed after this."""
    guest.sh(f"kill {process}")
    guest.wait("it has ended", f"! grep -q '^State:[^Z]*$' /proc/{process}/status", 60)


def promiscuous(name, number, ns=None):
    """The command that succeeds where the device is so, by so many."""
    return f"{within(ns)} {IP} -d link show {name} | grep -q 'promiscuity {number}'"


def capture(guest, name, ns=None):
    """Twice; gives the process to end."""
    index = guest.sh(f"{within(ns)} cat /sys/class/net/{name}/ifindex")
    return listen(guest, CAPTURES, index, ns)


def receive(guest, number, size, ns=None):
    listen(guest, RECEIVER, f"{number} {size}", ns)


def send(guest, number, size, address, ns=None):
    guest.sh(f"{within(ns)} perl -e '{SENDER}' {number} {size} {address}", 120)


def received(guest, number):
    guest.wait(f"{number} datagrams", f"grep -qx {number} /run/got", 120)


def flood(guest, addresses, ns=None):
    """Gives the process to kill."""
    return guest.sh(f"{within(ns)} perl -e '{FLOOD}' {addresses} >/dev/null 2>&1 & echo $!")


def tcp(guest, address, ns):
    """8 MB, which arrive as they were."""
    guest.sh("head -c 8000000 /dev/urandom >/run/data; md5sum </run/data >/run/sum")
    guest.sh(f"{within(ns)} nc -l -p 7000 -e sh -c 'cat >/run/copy' &")
    guest.wait("it listens", f"{within(ns)} cat /proc/net/tcp /proc/net/tcp6 | "
               "grep -q ':1B58 0*:0000 0A '", 60)
    guest.sh(f"nc {address} 7000 </run/data", 120)
    guest.wait("TCP", "md5sum </run/copy | cmp -s - /run/sum", 120)
