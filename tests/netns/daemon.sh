# SPDX-License-Identifier: GPL-2.0-or-later
# Purpose: what the cases of hotplugd share: a hook that notes which interfaces are there, and
# whether that is what /sys has. Sourced by a case.
seen=$root/seen
mkdir -p "$seen"
cat >"$conf/a.hotplug" <<-X
	#!/bin/sh
	case \$ACTION in
	add) echo \$ACTION >>"$seen/\$IFINDEX:\$INTERFACE" ;;
	remove) rm -f "$seen/\$IFINDEX:\$INTERFACE" ;;
	esac
X
chmod 755 "$conf/a.hotplug"

# What the hook would have left, were nothing lost. lo was there before the daemon.
expected() {
	for link in "$root"/sys/class/net/[a-z]*; do
		name=${link##*/}
		[ "$name" = lo ] || echo "$(cat "$link/ifindex"):$name"
	done | sort
}

agrees() {
	expected >"$work/expected"
	ls "$seen" | grep -v ':lo$' | sort >"$work/seen"
	cmp -s "$work/expected" "$work/seen"
}

wait_until() {
	for _ in $(seq 600); do
		"$@" && return
		sleep 0.1
	done
	diff "$work/expected" "$work/seen" || true
	cat "$log"
	fail "never: $*"
}

start_daemon() {
	rm -f "$work/pid"
	"$build/helpers/hotplugd" --root "$root" --pid-file "$work/pid" 2>>"$log" &
	daemon=$!
	for _ in $(seq 600); do
		[ -e "$work/pid" ] && return
		sleep 0.1
	done
	fail "hotplugd does not become ready"
}

end_daemon() {
	kill "$1" "$daemon"
	wait "$daemon" || true
}
