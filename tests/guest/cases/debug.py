"""plugbus and plugnet come and go in a kernel that checks memory, locks and references."""
import checks
import netlink
import traffic
from checks import cycles, often
from guest import SOAK

kernel = "debug"
road = None
own_modules = ("plugbus", "plugnet")
memory = 1024
seconds = 36000 if SOAK else 1800
copies = traffic.COPIES | netlink.COPIES


def run(guest):
    checks.begin(guest)
    often(guest, "load and unload", cycles("load"), 20, 1000)
    checks.load(guest)
    often(guest, "ports come and go under traffic", cycles("ports"), 200, 10000)
    often(guest, "devices go below one that sends", cycles("lowers"), 20, 1000)
    often(guest, "namespaces go with devices", cycles("spaces"), 10, 1000)
    often(guest, "programs of XDP change under traffic", cycles("programs"), 3, 300)
    checks.end(guest)
