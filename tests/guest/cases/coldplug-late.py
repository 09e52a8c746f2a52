"""Coldplug ends when the last is found: a disk and a keyboard behind a USB hub."""
import json

kernel = "debian"
road = None
seconds = 600
cpus = 1
counted = True
# The disk is found a second after its driver was loaded.
devices = ("qemu-xhci,id=usb", "usb-hub,bus=usb.0,port=1", "usb-hub,bus=usb.0,port=1.1",
           "usb-kbd,bus=usb.0,port=1.1.1", "usb-storage,bus=usb.0,port=1.1.2,drive=stick")
qemu = ("-blockdev", "driver=null-co,node-name=stick,size=1048576")
NOTE = "#!/bin/sh\n[ $ACTION = add ] && echo $DEVTYPE $DEVPATH >>/run/seen\n"
files = {"/etc/hotplug.d/block/note.hotplug": NOTE, "/etc/hotplug.d/input/note.hotplug": NOTE}


def run(guest):
    for hotplugd in (False, True):
        guest.sh("rm -f /run/seen; cut -d' ' -f1 /proc/modules >/run/before")
        if hotplugd:
            guest.sh("/usr/sbin/hotplugd </dev/null >/run/hotplugd.out 2>&1 &")
        how = "--wait-hotplugd" if hotplugd else ""
        counts = json.loads(guest.sh(f"hotplugctl coldplug --json {how} 2>/run/said || "
                                     "{ cat /run/said; false; }", 240))
        # At this moment all of it is done.
        print(counts)
        guest.expect("the drivers are there", "cd /sys/module && ls -d usbhid hid_generic "
                     "usb_storage sd_mod evdev")
        guest.expect("the disk has been seen once", "test $(grep -c '^disk .*/usb' /run/seen) = 1")
        guest.expect("so has the keyboard", "test $(grep -c '/usb.*/input[0-9]*$' /run/seen) = 1")
        guest.equal("failed", counts["failed"], 0)
        # Whatever goes, until nothing more goes.
        guest.sh("while gone=; for m in $(awk '$3 == 0 { print $1 }' /proc/modules); do "
                 "grep -qx $m /run/before || ! rmmod $m 2>/dev/null || gone=yes; done; "
                 "[ $gone ]; do :; done", 120)
        guest.expect("the disk is gone", "! ls -d /sys/block/sd*")
