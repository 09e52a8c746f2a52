"""plugbus and plugnet in a kernel that frees seconds after the last reference is gone."""
import checks
import netlink
import traffic
from checks import cycles, often
from guest import SOAK

kernel = "late"
road = None
own_modules = ("plugbus", "plugnet")
memory = 1024
seconds = 7200 if SOAK else 1800
copies = traffic.COPIES | netlink.COPIES


def run(guest):
    checks.begin(guest)
    often(guest, "load and unload", cycles("load"), 20, 100)
    checks.load(guest)
    checks.end(guest)
