"""plugbus: ports made by both doors, their events, lines and I/O ranges; hostile callers."""
import itertools
import json

from guest import SOAK
from traffic import fails

kernel = "debian"
road = "hotplugd"
own_modules = ("plugbus", "plugtest")
seconds = 5000 if SOAK else 900
PORT = "hotplugctl port"
BUS = "/sys/bus/plugbus"
MODPROBE = "/usr/lib/hotplug/modprobe"
SETPRIV = "/usr/bin/setpriv"  # busybox's knows no bounding set
NOT_ADMIN = f"{SETPRIV} --bounding-set -sys_admin"
copies = {SETPRIV: SETPRIV}
files = {"/etc/hotplug.d/plugbus/tell.hotplug":
         "#!/bin/sh\n"
         "echo \"$ACTION $DEVPATH $PLUGBUS_STYLE $PCI_CLASS $PCI_ID $PCI_SUBSYS_ID "
         "$PCI_SLOT_NAME $PRODUCT $TYPE $INTERFACE $MODALIAS $DRIVER\" | tr -s ' ' "
         ">>/run/told\n"}
PCI = ("/devices/plugbus/port0 pci 20000 8086:100E 1AF4:1100 port0 "
       "plugbus:pci:v00008086d0000100Esv00001AF4sd00001100bc02sc00i00")
USB = ("/devices/plugbus/port1 usb bda/8153/3000 0/0/0 2/6/0 "
       "plugbus:usb:v0BDAp8153d3000dc00dsc00dp00ic02isc06ip00in00")


def run(guest):
    guest.expect("without the module, a reason",
                 f"{PORT} list 2>&1 | grep -q 'the module is not loaded'")
    guest.expect("how a verb is called", f"{PORT} storm --help | grep -q 'NAME COUNT'")
    guest.sh(f"{MODPROBE} plugbus; {PORT} monitor --json >/run/heard 2>/dev/null &")
    # 16 is NETLINK_GENERIC.
    guest.wait("the monitor listens", "awk '$2 == 16 && $4 != \"00000000\" { found = 1 } "
               "END { exit !found }' /proc/net/netlink")
    doors(guest)
    driver(guest)
    threads(guest)
    shared(guest)
    exclusive(guest)
    foreign(guest)
    storms(guest)
    ranges(guest)
    limits(guest)
    hostile(guest)
    no_rights(guest)
    at_once(guest)
    in_the_middle(guest)


def told(guest, line):
    guest.wait(f"hotplugd heard '{line}'", f"grep -qxF '{line} ' /run/told || "
               f"grep -qxF '{line}' /run/told")


def port(guest, name):
    return json.loads(guest.sh(f"{PORT} list --json {name}"))[0]


def doors(guest):
    guest.sh(f"echo 'pci 8086:100e class=020000 subsystem=1af4:1100' >{BUS}/new_device")
    told(guest, f"add {PCI}")
    guest.equal("the name of a port",
                guest.sh(f"{PORT} add --usb 0bda:8153 --bcd 3000 --interface 2/6/0"), "port1")
    told(guest, f"add {USB}")
    for action in ("change", "online", "offline"):
        guest.sh(f"{PORT} event port1 {action}")
        told(guest, f"{action} {USB}")
    guest.sh(f"{PORT} del port0; echo port1 >{BUS}/del_device")
    told(guest, f"remove {PCI}")
    told(guest, f"remove {USB}")
    guest.equal("no port is left", guest.sh(f"{PORT} list; ls {BUS}/devices"), "")
    guest.wait("all were heard", "test $(wc -l </run/heard) -ge 7")
    heard = [json.loads(line) for line in guest.sh("cat /run/heard").splitlines()]
    guest.equal("the numbers of the events", [event["seq"] for event in heard],
                list(range(1, 8)))
    guest.equal("events lost", [event for event in heard if event["overrun"]], [])
    guest.equal("the events", [event["action"] for event in heard],
                ["add", "add", "change", "online", "offline", "remove", "remove"])


