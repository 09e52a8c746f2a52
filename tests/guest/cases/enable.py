"""hotplugctl has the kernel call the suite for events and modules, and takes that back."""
BEFORE = {"modprobe": "/opt/theirs", "hotplug": ""}

road = None


def run(guest):
    guest.sh("syslogd -O /run/messages -l 8")
    for name, value in BEFORE.items():
        guest.sh(f"echo '{value}' >/proc/sys/kernel/{name}")
    guest.sh("hotplugctl enable")
    guest.equal("enabled", starts(guest), ["/usr/lib/hotplug/modprobe", "/sbin/hotplug"])
    guest.plug("e1000", network="10.0.2.0/24")
    guest.wait("the helper loaded the driver", "test -e /sys/module/e1000")
    guest.sh("hotplugctl disable")
    guest.equal("disabled", starts(guest), list(BEFORE.values()))
    read_only(guest)


def starts(guest):
    return [guest.sh(f"cat /proc/sys/kernel/{name}") for name in BEFORE]


def read_only(guest):
    """What was before cannot be remembered: it is said, and what is usual is put back."""
    guest.sh("mkdir -p /run/hotplug; mount -o bind /run/hotplug /run/hotplug; "
             "mount -o remount,bind,ro /run/hotplug")
    answer = guest.sh("hotplugctl enable 2>&1")
    guest.equal("a warning for each", answer.count("Read-only file system"), 2)
    guest.equal("enabled", starts(guest), ["/usr/lib/hotplug/modprobe", "/sbin/hotplug"])
    answer = guest.sh("hotplugctl disable 2>&1")
    guest.equal("a warning for each", answer.count("what was before is not known"), 2)
    guest.equal("disabled", starts(guest), ["/sbin/modprobe", ""])
    guest.sh("umount /run/hotplug")
