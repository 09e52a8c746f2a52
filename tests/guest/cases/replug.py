"""A card is pulled and plugged again, ten times in a row, and configured every time."""
from network import Lan

lan = Lan("lan0", "Driver=e1000")
files = lan.files()
TIMES = 10


def run(guest):
    for _ in range(TIMES):
        card = guest.plug("e1000", network=lan.network)
        lan.configured(guest)
        lan.reaches_gateway(guest)
        guest.unplug(card)
        lan.gone(guest)
