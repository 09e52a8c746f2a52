# SPDX-License-Identifier: GPL-2.0-or-later
"""Purpose: what is run for an event, in which order, and what becomes of failures."""

import os

from box import check, equal, event

ALIAS = event(MODALIAS="bus:x")


def case_order(box):
    """The subsystem's directory, then default/; in each, by name over all tiers; the agent
    at the place of default.hotplug."""
    names = ("bus/B.hotplug", "bus/a.hotplug", "bus/z.hotplug", "default/10.hotplug",
             "default/9.hotplug", "default/zz.hotplug")
    tiers = ("HP_HOOKDIR", "HP_VENDORDIR")
    paths = [box.hook(name, tier=tiers[n % 2]) for n, name in enumerate(names)]
    agent = box.agent("bus")
    expected = [*paths[:5], agent, paths[5]]
    box.expect(0, [path + " bus" for path in expected])


def case_other_subsystems(box):
    box.hook("pci/a.hotplug")
    box.agent("pci")
    path = box.hook("default/a.hotplug")
    box.expect(0, [path + " bus"])
    # A subsystem that is called like the directory for all gets them once.
    box.expect(0, [path + " default"], "default", event(SUBSYSTEM="default"))


def case_which_names(box):
    """Those with the suffix; no leftovers of editors and packagers, no hidden files."""
    path = box.hook("bus/a.hotplug")
    for name in ("b", "c.sh", "d.hotplug~", "e.hotplug.dpkg-new", "f.hotplug.rpmsave",
                 ".g.hotplug", ".hotplug", "h.HOTPLUG", "hotplug", "i.hotplugx"):
        box.hook("bus/" + name)
    box.mkdir(box.defines["HP_HOOKDIR"] + "/bus/sub/a.hotplug")
    box.expect(0, [path + " bus"])


def case_suffix(box):
    """HookSuffix= may be empty, or another."""
    box.hook("bus/a.hotplug")
    box.hook("bus/00-b")
    box.hook("bus/c.sh")
    box.hook("bus/d~")
    box.mkdir(box.defines["HP_HOOKDIR"] + "/bus/directory")
    box.hook("default/default.hotplug")
    def run(*names):
        box.expect(0, [f"{box.defines['HP_HOOKDIR']}/{name} bus" for name in names])
    run("bus/a.hotplug", "default/default.hotplug")
    box.conf(HookSuffix=".sh")
    run("bus/c.sh", "default/default.hotplug")
    box.conf(HookSuffix="")
    run("bus/00-b", "bus/a.hotplug", "bus/c.sh", "default/default.hotplug")


def case_earlier_tier_replaces(box):
    ours = box.hook("bus/a.hotplug")
    box.hook("bus/a.hotplug", tier="HP_VENDORDIR")
    box.expect(0, [ours + " bus"])
    # Also where what replaces it cannot be run.
    os.chmod(box.path(ours), 0o644)
    check("is not executable" in box.expect(1, []).err)


def case_masks(box):
    """A link to /dev/null in /etc or /run hides a vendor's file; /run nothing else."""
    vendors = box.hook("bus/a.hotplug", tier="HP_VENDORDIR")
    mask = box.defines["HP_HOOKDIR"] + "/bus/a.hotplug"
    box.expect(0, [vendors + " bus"])
    box.link("/dev/null", mask)
    equal(box.expect(0, []).err, "")
    os.unlink(box.path(mask))
    mask = box.defines["HP_RUNHOOKDIR"] + "/bus/a.hotplug"
    box.link("/dev/null", mask)
    equal(box.expect(0, []).err, "")
    # The admin's word is above that.
    admins = box.hook("bus/a.hotplug")
    box.expect(0, [admins + " bus"])


def case_run_is_no_place_for_programs(box):
    vendors = box.hook("bus/a.hotplug", tier="HP_VENDORDIR")
    box.hook("bus/a.hotplug", tier="HP_RUNHOOKDIR")
    box.hook("bus/b.hotplug", tier="HP_RUNHOOKDIR")
    box.link("/dev/zero", box.defines["HP_RUNHOOKDIR"] + "/bus/c.hotplug")
    box.expect(0, [vendors + " bus"])


