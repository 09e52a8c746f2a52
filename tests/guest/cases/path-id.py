"""Path=, computed from /sys, is what Debian's udev calls ID_PATH: PCI, virtio, USB, and the
platform devices at both ends of a cable, a USB gadget and its host (dummy_hcd)."""
kernel = "debian"
root = "debian"
road = None
RULE = "/etc/hotplug.d/net/10-here.network"


def run(guest):
    guest.sh("/lib/systemd/systemd-udevd --daemon && udevadm settle")
    guest.plug("e1000", network="10.0.2.0/24")
    guest.plug("virtio-net-pci", network="10.0.3.0/24")
    guest.plug("qemu-xhci")
    guest.wait("the USB controller has its driver", "test -e /sys/bus/usb/devices/usb1", 60)
    guest.plug("usb-net", network="10.0.4.0/24")
    guest.sh("modprobe -a dummy_hcd g_ether", 120)
    guest.wait("five interfaces", "test $(ls -d /sys/class/net/*/device | wc -l) = 5", 180)
    guest.sh("udevadm settle", 120)
    names = guest.sh("cd /sys/class/net && ls -d */device").split()
    paths = {name.split("/")[0]: udevs_path(guest, name.split("/")[0]) for name in names}
    # Without its database, the agent has to find the path in /sys.
    guest.sh("udevadm control --exit; rm -r /run/udev/data; mkdir -p /etc/hotplug.d/net")
    guest.equal("five places", len(set(paths.values())), 5)
    guest.equal("platform devices", {path.split(".")[0] for path in paths.values()
                                     if path.startswith("platform-")},
                {"platform-dummy_hcd", "platform-dummy_udc"})
    for name, path in paths.items():
        guest.sh(f"printf '[Match]\\nPath={path}\\n[Network]\\nAddress=192.0.2.7/24\\n' >{RULE}")
        for other in paths:
            guest.equal(f"whether {other} is at {path}", matches(guest, other), other == name)


def udevs_path(guest, name):
    return guest.sh(f"udevadm info -q property -p /sys/class/net/{name} | "
                    "sed -n 's/^ID_PATH=//p'").strip()


def matches(guest, name):
    return "192.0.2.7" in guest.sh(f"INTERFACE={name} ACTION=add hotplug --dry-run net")
