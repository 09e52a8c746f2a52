"""One card, several calls: the kernel starts hotplug for the card, its interface, its driver."""
from network import Lan

lan = Lan("lan0", "Driver=e1000")
# A hook of everybody's notes each call as it is worked.
files = {**lan.files(),
         "/etc/hotplug.d/default/00-chain.hotplug":
         "#!/bin/sh\necho \"$SEQNUM $1 $ACTION $DEVPATH\" >>/run/chain\n"}
CARD = "/devices/pci0000:00/0000:00:[0-9a-f.:]*"
# A driver finds its cards while its module begins; the module's own event comes after that.
CHAIN = (f"pci add {CARD}", f"net add {CARD}/net/eth0", f"pci bind {CARD}",
         "drivers add /bus/pci/drivers/e1000", "module add /module/e1000")
RENAMED = f"net move {CARD}/net/lan0"


def run(guest):
    guest.plug("e1000", network=lan.network)
    lan.configured(guest)
    numbers = [number(guest, call) for call in CHAIN]
    guest.equal("the calls are in this order", numbers, sorted(numbers))
    guest.expect("the new name is told after the old one",
                 f"[ {number(guest, RENAMED)} -gt {numbers[1]} ]")
    guest.equal("each call is one", guest.sh("sort /run/chain | uniq -d"), "")
    print("SEQNUM, SUBSYSTEM, ACTION and DEVPATH of the calls for one e1000:")
    print(guest.sh("sort -n /run/chain | grep -e e1000 -e /0000:00:"))


def number(guest, call):
    """The SEQNUM of a call, once it is there."""
    guest.wait(f"the call '{call}'", f"grep -q '^[0-9]* {call}$' /run/chain", 180)
    return int(guest.sh(f"grep '^[0-9]* {call}$' /run/chain | cut -d ' ' -f 1"))
