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


SHELL = ("setsid sh -c 'stty -F /dev/ttyS2 sane; PS1=\"guest# \" "
         "exec sh -i </dev/ttyS2 >/dev/ttyS2 2>&1'")


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
        tag = self._send(command)
        out, match = self._until(tag + rb" (\d+)\n", seconds, command)
        return int(match.group(1)), out.decode(errors="backslashreplace")

    def console(self, path):
        """Joins this terminal to a shell on the guest's third serial port, until the shell
        ends. It has a port of its own, since its end hangs up whoever has it open."""
        with connect(path, 10) as shell:
            tag = self._send(SHELL)
            stdin = sys.stdin.fileno()
            saved = termios.tcgetattr(stdin) if os.isatty(stdin) else None
            try:
                if saved:
                    tty.setraw(stdin)
                self._relay(stdin, shell, tag)
            finally:
                if saved:
                    termios.tcsetattr(stdin, termios.TCSADRAIN, saved)

    def close(self):
        self._sock.close()

    def _send(self, command):
        self._count += 1
        # What a command that was given up on still prints must not look like an answer.
        tag = b"@%d.%s" % (self._count, os.urandom(3).hex().encode())
        self._sock.settimeout(10)
        try:
            self._sock.sendall(tag + b" " + base64.b64encode(command.encode()) + b"\n")
        except OSError as error:
            raise ChannelError(f"the guest is dead: {error}") from None
        return tag

    def _relay(self, stdin, shell, tag):
        # What is typed before the shell has the port open would be lost.
        sources, answer, closed = [shell, self._sock], b"", []
        while tag not in answer:
            ready = select.select(sources, [], [])[0]
            if shell in ready:
                os.write(sys.stdout.fileno(), shell.recv(4096))
                sources = [*sources, stdin] if stdin not in sources + closed else sources
            elif self._sock in ready:
                data = self._sock.recv(4096)
                if not data:
                    raise ChannelError("the guest died")
                answer += data
            elif stdin in ready:
                data = os.read(stdin, 4096)
                shell.sendall(data or b"\x04")
                closed = closed if data else [stdin]
                sources = [source for source in sources if source not in closed]

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
