# SPDX-License-Identifier: GPL-2.0-or-later
"""Purpose: speak to QEMU's monitor (QMP), with a deadline on everything."""

import json
import socket
import time


class QmpError(Exception):
    pass


class Qmp:
    def __init__(self, path, seconds=10):
        self._sock = connect(path, seconds)
        self._rest = b""
        self._events = []
        self._read(time.monotonic() + seconds)  # the greeting
        self.command("qmp_capabilities")

    def command(self, name, seconds=10, /, **arguments):
        """Runs one command and gives what it returns."""
        line = json.dumps({"execute": name, "arguments": arguments})
        self._sock.sendall(line.encode() + b"\n")
        until = time.monotonic() + seconds
        while True:
            message = self._read(until)
            if "event" in message:
                self._events.append(message)
            elif "error" in message:
                raise QmpError(f"{name}: {message['error']['desc']}")
            else:
                return message["return"]

    def event(self, name, seconds, **data):
        """Waits for an event that carries this data, one that came earlier included."""
        until = time.monotonic() + seconds
        while True:
            for i, message in enumerate(self._events):
                got = message.get("data", {})
                if message["event"] == name and data.items() <= got.items():
                    return self._events.pop(i)
            message = self._read(until)
            if "event" in message:
                self._events.append(message)

    def close(self):
        self._sock.close()

    def _read(self, until):
        while b"\n" not in self._rest:
            left = until - time.monotonic()
            if left <= 0:
                raise QmpError("QEMU's monitor does not answer")
            self._sock.settimeout(left)
            try:
                data = self._sock.recv(65536)
            except TimeoutError:
                continue
            if not data:
                raise QmpError("QEMU has closed its monitor")
            self._rest += data
        line, self._rest = self._rest.split(b"\n", 1)
        return json.loads(line)


def connect(path, seconds):
    """Connects to a socket that QEMU is about to open."""
    until = time.monotonic() + seconds
    while True:
        sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            sock.connect(path)
            return sock
        except (FileNotFoundError, ConnectionRefusedError):
            sock.close()
            if time.monotonic() > until:
                raise QmpError(f"nothing listens on {path}") from None
            time.sleep(0.02)
