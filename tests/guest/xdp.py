# SPDX-License-Identifier: GPL-2.0-or-later
"""Purpose: XDP on plugnet's devices, in the guest of the case plugnet, which has the programs
of netlink/. The namespace far is there, and none of the devices."""
import netlink
import traffic
from queues import FAR, quiet_pair
from traffic import IP, count, fails, within

ABORTED, DROP, PASS, TX, REDIRECT = range(5)
LOADER = f"perl {netlink.AT}/xdp"


def run(guest):
    quiet_pair(guest, "numtxqueues 2 numrxqueues 2", "numtxqueues 2 numrxqueues 2")
    too_large(guest)
    passed(guest)
    dropped(guest)
    sent_back(guest)
    redirected(guest)
    guest.sh(f"{within('far')} {LOADER} right {PASS}")
    # One that has a program goes with it.
    guest.sh(f"{IP} link del left")
    traffic.well(guest)


def program(guest, verdict, to=""):
    guest.sh(f"{within('far')} {LOADER} right {verdict} {to}")
    guest.wait("carrier", "grep -q 1 /sys/class/net/left/carrier", 60)


def seen(guest, verdict):
    return count(guest, "right", f"xdp_{verdict}", "far")


def sees(guest, verdict, number):
    guest.wait(f"so many by {verdict}", f"[ $({within('far')} sed -n 's/^xdp_{verdict}: //p' "
               f"/proc/net/plugnet/right) -ge {number} ]", 60)


def too_large(guest):
    """A frame is to fit into a page."""
    guest.sh(f"{IP} -n far link set right mtu 9000")
    fails(guest, "a large MTU", f"{within('far')} {LOADER} right {PASS}", "MTU is too large")
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