def driver(guest):
    """hotplugd's agent loads the driver by the port's modalias; bind and unbind follow."""
    guest.expect("no driver before", "! test -e /sys/module/plugtest")
    name = guest.sh(f"{PORT} add --pci fffe:7 --class net --line 3")
    guest.wait("the agent loaded it", f"test -e {BUS}/devices/{name}/driver")
    told(guest, f"bind /devices/plugbus/{name} pci 20000 FFFE:0007 0000:0000 {name} "
         "plugbus:pci:v0000FFFEd00000007sv00000000sd00000000bc02sc00i00 plugtest")
    guest.equal("its driver", port(guest, name)["driver"], "plugtest")
    guest.expect("the line in /proc/interrupts",
                 f"grep -q 'plugbus.*level  *{name}$' /proc/interrupts")
    before = int(guest.sh("cat /sys/module/plugtest/parameters/handled"))
    guest.sh(f"for i in 1 2 3; do {PORT} raise {name}; done")
    guest.equal("the driver's interrupts",
                int(guest.sh("cat /sys/module/plugtest/parameters/handled")), before + 3)
    guest.expect("plugbus is in use", "! rmmod plugbus 2>/dev/null")
    guest.sh(f"echo {name} >{BUS}/drivers/plugtest/unbind")
    told(guest, f"unbind /devices/plugbus/{name} pci 20000 FFFE:0007 0000:0000 {name}")
    guest.sh(f"rmmod plugtest; {PORT} del {name}")


def threads(guest):
    """A line is masked until the thread of its handler has ended, and while it is disabled;
    what comes meanwhile comes then."""
    parameters = "/sys/module/plugtest/parameters"
    for threaded, trigger in itertools.product((0, 1), ("", "--edge")):
        guest.sh(f"{MODPROBE} plugtest threaded={threaded}")
        name = guest.sh(f"{PORT} add --pci fffe:7 --line 3 {trigger}")
        guest.sh(f"{PORT} raise {name}")
        guest.wait("it is handled", f"grep -qx 1 {parameters}/handled", 60)
        guest.equal("once", port(guest, name)["lines"][0]["fired"], 1)
        guest.sh(f"echo 1 >{parameters}/disabled; {PORT} raise {name}; {PORT} raise {name}")
        guest.expect("not while it is disabled", f"grep -qx 1 {parameters}/handled")
        guest.sh(f"echo 0 >{parameters}/disabled")
        guest.wait("but then", f"grep -qx 2 {parameters}/handled", 60)
        guest.wait("one waited", f"{PORT} list --json {name} | grep -q '\"fired\": *3\\b'", 60)
        guest.sh(f"{PORT} del {name}; rmmod plugtest")


def shared(guest):
    a = guest.sh(f"{PORT} add --pci 1:1 --line 5")
    b = guest.sh(f"{PORT} add --pci 1:2 --line 5")
    guest.equal("one line", port(guest, a)["lines"][0]["irq"],
                port(guest, b)["lines"][0]["irq"])
    guest.sh(f"{PORT} handle --shared {a} first; {PORT} handle --shared {b} second")
    guest.expect("both are shown", "grep -q 'plugbus.*first, second$' /proc/interrupts")
    fails(guest, "one that does not share", f"{PORT} handle {a} third", "does not share it")
    guest.sh(f"{PORT} raise {a}; {PORT} raise {a}; {PORT} raise {b}")
    counts = [(h["name"], h["calls"], h["handled"])
              for name in (a, b) for h in port(guest, name)["handlers"]]
    guest.equal("each is called, one is the cause", counts,
                [("first", 3, 2), ("second", 3, 1)])
    guest.sh(f"{PORT} mask {a}; {PORT} raise {a}; {PORT} raise {b}")
    guest.equal("masked", [port(guest, a)["lines"][0][key]
                           for key in ("masked", "asserted", "fired")], [True, True, 3])
    guest.sh(f"{PORT} unmask {a}")
    guest.equal("what waited came at once",
                [h["handled"] for name in (a, b) for h in port(guest, name)["handlers"]],
                [3, 2])
    fails(guest, "the other trigger", f"{PORT} add --pci 1:3 --line 5 --edge",
          "the other trigger")
    fails(guest, "the line for oneself", f"{PORT} add --pci 1:3 --line 5 --exclusive",
          "another port's")
    guest.sh(f"{PORT} unhandle {a} first; {PORT} del {a} {b}")


