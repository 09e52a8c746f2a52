"""A person runs hotplug: it configures, changes nothing twice, and explains itself."""
from network import Lan

lan = Lan("lan0", "Driver=e1000")
files = lan.files()
copies = {"/usr/bin/ip": "/bin/ip"}  # busybox has no `ip monitor`
# What a login leaves in the environment, the event's keys behind it.
BY_HAND = ("env -i HOME=/root USER=root LOGNAME=root SHELL=/bin/sh TERM=linux MAIL=/var/mail "
           "PATH=/usr/bin:/bin:/usr/sbin:/sbin LS_COLORS='rs=0:di=01;34' PWD=/root SHLVL=1 "
           "_=/usr/bin/env INTERFACE=lan0 ACTION=add /sbin/hotplug net")
STATE = "ip addr show lan0 | grep -v _lft; ip route; ip -6 route"


def run(guest):
    guest.plug("e1000", network=lan.network)
    lan.configured(guest)
    lan.reaches_gateway(guest)
    # What the kernel does by itself behind that: the link, its router, their addresses.
    guest.wait("the kernel has settled", "! ip addr show lan0 | grep -q tentative && "
               "ip -6 route | grep -q 'default via fe80::2 '")
    before = guest.sh(STATE)

    changes = guest.sh("/usr/bin/ip monitor >/tmp/changes 2>&1 & pid=$!; sleep 0.5; "
                       f"{BY_HAND} || exit 1; sleep 0.5; kill $pid && cat /tmp/changes")
    guest.equal("what changes when nothing differs", changes, "")
    guest.equal("the state after it", guest.sh(STATE), before)

    guest.sh("ip addr flush dev lan0; ip link set lan0 mtu 1500")
    guest.sh(BY_HAND)
    lan.configured(guest, 15)
    lan.reaches_gateway(guest)

    usage = guest.sh("/sbin/hotplug </dev/null 2>&1", check=False)
    for word in ("usage", "net", "pci", "usb"):
        guest.equal(f"usage says {word}", word in usage.lower(), True)
