# SPDX-License-Identifier: GPL-2.0-or-later
# Purpose: what the cases are made of. Sourced with: lib.sh CASE BUILD-DIR WORK-DIR
case_file=$1 build=$2 work=$3
# What the shell that started us has must make no difference.
umask 022
unset NOTIFY_SOCKET

root=$work/root
log=$work/log
conf=$root/etc/hotplug.d/net
mkdir -p "$conf" "$root/run" "$root/proc" "$root/sys"
mount --make-rprivate /
mount -t tmpfs -o mode=755 tmpfs "$root/run"
mount -t sysfs sysfs "$root/sys"
mount -t proc proc /proc
: >"$root/proc/cmdline"
: >"$log"

skip() {
	echo "$*"
	exit 77
}

fail() {
	ip -d addr || true
	echo "failed: $*"
	exit 1
}

# Link-local addresses come a moment after the carrier. (Members of a bond have none.)
has_link_local_addresses() {
	for up in $(ip -o link show up |
		sed -n '/ master /d; s/^[0-9]*: \([^:@]*\).*[<,]LOWER_UP.*/\1/p'); do
		[ "$up" = lo ] || ip -6 -o addr show dev "$up" scope link | grep -q inet6 || return 1
	done
}

addresses_are_settled() {
	has_link_local_addresses && ! ip -6 addr | grep -q tentative
}

# The kernel tells of the end of duplicate address detection, of every interface here, on
# its own time: 1 to 3 s, more on a busy machine.
no_address_is_tentative() {
	wait_until addresses_are_settled
}

# file PATH-BELOW-hotplug.d/net, text on stdin
file() {
	cat >"$conf/$1"
}

# card NAME [MAC]: an Ethernet card, one end of a veth pair whose other end is down.
card() {
	cards=$((${cards:-0} + 1))
	ip link add "$1" ${2:+address "$2"} type veth peer name "peer$cards"
}

# plug NAME [MAC]: a card with a carrier
plug() {
	card "$@"
	ip link set "peer$cards" up
}

ifindex() {
	cat "$root/sys/class/net/$1/ifindex"
}

# The command that handles an event; its log is appended to $log.
agent_command() {
	if [ -n "${in_root:-}" ]; then
		env -i PATH="$PATH" "$@" chroot "$root" /usr/lib/hotplug/net.agent \
			${options:-} net 2>>"$log"
	else
		env -i PATH="$PATH" "$@" "$build/agents/net.agent" --root "$root" \
			${options:-} net 2>>"$log"
	fi
}

# event ACTION INTERFACE [VAR=VALUE ...]; status is in $status
event() {
	action=$1 interface=$2
	shift 2
	status=0
	agent_command ACTION="$action" INTERFACE="$interface" "$@" || status=$?
}

# add INTERFACE: the event as the kernel sends it, with IFINDEX
add() {
	event add "$1" IFINDEX="$(ifindex "$1")" DEVPATH="/devices/virtual/net/$1"
}

# ctl WORD ...: hotplugctl net; what it prints is in $work/said
ctl() {
	status=0
	"$build/helpers/hotplugctl" --root "$root" net "$@" >"$work/said" 2>>"$log" || status=$?
}

# says TEXT: ctl did
says() {
	grep -qF -- "$1" "$work/said" || fail "'$1' is not in $(cat "$work/said")"
}

says_nothing_of() {
	! grep -qF -- "$1" "$work/said" || fail "'$1' is in $(cat "$work/said")"
}

expect_status() {
	[ "$status" = "$1" ] || fail "exit status $status, not $1"
}

log_has() {
	grep -qF -- "$1" "$log" || fail "the log lacks '$1'"
}

log_lacks() {
	! grep -qF -- "$1" "$log" || fail "the log has '$1'"
}

log_is_empty() {
	[ ! -s "$log" ] || fail "the log is not empty"
}

clear_log() {
	: >"$log"
}

# link_has NAME WORDS: "ip link" has them
link_has() {
	ip -o -d link show dev "$1" | grep -qE -- "$2" || fail "link $1 lacks '$2'"
}

link_lacks() {
	! ip -o -d link show dev "$1" | grep -qE -- "$2" || fail "link $1 has '$2'"
}

has_link() {
	ip link show dev "$1" >/dev/null 2>&1 || fail "no interface $1"
}

has_no_link() {
	! ip link show dev "$1" >/dev/null 2>&1 || fail "interface $1 is there"
}

has_address() {
	[ -n "$(ip -o addr show dev "$1" to "$2" | grep -F " $2 ")" ] ||
		fail "$1 lacks address $2"
}

has_no_address() {
	[ -z "$(ip -o addr show dev "$1" | grep -F " $2 ")" ] || fail "$1 has address $2"
}

# has_route 4|6 WORDS
has_route() {
	ip "-$1" route show | grep -qE -- "$2" || fail "no route $2"
}

has_no_route() {
	! ip "-$1" route show | grep -qE -- "$2" || fail "there is a route $2"
}

