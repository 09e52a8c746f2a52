"""plugbus: its own helper, in order, that may unload it; parameters and boot options."""
kernel = "debian"
road = None
own_modules = ("plugbus",)
seconds = 600
append = ("plugbus.ports=\"pci 1:2 serial=boot;usb,3:4\" plugbus.helper_max=9 "
          "plugbus.helper_max=3 plugbus.nonsense=1")
MODPROBE = "/usr/lib/hotplug/modprobe"
PORT = "hotplugctl port"
AT = "/sys/module/plugbus/parameters"
BUS = "/sys/bus/plugbus"
files = {
    "/etc/modprobe.d/plugbus.conf": "options plugbus helper_max=7 debug=1\n",
    "/run-helper": "#!/bin/sh\n"
                   "echo \"begin $PLUGBUS_SEQ\" >>/run/order\n"
                   "env | grep -v -e ^SHLVL= -e ^PWD= >/run/env.$PLUGBUS_SEQ\n"
                   "echo \"$0 $*\" >/run/argv.$PLUGBUS_SEQ\n"
                   "usleep 50000\n"
                   "echo \"end $PLUGBUS_SEQ\" >>/run/order\n",
    "/run-unload": "#!/bin/sh\n"
                   "[ $ACTION = change ] || exit 0\n"
                   "rmmod plugbus && echo gone >/run/unloaded\n",
}
ENVIRONMENT = """ACTION=add
DEVPATH=/devices/plugbus/port0
HOME=/
MODALIAS=plugbus:pci:v00000001d00000002sv00000000sd00000000bc02sc00i00
PATH=/sbin:/bin:/usr/sbin:/usr/bin
PCI_CLASS=20000
PCI_ID=0001:0002
PCI_SLOT_NAME=port0
PCI_SUBSYS_ID=0000:0000
PLUGBUS_SEQ=1
PLUGBUS_STYLE=pci
SUBSYSTEM=plugbus"""


def run(guest):
    boot_options(guest)
    checks(guest)
    contract(guest)
    strict_order(guest)
    start_order(guest)
    no_such_helper(guest)
    unload_from_within(guest)
    hotplug_as_helper(guest)
    guest.equal("the kernel is well", guest.sh(
        "dmesg | grep -E 'WARNING|BUG:|Oops' || :"), "")


def parameter(guest, name):
    return guest.sh(f"cat {AT}/{name}")


def boot_options(guest):
    """The kernel's command line comes by modprobe, behind modprobe.d: the last word wins."""
    guest.sh(f"{MODPROBE} plugbus")
    guest.equal("quoted, with blanks", parameter(guest, "ports"),
                "pci 1:2 serial=boot;usb,3:4")
    guest.equal("the ports of the boot option", guest.sh(f"cat {BUS}/devices/*/modalias"),
                "plugbus:pci:v00000001d00000002sv00000000sd00000000bc00sc00i00\n"
                "plugbus:usb:v0003p0004d0000dc00dsc00dp00ic00isc00ip00in00")
    guest.equal("given twice, and in modprobe.d", parameter(guest, "helper_max"), "3")
    guest.equal("in modprobe.d alone", parameter(guest, "debug"), "1")
    guest.expect("one that does not exist is told",
                 "dmesg | grep -q \"plugbus: unknown parameter 'nonsense'\"")
    guest.sh("rmmod plugbus")
    for bad in ("ports=isa", "ports='pci 1:1;pci 1:1 x'", "helper=relative", "helper_max=0",
                "helper_max=65", "helper_max=x", "debug=4"):
        guest.expect(f"{bad} is refused", f"! {MODPROBE} plugbus {bad} 2>/dev/null && "
                     "! test -e /sys/module/plugbus")
    guest.expect("a port that cannot be made: none is",
                 f"! {MODPROBE} plugbus ports='pci 1:1;pci 1:2 io_base=0x40 io_length=4' "
                 "2>/dev/null && ! test -e /sys/bus/plugbus && ! test -e /sys/module/plugbus")


def checks(guest):
    guest.sh(f"{MODPROBE} plugbus ports= helper_max=1 debug=0")
    for name, value in (("helper", "relative"), ("helper", "/" + "x" * 256),
                        ("helper_max", "0"), ("helper_max", "65"), ("debug", "4")):
        before = parameter(guest, name)
        guest.expect(f"{name}={value[:20]}", f"! echo '{value}' >{AT}/{name} 2>/dev/null")
        guest.equal(f"{name} is as before", parameter(guest, name), before)
    guest.equal("modes", guest.sh(f"cd {AT} && stat -c '%n %a' *"),
                "debug 644\nhelper 644\nhelper_max 644\nports 444")


