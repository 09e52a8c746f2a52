# SPDX-License-Identifier: GPL-2.0-or-later
"""Purpose: run commands in the guest, over its second serial port (see init)."""

import base64
import os
import re
import select
import sys
import termios
import time
import tty

from qmp import connect


class ChannelError(Exception):
    pass


class Channel:
    def __init__(self, path, seconds=10):
        self._sock = connect(path, seconds)
        self._count = 0

    def ready(self, seconds):
        """Waits until the guest's init serves."""
        self._until(rb"ready\n", seconds, "the guest's init")

    def run(self, command, seconds):
        """Runs a command line; gives its exit status and what it printed."""
        self._count += 1
        # What a command that was given up on still prints must not look like an answer.
        tag = b"@%d.%s" % (self._count, os.urandom(3).hex().encode())
        self._sock.settimeout(10)
        self._sock.sendall(tag + b" " + base64.b64encode(command.encode()) + b"\n")
        out, match = self._until(tag + rb" (\d+)\n", seconds, command)
        return int(match.group(1)), out.decode(errors="backslashreplace")

    def console(self):
        """Joins this terminal to a shell in the guest until that shell ends."""
        command = ("exec setsid sh -c 'stty -F /dev/ttyS1 sane; "
                   "PS1=\"guest# \" exec sh -i </dev/ttyS1 >/dev/ttyS1 2>&1'; ")
        line = f"({command}); stty -F /dev/ttyS1 raw -echo clocal; echo END OF SHELL"
        self._sock.sendall(b"@console " + base64.b64encode(line.encode()) + b"\n")
        stdin = sys.stdin.fileno()
        saved = termios.tcgetattr(stdin) if os.isatty(stdin) else None
        try:
            if saved:
                tty.setraw(stdin)
            self._relay(stdin)
        finally:
            if saved:
                termios.tcsetattr(stdin, termios.TCSADRAIN, saved)

    def close(self):
        self._sock.close()

    def _relay(self, stdin):
        sources, tail = [stdin, self._sock], b""
        while b"END OF SHELL" not in tail:
            for source in select.select(sources, [], [])[0]:
                data = os.read(source if source == stdin else self._sock.fileno(), 4096)
                if source == stdin:
                    self._sock.sendall(data or b"\x04")
                    sources = sources if data else [self._sock]
                elif not data:
                    return
                else:
                    os.write(sys.stdout.fileno(), data)
                    tail = (tail + data)[-64:]

    def _until(self, pattern, seconds, what):
        """Reads to where pattern matches; gives what stood before it, and the match."""
        until, data = time.monotonic() + seconds, b""
        while True:
            match = re.search(pattern, data)
            if match:
                return data[:match.start()], match
            left = until - time.monotonic()
            if left <= 0:
                raise ChannelError(f"no end after {seconds:.0f} s: {what}\n"
                                   + data.decode(errors="backslashreplace"))
            self._sock.settimeout(left)
            try:
                more = self._sock.recv(65536)
            except TimeoutError:
                continue
            if not more:
                raise ChannelError(f"the guest died during: {what}")
            data += more
