"""Debian's own kernel calls no helper: hotplugd reads the events and does the same."""
from itertools import combinations

from network import Lan

kernel = "debian"
road = "hotplugd"
LANS = {"e1000": Lan("lan0", "Driver=e1000", 2),
        "e1000e": Lan("ea0", "Driver=e1000e", 3),
        "rtl8139": Lan("rt0", "Driver=8139cp", 4),
        "virtio-net-pci": Lan("vn0", "Driver=virtio_net", 5),
        "usb-net": Lan("us0", "Driver=cdc_ether rndis_host cdc_subset", 6)}
files = {path: text for lan in LANS.values() for path, text in lan.files().items()}
seconds = 500


def run(guest):
    guest.expect("this kernel knows no helper", "! test -e /proc/sys/kernel/hotplug")
    guest.plug("qemu-xhci")
    for model in ("e1000", "usb-net"):
        through(guest, (model,))
    for pair in combinations(("e1000e", "rtl8139", "virtio-net-pci"), 2):
        through(guest, pair)


def through(guest, models):
    cards = [guest.plug(model, network=LANS[model].network) for model in models]
    for model in models:
        LANS[model].configured(guest)
        LANS[model].reaches_gateway(guest)
    for card in cards:
        guest.unplug(card)
    for model in models:
        LANS[model].gone(guest)
