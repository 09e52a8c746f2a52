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

# The process that hears the kernel; none where the daemon is one process.
reader() {
	for child in $(cat "/proc/$daemon/task/$daemon/children"); do
		for pid in $(cat "/proc/$child/task/$child/children"); do
			[ "$(cat "/proc/$pid/comm" 2>/dev/null)" != hotplugd-reader ] || echo "$pid"
		done
	done
}

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
