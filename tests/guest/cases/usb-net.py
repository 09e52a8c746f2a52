"""A USB network adapter: its controller and it find their drivers, usb0 becomes lan0."""
from network import Lan

lan = Lan("lan0", "Driver=cdc_ether rndis_host cdc_subset")
files = lan.files()


def run(guest):
    guest.expect("hotplug-depmap wrote usbmap", "test -s /lib/modules/*/modules.usbmap")
    guest.plug("qemu-xhci")
    guest.wait("the controller has its driver",
               "test -e /sys/bus/usb/devices/usb1")
    adapter = guest.plug("usb-net", network=lan.network)
    lan.configured(guest)
    lan.reaches_gateway(guest)
    guest.unplug(adapter)
    lan.gone(guest)
