# SPDX-License-Identifier: GPL-2.0-or-later
"""Purpose: hotplugctl coldplug over the devices of this machine, in a root that is a copy
of this one (an overlay in a mount namespace), with hooks and modprobe.d of its own."""

import json
import os
import platform
import re
import subprocess

from box import Skip, check, equal, tool

SETUP = """set -e
mount -t tmpfs top {top}; mkdir {top}/upper {top}/work {top}/root
mount -t overlay -o lowerdir=/,upperdir={top}/upper,workdir={top}/work root {top}/root
for dir in sys proc dev; do mount --rbind /$dir {top}/root/$dir; done
mount -t tmpfs run {top}/root/run
cp -r {files}/. {top}/root
cat >{top}/root/script
exec chroot {top}/root sh /script
"""
# Every device of it, once.
MEM = sorted("/devices/virtual/mem/" + name for name in os.listdir("/sys/class/mem"))
NOTE = "#!/bin/sh\n[ $ACTION = add ] || exit 0\nsleep 0.05\necho $DEVPATH $SYNTH_UUID >>/seen\n"
COLDPLUG = "hotplugctl coldplug --subsystem mem --json"
DAEMON = "hotplugd --pid-file /pid >/daemon 2>&1 & daemon=$!\n"
READY = "until test -e /pid; do sleep 0.01; done\n"
END = "kill $daemon; wait $daemon\n"


class Root:
    """The files of the root that differ from this machine's."""

    def __init__(self, box):
        self.box, self.files = box, box.top + "/files"
        self.top = box.top + "/top"
        os.makedirs(self.top)
        for program, at in (("hotplug", "HP_HELPERDIR"), ("hotplugd", "HP_SBINDIR"),
                            ("hotplugctl", "HP_SBINDIR")):
            source = os.path.join(box.build, "helpers", program)
            if not os.path.exists(source):
                raise Skip(f"{program} is not built")
            with open(source, "rb") as file:
                self.write(f"{box.defines[at]}/{program}", file.read(), 0o755)
        self.write(box.defines["HP_HOOKDIR"] + "/mem/note.hotplug", NOTE, 0o755)

    def write(self, path, text, mode=0o644):
        folder = self.files + os.path.realpath(os.path.dirname(path))
        os.makedirs(folder, exist_ok=True)
        path = os.path.join(folder, os.path.basename(path))
        with open(path, "wb") as file:
            file.write(text if isinstance(text, bytes) else text.encode())
        os.chmod(path, mode)

    def run(self, script):
        """Runs the script there. Gives what it printed, and what it said."""
        done = subprocess.run([tool("unshare"), "-m", "sh", "-c",
                               SETUP.format(top=self.top, files=self.files)],
                              input=script, text=True, capture_output=True, timeout=240,
                              check=False)
        if not done.stdout and "mount:" in done.stderr:
            raise Skip("no overlay can be mounted here: " + done.stderr.strip())
        return done.stdout, done.stderr


def read(out):
    """The counts, and of each event DEVPATH and UUID, of COLDPLUG followed by cat /seen."""
    first, *lines = out.splitlines()
    seen = [tuple((line + " ").split(" ")[:2]) for line in lines]
    return json.loads(first), seen


def each_once(seen, uuids):
    equal(sorted(path for path, _ in seen), MEM, "devices seen")
    equal({len(uuid) for _, uuid in seen}, {36 if uuids else 0}, "length of UUIDs")
    equal(len({uuid for _, uuid in seen}), 1, "UUIDs")


def case_plans_run_here(box):
    out, err = Root(box).run(f"{COLDPLUG} && cat /seen")
    counts, seen = read(out)
    each_once(seen, False)
    equal((err, counts["devices"], counts["events"], counts["failed"]),
          ("", len(MEM), len(MEM), 0))


def case_plan_fails(box):
    root = Root(box)
    root.write(box.defines["HP_HOOKDIR"] + "/mem/b.hotplug", "#!/bin/sh\nexit 1\n", 0o755)
    out, err = root.run(f"{COLDPLUG}; echo $?")
    equal(out.splitlines()[1], "1", "exit status")
    equal(json.loads(out.splitlines()[0])["failed"], len(MEM), "failed")
    equal(err.count("exit status 1"), len(MEM), "lines")


def case_daemon_brings_the_events(box):
    out, err = Root(box).run(f"{DAEMON}{COLDPLUG} --wait-hotplugd; cat /seen\n{END}")
    counts, seen = read(out)
    each_once(seen, True)
    equal((err, counts["events"], counts["failed"]), ("", len(MEM), 0))


def case_nobody_listens(box):
    out, err = Root(box).run("timeout 1 hotplugctl coldplug --wait-hotplugd; echo $?")
    equal((out, err), ("124\n", ""))


