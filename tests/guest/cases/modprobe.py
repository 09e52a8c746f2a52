"""modprobe loads and removes: dependencies, softdeps, options, blacklist, for the kernel."""
MODPROBE = "/usr/lib/hotplug/modprobe"

kernel = "debian"
road = None
files = {"/etc/modprobe.d/test.conf": "softdep dummy pre: ifb\n"
                                      "options dummy numdummies=3\n"
                                      "alias some-alias loop\n"
                                      "blacklist loop\n"
                                      "install ppp_generic /bin/false\n"}


def run(guest):
    guest.sh("syslogd -O /run/messages -l 8")
    needs(guest)
    holders(guest)
    by_file(guest)
    denied(guest)
    concurrent(guest)
    config(guest)
    blacklist(guest)
    failures(guest)
    no_device(guest)
    for_the_kernel(guest)
    legacy(guest)


def loaded(guest, *names):
    for name in names:
        guest.expect(f"{name} is loaded", f"grep -q '^{name} ' /proc/modules")


def absent(guest, *names):
    for name in names:
        guest.expect(f"{name} is not loaded", f"! grep -q '^{name} ' /proc/modules")


def needs(guest):
    absent(guest, "cdc_ether", "usbnet", "mii")
    guest.expect("a plan", f"{MODPROBE} -n -v cdc-ether | grep -q '^insmod .*/usbnet.ko'")
    absent(guest, "usbnet")
    guest.expect("a module with what it needs", f"{MODPROBE} cdc-ether")
    loaded(guest, "cdc_ether", "usbnet", "mii")
    guest.expect("what is loaded already", f"{MODPROBE} cdc_ether")
    guest.equal("--first-time", guest.status(f"{MODPROBE} --first-time cdc_ether"), 1)
    guest.equal("what is in use", guest.status(f"{MODPROBE} -r usbnet"), 1)
    guest.expect("a module goes with what it needed", f"{MODPROBE} -r cdc_ether")
    absent(guest, "cdc_ether", "usbnet", "mii")
    guest.expect("what is not there", f"{MODPROBE} -r cdc_ether")


def holders(guest):
    guest.expect("a module and what it needs", f"{MODPROBE} cdc_ether")
    guest.equal("still in use after -w", guest.status(f"{MODPROBE} -r -w 50 usbnet"), 1)
    guest.expect("in use until then", f"{MODPROBE} -r -w 20000 usbnet & pid=$!; sleep 1; "
                 f"{MODPROBE} -r cdc_ether && wait $pid")
    absent(guest, "cdc_ether", "usbnet")
    guest.expect("a removal that meets another one",
                 f"for i in 1 2 3 4 5 6 7 8 9 10; do {MODPROBE} cdc_ether; "
                 f"{MODPROBE} -r -w 20000 usbnet & pid=$!; sleep 0.$i; "
                 f"{MODPROBE} -r cdc_ether && wait $pid || exit 1; done")
    guest.expect("a module and what it needs", f"{MODPROBE} cdc_ether")
    guest.expect("--remove-holders", f"{MODPROBE} -r --remove-holders usbnet")
    absent(guest, "cdc_ether", "usbnet", "mii")


def by_file(guest):
    guest.expect("by its file", "cd /lib/modules/*/kernel/drivers/net/usb && "
                 f"{MODPROBE} ./cdc_ether.ko")
    loaded(guest, "cdc_ether", "usbnet", "mii")
    guest.expect("by its name again", f"{MODPROBE} -r cdc_ether")
    absent(guest, "cdc_ether")


def denied(guest):
    guest.sh("mkdir /tmp/denied; echo 'deny mii not here' >/tmp/denied/a.conf")
    guest.equal("what needs a denied one", guest.status(f"{MODPROBE} -C /tmp/denied cdc_ether"),
                1)
    absent(guest, "cdc_ether", "usbnet", "mii")
    guest.expect("without that file", f"{MODPROBE} mii")
    guest.expect("denied, but loaded before", f"{MODPROBE} -C /tmp/denied cdc_ether")
    guest.expect("and removed", f"{MODPROBE} -r cdc_ether; {MODPROBE} -r mii")


