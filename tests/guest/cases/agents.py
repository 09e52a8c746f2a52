"""Devices of many buses are plugged in: each bus has its agent, and the driver comes."""
kernel = "debian"
road = "hotplugd"

# SUBSYSTEM is the event's: so the setup scripts tell which agent ran them.
SCRIPT = "#!/bin/sh\necho \"$SUBSYSTEM ${0##*/}\" >>/run/ran\n"
DRIVERS = {"acpi": ("button",), "hid": ("hid_generic",), "input": ("evdev", "joydev"),
           "mmc": ("mmc_block",), "pci": ("sdhci_pci", "virtio_pci", "xhci_pci"),
           "platform": ("pcspkr",), "pnp": ("floppy",), "scsi": ("sd_mod", "sr_mod"),
           "serio": ("psmouse",), "usb": ("usbhid",),
           "virtio": ("virtio_rng", "virtio_scsi")}
files = {f"/etc/hotplug/{bus}/{driver}": SCRIPT
         for bus, drivers in DRIVERS.items() for driver in drivers}
files["/etc/hotplug/mmc.agent"] = "#!/bin/sh\necho ours no more: $ACTION >>/run/mmc\n"
# An SD slot takes no card while the machine runs.
qemu = ("-device", "sdhci-pci", "-device", "sd-card,drive=card",
        "-blockdev", "null-co,node-name=card,size=67108864,read-zeroes=on")


def run(guest):
    virtio_and_scsi(guest)
    usb_and_input(guest)
    serio(guest)
    mmc(guest)
    there_since_boot(guest)


def came(guest, bus, *drivers):
    for driver in drivers:
        guest.wait(f"{bus}.agent knows the driver {driver}",
                   f"grep -qx '{bus} {driver}' /run/ran", 180)
        guest.expect(f"{driver} is loaded", f"grep -q '^{driver} ' /proc/modules")


def virtio_and_scsi(guest):
    guest.plug("virtio-rng-pci")
    came(guest, "virtio", "virtio_rng")
    guest.plug("virtio-scsi-pci")
    came(guest, "virtio", "virtio_scsi")
    guest.qmp("blockdev-add", driver="null-co", size=1 << 20, **{"node-name": "disk"})
    disk = guest.plug("scsi-hd", drive="disk")
    guest.plug("scsi-cd")
    came(guest, "scsi", "sd_mod", "sr_mod")
    guest.unplug(disk)
    guest.expect("a driver stays", "grep -q '^sd_mod ' /proc/modules")
    came(guest, "pci", "virtio_pci")


def usb_and_input(guest):
    guest.plug("qemu-xhci")
    came(guest, "pci", "xhci_pci")
    guest.plug("usb-tablet")
    came(guest, "usb", "usbhid")
    came(guest, "hid", "hid_generic")
    came(guest, "input", "evdev", "joydev")
    guest.expect("the kernel's MODALIAS can be made of the other keys", """
        for device in /sys/class/input/input*; do
            set -- ACTION=add DEVPATH=$(readlink -f $device | cut -c 5-) SUBSYSTEM=input
            while read -r variable; do
                case $variable in MODALIAS=*|NAME=*) ;; *) set -- "$@" "$variable" ;; esac
            done <$device/uevent
            mkdir -p /tmp/root
            env -i "$@" HOME=/ PATH=/ /usr/lib/hotplug/input.agent --root /tmp/root \\
                --dry-run input >/tmp/made
            echo "load $(cat $device/modalias)" | cmp - /tmp/made || exit 1
        done""")


def serio(guest):
    """The controller is taken from its driver, and given back: its ports are plugged."""
    guest.sh("cd /sys/bus/platform/drivers/i8042; echo i8042 >unbind; echo i8042 >bind")
    came(guest, "serio", "psmouse")


def mmc(guest):
    """The slot is there since boot; with its driver the card in it comes."""
    guest.sh("for slot in /sys/bus/pci/devices/*; do "
             "grep -q '^0x0805' $slot/class && echo add >$slot/uevent; done; true")
    came(guest, "pci", "sdhci_pci")
    guest.wait("the administrator's own agent runs", "grep -qx 'ours no more: add' /run/mmc", 180)
    guest.expect("in the place of ours", "! grep -q '^mmc_block ' /proc/modules")
    guest.sh("rm /etc/hotplug/mmc.agent; for card in /sys/bus/mmc/devices/*; do "
             "echo add >$card/uevent; done")
    came(guest, "mmc", "mmc_block")


def there_since_boot(guest):
    """Nothing of these is plugged while the machine runs: their events are made again."""
    guest.sh("for bus in acpi platform pnp; do for device in /sys/bus/$bus/devices/*; do "
             "echo add >$device/uevent; done; done")
    came(guest, "acpi", "button")
    came(guest, "platform", "pcspkr")
    came(guest, "pnp", "floppy")