def case_sys_is_read_only(box):
    for daemon in (DAEMON + READY, ""):
        again = Root(box) if daemon else again
        out, err = again.run("mount -o remount,bind,ro /sys\n"
                             f"{daemon}{COLDPLUG}; cat /seen\n{END if daemon else ''}")
        each_once(read(out)[1], False)
        equal(err.count("\n"), 1 if daemon else 0, f"lines of {err!r}")


def case_run_is_read_only(box):
    out, err = Root(box).run(f"mount -o remount,ro /run; {COLDPLUG}; cat /seen")
    each_once(read(out)[1], False)
    equal(err.count("\n"), 1, f"lines of {err!r}")
    check("no place for a queue" in err, err)


def case_dry_run(box):
    out, err = Root(box).run(f"{COLDPLUG} --dry-run; {COLDPLUG[:-7]} --dry-run; ls /seen")
    first, *lines = out.splitlines()
    equal(json.loads(first), {"load": [], "add": MEM})
    equal(lines, [f"add {path}" for path in MEM])
    check("/seen" in err, "a hook has run")


def aliases():
    found = set()
    for folder, _, names in os.walk("/sys/devices"):
        if "modalias" in names and "uevent" in names:
            with open(folder + "/uevent", encoding="ascii", errors="replace") as file:
                found |= {line[9:-1] for line in file if line.startswith("MODALIAS=")}
    return sorted(alias for alias in found if "[" not in alias and "*" not in alias)


def case_modules(box):
    """Install commands stand for the load of modules."""
    known = aliases()
    if len(known) < 5:
        raise Skip("too few devices here ask for a module")
    root = Root(box)
    lines = [f"alias {alias} module{i}" for i, alias in enumerate(known[:5])]
    lines += [f"install module{i} echo {i} >>/loaded" for i in (0, 1, 3)]
    lines += ["install module2 exit 7", "install needed echo n >>/loaded",
              "softdep module0 pre: needed", "softdep module1 pre: needed",
              "install module4 echo 4 >>/loaded", "blacklist module4"]
    root.write("/etc/modprobe.d/test.conf", "\n".join(lines) + "\n")
    root.write(box.defines["HP_CONFDIR"] + "/blacklist", "module3\n")
    root.write(f"/lib/modules/{platform.release()}/modules.order", "")
    plan, _ = root.run("hotplugctl coldplug --dry-run; ls /loaded")
    equal(sorted(line for line in plan.splitlines() if line.startswith("load ")),
          ["load module0", "load module1", "load module2", "load needed"])
    out, err = root.run("hotplugctl coldplug --json; echo $?; cat /loaded")
    first, status, *loaded = out.splitlines()
    counts = json.loads(first)
    equal((status, loaded[0], sorted(loaded)), ("1", "n", ["0", "1", "n"]))
    equal({key: counts[key] for key in ("loaded", "failed", "blacklisted", "no_driver")},
          {"loaded": 3, "failed": 1, "blacklisted": 2,
           "no_driver": counts["aliases"] - 5})
    equal(err.count("cannot load module2"), 1, err)


# When v1 is seen, what is in the place of v3 is not what was there.
REPLUG = """#!/bin/sh
[ $ACTION = add ] || exit 0
echo $INTERFACE $IFINDEX >>/seen
[ $INTERFACE = v1 ] || exit 0
ip link del v3 && ip link add v3 type veth peer name v4
"""
ONE_AFTER_THE_OTHER = "[Hotplug]\nDrainers=1\n"


def case_device_is_replugged(box):
    root = Root(box)
    root.write(box.defines["HP_HOOKDIR"] + "/net/note.hotplug", REPLUG, 0o755)
    root.write(box.defines["HP_CONFDIR"] + "/hotplug.conf", ONE_AFTER_THE_OTHER)
    out, err = root.run("unshare -nm sh -ec 'mount -t sysfs sysfs /sys\n"
                        "ip link add v1 type veth peer name v2\n"
                        "ip link add v3 type veth peer name v4\n"
                        "hotplugctl coldplug --subsystem net --json; cat /seen; echo now\n"
                        "for dev in lo v1 v2 v3 v4; do\n"
                        "echo $dev $(cat /sys/class/net/$dev/ifindex); done'")
    check(out, err)
    first, *lines = out.splitlines()
    seen, now = lines[:lines.index("now")], lines[lines.index("now") + 1:]
    equal((sorted(seen), err), (now, ""), "interfaces seen, each once")
    equal({key: json.loads(first)[key] for key in ("devices", "failed")},
          {"devices": 7, "failed": 0})


# At v1 it lets the script go on, and waits for it.
FLOOD = """#!/bin/sh
[ $ACTION = add ] || exit 0
echo $INTERFACE >>/seen
[ $INTERFACE = v1 ] || exit 0
echo >/flood
until [ -e /go ]; do sleep 0.01; done
"""


# A few hundred fill the receive buffer. (Once it is half full, the kernel gives up the CPU at
# each.)
LARGE = "change 01234567-0123-4123-8123-0123456789ab A=" + 1700 * "x"


