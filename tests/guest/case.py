# SPDX-License-Identifier: GPL-2.0-or-later
"""Purpose: load a case of cases/, boot its guest, run it, and say how it ended."""

import os
import signal
import sys
import time
import traceback

import host
from channel import ChannelError
from guest import SOAK, Failed, Guest, Misled
from host import HERE, HostError, Missing
from machine import Machine
from qmp import QmpError

CASES = os.path.join(HERE, "cases")
MACHINE = ("kernel", "root", "init", "services", "packages", "mounts", "files", "copies",
           "append", "memory", "cpus", "qemu", "machine", "devices", "counted")
PASSED, FAILED, SKIPPED = 0, 1, host.CANNOT_RUN
SECONDS = 600  # of a case that says nothing else
HOST_SECONDS = 1800  # to make what a guest needs: kernels and images, the first time


def names():
    return sorted(name[:-3] for name in os.listdir(CASES) if name.endswith(".py"))


def all_names():
    """Those that run where none is named: not what is for the full counts only."""
    return [name for name in names() if SOAK or not load(name).get("soak")]


def path_of(name):
    """A case by its name, or by the path of a file of one's own."""
    return name if name.endswith(".py") else os.path.join(CASES, name + ".py")


def load(name):
    """The names that the case's file defines."""
    with open(path_of(name), encoding="utf-8") as file:
        source = file.read()
    defined = {"__name__": name, "Failed": Failed}
    exec(compile(source, path_of(name), "exec"), defined)  # pylint: disable=exec-used
    return defined


def most_seconds(name):
    """By then its process has ended, or hangs."""
    return HOST_SECONDS + load(name).get("seconds", SECONDS) + 60


def run(name, build, accel, verbose=False, again=True):
    """Runs one case, and again where QEMU is to blame. Returns PASSED, FAILED or SKIPPED; the
    reason is printed."""
    case = load(name)
    limit = case.get("seconds", SECONDS)
    began = time.monotonic()
    signal.signal(signal.SIGALRM, out_of_time)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(FAILED))
    signal.alarm(HOST_SECONDS)
    try:
        machine = {key: case[key] for key in MACHINE if key in case}
        if "own_modules" in case:
            machine["extra_modules"] = host.kernel_modules(build, case["own_modules"],
                                                            case.get("kernel"))
        if "built" in case:
            machine["copies"] = machine.get("copies", {}) | {
                path: os.path.join(build, program) for path, program in case["built"].items()}
        if "kmod" in case:
            add_kmod(machine, case["kmod"])
        with Machine(build, accel=accel, **machine) as made:
            signal.alarm(limit + 30)
            run_in_guest(case, made, limit, verbose)
    except Missing as why:
        print(f"skip {name}: {why}")
        return SKIPPED
    except HostError as why:
        print(f"FAIL {name}: {why}")
        return FAILED
    except Misled as why:
        print(f"{'again' if again else 'FAIL'} {name}: {why}")
        return run(name, build, accel, verbose, again=False) if again else FAILED
    except (Failed, ChannelError, QmpError) as why:
        print(f"FAIL {name} ({time.monotonic() - began:.0f} s): {why}")
        return FAILED
    finally:
        signal.alarm(0)
    print(f"ok   {name} ({time.monotonic() - began:.0f} s)")
    return PASSED


def add_kmod(machine, suite):
    copies, wrapper = host.kmod_of(suite)
    machine["copies"] = machine.get("copies", {}) | copies
    machine["files"] = machine.get("files", {}) | {"/kmod/modprobe": wrapper}


def run_in_guest(case, machine, limit, verbose):
    guest = Guest(machine, limit)
    try:
        with guest:
            try:
                prepare(guest, case.get("road", "helper"))
                case["run"](guest)
            except Exception:
                print(guest.log(), flush=True)
                raise
            if verbose:
                print(guest.log(), flush=True)
    except (Failed, ChannelError, QmpError):
        raise
    except Exception as error:  # a mistake in the case itself
        raise Failed(traceback.format_exc()) from error


def prepare(guest, road):
    """Opens the road on which events reach the suite: helper, hotplugd, or None."""
    if road is None:
        return
    guest.sh("syslogd -O /run/messages -l 8; mkdir -p /run/hotplug")
    guest.sh("echo /usr/lib/hotplug/modprobe >/proc/sys/kernel/modprobe")
    if road == "helper":
        guest.sh("echo /sbin/hotplug >/proc/sys/kernel/hotplug")
    else:
        guest.sh("/usr/sbin/hotplugd </dev/null >/run/hotplugd.out 2>&1 &")
        # 15 is NETLINK_KOBJECT_UEVENT, 1 the kernel's group.
        guest.wait("hotplugd listens", "grep -q ' 15 .* 00000001 ' /proc/net/netlink")


def out_of_time(*_):
    raise HostError("no end in sight: given up")
