# SPDX-License-Identifier: GPL-2.0-or-later
# Purpose: a /sys made by the case, for machines that this one is not. The cards are real
# ones of the kernel's; only where they sit is made up.
numbers=$(cd "$root/sys/class/net" && grep -H . ./*/ifindex)
mount -t tmpfs tmpfs "$root/sys"
dev=$root/sys/devices
slots=$root/sys/bus/pci/slots
mkdir -p "$slots"

# device PATH SUBSYSTEM [LINE-OF-UEVENT]: one below /sys/devices
device() {
	mkdir -p "$dev/$1" "$root/sys/bus/$2"
	echo "${3:-}" >"$dev/$1/uevent"
	ln -sr "$root/sys/bus/$2" "$dev/$1/subsystem"
}

# attribute FILE VALUE
attribute() {
	mkdir -p "${1%/*}"
	echo "$2" >"$1"
}

# functions PATH: its configuration says that it is one of several.
functions() {
	head -c 14 /dev/zero >"$dev/$1/config"
	printf '\200\0' >>"$dev/$1/config"
}

# slot NUMBER ADDRESS
slot() {
	attribute "$slots/$1/address" "$2"
}

# interface_of CARD PATH-OF-DEVICE [LINE-OF-UEVENT]: the card is that device's; its
# attributes are in $net.
interface_of() {
	net=$dev/$2/net/$1
	number=$(echo "$numbers" | sed -n "s,^./$1/ifindex:,,p")
	mkdir -p "$net" "$root/sys/class/net"
	printf 'INTERFACE=%s\nIFINDEX=%s\n%s\n' "$1" "$number" "${3:-}" >"$net/uevent"
	ln -sr "$root/sys/class/net" "$net/subsystem"
	ln -sr "$net" "$root/sys/class/net/$1"
	for setting in "ifindex=$number" "iflink=$number" type=1 dev_port=0 dev_id=0x0 \
		addr_assign_type=0 name_assign_type=1 address=02:00:00:00:00:11; do
		attribute "$net/${setting%%=*}" "${setting#*=}"
	done
}
