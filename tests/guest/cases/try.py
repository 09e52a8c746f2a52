"""hotplugctl try: a driver of one's own takes a card, and --undo gives it back."""
import functools
import glob
import json
import os

import host
from network import Lan

kernel = "debian"
road = "hotplugd"
seconds = 900
lan = Lan("lan0", "Driver=8139cp")
files = lan.files()
CARD = "/sys/bus/pci/devices/$(cat /tmp/card)"
TRY = "/usr/sbin/hotplugctl try"
UNSIGNED = ("~Module signature appended~", "~Module signature removed!~")


def run(guest):
    card = guest.plug("rtl8139", network=lan.network)
    lan.configured(guest)
    guest.wait("the other driver", "test -e /sys/module/8139too/initstate")
    guest.sh("basename $(readlink -f /sys/class/net/lan0/device) >/tmp/card; mkdir /own")
    make(guest, "8139cp", ("\0version=1.3\0", "\\0version=9.9\\0"))
    make(guest, "mii")
    bad_input(guest)
    tried_and_back(guest)
    again_and_again(guest)
    cut_off(guest)
    in_between(guest)
    as_json(guest)
    failures(guest)
    by_override(guest)
    without_override(guest)
    records(guest)
    options(guest)
    kept(guest)
    signals(guest)
    platform(guest)
    usb(guest)
    pulled(guest, card)


@functools.cache
def debian_modules():
    """The system's module tree, on the host."""
    return host.kernel("debian").modules


def make(guest, name, *changes, to=None, signed=False):
    """A copy of the system's module in /own, with each (what, by what) written into it
    where what stands last. Its signature would not fit any more: it has none."""
    to = to or f"/own/{name}.ko"
    changes = (*changes, *(() if signed else (UNSIGNED,)))
    path, = glob.glob(os.path.join(debian_modules(), "kernel/**", f"{name}.ko"), recursive=True)
    guest.sh(f"mkdir -p {os.path.dirname(to)}; "
             f"cp /lib/modules/*/{os.path.relpath(path, debian_modules())} {to}")
    with open(path, "rb") as file:
        data = file.read()
    for old, new in changes:
        at = data.rindex(old.encode())
        guest.sh(f"printf '{new}' | dd of={to} bs=1 conv=notrunc seek={at}")


def is_ours(guest):
    guest.equal("the version", guest.sh("cat /sys/module/8139cp/version"), "9.9")
    has_driver(guest, "8139cp")


def is_the_systems(guest):
    guest.equal("the version", guest.sh("cat /sys/module/8139cp/version"), "1.3")
    guest.equal("the taint", guest.sh("cat /sys/module/8139cp/taint"), "")
    has_driver(guest, "8139cp")
    guest.equal("driver_override", guest.sh(f"cat {CARD}/driver_override"), "(null)")
    guest.expect("no record is left", "test -z \"$(ls /run/hotplug/try)\"")


def has_driver(guest, name):
    guest.equal("the driver", guest.sh(f"basename $(readlink {CARD}/driver)"), name)


def says(guest, words, status, *texts):
    """Gives what hotplugctl try prints."""
    out = guest.sh(f"{TRY} {words}; echo status $?", 120)
    for text in (*texts, f"status {status}"):
        if text not in out:
            raise Failed(f"try {words}: no {text!r} in\n{out}")  # noqa: F821
    return out


def bad_input(guest):
    before = guest.sh("ls -id /sys/module/8139cp")
    guest.sh("echo hello >/own/text.ko; cp /bin/busybox /own/elf.ko; : >/own/empty.ko")
    for name in ("text", "elf", "empty"):
        says(guest, f"/own/{name}.ko", 1, f"/own/{name}.ko is not a kernel module")
    says(guest, "/own/nothing.ko", 1, "/own/nothing.ko: No such file")
    says(guest, "/own", 1, "Is a directory")
    says(guest, "/own/8139cp.ko nosuch=1", 1, "has no parameter 'nosuch'; it has: multicast")
    says(guest, "--for nosuch0 /own/8139cp.ko", 1, "--for nosuch0: No such device")
    says(guest, "--for ../x /own/8139cp.ko", 1, "--for ../x: Invalid argument")
    says(guest, "--for /sys/bus/pci /own/8139cp.ko", 1, "No such device")
    says(guest, "--undo", 1, "there is nothing to undo")
    says(guest, "--undo 8139cp", 1, "8139cp: there is nothing to undo")
    says(guest, "/own/mii.ko", 1, "mii is in use by 8139")
    make(guest, "loop", (" modversions ", " nodversions "), ("vermagic=6.", "vermagic=5."))
    says(guest, "/own/loop.ko", 1, "/own/loop.ko is for the kernel 5.")
    guest.equal("the module was not touched", guest.sh("ls -id /sys/module/8139cp"), before)