def case_events_are_lost(box):
    """Without CAP_NET_ADMIN the receive buffer is small; coldplug stands still until it is
    full. A device whose event was dropped is found in /sys."""
    with open("/proc/sys/net/core/rmem_max", encoding="ascii") as file:
        events = int(file.read()) // 1600
    if events > 5000:
        raise Skip("net.core.rmem_max is large")
    root = Root(box)
    root.write(box.defines["HP_HOOKDIR"] + "/net/note.hotplug", FLOOD, 0o755)
    root.write(box.defines["HP_CONFDIR"] + "/hotplug.conf", ONE_AFTER_THE_OTHER)
    out, err = root.run("unshare -nm sh -ec 'mount -t sysfs sysfs /sys\n"
                        "ip link add v1 type veth peer name v2\n"
                        "setpriv --bounding-set=-net_admin "
                        "hotplugctl coldplug --subsystem net --json & pid=$!\n"
                        "until [ -e /flood ]; do sleep 0.01; done\n"
                        f"kill -STOP $pid; left={events}\n"
                        f"while [ $left -gt 0 ]; do echo {LARGE} >/sys/class/net/lo/uevent\n"
                        "left=$((left - 1)); done\n"
                        "ip link add v3 type veth peer name v4\n"
                        "echo >/go; kill -CONT $pid; wait $pid; cat /seen'")
    check(out, err)
    first, *seen = out.splitlines()
    equal(sorted(seen), ["lo", "v1", "v2", "v3", "v4"], "interfaces seen, each once")
    equal({key: json.loads(first)[key] for key in ("devices", "failed")},
          {"devices": 5, "failed": 0})
    check("had to drop events" in err, err)


def load_nothing(root):
    """A module whose load is over at once. Gives its alias."""
    known = aliases()
    if not known:
        raise Skip("no device here asks for a module")
    root.write("/etc/modprobe.d/test.conf", f"alias {known[0]} module0\ninstall module0 true\n")
    root.write(f"/lib/modules/{platform.release()}/modules.order", "")


def case_events_do_not_end(box):
    """Of others, that are no devices."""
    root = Root(box)
    load_nothing(root)
    out, err = root.run("while echo change >/sys/class/mem/null/uevent; do :; done & stream=$!\n"
                        "hotplugctl coldplug --json; echo $?; kill $stream")
    counts, status = out.splitlines()
    equal((json.loads(counts)["loaded"], status), (1, "0"), err)


WAIT = "#!/bin/sh\nuntil [ -e /go ]; do sleep 0.01; done; echo >>/went\n"


def case_time_is_over(box):
    """A hook that hangs is left alone, and nothing more is begun."""
    for daemon in ("", DAEMON + READY):
        root = root if daemon else Root(box)
        root.write(box.defines["HP_HOOKDIR"] + "/mem/note.hotplug", WAIT, 0o755)
        root.write(box.defines["HP_CONFDIR"] + "/hotplug.conf", ONE_AFTER_THE_OTHER)
        out, err = root.run(f"{daemon}{COLDPLUG} --timeout 4 {'--wait-hotplugd' if daemon else ''}"
                            "; echo $?; test -e /went && echo went; touch /go\n"
                            "until test -e /went; do sleep 0.01; done\n"
                            f"{END if daemon else ''}")
        equal(out.splitlines()[1:], ["1"], "exit status")
        check(re.search(r"not done after 4 s: 0 modules and [1-9]\d* events are left", err), err)


def case_unknown_subsystem(box):
    """One that only a driver may bring is waited for; the others are not forgotten."""
    out, err = Root(box).run(f"{COLDPLUG} --subsystem memm --subsystem usb; echo $?; cat /seen")
    first, status, *_ = out.splitlines()
    equal((json.loads(first)["devices"], status), (len(MEM), "1"))
    equal(err, "hotplugctl: --subsystem memm: there is no such subsystem\n")


def case_progress(box):
    out, _ = Root(box).run("python3 -c 'import pty; pty.spawn([\"hotplugctl\", \"coldplug\", "
                           "\"--subsystem\", \"mem\"])'")
    # The '\\r' behind it, read as text.
    check(re.search("\033\\[K0 modules, [1-9][0-9]* events to go\n", out), repr(out))
    check("devices " in out.rsplit("\033[K", 1)[1], "the line goes before the counts", repr(out))


def case_usage(box):
    words = ("x", "--subsystem a/b", "--subsystem ''", "--timeout 0", "--timeout 1x")
    out, err = Root(box).run("".join(f"hotplugctl coldplug {word}; echo $?\n" for word in words) +
                             "hotplugctl --root /tmp coldplug; echo $?")
    equal(out, "2\n" * (len(words) + 1))
    equal(err.count("usage: hotplugctl coldplug"), len(words), err)
    check("no --root" in err, err)
