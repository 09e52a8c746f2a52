# SPDX-License-Identifier: GPL-2.0-or-later
"""Purpose: take an interface away while net.agent configures it, and see that nobody else
got what was meant for it.

    races.py BUILD ROOT LOG COUNT

Ours are the interfaces with the hardware address that the files match. Decoys have others,
and at times the name. A race counts where ours was taken away while a program was at work.
"""
import ctypes
import os
import random
import socket
import struct
import subprocess
import sys

NEWLINK, DELLINK, GETLINK, GETADDR = 16, 17, 18, 22
REQUEST, ACK, CREATE, DUMP = 1, 4, 0x600, 0x300
ADDRESS, IFNAME, MTU, MASTER, TXQLEN, LINKINFO, ALIAS = 1, 3, 4, 10, 13, 18, 20
EXT_MASK, NET_NS, ALTNAMES = 29, 28, 52
UP, CLONE_NEWNET, EBUSY = 1, 0x40000000, 16
OURS, DECOY = bytes.fromhex("020000000001"), bytes.fromhex("020000000002")
SYSCTLS = [f"ipv4/conf/{{}}/{key}" for key in ("proxy_arp", "forwarding")] + [
    f"ipv6/conf/{{}}/{key}" for key in ("accept_ra", "hop_limit", "proxy_ndp", "addr_gen_mode")]


def attribute(kind, value):
    value = struct.pack("=HH", 4 + len(value), kind) + value
    return value + bytes(-len(value) % 4)


def text(kind, name):
    return attribute(kind, name.encode() + b"\0")


class Rtnetlink:
    """A socket in the namespace where it was made."""

    def __init__(self):
        self.socket = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0)

    def answers(self, kind, flags, body):
        """Each as type and bytes behind the header; the last is an errno or the end."""
        self.socket.send(struct.pack("=IHHII", 16 + len(body), kind, REQUEST | flags, 1, 0) + body)
        while True:
            data = self.socket.recv(1 << 18)
            while data:
                size, kind = struct.unpack_from("=IH", data)
                yield kind, data[16:size]
                if kind in (2, 3):
                    return
                data = data[(size + 3) & ~3:]

    def change(self, kind, index, attributes, flags=0, change=0):
        """Returns the errno, 0: done."""
        body = struct.pack("=BxHiII", 0, 0, index, 0, change) + attributes
        (_, answer), = self.answers(kind, flags | ACK, body)
        return -struct.unpack_from("=i", answer)[0]

    def rename(self, index, name):
        result = self.change(NEWLINK, index, text(IFNAME, name))
        if result == EBUSY:  # kernels before 6.2, of one that is up
            self.change(NEWLINK, index, b"", change=UP)
            result = self.change(NEWLINK, index, text(IFNAME, name))
        return result

    def make(self, name, mac):
        """One end of a pair; returns its index."""
        info = attribute(LINKINFO, text(1, "veth"))
        result = self.change(NEWLINK, 0, text(IFNAME, name) + attribute(ADDRESS, mac) + info, CREATE)
        assert result == 0, f"{name}: {os.strerror(result)}"
        return socket.if_nametoindex(name)

    def link(self, index):
        """Flags and attributes; None: it is not there."""
        body = struct.pack("=BxHiII", 0, 0, index, 0, 0) + attribute(EXT_MASK, struct.pack("=I", 8))
        kind, answer = next(iter(list(self.answers(GETLINK, ACK, body))))
        if kind != NEWLINK:
            return None
        flags, at, attributes = struct.unpack_from("=I", answer, 8)[0], 16, {}
        while at < len(answer):
            size, kind = struct.unpack_from("=HH", answer, at)
            attributes[kind & 0x3fff] = answer[at + 4:at + size]
            at += (size + 3) & ~3
        return flags, attributes

    def name(self, index):
        link = self.link(index)
        return link and link[1][IFNAME][:-1].decode()

    def addresses(self, index):
        return [answer for kind, answer in list(self.answers(GETADDR, DUMP, bytes(8)))
                if kind == 20 and struct.unpack_from("=I", answer, 4)[0] == index]


def sysctl(path, name):
    with open("/proc/sys/net/" + path.format(name), encoding="ascii") as file:
        return file.read().strip()