def tried_and_back(guest):
    out = says(guest, "--dry-run /own/8139cp.ko debug=3", 0, "unbind pci:0000:",
               "remove 8139cp", "insert /own/8139cp.ko debug=3", "bind pci:0000:")
    if "kernel:" in out:
        raise Failed(f"a dry run: {out}")  # noqa: F821
    is_the_systems(guest)
    says(guest, "/own/8139cp.ko debug=3", 0, "bound to 8139cp", "version 9.9", "taint E",
         "mii stays as it is loaded: it is in use by 8139too", "kernel: 8139cp: 8139cp: 10/")
    is_ours(guest)
    lan.configured(guest)
    lan.reaches_gateway(guest, six=False)
    says(guest, "--undo", 0, "remove 8139cp", "load 8139cp")
    is_the_systems(guest)
    lan.configured(guest)


def again_and_again(guest):
    """A change, a build, a try; --undo goes back to what was there before the first. What
    the file needs comes from its folder too."""
    guest.sh("rmmod 8139too")
    for name in ("lan0", "pci:$(cat /tmp/card)", f"{CARD}/net/lan0"):
        says(guest, f"/own/8139cp.ko --for {name}", 0, "remove mii", "insert /own/mii.ko")
        is_ours(guest)
        lan.configured(guest)
    guest.equal("its mii", guest.sh("cat /sys/module/mii/taint"), "E")
    says(guest, "--undo /own/8139cp.ko", 0, "load mii", "load 8139cp")
    guest.equal("the system's mii", guest.sh("cat /sys/module/mii/taint"), "")
    is_the_systems(guest)


def cut_off(guest):
    """Killed in the middle, here by hand: the next try takes the card along, and so does
    --undo."""
    for words in ("/own/8139cp.ko", "--undo"):
        says(guest, "/own/8139cp.ko", 0)
        guest.sh(f"echo hotplugctl-try >{CARD}/driver_override; "
                 f"echo $(cat /tmp/card) >{CARD}/driver/unbind; rmmod 8139cp")
        says(guest, words, 0, "bound to 8139cp")
        guest.sh(f"{TRY} --undo || true")
        is_the_systems(guest)


def in_between(guest):
    """Somebody loads the system's module all the time: it does not come in between."""
    guest.sh("while ! test -e /tmp/enough; do /usr/lib/hotplug/modprobe 8139cp; "
             "usleep 100000; done "
             ">/dev/null 2>&1 &")
    for _ in range(5):
        says(guest, "/own/8139cp.ko", 0, "bound to 8139cp")
        is_ours(guest)
        says(guest, "--undo", 0)
        is_the_systems(guest)
    guest.sh("touch /tmp/enough")
    lan.configured(guest)


def as_json(guest):
    card = guest.sh("cat /tmp/card")
    done = json.loads(guest.sh(f"{TRY} --json /own/8139cp.ko 2>/dev/null"))
    guest.equal("the result", (done["result"], done["module"], done["version"]),
                ("ok", "8139cp", "9.9"))
    guest.equal("the devices", done["devices"],
                [{"device": f"pci:{card}", "driver": "8139cp", "module": "8139cp"}])
    guest.equal("the steps", [step["step"] for step in done["steps"]],
                ["unbind", "remove", "remove", "insert", "insert", "bind"])
    guest.expect("what the kernel said",
                 "true" if any("8139cp" in line["text"] for line in done["kernel"]) else "false")
    undone = json.loads(guest.sh(f"{TRY} --undo --json 2>/dev/null"))
    guest.equal("the result", undone["result"], "restored")
    is_the_systems(guest)


