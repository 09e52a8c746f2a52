"""NamePolicy= calls the interfaces of a q35 what Debian's udev calls them: behind root ports,
with several functions there, behind a switch, behind a bridge to PCI, on USB."""
import netid

kernel = "debian"
root = "debian"
road = None
seconds = 900
machine = "q35"
files = netid.FILES
devices = ("pcie-root-port,id=port1,chassis=1,slot=5,addr=0x10.0,multifunction=on",
           "e1000e,bus=port1,romfile=",
           "pcie-root-port,id=port2,chassis=2,slot=6,addr=0x10.1",
           "virtio-net-pci,bus=port2,addr=0.0,multifunction=on,romfile=",
           "virtio-net-pci,bus=port2,addr=0.1,romfile=",
           "pcie-root-port,id=port3,chassis=3,slot=7,addr=0x10.2",
           "x3130-upstream,id=switch,bus=port3",
           "xio3130-downstream,id=down1,bus=switch,chassis=4,slot=9",
           "e1000e,bus=down1,romfile=",
           "xio3130-downstream,id=down2,bus=switch,chassis=5,slot=10",
           "virtio-net-pci,bus=down2,romfile=",
           "pcie-pci-bridge,id=bridge,addr=0x11", "e1000,bus=bridge,addr=3,romfile=",
           "e1000e,addr=0x12,romfile=",
           "qemu-xhci,id=usb,addr=0x14", "usb-net,bus=usb.0,port=3")


def run(guest):
    netid.compare(guest, 8, ("ens3", "enp0s18", "enp2s0f1", "enp0s20u3"))
