"""Under a running systemd the rule asks for a unit, which configures lan0, and whose end a DHCP
client outlives; sysctl.d is read."""
import dhcp
from network import Lan

lan = Lan("lan0", "Driver=e1000")
kernel = "debian"
root = "systemd"
road = None
# udev names the interface, by the same file; drivers are left to the suite.
files = {**lan.files(), **lan.files("/etc/systemd/network"),
         "/etc/systemd/network/10-client.link": "[Match]\nDriver=8139cp\n[Link]\nName=client0\n",
         "/etc/hotplug.d/net/10-client.network":
         "[Match]\nDriver=8139cp\n[Network]\nDHCP=ipv4\n",
         "/etc/udev/rules.d/80-drivers.rules": ""}
seconds = 900


def run(guest):
    guest.wait("systemd has booted", "systemctl is-active multi-user.target", 300)
    guest.equal("what sysctl.d has the kernel start", guest.sh("cat /proc/sys/kernel/modprobe"),
                "/usr/lib/hotplug/modprobe")
    guest.plug("e1000", network=lan.network)
    lan.configured(guest, 300)
    lan.reaches_gateway(guest)
    client(guest)


def client(guest):
    """Neither udev nor the end of a unit is in its way, whoever renames the interface."""
    dhcp.install(guest)
    card = guest.plug("rtl8139", network="10.0.4.0/24")
    first = outlives_unit(guest, "client0")
    guest.sh("ip link set dev client0 down && ip link set dev client0 name other0")
    second = outlives_unit(guest, "other0")
    guest.expect("the one before has ended", f"! kill -0 {first}")
    guest.unplug(card)
    dhcp.ended(guest, second)


def outlives_unit(guest, name):
    pid = dhcp.client(guest, name)
    guest.sh("udevadm settle", 180)
    guest.wait("every unit that configures an interface has ended",
               "! systemctl list-units --all --plain --no-legend 'hotplug@*' | "
               "grep -E ' (activ|deactiv)ating '", 300)
    guest.expect("it is such a unit's", f"grep -q /hotplug@ /proc/{pid}/cgroup")
    guest.expect("it lives on", f"kill -0 {pid}")
    return pid
