# SPDX-License-Identifier: GPL-2.0-or-later
"""Purpose: one virtual machine, as a case sees it."""

import ctypes
import os
import re
import shutil
import signal
import subprocess
import tempfile
import time

from channel import Channel, ChannelError
from qmp import Qmp, QmpError

PR_SET_PDEATHSIG = 1
# The full counts; see tests/check --soak.
SOAK = bool(os.environ.get("HOTPLUG_SOAK"))
PATIENCE = 120  # seconds: a guest without KVM, on a machine that has other things to do
# The first trap is a breakpoint, and in the kernel itself, not in "[a_module]".
BREAKPOINT = re.compile(r"int3: 0000 \[#1\]((?!RIP:).)*RIP: 0010:[^\n[]*$",
                        re.DOTALL | re.MULTILINE)


class Failed(Exception):
    """What the case expects is not so."""


class Misled(Failed):
    """What the case expects is not so, for a fault of QEMU. Before 8.1, a CPU that it emulates
    may still execute what another one has patched: the breakpoint that the kernel puts there
    meanwhile, when the kernel does not know of it any more (QEMU's commit deba78709ae8)."""


class Guest:
    """A context manager: on leaving, QEMU is gone."""

    def __init__(self, machine, seconds=120):
        """machine: what host.Machine describes. seconds: the limit of the whole case."""
        self._machine = machine
        self._until = time.monotonic() + seconds
        self._cards = 0
        self._networks = set()
        self.has_usb = False
        self.counted = machine.counted  # its clock counts instructions
        self._qemu = self._qmp = self._channel = None
        self._dir = tempfile.mkdtemp(prefix="guest.")
        self.console_log = os.path.join(self._dir, "console")

    def __enter__(self):
        try:
            self._start()
            self._qmp = Qmp(os.path.join(self._dir, "qmp"), self._left(10))
            self._channel = Channel(os.path.join(self._dir, "channel"), self._left(10))
            self._channel.ready(self._left(300))
        except BaseException as error:
            # Who is told to end does not ask the guest.
            if isinstance(error, Exception) and os.path.exists(self.console_log):
                print(self.log(), flush=True)
            self.__exit__(type(error), error)
            raise
        return self

    def __exit__(self, _, error=None, *__):
        misled = isinstance(error, (Failed, ChannelError, QmpError)) and self._is_misled()
        for connection in (self._qmp, self._channel):
            if connection:
                connection.close()
        if self._qemu:
            self._qemu.kill()
            self._qemu.wait()
        shutil.rmtree(self._dir, ignore_errors=True)
        if misled:
            raise Misled("QEMU executed what the kernel had patched meanwhile") from error

    # --- commands in the guest

    def sh(self, command, seconds=PATIENCE, check=True):
        """Runs a command line in the guest and gives what it printed, trimmed."""
        status, out = self._channel.run(command, self._left(seconds))
        if check and status:
            raise Failed(f"exit status {status}: {command}\n{out}")
        return out.strip()

    def status(self, command, seconds=PATIENCE):
        """Runs a command line in the guest and gives its exit status."""
        return self._channel.run(command, self._left(seconds))[0]

    def wait(self, what, command, seconds=PATIENCE):
        """Repeats a command in the guest until it succeeds."""
        until = time.monotonic() + self._left(seconds)
        while True:
            left = max(until - time.monotonic(), 10)
            status, out = self._channel.run(command, left)
            if status == 0:
                return
            if time.monotonic() > until:
                raise Failed(f"{what}: not within {seconds} s\n{command}\n{out}")
            time.sleep(0.1)

    def expect(self, what, command, seconds=PATIENCE):
        """The command succeeds now."""
        status, out = self._channel.run(command, self._left(seconds))
        if status:
            raise Failed(f"{what}: exit status {status}\n{command}\n{out}")

    def equal(self, what, got, wanted):
        if got != wanted:
            raise Failed(f"{what}: got {got!r}, wanted {wanted!r}")

    # --- devices

    def plug(self, model, network=None, **properties):
        """Plugs a device in and gives its id. With network="10.0.2.0/24" it is a network
        card at a network of its own, whose gateway answers at .2 and at fec0::2."""
        self._cards += 1
        name = f"card{self._cards}"
        if network:
            self.qmp("netdev_add", type="user", id=f"{name}-net", net=network)
            properties["netdev"] = f"{name}-net"
            self._networks.add(name)
        if not model.startswith(("scsi-", "usb-")):
            properties.setdefault("romfile", "")  # nobody boots from it
        self.qmp("device_add", driver=model, id=name, **properties)
        return name

    def unplug(self, name, seconds=PATIENCE):
        """Pulls a device and waits until it is gone."""
        self.qmp("device_del", id=name)
        self.unplugged(name, seconds)

    def unplugged(self, name, seconds=PATIENCE):
        """Waits until a device that is being pulled is gone."""
        try:
            self._qmp.event("DEVICE_DELETED", self._left(seconds), device=name)
        except QmpError as error:
            raise Failed(f"{name} was not let go: {error}") from None
        if name in self._networks:
            self._networks.remove(name)
            self.qmp("netdev_del", id=f"{name}-net")

    def qmp(self, command, **arguments):
        return self._qmp.command(command, self._left(20), **arguments)

    # --- what it said

    def log(self):
        """The guest's own log: its kernel's, and the console."""
        text = self._said()
        # Where it got as far as init, the boot before that tells nothing.
        text = text[max(text.find("Run /init"), 0):]
        try:
            left = max(5, min(10, self._until - time.monotonic()))
            _, out = self._channel.run("cat /run/messages /run/hotplugd.out 2>/dev/null", left)
        except (ChannelError, OSError, AttributeError) as error:
            out = f"(the guest does not answer: {error})"
        return f"--- console\n{text}\n--- messages\n{out}"

    def _said(self):
        with open(self.console_log, errors="backslashreplace") as console:
            return console.read()

    def _is_misled(self):
        return (self._machine.accel == "tcg" and os.path.exists(self.console_log) and
                BREAKPOINT.search(self._said()) is not None)

    def console(self):
        """Gives this terminal a shell in the guest."""
        self._channel.console(os.path.join(self._dir, "shell"))

    def _left(self, seconds):
        left = self._until - time.monotonic()
        if left <= 0:
            raise Failed("the time of the whole case is over")
        return min(seconds, left)

    def _start(self):
        machine, at = self._machine, lambda name: os.path.join(self._dir, name)
        command = [
            "qemu-system-x86_64", "-nodefaults", "-no-user-config", "-no-reboot",
            "-machine", machine.machine,
            "-display", "none", "-vga", "none", "-accel", machine.accel,
            "-m", str(machine.memory), "-smp", str(machine.cpus),
            "-kernel", machine.kernel, "-initrd", machine.initrd,
            # Where the host is busy, the kernel counts too few ticks, and panics.
            "-append", f"console=ttyS0 panic=-1 loglevel=7 no_timer_check {machine.append}",
            "-serial", f"file:{self.console_log}",
            "-serial", f"unix:{at('channel')},server=on,wait=off",
            "-serial", f"unix:{at('shell')},server=on,wait=off",
            "-qmp", f"unix:{at('qmp')},server=on,wait=off",
            *machine.qemu,
        ]
        for disk in machine.disks:
            command += ["-drive", f"file={disk},if=virtio,format=raw,snapshot=on"]
        if machine.counted:
            command += ["-icount", "shift=1,sleep=on", "-rtc", "clock=vm"]
        for device in machine.devices:
            command += ["-device", device]
        with open(at("qemu"), "wb") as errors:
            self._qemu = subprocess.Popen(command, stdin=subprocess.DEVNULL,
                                          stdout=errors, stderr=errors,
                                          preexec_fn=end_with_parent)
        time.sleep(0.1)
        if self._qemu.poll() is not None:
            with open(at("qemu"), errors="backslashreplace") as errors:
                raise Failed(f"QEMU ended: {errors.read()}")


def end_with_parent(by=signal.SIGKILL):
    """A runner that is killed takes what it started along."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, by)
