"""A newer Debian's own kernel, whose modules are compressed: it unpacks them itself."""
from network import Lan

kernel = "trixie"
road = "hotplugd"
LANS = {"e1000": Lan("lan0", "Driver=e1000", 2),
        "virtio-net-pci": Lan("vn0", "Driver=virtio_net", 3),
        "usb-net": Lan("us0", "Driver=cdc_ether rndis_host cdc_subset", 4)}
files = {path: text for lan in LANS.values() for path, text in lan.files().items()}


def run(guest):
    guest.expect("the modules are compressed",
                 "test -e /modules/drivers/net/ethernet/intel/e1000/e1000.ko.xz")
    guest.expect("the kernel unpacks them", "grep -qx xz /sys/module/compression")
    # Who unpacked them in a process would be modprobe.
    guest.sh("mv /usr/lib/hotplug/modprobe /usr/lib/hotplug/modprobe.away")
    guest.plug("qemu-xhci")
    for model, lan in LANS.items():
        card = guest.plug(model, network=lan.network)
        lan.configured(guest)
        lan.reaches_gateway(guest)
        guest.unplug(card)
        lan.gone(guest)
    guest.sh("mv /usr/lib/hotplug/modprobe.away /usr/lib/hotplug/modprobe")
    guest.expect("modprobe loads what needs others",
                 "/usr/lib/hotplug/modprobe vxlan && grep -q '^vxlan ' /proc/modules")
    guest.expect("modprobe removes it",
                 "/usr/lib/hotplug/modprobe -r vxlan && ! grep -q '^vxlan ' /proc/modules")
