"""A card is pulled and plugged again, ten times in a row, and configured every time."""
from guest import SOAK
from network import Lan

lan = Lan("lan0", "Driver=e1000")
files = lan.files()
TIMES = 100 if SOAK else 10
seconds = 60 * TIMES


def run(guest):
    print(f"{TIMES} times")
    for n in range(TIMES):
        card = guest.plug("e1000", network=lan.network)
        lan.configured(guest)
        lan.reaches_gateway(guest, six=n == 0)
        guest.unplug(card)
        lan.gone(guest)
