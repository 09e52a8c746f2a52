# SPDX-License-Identifier: GPL-2.0-or-later
"""Purpose: a guest in which kmod's modprobe and ours are asked for the same."""

OURS, KMOD = "/usr/lib/hotplug/modprobe", "/kmod/modprobe"

FILES = {"/etc/modprobe.d/test.conf": "options dummy numdummies=2\n"
                                      "softdep tun pre: ifb nosuch post: veth\n"
                                      "alias some-alias macvtap\n"
                                      "alias several dummy\n"
                                      "alias several macvlan\n"
                                      "alias listed loop\n"
                                      "blacklist loop\n"
                                      "install floppy /bin/false\n"
                                      "install nbd echo >/tmp/ran\n"
                                      "install sleepy sleep 1000\n"}

# What is asked for, each with an empty machine before.
ASKED = ("cdc-ether", "btrfs", "bonding", "some-alias", "several", "listed", "loop",
         "loop max_loop=1", "-b loop", "tun", "-i tun", "floppy", "-i floppy", "nbd",
         "nosuch", "-q nosuch", "-a vfat nosuch xfs", "kvm_intel", "dummy numdummies=x",
         "raid456", "fs-cifs", "net-pf-29", "snd-hda-intel", "symbol:mii_link_ok",
         "usb:v0BDAp8153d3000dc00dsc00dp00icFFiscFFip00in00", "-n e1000e", "--first-time vxlan",
         "--use-blacklist listed dummy", "usbhid", "--ignore-install nbd")
FORCED = ("-f dummy", "--force-vermagic dummy", "--force-modversion dummy")

# All softdep lines of a module count, here those of the tree: hotplug-modprobe.d(5).
MORE = {"btrfs": {"xxhash_generic"}}


def begin(guest):
    """The modules that are there before anything is asked for."""
    guest.sh(f"({OURS} sleepy 2>/tmp/said; echo $? $(cut -d. -f1 /proc/uptime) >/tmp/slept) "
             "</dev/null >/dev/null 2>&1 &")
    return modules(guest)


def compare(guest, before, asked):
    same(guest, before, asked)
    removes_more(guest, before)
    commands_end(guest)


def same(guest, before, asked):
    for words in asked:
        seen = []
        for program in (KMOD, OURS):
            status = guest.status(f"{program} {words}")
            seen.append((status, modules(guest) - before))
            clear(guest, before)
        (status, by_kmod), ours = seen
        print(f"{words}: {status}, {len(by_kmod)} modules")
        guest.equal(words, ours, (status, by_kmod | MORE.get(words, set())))


def removes_more(guest, before):
    """All that a module needed and nothing else uses, not only what is one step away."""
    for name in ("cdc_ether", "raid456", "snd-hda-intel"):
        left = []
        for program in (KMOD, OURS):
            guest.expect(f"{program} {name}", f"{program} {name}")
            guest.expect(f"{program} -r {name}", f"{program} -r {name}")
            left.append(modules(guest) - before)
            clear(guest, before)
        guest.equal(f"ours leaves of {name}", left[1], set())
        guest.equal(f"kmod leaves something of {name}", bool(left[0]), True)


def commands_end(guest):
    """An install command has 60 seconds, however long it would take."""
    guest.wait("the command has ended", "test -s /tmp/slept", 120)
    status, uptime = guest.sh("cat /tmp/slept").split()
    guest.equal("the status", status, "1")
    guest.expect("why", "grep 'sleepy: .sleep 1000.*timed out' /tmp/said")
    guest.equal("it had 60 seconds", int(uptime) >= 60, True)


def modules(guest):
    return set(guest.sh("cut -d' ' -f1 /proc/modules").split())


def clear(guest, before):
    """Removes what came, by kmod, until nothing is left or nothing more goes."""
    left = None
    while left != (left := modules(guest) - before) and left:
        guest.sh(f"{KMOD} -ra {' '.join(sorted(left))} 2>/dev/null; true")
