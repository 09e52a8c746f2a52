# SPDX-License-Identifier: GPL-2.0-or-later
"""Purpose: the agents that are part of the dispatcher's own program, by their links."""

import fcntl
import os

from box import check, equal, event

REQUEST = "/sys/devices/x"


def run_agent(box, subsystem, env, *args):
    """Runs SUBSYSTEM.agent as a program of its own."""
    link = f"{box.top}/{subsystem}.agent"
    if not os.path.lexists(link):
        os.symlink(box.hotplug, link)
    program, box.hotplug = box.hotplug, link
    try:
        return box.run(subsystem, env, args=args)
    finally:
        box.hotplug = program


def request(box, name="card.bin"):
    box.write(REQUEST + "/loading", "0")
    box.write(REQUEST + "/data", "")
    box.write("/lib/firmware/card.bin", "blob")
    return event(SUBSYSTEM="firmware", FIRMWARE=name)


def content(box, path):
    with open(box.path(path), encoding="ascii") as file:
        return file.read()


def case_firmware_is_given_once(box):
    """Helper and daemon may both bring the request: the second one keeps out."""
    env = request(box)
    with open(box.path(REQUEST + "/loading"), "r+", encoding="ascii") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        ended = run_agent(box, "firmware", env)
    equal((ended.status, ended.err), (0, ""))
    equal((content(box, REQUEST + "/loading"), content(box, REQUEST + "/data")), ("0", ""))
    equal(run_agent(box, "firmware", env).status, 0)
    equal(content(box, REQUEST + "/data"), "blob", "the data")


def case_dry_run_prints_no_control_bytes(box):
    """They would speak to the terminal."""
    env = request(box, "a\x1b]0;b\x07")
    ended = run_agent(box, "firmware", env, "--dry-run")
    equal(ended.out, "give firmware a\\x1b]0;b\\x07 to /devices/x\n")
    env = event(SUBSYSTEM="modalias", MODALIAS="pci:\x1b[2J")
    ended = run_agent(box, "modalias", env, "--dry-run")
    check("\x1b" not in ended.out + ended.err, repr(ended.out + ended.err))
    check("\\x1b[2J" in ended.out, repr(ended.out))
