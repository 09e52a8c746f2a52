"""Processes that load a module at once, whose init fails: each is told why, by the kernel."""
kernel = "debian"
road = None
own_modules = ("plugbus", "plugtest")
cpus = 4
seconds = 600
ROUNDS = 3
# It is for another CPU.
MODULE = "powernow_k8"
MODPROBE = "/usr/lib/hotplug/modprobe"


def run(guest):
    for _ in range(ROUNDS):
        for command in (f"{MODPROBE} -q --", f"{MODPROBE}.kmod"):
            at_once(guest, command)
    its_own_answer(guest)


def at_once(guest, command):
    guest.sh("rm -f /run/said.*; for i in 1 2 3 4 5 6 7 8; do "
             f"{command} {MODULE} 2>/run/said.$i & done; wait", 120)
    guest.equal(f"what {command} says", guest.sh("cat /run/said.* | sort | uniq -c").split(None, 1),
                ["8", f"modprobe: could not insert '{MODULE}': No such device"])


def its_own_answer(guest):
    """The interrupt of ACPI is not for it alone: its init says so, and nobody else's."""
    irq = guest.sh("sed -n 's/^ *\\([0-9]*\\):.* acpi$/\\1/p' /proc/interrupts")
    guest.equal("exit status", guest.status(f"{MODPROBE} plugtest irq={irq} exclusive=1 "
                                            "2>/run/said"), 1)
    guest.expect("it is busy", "grep -q 'plugtest.*: Device or resource busy' /run/said")