def contract(guest):
    guest.sh(f"echo /run-helper >{AT}/helper; {PORT} add --pci 1:2 --class net")
    guest.wait("the helper ran", "grep -q 'end 1' /run/order")
    guest.equal("its arguments", guest.sh("cat /run/argv.1"), "/run-helper plugbus")
    guest.equal("its environment", guest.sh("sort /run/env.1"), ENVIRONMENT)
    guest.sh(f"{PORT} event port0 online; {PORT} del port0")
    guest.wait("it heard of all", "grep -q 'end 3' /run/order")
    guest.equal("the actions", guest.sh("cat /run/env.2 /run/env.3 | grep ACTION"),
                "ACTION=online\nACTION=remove")


def order(guest, events):
    """Makes a burst of so many events and gives the lines of the helpers for it."""
    guest.sh(f"rm -f /run/order; {PORT} add --usb 1:1; for i in $(seq {events - 2}); do "
             f"{PORT} event port0 change; done; {PORT} del port0")
    guest.wait("all have ended", f"test $(grep -c end /run/order) -ge {events}", 120)
    return [line.split() for line in guest.sh("cat /run/order").splitlines()]


def strict_order(guest):
    lines = order(guest, 20)
    first = int(lines[0][1])
    guest.equal("one after the other", [(what, int(number)) for what, number in lines],
                [(what, number) for number in range(first, first + 20)
                 for what in ("begin", "end")])


def start_order(guest):
    guest.sh(f"echo 4 >{AT}/helper_max")
    lines = order(guest, 40)
    numbers = [int(number) for what, number in lines if what == "end"]
    guest.equal("each once", sorted(numbers), list(range(min(numbers), min(numbers) + 40)))
    alive = most = 0
    for what, _ in lines:
        alive += 1 if what == "begin" else -1
        most = max(most, alive)
    print(f"at most {most} helpers at a time")
    guest.equal("never more than four at a time", most <= 4, True)
    guest.sh(f"echo 1 >{AT}/helper_max")


def no_such_helper(guest):
    guest.sh(f"echo /not-there >{AT}/helper; {PORT} add --usb 1:1")
    guest.wait("it is told", "dmesg | grep -q '/not-there cannot be started: -2'")
    guest.sh(f"echo >{AT}/helper; {PORT} del port0")
    guest.equal("an empty one", parameter(guest, "helper"), "")


def unload_from_within(guest):
    """A helper that unloads the module does not wait for itself, and what is queued behind
    it is still run."""
    for maximum in (1, 4):
        guest.sh(f"rm -f /run/unloaded; echo {maximum} >{AT}/helper_max; "
                 f"echo /run-unload >{AT}/helper; {PORT} add --usb 1:1; "
                 f"{PORT} event port0 change; {PORT} event port0 offline", check=False)
        guest.wait("the helper unloaded it", "test -e /run/unloaded")
        guest.expect("it is gone", "! test -e /sys/module/plugbus")
        guest.sh(f"{MODPROBE} plugbus ports= debug=0 helper_max=1")
    guest.sh(f"rm -f /run/order; echo /run-helper >{AT}/helper; for i in 1 2 3 4 5; do "
             f"{PORT} add --usb 1:1; done; rmmod plugbus")
    guest.wait("no event is lost by unloading", "test $(grep -c end /run/order) -eq 10")


def hotplug_as_helper(guest):
    """The dispatcher itself, called by the bus instead of by kobject_uevent()."""
    guest.sh("mkdir -p /etc/hotplug.d/plugbus; printf '#!/bin/sh\\necho $ACTION $DEVPATH "
             ">>/run/hooked\\n' >/etc/hotplug.d/plugbus/a.hotplug; "
             "chmod 755 /etc/hotplug.d/plugbus/a.hotplug")
    guest.sh(f"{MODPROBE} plugbus ports= debug=0 helper=/sbin/hotplug; {PORT} add --usb 1:1; "
             f"{PORT} event port0 change; {PORT} del port0")
    guest.wait("the hook ran for each", "test $(wc -l </run/hooked) -ge 3")
    guest.equal("in order", guest.sh("cut -d' ' -f1 /run/hooked"), "add\nchange\nremove")
    guest.sh("rmmod plugbus")