def failures(guest):
    """Whatever goes wrong in the middle: the card has the system's driver again."""
    back = "what was before is put back"
    make(guest, "8139cp", ("SMP preempt", "UMP preempt"), to="/own/magic/8139cp.ko")
    says(guest, "/own/magic/8139cp.ko", 1, "it is for the kernel '6.", " UMP preempt", back,
         "kernel: 8139cp: version magic ")
    is_the_systems(guest)
    make(guest, "8139cp", ("mii_check_media", "mii_check_nosuc"), to="/own/symbol/8139cp.ko")
    says(guest, "/own/symbol/8139cp.ko", 1, "has these symbols: mii_check_nosuc", back)
    is_the_systems(guest)
    make(guest, "8139cp", ("\0version=1.3\0", "\\0version=9.9\\0"), to="/own/key/8139cp.ko",
         signed=True)
    says(guest, "/own/key/8139cp.ko", 1, "signed with a key it knows", back)
    is_the_systems(guest)
    says(guest, "/own/8139cp.ko debug=x", 1, "the value of a parameter", back)
    is_the_systems(guest)
    make(guest, "kvm-intel")
    out = says(guest, "/own/kvm-intel.ko", 1, "/own/kvm-intel.ko: ", "load kvm", "remove kvm")
    guest.expect(f"kvm went again\n{out}", "! test -e /sys/module/kvm")
    make(guest, "loop")
    guest.sh("/usr/lib/hotplug/modprobe loop; losetup /dev/loop0 /bin/busybox")
    says(guest, "/own/loop.ko", 1, "loop is in use, 1 times, by no module", back)
    guest.equal("loop's taint", guest.sh("cat /sys/module/loop/taint"), "")
    make(guest, "8139too")
    says(guest, "/own/8139too.ko --for lan0", 1, "8139too does not take pci:", back)
    is_the_systems(guest)
    lan.configured(guest)


def by_override(guest):
    """A driver whose aliases do not match gets the card by its name."""
    make(guest, "pci-stub")
    for words in ("", "--override"):
        says(guest, f"/own/pci-stub.ko {words} --for lan0", 0, "bound to pci-stub")
        has_driver(guest, "pci-stub")
        says(guest, "/own/pci-stub.ko", 0, "bound to pci-stub")
        guest.equal("driver_override", guest.sh(f"cat {CARD}/driver_override"), "pci-stub")
        says(guest, "--undo pci-stub", 0, "remove pci_stub", " 8139cp")
        is_the_systems(guest)
        lan.configured(guest)


def without_override(guest):
    """A bus that does not know driver_override: the driver takes the card when it comes."""
    guest.plug("virtio-net-pci", network="10.0.3.0/24")
    driver = "/sys/bus/virtio/drivers/virtio_net"
    guest.wait("virtio_net has it", f"ls {driver}/virtio*/net")
    name = guest.sh(f"cd {driver}; ls -d virtio*")
    make(guest, "virtio_net")
    says(guest, f"/own/virtio_net.ko --override --for virtio:{name}", 1,
         f"virtio:{name}: --override, and the bus has no driver_override")
    for words in ("", f"--for virtio:{name}"):
        says(guest, f"/own/virtio_net.ko {words}", 0, f"virtio:{name}: bound to virtio_net")
        guest.equal("ours", guest.sh("cat /sys/module/virtio_net/taint"), "E")
        says(guest, "--undo", 0, f"virtio:{name}: bound to virtio_net")
        guest.equal("the system's", guest.sh("cat /sys/module/virtio_net/taint"), "")


def records(guest):
    """A record that is of no use is told of, once, and nothing is changed."""
    for line in ("boot\\tx", "junk", "boot\\t$(cat /proc/sys/kernel/random/boot_id)\\nmodule"):
        says(guest, "/own/8139cp.ko", 0)
        guest.sh(f'printf "{line}\\n" >/run/hotplug/try/8139cp')
        out = guest.sh(f"{TRY} --undo; echo status $?")
        guest.equal(f"refused: {out}", "status 1" in out and "8139cp: " in out, True)
        is_ours(guest)
        guest.equal("no record", guest.sh("ls /run/hotplug/try"), "")
        guest.sh("rmmod 8139cp mii; /usr/lib/hotplug/modprobe 8139cp")
        is_the_systems(guest)
    lan.configured(guest)


def options(guest):
    """--undo loads as modprobe does, with the options of modprobe.d and modprobe.conf."""
    make(guest, "loop")
    limit = "cat /sys/module/loop/parameters/max_loop"
    guest.sh("losetup -d /dev/loop0; mkdir -p /etc/modprobe.d")
    for number, path in (5, "/etc/modprobe.d/try.conf"), (6, "/etc/modprobe.conf"):
        guest.sh(f"echo 'options loop max_loop={number}' >{path}")
        says(guest, "/own/loop.ko max_loop=7", 0)
        guest.equal("ours", guest.sh(limit), "7")
        says(guest, "--undo", 0)
        guest.equal(path, guest.sh(limit), str(number))
        guest.sh(f"rm {path}")