# json_has "IP-ARGUMENTS" FRAGMENT ...: one object that "ip -j -d" prints has all of them
json_has() {
	asked=$1
	shift
	ip -j -d $asked | tr '{' '\n' >"$work/json"
	for fragment; do
		grep -F -- "$fragment" "$work/json" >"$work/json.left" ||
			fail "ip $asked lacks $*: $(ip -j -d $asked)"
		mv "$work/json.left" "$work/json"
	done
}

json_lacks() {
	asked=$1
	shift
	! ip -j -d $asked | tr '{' '\n' | grep -qF -- "$1" || fail "ip $asked has $1"
}

# The snapshot without what follows from carriers, which the kernel tells in its own time.
snapshot_of_settings() {
	snapshot | sed 's/,M-DOWN//; s/,LOWER_UP//'
}

is_as_before() {
	snapshot_of_settings >"$work/after"
	diff "$work/before" "$work/after"
}

# fails_at_each_message N: with the kernel refusing each message in turn, net.agent for eth0
# leaves everything as it was; and in the end does all it should. N: there are at least so
# many.
fails_at_each_message() {
	need_strace
	for interface in eth0 peer1; do
		ip link set "$interface" addrgenmode none
	done
	snapshot_of_settings >"$work/before"
	k=1 status=1
	while [ "$status" != 0 ]; do
		status=0
		strace -qq -o "$work/trace" -e trace=sendmsg -e "inject=sendmsg:error=EPERM:when=$k" \
			env -i ACTION=add INTERFACE=eth0 IFINDEX="$(ifindex eth0)" \
			ASAN_OPTIONS=detect_leaks=0 "$build/agents/net.agent" \
			--root "$root" net 2>"$work/said" || status=$?
		cat "$work/said" >>"$log"
		grep -q INJECTED "$work/trace" || break
		[ "$status" != 0 ] || fail "message $k was refused and nobody cared"
		grep -q 'eth0: .*cannot' "$work/said" ||
			fail "message $k was refused and nobody said so"
		wait_until is_as_before
		k=$((k + 1))
	done
	[ "$k" -gt "$1" ] || fail "only $k messages"
	! grep -q 'cannot take back' "$log" || fail "something was not taken back"
	expect_status 0
}

# wait_until COMMAND ...: it succeeds
wait_until() {
	for _ in $(seq 600); do
		"$@" && return
		sleep 0.1
	done
	fail "never: $*"
}

daemon_is_ready() {
	[ -e "$work/pid" ]
}

# start_daemon [OPTION ...]: hotplugd, its log appended to $log. What is due at the start
# waits in its order when this returns.
start_daemon() {
	rm -f "$work/pid"
	"$build/helpers/hotplugd" --root "$root" --pid-file "$work/pid" "$@" 2>>"$log" &
	daemon=$!
	wait_until daemon_is_ready
}

# end_daemon SIGNAL
end_daemon() {
	kill "$1" "$daemon"
	wait "$daemon" || true
}

# Where a program may make and change device nodes, and tells who listens in this namespace.
own_dev() {
	mount -t tmpfs tmpfs /dev
	mknod -m 666 /dev/null c 1 3
}

own_dev_and_proc() {
	own_dev
	mount --bind /proc "$root/proc"
}

# It has bound its control socket before it hears the kernel.
udevd_hears() {
	grep -qE "^[^ ]+ +15 +$udevd_pid +[0-9a-f]*1 " /proc/net/netlink
}

start_udevd() {
	rm -f /run/udev/control
	"$udevd" >"$work/udevd" 2>&1 &
	udevd_pid=$!
	wait_until [ -S /run/udev/control ]
	wait_until udevd_hears
}

# into_root PROGRAM PATH: with the libraries that it needs
into_root() {
	mkdir -p "$root${2%/*}"
	cp "$1" "$root$2"
	for library in $(ldd "$1" 2>/dev/null | grep -o '/[^ ]*'); do
		mkdir -p "$root${library%/*}"
		cp "$library" "$root$library"
	done
}

# A root of our own for programs that know no --root: BusyBox, net.agent, /dev and /proc.
own_root() {
	command -v busybox >/dev/null || skip "no busybox"
	own_dev_and_proc
	mkdir -p "$root/dev" "$root/tmp" "$root/var/run"
	mount --bind /dev "$root/dev"
	into_root "$(command -v busybox)" /bin/busybox
	for applet in $(busybox --list); do
		[ -e "$root/bin/$applet" ] || ln -s busybox "$root/bin/$applet"
	done
	into_root "$build/agents/net.agent" /usr/lib/hotplug/net.agent
	in_root=yes
}

# A DHCP server at the other end of a card; its command runs in a namespace of its own.
has_a_server() {
	nsenter -t "$other" -n grep -q ':0043 ' /proc/net/udp
}

start_dhcp_server() {
	unshare -n sleep 1000000 &
	other=$!
	wait_until in_other_namespace
	ip link set "$1" netns "$other"
	nsenter -t "$other" -n ip addr add 192.0.2.1/24 dev "$1"
	nsenter -t "$other" -n ip link set "$1" up
	cat >"$work/udhcpd.conf" <<-X
		start 192.0.2.10
		end 192.0.2.200
		interface $1
		lease_file $work/leases
		pidfile $work/udhcpd.pid
		option subnet 255.255.255.0
		option router 192.0.2.1
		option lease 3600
	X
	: >"$work/leases"
	nsenter -t "$other" -n busybox udhcpd -f "$work/udhcpd.conf" >"$work/udhcpd" 2>&1 &
	wait_until has_a_server
}

