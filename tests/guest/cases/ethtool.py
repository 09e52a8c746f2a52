"""What .link files tell drivers: link modes, rings, offloads, flow control and channels of an
e1000, an e1000e and a virtio card are as ethtool(8) shows them, and what they refuse is said.
And what a .network file tells the controller of a CAN bus."""
import json

kernel = "debian"
root = "debian"
road = None
packages = ("ethtool",)
copies = {"/usr/bin/ip": "/bin/ip"}  # busybox has no `ip -j -d`
seconds = 600
devices = ("e1000,romfile=", "e1000e,romfile=",
           "virtio-net-pci,mq=on,vectors=10,romfile=", "kvaser_pci,canbus=canbus")
qemu = ("-object", "can-bus,id=canbus")
LINK = """[Match]
OriginalName=%s
[Link]
NamePolicy=path
"""
RINGS = "RxBufferSize=1024\nTxBufferSize=max\n"
FILES = {
    "e1000": "AutoNegotiation=yes\nWakeOnLan=unicast\nTCPSegmentationOffload=no\n"
             "RxFlowControl=no\nAutoNegotiationFlowControl=no\n"
             "MDI=crossover\n"
             "Advertise=100baset-full 1000baset-full\n" + RINGS,
    "e1000e": "RxCoalesceSec=50us\nWakeOnLan=magic\nReceiveChecksumOffload=no\nGenericReceiveOffload=no\n" + RINGS,
    "virtio_net": "TransmitChecksumOffload=no\nWakeOnLan=phy\nCombinedChannels=1\n"
                  "AutoNegotiation=no\nBitsPerSecond=2.5G\nDuplex=half\nPort=tp\n",
}
# None of them can wake this machine: two say so, one lists it and then refuses.
SAID = {"e1000": ("cannot set wol ucast on: Operation not supported",),
        "e1000e": ("cannot have wol magic on here",),
        "virtio_net": ("cannot have wol phy on here", "cannot set port tp")}
AGAIN = {"e1000": "wol ucast on", "virtio_net": "port tp"}
# ethtool's options, and what it says then
SHOWN = {
    "e1000": {"-k": ("tx-tcp-segmentation: off",),
              "": ("Auto-negotiation: on",
                   "Advertised link modes: 100baseT/Full 1000baseT/Full Advertised pause",
                   "MDI-X: on (forced)"),
              "-a": ("Autonegotiate: off", "RX: off"),
              "-g": ("RX: 1024", "TX: 4096")},
    "e1000e": {"-k": ("rx-checksumming: off", "generic-receive-offload: off"),
               "-c": ("rx-usecs: 50",),
               "-g": ("RX: 1024", "TX: 4096")},
    "virtio_net": {"-k": ("tx-checksum-ip-generic: off",), "-l": ("Combined: 1",),
                   "": ("Speed: 2500Mb/s Duplex: Half Auto-negotiation: off",)},
}


def run(guest):
    guest.sh("modprobe -a e1000 e1000e virtio_net; mkdir -p /etc/hotplug.d/net", 120)
    guest.wait("three interfaces", "test $(ls -d /sys/class/net/*/device | wc -l) = 3", 120)
    for name in guest.sh("cd /sys/class/net && ls -d */device").split():
        configure(guest, name.split("/")[0])
    guest.sh("modprobe kvaser_pci; rm /etc/hotplug.d/net/a.link")
    guest.wait("the controller of a CAN bus", "test -e /sys/class/net/can0", 60)
    controller(guest)


def can(guest, keys, status=0, more=""):
    """What the controller says of itself when a file with these keys has been applied."""
    guest.sh("printf '[Match]\\nName=can0\\n[CAN]\\n%b' "
             f"'{keys}\\n{more}' >/etc/hotplug.d/net/can.network")
    guest.equal(f"status of {keys}", guest.status("hotplugctl net apply can0 2>/tmp/said"), status)
    print(guest.sh("cat /tmp/said").strip())
    told = json.loads(guest.sh("/usr/bin/ip -j -d link show dev can0"))[0]
    data = told["linkinfo"]["info_data"]
    if not status:
        guest.equal(f"steps that are left of {keys}",
                    guest.sh("hotplugctl net plan can0").strip(), "")
    return ("UP" in told["flags"], data.get("bittiming", {}).get("bitrate"),
            data.get("restart_ms", 0), data.get("ctrlmode", []))


def controller(guest):
    """Told while it is down, told otherwise while it is up, put back where a later step fails. The
    nearest bit rate that it can have is the one."""
    guest.equal("told while down",
                can(guest, "BitRate=125K\\nSamplePoint=87.5%\\nRestartSec=100ms\\nLoopback=yes"),
                (True, 125000, 100, ["LOOPBACK"]))
    guest.equal("told while up", can(guest, "BitRate=90K\\nListenOnly=yes\\nLoopback=no"),
                (True, 90909, 100, ["LISTEN-ONLY"]))
    guest.equal("put back", can(guest, "BitRate=500K\\nListenOnly=no\\nRestartSec=infinity", 1,
                                "[Route]\\nGateway=10.99.0.1\\nGatewayOnLink=no"),
                (True, 90909, 100, ["LISTEN-ONLY"]))
    guest.equal("by quanta",
                can(guest, "TimeQuantaNSec=125\\nPropagationSegment=6\\nPhaseBufferSegment1=7\\n"
                           "PhaseBufferSegment2=2\\nListenOnly=no"),
                (True, 500000, 100, []))


def configure(guest, name):
    driver = guest.sh(f"basename $(readlink /sys/class/net/{name}/device/driver)").strip()
    guest.sh(f"cat >/etc/hotplug.d/net/a.link <<'X'\n{LINK % name}{FILES[driver]}X")
    before = guest.sh(f"cat /sys/class/net/{name}/ifindex").strip()
    said = guest.sh(f"INTERFACE={name} IFINDEX={before} ACTION=add hotplug net 2>&1", 60)
    now = guest.sh(f"basename $(dirname $(grep -lx {before} /sys/class/net/*/ifindex))").strip()
    print(driver, said.strip())
    for words in SAID[driver]:
        guest.equal(f"what is said of {driver}: {words}", words in said, True)
    for option, lines in SHOWN[driver].items():
        # What there can be is shown in front of what there is.
        shown = " ".join(guest.sh(f"ethtool {option} {now}").split("Current hardware")[-1].split())
        for line in lines:
            guest.equal(f"ethtool {option} of {driver}", line if line in shown else shown, line)
    again = guest.sh(f"INTERFACE={now} IFINDEX={before} ACTION=add hotplug --dry-run net "
                     f"2>/dev/null | sed -n 's/^{now}: //p'")
    guest.equal(f"steps that are left for {driver}", again, AGAIN.get(driver, ""))
