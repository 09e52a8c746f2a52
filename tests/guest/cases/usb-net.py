"""A USB network adapter: its controller and it find their drivers, usb0 becomes lan0."""
from network import Lan

lan = Lan("lan0", "Driver=cdc_ether rndis_host cdc_subset")
files = lan.files()
# What the event says but for MODALIAS: then nothing but modules.usbmap can know the driver.
USB = ("ACTION=add DEVPATH=/devices/pci0000:00/0000:00:02.0/usb1/1-1/1-1:1.0 "
       "DEVTYPE=usb_interface PRODUCT=525/a4a2/0 TYPE=2/0/0 INTERFACE=2/6/0")


def run(guest):
    guest.expect("hotplug-depmap wrote usbmap", "test -s /lib/modules/*/modules.usbmap")
    guest.expect("usb.agent finds the driver in it",
                 f"{USB} /sbin/hotplug --dry-run usb | grep -qx 'load cdc_ether'")
    guest.plug("qemu-xhci")
    guest.wait("the controller has its driver",
               "test -e /sys/bus/usb/devices/usb1", 90)  # the kernel's own quirk: 6 s and more
    adapter = guest.plug("usb-net", network=lan.network)
    lan.configured(guest)
    lan.reaches_gateway(guest)
    guest.unplug(adapter)
    lan.gone(guest)