in_other_namespace() {
	[ "$(readlink "/proc/$other/ns/net")" != "$(readlink /proc/self/ns/net)" ]
}

has_lease() {
	ip -4 -o addr show dev "$1" | grep -q ' 192\.0\.2\.[0-9]*/24 '
}

has_no_lease() {
	! has_lease "$1"
}

# The process of a client that is on record: client_of INTERFACE [dhcp6]
client_of() {
	cut -d ' ' -f 1 "$root/run/hotplug/net/$(ifindex "$1").${2:-dhcp4}"
}

# It may be waited for, and be gone, between two looks.
is_over() {
	! kill -0 "$1" 2>/dev/null || grep -q '^State:[[:blank:]]*Z' "/proc/$1/status" ||
		! kill -0 "$1" 2>/dev/null
}

# install_net_agent: for the daemon's plans
install_net_agent() {
	mkdir -p "$root/usr/lib/hotplug"
	cp "$build/agents/net.agent" "$root/usr/lib/hotplug/"
}

# The daemon looks around when something happens.
log_says() {
	echo change >"$root/sys/class/net/lo/uevent"
	grep -qF -- "$1" "$log"
}

# uevents VERB GROUPS FILE: as uevents.py says; returns when it is ready. $! is its id.
uevents() {
	command -v python3 >/dev/null || skip "no python3"
	python3 "${case_file%/*}/../uevents.py" "$1" "$2" >"$3" &
	wait_until grep -q '^ready' "$3"
}

need_strace() {
	command -v strace >/dev/null || skip "no strace"
	strace -qq -e trace=none true 2>/dev/null || skip "strace does not work here"
}

# What identifies the whole state but for counters and times, and for what the kernel makes
# of a carrier on its own time.
snapshot() {
	ip -d -o link show | sed 's/ qlen [0-9]*//; s/ qdisc [a-z]*//; s/ state [A-Z]*//; s/NO-CARRIER,//'
	ip -o addr show | sed 's/ tentative//'
	ip -4 route show table all | sed 's/ linkdown//'
	ip -6 route show table all | sed 's/ linkdown//' |
		grep -v '^multicast\|^local\|^fe80\|^anycast' || true
	ip rule show
	ip -6 rule show
	ip nexthop show 2>/dev/null | sed 's/ linkdown//' || true
	ip neigh show nud permanent
	ip -6 neigh show proxy
}

# decoy_files: for the interface with the address 02:00:00:00:00:01, so that whoever else has
# its name is never meant
decoy_files() {
	file a.link <<-X
		[Match]
		MACAddress=02:00:00:00:00:01
		[Link]
		Name=lan0
		Alias=ours
		MTUBytes=1400
		TransmitQueueLength=77
	X
	file a.network <<-X
		[Match]
		MACAddress=02:00:00:00:00:01
		[Link]
		Multicast=no
		[Network]
		Address=10.0.0.1/24
		Address=fd00::1/64
		IPv6AcceptRA=no
		IPv4ProxyARP=yes
		IPv6HopLimit=33
		IPv6ProxyNDP=yes
		LinkLocalAddressing=no
		Bridge=br0
		[Route]
		Destination=10.1.0.0/16
		[Neighbor]
		Address=10.0.0.9
		LinkLayerAddress=02:00:00:00:00:99
	X
	file br0.netdev <<-X
		[NetDev]
		Name=br0
		Kind=bridge
	X
	mount --bind /proc "$root/proc"
}

lan_files() {
	file 10-lan.link <<-X
		[Match]
		OriginalName=eth0

		[Link]
		Name=lan0
		MACAddress=02:00:00:00:00:11
		MTUBytes=1400
	X
	file 10-lan.network <<-X
		[Match]
		Name=lan0

		[Network]
		Address=10.0.2.15/24
		Address=fd00:2::15/64
		Gateway=10.0.2.2
		Gateway=fd00:2::2

		[Address]
		Address=10.0.3.15/24

		[Route]
		Destination=192.168.0.0/16
		Gateway=10.0.2.3
		Metric=50
	X
}

lan_is_configured() {
	has_no_link eth0
	link_has lan0 'mtu 1400'
	link_has lan0 '<[^>]*\bUP\b'
	link_has lan0 'link/ether 02:00:00:00:00:11'
	has_address lan0 10.0.2.15/24
	has_address lan0 fd00:2::15/64
	has_address lan0 10.0.3.15/24
	has_route 4 '^default via 10.0.2.2 dev lan0 proto static'
	has_route 4 '^192.168.0.0/16 via 10.0.2.3 dev lan0 proto static metric 50'
	has_route 6 '^default via fd00:2::2 dev lan0 proto static metric 1024'
}

set -e
. "$case_file"
