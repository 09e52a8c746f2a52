"""Two cards of different models at the same moment: both end configured, every pair."""
from itertools import combinations

from network import Lan

LANS = {"e1000e": Lan("ea0", "Driver=e1000e", 2),
        "rtl8139": Lan("rt0", "Driver=8139cp", 3),
        "virtio-net-pci": Lan("vn0", "Driver=virtio_net", 4)}
files = {path: text for lan in LANS.values() for path, text in lan.files().items()}
seconds = 400


def run(guest):
    for pair in combinations(LANS, 2):
        lans = [LANS[model] for model in pair]
        cards = [guest.plug(model, network=LANS[model].network) for model in pair]
        for lan in lans:
            lan.configured(guest)
            lan.reaches_gateway(guest)
        for card in cards:
            guest.qmp("device_del", id=card)
        for card in cards:
            guest.unplugged(card)
        for lan in lans:
            lan.gone(guest)
