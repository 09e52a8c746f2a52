"""What .network files make of interfaces is what systemd-networkd makes of them."""
import oracle

kernel = "debian"
root = "debian"
road = None
memory = 1536
seconds = 2400
sets = oracle.names(with_netdev=False)
files = oracle.files(sets)


def run(guest):
    oracle.check(guest, sets)