def concurrent(guest):
    guest.expect("eight at once", "for i in 1 2 3 4 5 6 7 8; do "
                 f"{MODPROBE} -q -- e1000e 2>/dev/null & pids=\"$pids $!\"; done; "
                 "for pid in $pids; do wait $pid || exit 1; done")
    loaded(guest, "e1000e")
    guest.equal("one line of the log for it",
                guest.sh("grep -c 'loaded e1000e' /run/messages"), "1")


def config(guest):
    guest.expect("options and softdeps of modprobe.d", f"{MODPROBE} dummy")
    loaded(guest, "dummy", "ifb")
    guest.expect("an option was heard", "test -e /sys/class/net/dummy2")


def blacklist(guest):
    guest.expect("blacklisted, by its alias", f"{MODPROBE} some-alias")
    guest.expect("blacklisted, by its name", f"{MODPROBE} -b loop")
    absent(guest, "loop")
    guest.expect("by its name without -b", f"{MODPROBE} loop max_loop=1")
    loaded(guest, "loop")


def failures(guest):
    guest.equal("an install command fails", guest.status(f"{MODPROBE} ppp_generic"), 1)
    guest.equal("no such module", guest.status(f"{MODPROBE} -q nothing"), 1)
    guest.equal("a parameter is refused",
                guest.status(f"{MODPROBE} netconsole netconsole=x"), 1)
    guest.expect("several, one of them unknown",
                 f"! {MODPROBE} -a nothing tun && grep -q '^tun ' /proc/modules")


def no_device(guest):
    """A driver that is not for this machine: a person is told, an agent has not failed."""
    agent = ("MODALIAS=\"$(sed -n 's/^alias \\(.*\\) padlock_sha$/\\1/p' "
             "/lib/modules/*/modules.alias | head -n 1 | tr '*' 0)\" ACTION=add SUBSYSTEM=any "
             "DEVPATH=/devices/x /usr/lib/hotplug/modalias.agent any >/dev/null 2>&1")
    guest.sh("mkdir -p /etc/hotplug; printf '[Hotplug]\nLogLevel=info\n' "
             ">/etc/hotplug/hotplug.conf; hotplug-depmap")
    guest.expect("a person", f"{MODPROBE} padlock-sha 2>&1 | "
                 "grep 'could not insert .padlock_sha.: No such device'")
    guest.equal("the status", guest.status(f"{MODPROBE} padlock-sha"), 1)
    guest.expect("an agent, by the plan", agent)
    guest.sh("echo 'options padlock-sha x=1' >/etc/modprobe.d/sha.conf; hotplug-depmap")
    guest.expect("an agent, by modprobe", agent)
    guest.equal("both are told, at info", guest.sh(
        "grep -c 'daemon.info modprobe.*padlock_sha: it found no device' /run/messages"), "2")
    guest.expect("not at error", "! grep 'daemon.err.*padlock' /run/messages")
    guest.sh("rm /etc/modprobe.d/sha.conf /etc/hotplug/hotplug.conf; hotplug-depmap")


def for_the_kernel(guest):
    guest.sh(f"echo {MODPROBE} >/proc/sys/kernel/modprobe")
    absent(guest, "bridge")
    guest.expect("the kernel asks for rtnl-link-bridge", "ip link add br0 type bridge")
    loaded(guest, "bridge", "stp")
    guest.expect("the kernel asks for what nobody has",
                 "! ip link add x0 type nosuchtype")


def legacy(guest):
    """The kernel asks for netdev-eth7, then, where it may load anything, for eth7."""
    guest.sh(f"{MODPROBE} -r ifb dummy; mkdir -p /etc/hotplug; "
             "echo 'alias eth7 ifb' >/etc/modprobe.conf")
    absent(guest, "ifb")
    guest.sh("setpriv --bounding-set -sys_module ifconfig eth7 up", check=False)
    absent(guest, "ifb")
    guest.sh("printf '[Hotplug]\\nLegacyConf=no\\nLogLevel=debug\\n' "
             ">/etc/hotplug/hotplug.conf")
    guest.sh("ifconfig eth7 up", check=False)
    absent(guest, "ifb")
    guest.expect("a request is logged", "grep -q \"asked for 'netdev-eth7'\" /run/messages")
    guest.sh("rm /etc/hotplug/hotplug.conf; ifconfig eth7 up", check=False)
    loaded(guest, "ifb")
    guest.expect("it is told of", "grep -q 'modprobe.conf is read, below' /run/messages")
    guest.sh("rm /etc/modprobe.conf")