def exclusive(guest):
    name = guest.sh(f"{PORT} add --pci 1:1 --line 8 --lines 2 --edge --exclusive")
    fails(guest, "a line that is taken", f"{PORT} add --pci 1:2 --line 9 --edge",
          "another port's")
    guest.sh(f"{PORT} raise {name} 1; {PORT} handle {name} late 1; {PORT} handle {name} alone")
    guest.wait("an edge waits for its handler", f"{PORT} list {name} | "
               "grep -q 'handler late: line 9, calls 1, handled 1'")
    fails(guest, "a second one", f"{PORT} handle --shared {name} other 1", "does not share")
    guest.sh(f"{PORT} del {name}")
    guest.expect("its lines are gone", "! grep -q plugbus /proc/interrupts")


def foreign(guest):
    """Somebody else of the kernel requests a line: it and the module stay."""
    name = guest.sh(f"{PORT} add --pci 1:1 --line 4")
    irq = port(guest, name)["lines"][0]["irq"]
    guest.sh(f"{MODPROBE} plugtest irq={irq} exclusive=1")
    fails(guest, "a line that is another's", f"{PORT} handle --shared {name} mine",
          "does not share")
    guest.sh(f"{PORT} del {name}")
    guest.expect("the line stays", "grep -q 'plugbus.*plugtest$' /proc/interrupts")
    guest.expect("and the module", "! rmmod plugbus 2>/dev/null")
    guest.sh(f"rmmod plugtest")
    again = guest.sh(f"{PORT} add --pci 1:1 --line 4 --exclusive")
    guest.sh(f"{PORT} handle {again} mine; {PORT} del {again}")
    guest.expect("the line is gone", "! grep -q plugbus /proc/interrupts")


def storms(guest):
    name = guest.sh(f"{PORT} add --pci 1:1 --line 5")
    guest.sh(f"{PORT} handle {name} h; {PORT} storm {name} 20000")
    guest.wait("a storm is handled", f"{PORT} list {name} | grep -q 'handled 20000$'")
    guest.sh("echo 2 >/sys/module/plugbus/parameters/debug; "
             f"{PORT} raise {name}")
    guest.wait("from hard interrupt context", f"{PORT} list {name} | grep -q 'handled 20001$'")
    guest.sh(f"echo 0 >/sys/module/plugbus/parameters/debug; {PORT} unhandle {name} h")
    guest.sh(f"{PORT} handle --deaf {name} deaf; {PORT} raise {name}")
    guest.wait("nobody cared: the kernel disables the line",
               "dmesg | grep -q 'irq [0-9]*: nobody cared'", 300)
    guest.sh(f"{PORT} storm {name} 1000000; {PORT} del {name}")


def ranges(guest):
    name = guest.sh(f"{PORT} add --pci 1:1 --io 0x300+16")
    guest.expect("/proc/ioports", f"grep -q '0300-030f : {name}$' /proc/ioports")
    fails(guest, "a range that is taken", f"{PORT} add --pci 1:2 --io 0x308+16",
          "the I/O range is taken")
    fails(guest, "a range of the machine", f"{PORT} add --pci 1:2 --io 0x40+4",
          "the I/O range is taken")
    fails(guest, "a range beyond the last", f"{PORT} add --pci 1:2 --io 0xffff+2",
          "beyond the last port")
    guest.sh(f"{PORT} del {name}")
    guest.expect("it is free again", f"! grep -q ': {name}$' /proc/ioports")


def limits(guest):
    guest.sh("rm /etc/hotplug.d/plugbus/tell.hotplug")
    guest.sh(f"for i in $(seq 1024); do echo 'pci 1:1' >{BUS}/new_device || exit 1; done", 300)
    guest.equal("the ports", guest.sh(f"{PORT} list | grep -c '^port'"), "1024")
    fails(guest, "one more", f"{PORT} add --pci 1:1", "as many ports as the bus can have")
    guest.sh(f"{PORT} del $(seq 0 1023)", 300)
    guest.equal("they are gone", guest.sh(f"ls {BUS}/devices"), "")


BAD = ("", "pci", "pci 1", "pci 1:1:1", "pci 10000:1", "pci 1:g", "isa 1:1", "pci 1:1 bcd=1",
       "usb 1:1 class=1", "pci 1:1 line", "pci 1:1 line=64", "pci 1:1 line=60 lines=8",
       "pci 1:1 line=1 lines=4294967295", "pci 1:1 lines=99999999999999999999",
       "pci 1:1 edge", "pci 1:1 edge=1", "pci 1:1 io_base=1", "pci 1:1 class=1000000",
       "pci 1:1 io_base=0xffffffff io_length=0xffffffff", "pci 1:1 nonsense=1",
       "usb 1:1 interface=1/2", "usb 1:1 interface=1/2/3/4", "usb 1:1 type=256/0/0",
       "pci 1:1 serial=" + "x" * 64, "pci 1:1 %s%n%p", "pci -1:1", "pci 1:1 line=-1",
       "x" * 4000)


