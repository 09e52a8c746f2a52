# SPDX-License-Identifier: GPL-2.0-or-later
"""Purpose: the agents that are part of the dispatcher's own program, by their links."""

import fcntl
import os
import shutil

from box import check, equal, event

REQUEST = "/sys/devices/x"
SHIPPED = os.path.join(os.path.dirname(__file__), "../../etc/hotplug")
CARD = dict(SUBSYSTEM="pci", PCI_CLASS="30000", PCI_ID="1013:00B8", PCI_SUBSYS_ID="0:0")


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


def case_blacklist_in_three_tiers(box):
    """The one that is shipped, one of this boot in its place, the administrator's none."""
    conf, run, vendor = (box.defines[key]
                         for key in ("HP_CONFDIR", "HP_RUNDIR", "HP_AGENTDIR"))
    row = "0xffffffff 0xffffffff 0xffffffff 0xffffffff 0 0 0"
    box.write(conf + "/pci.handmap", f"cirrusfb {row}\ncirrus {row}\n")
    with open(SHIPPED + "/blacklist", encoding="ascii") as file:
        box.write(vendor + "/blacklist", file.read())

    def loads(*modules):
        ended = run_agent(box, "pci", event(**CARD), "--dry-run")
        equal((ended.status, ended.out, ended.err),
              (0, "".join(f"load {name}\n" for name in modules), ""))

    loads("cirrus")
    box.write(run + "/blacklist", "cirrus\n")
    loads("cirrusfb")
    box.link("/dev/null", conf + "/blacklist")
    loads("cirrusfb", "cirrus")


def case_the_administrators_agent(box):
    """It stands in for ours, of any bus; where it must not be run, ours is not run either."""
    os.makedirs(box.path(box.defines["HP_HELPERDIR"]), exist_ok=True)
    helper = box.defines["HP_HELPERDIR"] + "/hotplug"
    with open(box.hotplug, "rb") as file:
        box.write(helper, file.read(), 0o755)
    for bus in ("pci", "scsi", "mmc"):
        box.link(helper, f"{box.defines['HP_AGENTDIR']}/{bus}.agent")
    env = event(SUBSYSTEM="scsi", MODALIAS="scsi:t-0x05")
    equal(box.run("scsi", env, args=["--dry-run"]).out.splitlines()[1:],
          ["load scsi:t-0x05"])
    mine = box.agent("scsi", tier="HP_CONFDIR")
    box.expect(0, [mine + " scsi"], "scsi", env)
    os.chmod(box.path(mine), 0o777)
    refused = box.expect(1, [], "scsi", env)
    check("refusing to run" in refused.err, refused.err)
    os.chmod(box.path(mine), 0o755)
    box.expect(0, [mine + " scsi"], "scsi", env)


def case_events_that_no_agent_wants(box):
    """They are done before a queue is made."""
    helper = box.path(box.defines["HP_HELPERDIR"] + "/hotplug")
    os.makedirs(os.path.dirname(helper))
    os.link(shutil.copy(box.hotplug, helper),
            box.path(box.defines["HP_AGENTDIR"] + "/input.agent"))
    os.link(helper, box.path(box.defines["HP_AGENTDIR"] + "/usb.agent"))
    program, box.hotplug = box.hotplug, helper
    node = {"MAJOR": "13", "MINOR": "64", "DEVNAME": "input/event0"}
    try:
        for action, bus, more in (("bind", "usb", {"MODALIAS": "usb:v"}), ("add", "input", node),
                                  ("remove", "input", node), ("change", "input", {})):
            env = event(action, SUBSYSTEM=bus, seqnum=7, **more)
            box.expect_quiet(subsystem=bus, env=env)
        check(not os.path.exists(box.path(box.defines["HP_RUNDIR"])), "there is a queue")
        mouse = event(SUBSYSTEM="usb", seqnum=8, PRODUCT="46d/c00e/1100", TYPE="0/0/0",
                      MAJOR="189", MINOR="1")
        box.expect_quiet(subsystem="usb", env=mouse)
        check(os.path.exists(box.path(box.defines["HP_RUNDIR"])), "there is no queue")
    finally:
        box.hotplug = program


def case_usage_lists_the_agents(box):
    for name in ("scsi", "usb"):
        box.link(box.defines["HP_HELPERDIR"] + "/hotplug",
                 f"{box.defines['HP_AGENTDIR']}/{name}.agent")
    box.agent("toaster", tier="HP_CONFDIR")
    ended = box.run(None, [], args=["--help"])
    equal(ended.out.splitlines()[-1], "agents: scsi toaster usb")
