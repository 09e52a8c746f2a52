# SPDX-License-Identifier: GPL-2.0-or-later
"""Purpose: what the cases say about an interface: its files, and that it came to be."""


class Lan:
    """An interface that net.agent shall name and configure, on a network of its own."""

    def __init__(self, name, match, number=2, mtu=1400):
        self.name, self.match, self.mtu = name, match, mtu
        self.network = f"10.0.{number}.0/24"
        self.mac = f"02:00:00:00:00:{number:02x}"
        self.address, self.gateway = f"10.0.{number}.15", f"10.0.{number}.2"
        self.address6, self.gateway6 = f"fec0::{number}:15", "fec0::2"
        self.metric = 100 + number

    def files(self, folder="/etc/hotplug.d/net"):
        """The .link and the .network file for it."""
        link = f"[Match]\n{self.match}\n\n[Link]\nName={self.name}\n"
        network = (
            f"[Match]\nName={self.name}\n\n"
            f"[Link]\nMTUBytes={self.mtu}\nMACAddress={self.mac}\n\n"
            f"[Network]\nAddress={self.address}/24\nAddress={self.address6}/64\n\n"
            f"[Route]\nGateway={self.gateway}\nMetric={self.metric}\n\n"
            f"[Route]\nGateway={self.gateway6}\nMetric={self.metric}\n")
        return {f"{folder}/10-{self.name}.link": link,
                f"{folder}/10-{self.name}.network": network}

    def configured(self, guest, seconds=180):
        """Everything that the files ask for is in the kernel, soon."""
        name = self.name
        has = [(f"ip link show {name}",
                (f"mtu {self.mtu} ", f"link/ether {self.mac} ", ",UP")),
               (f"ip addr show {name}",
                (f"inet {self.address}/24 ", f"inet6 {self.address6}/64 ")),
               ("ip route", (f"default via {self.gateway} dev {name} .*metric {self.metric}",)),
               ("ip -6 route",
                (f"default via {self.gateway6} dev {name} .*metric {self.metric}",))]
        test = " && ".join(f"{command} | grep -q '{text}'"
                           for command, texts in has for text in texts)
        show = "ip addr; ip route; ip -6 route; ls -l /sys/class/net; cat /proc/modules"
        guest.wait(f"{name} is configured", f"({test}) || {{ {show}; false; }}", seconds)

    def reaches_gateway(self, guest, six=True):
        """Traffic flows; with six, over IPv6 too, which takes the kernel 2 s longer."""
        ping = "ping -c 1 -W 2 -I"
        guest.wait(f"{self.gateway} answers on {self.name}",
                   f"{ping} {self.name} {self.gateway}", 30)
        if six:
            guest.wait(f"{self.gateway6} answers on {self.name}",
                       f"{ping} {self.name} {self.gateway6}", 30)

    def gone(self, guest, seconds=30):
        guest.wait(f"{self.name} is gone", f"! test -e /sys/class/net/{self.name}", seconds)
