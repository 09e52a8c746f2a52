"""The kernel asks for what tc and ifconfig name: both get it, once hotplugctl enabled us."""
HELPER = "/proc/sys/kernel/modprobe"
OURS = "/usr/lib/hotplug/modprobe"

kernel = "debian"
root = "debian"
road = None
files = {"/etc/hotplug/hotplug.conf": "[Hotplug]\nLogLevel=debug\n",
         "/etc/modprobe.conf": "alias eth0 e1000\n"}


def run(guest):
    guest.sh("syslogd -O /run/messages -l 8; mkdir -p /run/hotplug")
    before = guest.sh(f"cat {HELPER}")
    guest.sh("hotplugctl enable modprobe")
    guest.equal("what the kernel starts", guest.sh(f"cat {HELPER}"), OURS)
    traffic_control(guest)
    interface(guest)
    refused(guest)
    asks_for_nothing(guest)
    guest.sh("hotplugctl disable modprobe")
    guest.equal("what the kernel starts again", guest.sh(f"cat {HELPER}"), before)
    no_uevent_helper(guest)


def is_loaded(guest, name):
    return guest.status(f"grep -q '^{name} ' /proc/modules") == 0


def traffic_control(guest):
    """The qdisc of a class, and what sends packets there: three modules, asked for in turn."""
    for module, command in (
            ("sch_prio", "qdisc add dev lo root handle 1: prio"),
            ("sch_tbf", "qdisc add dev lo parent 1:3 handle 30: "
                        "tbf rate 1mbit burst 128k limit 128k"),
            ("cls_u32", "filter add dev lo parent 1: protocol ip prio 3 "
                        "u32 match ip dst 10.0.0.0/8 flowid 1:3")):
        guest.equal(f"{module} is there before", is_loaded(guest, module), False)
        guest.expect(f"tc asks for {module}", f"/sbin/tc {command}")
        guest.equal(f"{module} is there", is_loaded(guest, module), True)
        guest.expect("the request is logged", f"grep -q \"asked for '{module}'\" /run/messages")
    guest.expect("the qdisc", "/sbin/tc qdisc show dev lo | grep -q 'qdisc tbf 30: parent 1:3'")
    guest.expect("the filter", "/sbin/tc filter show dev lo | grep -q u32")


def interface(guest):
    """By netdev-eth0, and only for who may load anything by eth0."""
    guest.plug("e1000", network="10.0.2.0/24")
    guest.wait("the card is there", "grep -q 0x100e /sys/bus/pci/devices/*/device")
    guest.sh("/usr/bin/setpriv --inh-caps=-all --bounding-set=-all,+net_admin "
             "busybox ifconfig eth0 up", check=False)
    guest.equal("e1000 for CAP_NET_ADMIN", is_loaded(guest, "e1000"), False)
    guest.expect("netdev-eth0 is asked for", "grep -q \"asked for 'netdev-eth0'\" /run/messages")
    guest.expect("eth0 is not", "! grep -q \"asked for 'eth0'\" /run/messages")
    guest.expect("ifconfig of root", "ifconfig eth0 up")
    guest.equal("e1000", is_loaded(guest, "e1000"), True)
    guest.expect("eth0 is up", "ip link show dev eth0 | grep -q '<.*UP'")


def refused(guest):
    """What no lookup may see is told of, at notice, without the bytes that are not text."""
    guest.expect("ip asks for a type", "! ip link add x0 type a/b")
    guest.expect("it is refused", "grep -q \"daemon.notice modprobe.*'rtnl-link-a/b' is not the "
                 "name of a module\" /run/messages")
    guest.expect("with a tab", "! ip link add x0 type \"$(printf 'a\\tb')\"")
    guest.expect("it is escaped", "grep -qF \"daemon.notice modprobe\" /run/messages && "
                 "grep -qF \"'rtnl-link-a\\\\x09b' is not the name\" /run/messages")
    guest.expect("not at error", "! grep -q 'daemon.err.*is not the name' /run/messages")


def asks_for_nothing(guest):
    """What modprobe does makes the kernel ask for nothing in turn: neither a plan nor
    libkmod, neither what is found nor what is not."""
    guest.sh("printf '#!/bin/sh\\necho \"$*\" >>/run/asked\\n"
             f"exec {OURS} \"$@\"\\n' >/tmp/note; "
             "chmod 755 /tmp/note; rm /etc/modprobe.conf; "
             "echo 'options veth x=1' >/etc/modprobe.d/veth.conf; "
             f"hotplug-depmap; echo /tmp/note >{HELPER}; : >/run/asked")
    for name, status in (("ifb", 0), ("veth", 0), ("ext4", 0), ("net-pf-98", 1), ("a/b", 1),
                         ("symbol:crc8", 0), ("padlock_sha", 1)):
        guest.equal(name, guest.status(f"{OURS} -q -- {name} <&- >&- 2>&-"), status)
    guest.equal("asked for meanwhile", guest.sh("cat /run/asked"), "")
    guest.expect("that is seen", "ip link add d0 type dummy")
    guest.equal("asked for", guest.sh("cat /run/asked"), "-q -- rtnl-link-dummy")
    guest.sh(f"rm /etc/modprobe.d/veth.conf; echo {OURS} >{HELPER}")


def no_uevent_helper(guest):
    """Debian's kernel starts nothing for an event, and hotplugctl knows what does."""
    guest.expect("enable hotplug", "! hotplugctl enable hotplug 2>/run/why; "
                 "grep -q 'CONFIG_UEVENT_HELPER.*hotplugd' /run/why")
    answer = guest.sh("hotplugctl lookup /sys/class/net/eth0")
    for part in ("driver: e1000", "\ne1000: loaded\n", "modules.hotplug.bin", "modules.alias:"):
        if part not in answer:
            raise Failed(f"{part!r} is not in {answer}")  # noqa: F821
