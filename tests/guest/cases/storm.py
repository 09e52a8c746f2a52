"""Hundreds of events at once: each is handled once, and the processes stay few."""
from guest import SOAK

EVENTS = 10000 if SOAK else 500
seconds = 900 + EVENTS // 5
files = {"/etc/hotplug.d/mem/count.hotplug": "#!/bin/sh\necho $SEQNUM >>/run/seen\n"}


def run(guest):
    devices = int(guest.sh("ls -d /sys/class/mem/*/uevent | wc -l"))
    rounds = EVENTS // devices + 1
    guest.sh("while sleep 0.2; do ps -o comm | grep -c '^hotplug$'; done >/run/live 2>&1 &")
    guest.sh(f"for n in $(seq {rounds}); do for u in /sys/class/mem/*/uevent; do "
             "echo add >$u; done; done", seconds)
    left_behind = "ps -o comm | grep -c '^hotplug$'"
    guest.wait("every event is handled",
               f"test $(wc -l </run/seen) -ge {rounds * devices}", seconds)
    guest.wait("the helpers have ended", f"test $({left_behind}) -eq 0")
    guest.equal("events handled, each once", guest.sh("sort /run/seen | uniq | wc -l"),
                guest.sh("wc -l </run/seen"))
    guest.equal("events handled", int(guest.sh("wc -l </run/seen")), rounds * devices)
    most = int(guest.sh("sort -n /run/live | tail -n 1"))
    print(f"{rounds * devices} events, at most {most} processes of hotplug at a time")
    guest.equal("helpers do not wait for each other", most < EVENTS / 2, True)
