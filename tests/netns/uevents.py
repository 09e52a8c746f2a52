# SPDX-License-Identifier: GPL-2.0-or-later
"""Purpose: sockets of NETLINK_KOBJECT_UEVENT for the cases.

    uevents.py listen GROUPS    print "ready", then each message on a line
    uevents.py ignore GROUPS    print "ready", and never read
    uevents.py pretend NAME     listen to group 1 as a process of this name, not of root's
    uevents.py forge PORT       send what only looks like the kernel's to who has this port
"""
import os
import signal
import socket
import struct
import sys

KOBJECT_UEVENT = 15
SO_RCVBUFFORCE = 33  # asm-generic/socket.h; Python's socket has no name for it


EVENT = b"add@/devices/forged\0ACTION=add\0DEVPATH=/devices/forged\0" \
        b"SUBSYSTEM=net\0INTERFACE=forged0\0SEQNUM=%d\0"
LIBUDEV = b"libudev\0\xfe\xed\xca\xfe" + struct.pack("=III", 40, 40, len(EVENT)) + bytes(16)


def forge(port):
    """Two unicasts, four multicasts to the kernel's group, two to udev's."""
    with socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, KOBJECT_UEVENT) as uevents:
        uevents.bind((0, 0))
        for number, (message, to) in enumerate((
                (EVENT, (port, 0)), (LIBUDEV + EVENT, (port, 0)),
                (EVENT, (0, 1)), (EVENT[:-20], (0, 1)), (EVENT + b"A=" + b"x" * 9000, (0, 1)),
                (LIBUDEV + EVENT, (0, 1)), (EVENT, (0, 2)), (LIBUDEV + EVENT, (0, 2)))):
            uevents.sendto(message.replace(b"%d", b"%d" % (2**40 + number)), to)


def pretend(name):
    os.setresuid(65534, 65534, 65534)
    with socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, KOBJECT_UEVENT) as uevents:
        uevents.bind((0, 1))
        uevents.set_inheritable(True)
        os.execv("/bin/sleep", [name, "1000"])


def main(verb, groups):
    if verb == "pretend":
        pretend(groups)
    if verb == "forge":
        forge(int(groups))
        return
    with socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, KOBJECT_UEVENT) as uevents:
        if verb == "ignore":
            uevents.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        if verb == "listen":  # to all that the machine's other devices do meanwhile
            uevents.setsockopt(socket.SOL_SOCKET, SO_RCVBUFFORCE, 16 << 20)
        uevents.bind((0, int(groups)))
        print("ready", flush=True)
        while verb == "listen":
            print(uevents.recv(16384), flush=True)
        signal.pause()


main(*sys.argv[1:])