class Race:
    """Ours and a decoy, in this namespace; another one to move to."""

    def __init__(self, build, root, log):
        self.ended, self.log = {}, open(log, "ab")
        self.programs = [[f"{build}/agents/net.agent", "--root", root, "net"],
                         [f"{build}/helpers/hotplugctl", "--root", root, "net", "apply", "eth0"]]
        self.here, self.namespace = Rtnetlink(), os.open("/proc/self/ns/net", os.O_RDONLY)
        libc = ctypes.CDLL(None, use_errno=True)
        assert libc.unshare(CLONE_NEWNET) == 0
        self.there, self.other = Rtnetlink(), os.open("/proc/self/ns/net", os.O_RDONLY)
        assert libc.setns(self.namespace, CLONE_NEWNET) == 0
        self.decoys = [self.here.make("decoy", DECOY)]
        self.ours = None
        self.pristine = self.state(self.decoys[0])

    def state(self, index):
        """All that the files would change of it."""
        flags, attributes = self.here.link(index)
        return (flags, [attributes.get(kind) for kind in (MTU, MASTER, TXQLEN, ALIAS, ALTNAMES)],
                self.here.addresses(index), [sysctl(path, self.here.name(index)) for path in SYSCTLS])

    def swap(self):
        """The decoy has the name in between."""
        name = self.here.name(self.ours)
        self.here.rename(self.ours, "away")
        self.here.rename(self.decoys[0], name or "eth0")
        self.here.rename(self.decoys[0], "decoy")
        self.here.rename(self.ours, name or "eth0")

    def rename(self):
        self.here.rename(self.ours, random.choice(["eth0", "lan0", "away"]))
        self.here.rename(self.decoys[0], random.choice(["eth0", "lan0", "br0", "decoy"]))

    def replace(self):
        if len(self.decoys) > 1:
            return
        name = self.here.name(self.ours)
        self.here.change(DELLINK, self.ours, b"")
        if name and self.here.name(self.decoys[0]) != name:
            self.decoys.append(self.here.make(name, DECOY))

    def move(self):
        name = self.here.name(self.ours)
        self.here.change(NEWLINK, self.ours, attribute(NET_NS, struct.pack("=i", self.other)))
        self.here.rename(self.decoys[0], name or "eth0")
        self.here.rename(self.decoys[0], "decoy")
        self.there.change(NEWLINK, self.ours, attribute(NET_NS, struct.pack("=i", self.namespace)))

    def reset(self):
        for index in (self.ours, *self.decoys[1:]):
            if index and self.here.change(DELLINK, index, b""):
                self.there.change(DELLINK, index, b"")
        del self.decoys[1:]
        assert self.here.rename(self.decoys[0], "decoy") == 0
        self.ours = self.here.make("eth0", OURS)

    def start(self, number):
        environment = {"ACTION": "add", "INTERFACE": "eth0", "ASAN_OPTIONS": "detect_leaks=0"}
        if number % 3 == 0:
            environment["IFINDEX"] = str(self.ours)
        return subprocess.Popen(self.programs[number % 2], env=environment,
                                stdout=subprocess.DEVNULL, stderr=self.log)

    def check(self):
        for index in self.decoys:
            state = self.state(index)
            assert state == self.pristine, f"a decoy is {state}, was {self.pristine}"

    def run(self, number):
        """Returns how often ours was taken away while the program was at work."""
        self.reset()
        way = [self.swap, self.rename, self.replace, self.move][number // 2 % 4]
        done, program = 0, self.start(number)
        while program.poll() is None:
            way()
            done += program.poll() is None
        assert program.returncode in (0, 1), f"exit status {program.returncode}"
        self.ended[program.returncode] = self.ended.get(program.returncode, 0) + 1
        self.check()
        return done


def main(build, root, log, count):
    race, number, races = Race(build, root, log), 0, 0
    while races < count:
        races += race.run(number) > 0
        number += 1
        assert number < 20 * count, f"only {races} races in {number} runs"
    race.reset()
    program = race.start(0)
    assert program.wait() == 0, "nobody races, and it fails"
    link = race.here.link(race.ours)
    assert link and link[1].get(ALIAS) == b"ours\0", f"nobody races, and it is {link}"
    print(f"counts: {races} races in {number} runs, which ended with {race.ended}")


if __name__ == "__main__":
    main(*sys.argv[1:4], int(sys.argv[4]))
