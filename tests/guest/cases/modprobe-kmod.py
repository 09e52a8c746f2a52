"""kmod's modprobe and ours load the same modules, with the same status."""
import base64
import glob
import lzma

import besidekmod
import host
from besidekmod import ASKED, FORCED, KMOD, OURS, clear, modules

kernel = "debian"
road = None
copies = {KMOD: "/usr/sbin/modprobe"}
files = besidekmod.FILES


def run(guest):
    before = besidekmod.begin(guest)
    packed(guest, before)
    besidekmod.compare(guest, before, ASKED + FORCED)


def packed(guest, before):
    """A compressed module, outside of the tree; kmod 30 takes no path."""
    path, = glob.glob(f"{host.kernel('debian').modules}/kernel/drivers/net/dummy.ko")
    with open(path, "rb") as file:
        text = base64.b64encode(lzma.compress(file.read(), check=lzma.CHECK_CRC32)).decode()
    for i in range(0, len(text), 2000):
        guest.sh(f"echo {text[i:i + 2000]} >>/tmp/dummy.text")
    guest.sh("base64 -d </tmp/dummy.text >/tmp/dummy.ko.xz")
    guest.expect("a compressed file", f"{OURS} /tmp/dummy.ko.xz")
    guest.equal("it", modules(guest) - before, {"dummy"})
    guest.expect("with the options of its name", "test -e /sys/class/net/dummy1")
    clear(guest, before)