def case_default_hotplug(box):
    """A file of that name stands where the agent stood."""
    first = box.hook("default/a.hotplug")
    last = box.hook("default/z.hotplug")
    agent = box.agent("bus")
    box.expect(0, [path + " bus" for path in (first, agent, last)])
    ours = box.hook("default/default.hotplug", tier="HP_VENDORDIR")
    box.expect(0, [path + " bus" for path in (first, ours, last)])
    box.link("/dev/null", box.defines["HP_RUNHOOKDIR"] + "/default/default.hotplug")
    box.expect(0, [path + " bus" for path in (first, last)])
    # In a subsystem's directory it is a name like others.
    other = box.hook("bus/default.hotplug")
    box.expect(0, [path + " bus" for path in (other, first, last)])


def case_agents(box):
    """The admin's, else the vendor's, else modalias where there is one, else nothing."""
    box.expect(0, [], env=ALIAS)
    modalias = box.agent("modalias")
    box.expect(0, [])
    box.expect(0, [modalias + " bus"], env=ALIAS)
    vendors = box.agent("bus")
    box.expect(0, [vendors + " bus"], env=ALIAS)
    admins = box.agent("bus", tier="HP_CONFDIR")
    box.expect(0, [admins + " bus"], env=ALIAS)
    box.expect(0, [admins + " bus"])
    os.unlink(box.path(vendors))
    os.unlink(box.path(admins))
    mine = box.agent("modalias", tier="HP_CONFDIR")
    box.expect(0, [mine + " bus"], env=ALIAS)


def case_refused_agent(box):
    """Nothing stands in for an agent that is there and cannot be trusted."""
    box.agent("bus")
    box.agent("modalias")
    admins = box.agent("bus", tier="HP_CONFDIR")
    os.chmod(box.path(admins), 0o777)
    ended = box.expect(1, [], env=ALIAS)
    check(f"{box.dir}{admins} is writable by others" in ended.err, ended.err)
    os.unlink(box.path(admins))
    box.link("/dev/null", admins)
    equal(box.expect(0, [], env=ALIAS).err, "")


def case_failures(box):
    """A step that fails is named, with its status; the others run; the status is 1."""
    bodies = ("exit 3", "", "kill -9 $$", "exit 1")
    paths = [box.hook(f"bus/{n}.hotplug", body) for n, body in enumerate(bodies)]
    box.write(box.defines["HP_HOOKDIR"] + "/bus/4.hotplug", b"\x01\x02", 0o755)
    last = box.hook("default/a.hotplug")
    ended = box.expect(1, [path + " bus" for path in (*paths, last)])
    lines = ended.err.splitlines()
    equal(len(lines), 4, ended.err)
    for line, path, what in zip(lines, (paths[0], paths[2], paths[3]), ("3", "137", "1")):
        check(f"{box.dir}{path} bus: exit status {what} (add /devices/x)" in line, line)
    check("/bus/4.hotplug: Exec format error" in lines[3], lines[3])


def case_failures_of_queued_events(box):
    """Said as well, but no status: by then another process may work the event."""
    path = box.hook("bus/a.hotplug", "exit 3")
    ended = box.expect(0, [path + " bus"], env=event(seqnum=5))
    check("exit status 3" in ended.err, ended.err)


def case_one_after_the_other(box):
    box.quiet_hook("bus/a.hotplug", "echo a >>$trace; sleep 0.2; echo A >>$trace")
    box.quiet_hook("bus/b.hotplug", "echo b >>$trace")
    box.expect(0, ["a", "A", "b"])


def case_many_hooks(box):
    names = [f"bus/{n:03d}.hotplug" for n in range(200)]
    box.expect(0, [box.hook(name) + " bus" for name in names])