def hostile(guest):
    for text in BAD:
        guest.expect(f"'{text[:40]}' is refused",
                     f"! printf '%s\\n' '{text}' >{BUS}/new_device 2>/dev/null")
    guest.expect("the reason is in the log", "dmesg | grep -q \"plugbus: 'isa': neither\"")
    for text in ("port", "port0", "port1024", "port99999999999", "0", "../port0", "portx"):
        guest.expect(f"del {text}", f"! echo '{text}' >{BUS}/del_device 2>/dev/null")
    for arguments in ("del port7", "event port7 change", "raise port7", "mask port7",
                      "handle port7 x", "del x", "event port7 add", "list port9999"):
        guest.expect(arguments, f"! {PORT} {arguments} 2>/dev/null")
    name = guest.sh(f"{PORT} add --pci 1:1 --line 1 --serial \"a '\\\"\\$(id)\\\\\\\\ %s\"")
    fails(guest, "a newline in a serial number",
          f"{PORT} add --pci 1:1 --serial \"$(printf 'a\\nDRIVER=b')\"", "control characters")
    fails(guest, "no such line", f"{PORT} raise {name} 1", "no such line")
    fails(guest, "a path as a name", f"{PORT} handle {name} ../x", "letters, digits")
    guest.sh(f"{PORT} handle {name} x")
    fails(guest, "a name twice", f"{PORT} handle --shared {name} x", "handler of that name")
    guest.sh(f"{PORT} del {name}")
    guest.equal("nothing is left", guest.sh(f"{PORT} list; ls {BUS}/devices"), "")


def no_rights(guest):
    fails(guest, "without CAP_SYS_ADMIN", f"{NOT_ADMIN} {PORT} add --pci 1:1",
          "CAP_SYS_ADMIN")
    guest.expect("nor by the file",
                 f"! {NOT_ADMIN} sh -c 'echo pci 1:1 >{BUS}/new_device' 2>/dev/null")
    guest.expect("anybody may look", f"{NOT_ADMIN} {PORT} list")
    guest.expect("another network namespace has no such family",
                 f"! unshare -n {PORT} list 2>/dev/null")
    guest.expect("who cannot load modules names no helper", f"! {SETPRIV} --bounding-set "
                 "-sys_module sh -c 'echo /x >/sys/module/plugbus/parameters/helper' "
                 "2>/dev/null")


def at_once(guest):
    """Ports made and unmade by four at a time; each del is done by one of them."""
    rounds = 1000 if SOAK else 15
    guest.sh(f"for j in 1 2 3 4; do (for i in $(seq {rounds}); do "
             f"{PORT} add --pci 1:$i --line 7 >/dev/null; {PORT} del port0 port1; "
             f"{PORT} list; {PORT} raise port0; done) >/dev/null 2>&1 & done; wait", 300 + rounds)
    guest.sh(f"{PORT} del $({PORT} list | sed -n 's/^port\\([0-9]*\\):.*/\\1/p') 2>/dev/null",
             check=False)
    guest.equal("no port is left", guest.sh(f"ls {BUS}/devices"), "")
    guest.expect("nor a line", "! grep -q plugbus /proc/interrupts")


def in_the_middle(guest):
    """Unloaded while others make ports and pull lines, and with handlers on them."""
    for _ in range(5):
        guest.sh(f"{MODPROBE} plugbus ports='pci 1:1 line=1;pci 1:2 line=1'; "
                 f"{PORT} handle --shared port0 a; {PORT} storm port0 100000; "
                 "(while echo 'pci 1:3 line=1' >/sys/bus/plugbus/new_device; do :; done) "
                 f"2>/dev/null & (while {PORT} list port1; do :; done) >/dev/null 2>&1 & "
                 "sleep 0.5; until rmmod plugbus; do :; done 2>/dev/null; wait", 300)
        guest.expect("it is gone", "! test -e /sys/bus/plugbus")
    guest.expect("no line is left", "! grep -q plugbus /proc/interrupts")
    guest.equal("the kernel is well", guest.sh(
        "dmesg | grep -E 'WARNING|BUG:|Oops|sysfs: cannot|kobject.*tried' || :"), "")
