"""NamePolicy= calls the interfaces of an i440fx what Debian's udev calls them: cards with
several functions, behind a PCI bridge, with a number of the firmware's, USB behind a hub."""
import netid

kernel = "debian"
root = "debian"
road = None
seconds = 900
files = netid.FILES
devices = ("e1000,addr=0x10,romfile=",
           "virtio-net-pci,addr=0x11,acpi-index=7,romfile=",
           "e1000,addr=0x12.0,multifunction=on,romfile=", "e1000,addr=0x12.1,romfile=",
           "pci-bridge,id=bridge,chassis_nr=1,addr=0x13",
           "rtl8139,bus=bridge,addr=4,romfile=",
           "e1000,bus=bridge,addr=5.0,multifunction=on,romfile=",
           "virtio-net-pci,bus=bridge,addr=5.1,romfile=",
           "qemu-xhci,id=usb,addr=0x14", "usb-hub,bus=usb.0,port=2", "usb-net,bus=usb.0,port=2.3",
           "usb-net,bus=usb.0,port=1")


def run(guest):
    netid.compare(guest, 9, ("eno7", "ens16", "ens18f0", "ens18f1", "enp0s20u1"))
