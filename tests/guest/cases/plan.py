"""Modules are loaded by the plans of the index; what has none, by modprobe."""
MODPROBE = "/usr/lib/hotplug/modprobe"
# What modprobe is called with is written down; the kernel calls the real one.
NOTE = "#!/bin/sh\\necho \"$*\" >>/run/called\\nexec /usr/lib/hotplug/real \"$@\"\\n"


def run(guest):
    guest.sh(f"mv {MODPROBE} /usr/lib/hotplug/real; printf '{NOTE}' >{MODPROBE}; "
             f"chmod 755 {MODPROBE}; echo /usr/lib/hotplug/real >/proc/sys/kernel/modprobe")
    plugged(guest, "")
    guest.expect("the line of the log is modprobe's",
                 "grep -q 'modprobe\\[[0-9]*\\]: loaded e1000$' /run/messages")
    options(guest)
    turned_off(guest)


def plugged(guest, called):
    """An e1000 comes, its driver too, and this is what modprobe was called with."""
    guest.sh("rm -f /run/called")
    card = guest.plug("e1000", network="10.0.2.0/24")
    guest.wait("the card has a driver", "ls -d /sys/bus/pci/drivers/e1000/0000:*")
    guest.equal("calls of modprobe", guest.sh("cat /run/called 2>/dev/null; true"), called)
    guest.unplug(card)
    guest.sh("rmmod e1000")


def options(guest):
    """A line of modprobe.d makes the module special, from the moment it is written."""
    guest.sh("mkdir -p /etc/modprobe.d; "
             "echo 'options e1000 copybreak=77' >/etc/modprobe.d/test.conf")
    with_option(guest, "the index is stale")
    guest.sh("hotplug-depmap")
    with_option(guest, "the index is fresh")
    guest.sh("rm /etc/modprobe.d/test.conf; hotplug-depmap")
    plugged(guest, "")


def with_option(guest, what):
    guest.sh("rm -f /run/called")
    card = guest.plug("e1000", network="10.0.2.0/24")
    guest.wait(f"{what}: the option was heard",
               "grep -qx 77 /sys/module/e1000/parameters/copybreak")
    guest.expect(f"{what}: modprobe was called", "grep -q '^-ab ' /run/called")
    guest.unplug(card)
    guest.sh("rmmod e1000")


def turned_off(guest):
    """Who puts a program of his own in the place of modprobe can have it asked for all."""
    guest.sh("mkdir -p /etc/hotplug; "
             "printf '[Hotplug]\\nLoadPlans=no\\n' >/etc/hotplug/hotplug.conf")
    plugged(guest, "-ab --ignore-no-device -- e1000")