def kept(guest):
    """What FILE needed, and others use by now, is told of, and goes with the next --undo;
    the try before, of another module, goes after it."""
    says(guest, "/own/loop.ko", 0)
    says(guest, "/own/8139cp.ko", 0, "insert /own/mii.ko")
    guest.sh("/usr/lib/hotplug/modprobe 8139too")
    says(guest, "--undo 8139cp", 1, "mii is in use by 8139too", "--undo once more")
    guest.equal("the system's again", guest.sh("cat /sys/module/8139cp/version"), "1.3")
    guest.equal("but its mii", guest.sh("cat /sys/module/mii/taint"), "E")
    has_driver(guest, "8139cp")
    guest.sh("rmmod 8139too")
    out = says(guest, "--undo", 0, "remove mii", "load mii", "remove loop", "load loop")
    guest.equal("the last comes first", out.index("load mii") < out.index("remove loop"), True)
    guest.equal("the system's mii", guest.sh("cat /sys/module/mii/taint"), "")
    is_the_systems(guest)
    lan.configured(guest)


def signals(guest):
    """None ends or stops it in the middle: here it waits for a module that is in use."""
    guest.sh("losetup /dev/loop0 /bin/busybox")
    ignored = guest.sh(f"{TRY} /own/loop.ko >/dev/null 2>&1 & "
                       "until ignored=$(sed -n 's/^SigIgn:[^0-9a-f]*//p' /proc/$!/status) && "
                       "[ $((0x$ignored & 0x4000)) != 0 ]; do :; done; "
                       "for signal in HUP INT QUIT PIPE TERM TSTP TTIN TTOU; do "
                       "kill -$signal $! || echo gone; done; wait $!; echo $? $ignored", 120)
    status, mask = ignored.split()
    guest.equal("it went on to its end", status, "1")
    for number in (1, 2, 3, 13, 15, 20, 21, 22):
        guest.equal(f"signal {number} is ignored", int(mask, 16) >> number - 1 & 1, 1)
    guest.sh("losetup -d /dev/loop0")


def platform(guest):
    """A bus with driver_override whose devices no plug brings."""
    speaker = "/sys/bus/platform/devices/pcspkr"
    guest.sh("/usr/lib/hotplug/modprobe pcspkr")
    make(guest, "pcspkr")
    for words in ("", "--for platform:pcspkr --override"):
        says(guest, f"/own/pcspkr.ko {words}", 0, "platform:pcspkr: bound to pcspkr", "taint E")
        guest.equal("ours", guest.sh("cat /sys/module/pcspkr/taint"), "E")
        says(guest, "--undo pcspkr", 0, "platform:pcspkr: bound to pcspkr")
        guest.equal("the system's", guest.sh("cat /sys/module/pcspkr/taint"), "")
        guest.equal("driver_override", guest.sh(f"cat {speaker}/driver_override"), "(null)")


def usb(guest):
    """The device of a driver is an interface; its driver takes it again by itself."""
    guest.plug("qemu-xhci")
    guest.plug("usb-tablet")
    driver = "/sys/bus/usb/drivers/usbhid"
    guest.wait("usbhid has it", f"ls -d {driver}/[0-9]*:*", 180)
    name = guest.sh(f"cd {driver}; echo [0-9]*:*")
    make(guest, "usbhid")
    for words in ("", f"--for usb:{name}"):
        says(guest, f"/own/usbhid.ko {words}", 0, f"usb:{name}: bound to usbhid", "taint E")
        guest.equal("ours", guest.sh("cat /sys/module/usbhid/taint"), "E")
        says(guest, "--undo usbhid", 0, f"usb:{name}: bound to usbhid")
        guest.equal("the system's", guest.sh("cat /sys/module/usbhid/taint"), "")


def pulled(guest, card):
    """There is nothing that a card which is gone could come back to."""
    says(guest, "/own/8139cp.ko", 0)
    guest.unplug(card)
    says(guest, "--undo", 0, " is gone", "remove 8139cp", "load 8139cp")
    guest.equal("the version", guest.sh("cat /sys/module/8139cp/version"), "1.3")
    guest.sh("echo 1 >/proc/sys/kernel/modules_disabled")
    says(guest, "/own/8139cp.ko", 1, "modules_disabled")
