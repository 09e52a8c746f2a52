"""hotplugd beside Debian's udev, which loads nothing here: drivers are left to it, but loaded
for what it hands over, and with --with-udev."""
kernel = "debian"
root = "debian"
road = None
files = {"/etc/udev/rules.d/80-drivers.rules": "",
         "/etc/udev/rules.d/90-hotplug.rules": "",
         "/etc/hotplug.d/pci/a.hotplug":
         "#!/bin/sh\n[ -z $SEQNUM ] || echo $SEQNUM $ACTION >>/run/seen\n"
         "[ $ACTION != add ] || env >/run/event\n"}
seconds = 1200


def run(guest):
    guest.sh("/lib/systemd/systemd-udevd --daemon && udevadm settle")
    with_hotplugd(guest, "", "drivers and names are left to it", left_to_udev)
    guest.sh("rm /etc/udev/rules.d/90-hotplug.rules && udevadm control --reload")
    with_hotplugd(guest, "", "drivers and names are left to it", loaded)
    guest.sh(">/etc/udev/rules.d/90-hotplug.rules && udevadm control --reload")
    with_hotplugd(guest, "--with-udev", "events are taken after it", loaded)


def with_hotplugd(guest, option, says, then):
    guest.sh(f"rm -f /run/hotplug/event /run/seen; "
             f"/usr/sbin/hotplugd {option} </dev/null >/dev/null 2>/run/hotplugd.log & "
             "echo $! >/run/hotplugd.pid")
    guest.wait("hotplugd listens", "test -S /run/hotplug/event", 60)
    card = guest.plug("e1000")
    guest.wait("the hook has run", "grep -q add /run/seen", 300)
    then(guest)
    guest.expect("hotplugd says so", f"grep -q 'udevd is at work: {says}' /run/hotplugd.log")
    guest.unplug(card)
    guest.wait("the card's hook has run again", "grep -q remove /run/seen", 300)
    guest.equal("what a hook was run for twice", guest.sh("sort /run/seen | uniq -d"), "")
    guest.sh("kill $(cat /run/hotplugd.pid); modprobe -r e1000; "
             "while kill -0 $(cat /run/hotplugd.pid) 2>/dev/null; do sleep 0.1; done", 120)


def left_to_udev(guest):
    """All that came before udevadm settle is done when hotplugd has nothing to do."""
    guest.sh("udevadm settle", 120)
    guest.wait("hotplugd has finished, but for its keeper",
               "! pgrep -l -P $(cat /run/hotplugd.pid) | grep -v hotplugd-keeper", 60)
    guest.expect("the driver is left to udev", "! test -e /sys/module/e1000")
    guest.sh("kill -STOP $(cat /run/hotplugd.pid); "
             "env -i $(cat /run/event) /sbin/hotplug pci; kill -CONT $(cat /run/hotplugd.pid)", 120)
    guest.expect("a helper that hotplugd does not answer loads it", "test -e /sys/module/e1000")


def loaded(guest):
    guest.wait("the driver is loaded", "test -e /sys/module/e1000", 120)
