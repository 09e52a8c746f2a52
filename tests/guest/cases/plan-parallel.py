"""Drivers that need the same modules are loaded at the same moment, by their plans."""
kernel = "debian"
road = None
seconds = 300
ROUNDS = 5
# All need usbnet and mii, and some more of each other's needs.
DRIVERS = ("asix", "ax88179_178a", "cdc_eem", "dm9601", "mcs7830", "rndis_host", "smsc75xx",
           "smsc95xx", "sr9700", "zaurus")
MODPROBE = "/usr/lib/hotplug/modprobe"


def run(guest):
    guest.sh(f"syslogd -O /run/messages -l 8; mv {MODPROBE} /run/modprobe")
    guest.sh("mkdir /run/alias; for d in " + " ".join(DRIVERS) + "; do "
             "sed -n \"s/^alias \\(usb:[^ ]*\\) $d$/\\1/p\" /lib/modules/*/modules.alias | "
             "head -n 1 | tr '*' 0 >/run/alias/$d; done")
    for _ in range(ROUNDS):
        at_once(guest)
    print(f"{ROUNDS} rounds of {len(DRIVERS)} drivers at once")


def at_once(guest):
    guest.sh(": >/run/messages")
    guest.expect("every agent succeeds",
                 "pids=; for f in /run/alias/*; do MODALIAS=$(cat $f) ACTION=add "
                 "SUBSYSTEM=any DEVPATH=/devices/${f##*/} /usr/lib/hotplug/modalias.agent any "
                 ">/dev/null 2>&1 & pids=\"$pids $!\"; done; "
                 "for p in $pids; do wait $p || exit 1; done", 60)
    for name in DRIVERS:
        guest.expect(f"{name} is loaded", f"grep -q '^{name} ' /proc/modules")
        guest.equal(f"lines of the log that {name} is loaded",
                    guest.sh(f"grep -cE 'loaded {name}( with|$)' /run/messages"), "1")
    guest.expect("nothing failed", "! grep -q 'could not' /run/messages")
    guest.expect("all go again", f"/run/modprobe -ra {' '.join(DRIVERS)}")
