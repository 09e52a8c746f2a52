"""Under a running systemd the rule asks for a unit, which configures lan0; sysctl.d is read."""
from network import Lan

lan = Lan("lan0", "Driver=e1000")
kernel = "debian"
root = "systemd"
road = None
# udev names the interface, by the same file; drivers are left to the suite.
files = {**lan.files(), **lan.files("/etc/systemd/network"),
         "/etc/udev/rules.d/80-drivers.rules": ""}


def run(guest):
    guest.wait("systemd has booted", "systemctl is-active multi-user.target", 300)
    guest.equal("what sysctl.d has the kernel start", guest.sh("cat /proc/sys/kernel/modprobe"),
                "/usr/lib/hotplug/modprobe")
    guest.plug("e1000", network=lan.network)
    lan.configured(guest, 300)
    lan.reaches_gateway(guest)
