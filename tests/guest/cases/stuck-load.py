"""A load that hangs is reported when its time is over and left alone; its slot is free."""
kernel = "debian"
road = "hotplugd"
seconds = 1200
own_modules = ("plugbus", "plugtest")
files = {"/etc/hotplug/hotplug.conf": "[Hotplug]\nHookTimeoutSec=5\nDrainers=1\n",
         "/etc/modprobe.d/plugtest.conf": "options plugtest hold=1\n",
         "/etc/hotplug.d/mem/note.hotplug": "#!/bin/sh\n>/run/noted\n"}
MODULE = "/sys/module/plugtest"
IS = f"test $(cat {MODULE}/initstate) ="


def run(guest):
    guest.sh("/usr/lib/hotplug/modprobe plugbus && hotplugctl port add --pci fffe:0001")
    guest.wait("the load hangs", f"{IS} coming")
    guest.sh("echo change >/sys/class/mem/null/uevent")
    guest.wait("the load is reported", "grep -q 'is inside a module load: "
               "left alone' /run/hotplugd.out", 60)
    guest.wait("the only slot is free", "test -e /run/noted", 60)
    guest.expect("nobody was killed", f"{IS} coming")
    guest.sh(f"echo 0 >{MODULE}/parameters/hold")
    guest.wait("the driver is loaded in the end", f"{IS} live")
