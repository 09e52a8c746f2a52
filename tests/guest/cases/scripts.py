"""Blacklist, setup scripts, usermap and REMOVER, for real cards and a real tablet."""
files = {"/etc/hotplug/blacklist": "# not here\n8139cp\n8139too\n",
         "/etc/hotplug/pci/e1000": "#!/bin/sh\necho $ACTION $PCI_ID >>/run/pci-script\n",
         "/etc/hotplug/usb.usermap": "tablet 0x0003 0x0627 0x0001 0x0000 0x0000 0x00 0x00 "
                                     "0x00 0x00 0x00 0x00 0x0\n",
         "/etc/hotplug/usb/tablet": "#!/bin/sh\necho \"$DEVICE\" >>/run/usb-script\n"
                                    "ln -sf /usr/lib/gone \"$REMOVER\"\n",
         "/usr/lib/gone": "#!/bin/sh\necho gone $ACTION >>/run/usb-script\n"}


def run(guest):
    pci(guest)
    usb(guest)


def pci(guest):
    guest.plug("rtl8139")
    card = guest.plug("e1000")
    guest.wait("the setup script ran", "grep -q 'add 8086:100E' /run/pci-script")
    guest.expect("its driver was loaded before", "test -e /sys/module/e1000")
    guest.expect("what is blacklisted was not",
                 "! test -e /sys/module/8139cp && ! test -e /sys/module/8139too")
    guest.unplug(card)
    guest.plug("e1000")
    guest.wait("it ran again, with the driver there",
               "[ $(grep -c add /run/pci-script) = 2 ]")
    guest.expect("by hand, blacklist or not", "/usr/lib/hotplug/modprobe 8139cp")


def usb(guest):
    guest.plug("qemu-xhci")
    tablet = guest.plug("usb-tablet")
    # One event for the device, one for its interface.
    guest.wait("the usermap's script ran", "[ $(grep -c /dev/bus/usb /run/usb-script) = 2 ]")
    guest.expect("DEVICE is the device's file", "test -c $(head -n 1 /run/usb-script)")
    guest.expect("both have the same", "[ $(sort -u /run/usb-script | wc -l) = 1 ]")
    guest.equal("nobody else gets at REMOVER",
                guest.sh("stat -c %a:%u /run/hotplug/usb"), "700:0")
    guest.unplug(tablet)
    guest.wait("both REMOVERs ran", "[ $(grep -c 'gone remove' /run/usb-script) = 2 ]")
    guest.wait("and are gone", "[ -z \"$(ls /run/hotplug/usb)\" ]")
