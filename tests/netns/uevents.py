# SPDX-License-Identifier: GPL-2.0-or-later
"""Purpose: sockets of NETLINK_KOBJECT_UEVENT for the cases.

    uevents.py listen GROUPS    print "ready", then each message on a line
    uevents.py ignore GROUPS    print "ready", and never read
"""
import signal
import socket
import sys

KOBJECT_UEVENT = 15


def main(verb, groups):
    with socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, KOBJECT_UEVENT) as uevents:
        if verb == "ignore":
            uevents.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        uevents.bind((0, int(groups)))
        print("ready", flush=True)
        while verb == "listen":
            print(uevents.recv(16384), flush=True)
        signal.pause()


main(*sys.argv[1:])
