"""What is asked of plugbus and plugnet is nearly right, or finds no memory: the debug kernel."""
import checks
import netlink
import traffic
from checks import often
from guest import SOAK

kernel = "debug"
road = None
own_modules = ("plugbus", "plugnet")
memory = 1024
seconds = 36000 if SOAK else 1800
copies = traffic.COPIES | netlink.COPIES


def run(guest):
    checks.begin(guest)
    checks.load(guest)
    often(guest, "messages", netlink.fuzz, 1000, 100000)
    often(guest, "percent of the allocations fail", netlink.failing, 10, 100)
    checks.end(guest)
