"""kmod's modprobe and ours load the same modules, with the same status."""
OURS, KMOD = "/usr/lib/hotplug/modprobe", "/kmod/modprobe"

kernel = "debian"
road = None
seconds = 300
copies = {KMOD: "/usr/sbin/modprobe"}
files = {"/etc/modprobe.d/test.conf": "options dummy numdummies=2\n"
                                      "softdep tun pre: ifb nosuch post: veth\n"
                                      "alias some-alias macvtap\n"
                                      "alias several dummy\n"
                                      "alias several macvlan\n"
                                      "alias listed loop\n"
                                      "blacklist loop\n"
                                      "install floppy /bin/false\n"
                                      "install nbd echo >/tmp/ran\n"}

# What is asked for, each with an empty machine before.
ASKED = ("cdc-ether", "btrfs", "bonding", "some-alias", "several", "listed", "loop",
         "loop max_loop=1", "-b loop", "tun", "-i tun", "floppy", "-i floppy", "nbd",
         "nosuch", "-q nosuch", "-a vfat nosuch xfs", "kvm_intel", "dummy numdummies=x",
         "raid456", "fs-cifs", "net-pf-29", "snd-hda-intel", "symbol:mii_link_ok",
         "usb:v0BDAp8153d3000dc00dsc00dp00icFFiscFFip00in00", "-n e1000e", "--first-time vxlan",
         "--use-blacklist listed dummy", "usbhid", "--ignore-install nbd")

# All softdep lines of a module count, here those of the tree: hotplug-modprobe.d(5).
MORE = {"btrfs": {"xxhash_generic"}}


def run(guest):
    before = modules(guest)
    for words in ASKED:
        seen = []
        for program in (KMOD, OURS):
            status = guest.status(f"{program} {words}")
            seen.append((status, modules(guest) - before))
            clear(guest, before)
        (status, by_kmod), ours = seen
        print(f"{words}: {status}, {len(by_kmod)} modules")
        guest.equal(words, ours, (status, by_kmod | MORE.get(words, set())))


def modules(guest):
    return set(guest.sh("cut -d' ' -f1 /proc/modules").split())


def clear(guest, before):
    """Removes what came, by kmod, until nothing is left or nothing more goes."""
    left = None
    while left != (left := modules(guest) - before) and left:
        guest.sh(f"{KMOD} -ra {' '.join(sorted(left))} 2>/dev/null; true")
