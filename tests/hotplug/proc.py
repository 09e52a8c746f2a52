# SPDX-License-Identifier: GPL-2.0-or-later
"""Purpose: hotplugctl proc: what files of /proc say, as text, as JSON, and as changes."""

import array
import fcntl
import json
import os
import signal
import subprocess
import termios

from box import Process, check, equal, whole_lines
from control import control, expect
from daemon import until
from moduletree import make as make_modules

DEV = ("Inter-|   Receive                                                |  Transmit\n"
       " face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets "
       "errs drop fifo colls carrier compressed\n")
COUNTS = " 0 0 0 0 0 0 {} 2 0 0 0 0 0 0\n"
FILES = {
    "/proc/net/dev": DEV + "    lo:  100  1" + COUNTS.format(100)
                     + "  eth0: 5000 50" + COUNTS.format(700),
    "/proc/net/dev_mcast": "1    lo              1     0     333300000001\n"
                           "7    eth0            2     0     01005e000001\n",
    "/proc/net/ptype": "Type Device      Function\n0800          ip_rcv\n"
                       "ALL  eth0     packet_rcv [af_packet]\n",
    "/proc/net/softnet_stat": "0000ff48 00000000 00000001 00000000 00000000 00000000 00000000 "
                              "00000000 00000000 00000000 00000000 00000000 00000001\n",
    "/proc/softirqs": "  CPU0  CPU1\n  NET_TX:  4  1\n  NET_RX:  33  0\n",
    "/proc/interrupts": "  CPU0       CPU1\n"
                        "  0:  80  0   IO-APIC   2-edge      timer\n"
                        " 11:  32  8   IO-APIC  11-fasteoi   uhci_hcd:usb1, eth0\n"
                        " 12:  0  0   IO-APIC  12-edge      eth01\nNMI: 0 0  x\n",
    "/proc/irq/11/smp_affinity_list": "0-1\n",
    "/proc/irq/11/spurious": "count 5\nunhandled 3\nlast_unhandled 0 ms\n",
    "/proc/ioports": "0d00-ffff : PCI Bus 0000:00\n  1000-103f : 0000:00:03.0\n"
                     "    1000-103f : e1000\n  1040-107f : 0000:00:04.0\n",
    "/proc/iomem": "00000000-00000000 : Reserved\n00000000-00000000 : System RAM\n",
    "/proc/cmdline": "quiet e1000.debug=3 none.x=1 -- single\n",
    "/proc/net/vlan/config": "a\nb\nv5  | 5  | eth0\n",
    "/proc/net/vlan/v5": "v5  VID: 5 REORDER_HDR: 1\n total frames received 12\n",
    "/proc/net/bonding/bond0": "Bonding Mode: fault-tolerance (active-backup)\n\n"
                               "Slave Interface: eth0\nLink Failure Count: 2\n",
    "/proc/sys/kernel/modprobe": "/sbin/modprobe\n",
    "/sys/module/e1000/parameters/debug": "3\n",
}
CARD = "/sys/devices/pci0000:00/0000:00:03.0"
TEXT = """\
interface: /sys/class/net
  interface  ifindex  device        driver  module
  eth0             7  0000:00:03.0  e1000   e1000

dev: /proc/net/dev
  device  rx_bytes  rx_packets  rx_errs  rx_drop  rx_fifo  rx_frame  rx_compressed  \
rx_multicast  tx_bytes  tx_packets  tx_errs  tx_drop  tx_fifo  tx_colls  tx_carrier  \
tx_compressed
  eth0        5000          50        0        0        0         0              0  \
           0       700           2        0        0        0         0           0  \
            0

mcast: /proc/net/dev_mcast
  device  address            ifindex  users  global
  eth0    01:00:5e:00:00:01        7      2       0

wireless: /proc/net/wireless: not there

ptype: /proc/net/ptype
  type  function                device  protocol
  ALL   packet_rcv [af_packet]  eth0    every frame

bonding: /proc/net/bonding
  bond                  bond0
    member              eth0
    link_failure_count  2

vlan: /proc/net/vlan
  device         v5
    id           5
    on           eth0
    reorder_hdr  yes
    rx_frames    12

interrupts: /proc/interrupts, /proc/irq
  irq                   11
    total               40
    cpu0                32
    cpu1                8
    chip                IO-APIC
    hwirq               11-fasteoi
    trigger             -
    actions             uhci_hcd:usb1, eth0
    affinity            0-1
    effective_affinity  -
    node                -
    unhandled           3

ioports: /proc/ioports
  start   end  name          depth
   1000  103f  0000:00:03.0      1
   1000  103f  e1000             2

iomem: /proc/iomem: nothing

queues: /sys/class/net/INTERFACE/queues
  queue  rps_cpus  rps_flow_cnt
  rx-0   3         -
  queue  xps_cpus  xps_rxqs  traffic_class  tx_maxrate  tx_timeout  bql_limit  bql_inflight
  tx-0   -         -         -              -                    4  -          -

params: /sys/module
  module  parameter  value  permission  type  description
  e1000   debug      3      0644        -     -
"""


def make(box):
    for path, text in FILES.items():
        box.write(path, text)
    for path, text in {"irq": "11\n", "uevent": "", "net/eth0/ifindex": "7\n",
                       "net/eth0/uevent": "",
                       "net/eth0/queues/rx-0/rps_cpus": "3\n",
                       "net/eth0/queues/tx-0/tx_timeout": "4\n"}.items():
        box.write(f"{CARD}/{path}", text)
    box.link("../../../0000:00:03.0", f"{CARD}/net/eth0/device")
    box.link("../../devices/pci0000:00/0000:00:03.0/net/eth0", "/sys/class/net/eth0")
    box.mkdir("/sys/bus/pci/drivers/e1000")
    box.link("../../../bus/pci/drivers/e1000", f"{CARD}/driver")
    box.link("../../../../module/e1000", "/sys/bus/pci/drivers/e1000/module")


def proc(box, *words, status=0):
    result = control(box, "--root", box.dir, "proc", *words)
    equal(result.returncode, status, f"{words}: {result.stdout}{result.stderr}: status")
    return result.stdout


def decoded(box, *words):
    return json.loads(proc(box, "--json", *words))


def case_interface(box):
    """One interface: its rows of every file, the line that it shares, and its driver's
    parameters; its name may be that of a section."""
    make(box)
    equal(proc(box, "eth0"), TEXT)
    equal(proc(box, "if", "eth0"), TEXT)
    found = decoded(box, "eth0")
    equal(list(found), [line.split(":")[0] for line in TEXT.splitlines()
                        if line and line[0] != " "], "sections")
    equal(found["wireless"], None)
    equal(found["interrupts"][0]["actions"], ["uhci_hcd:usb1", "eth0"])
    equal(found["ioports"][1], {"start": 4096, "end": 4159, "name": "e1000", "depth": 2})
    os.unlink(box.path("/sys/bus/pci/drivers/e1000/module"))
    equal(proc(box, "eth0"), TEXT, "a driver that is built in")
    box.write("/sys/module/e1000/initstate", "live\n")
    equal(decoded(box, "eth0")["params"], None, "a module of that name is another's")
    os.rename(box.path("/sys/class/net/eth0"), box.path("/sys/class/net/dev"))
    equal(list(decoded(box, "dev")), ["dev"])
    equal(decoded(box, "if", "dev")["interface"][0]["device"], "0000:00:03.0")


def case_system(box):
    """All sections; what is hidden, and what is not there."""
    make(box)
    found = decoded(box)
    equal(list(found), ["helpers", "dev", "mcast", "wireless", "ptype", "softnet", "softirqs",
                        "bonding", "vlan", "interrupts", "ioports", "iomem", "cmdline"])
    equal(found["softirqs"], [{"cpu": 0, "net_tx": 4, "net_rx": 33},
                              {"cpu": 1, "net_tx": 1, "net_rx": 0}])
    equal(found["softnet"][0]["cpu"], 1)
    equal(found["iomem"][0], {"start": None, "end": None, "name": "Reserved", "depth": 0})
    equal([(row["option"], row["kind"], row["state"], row["now"]) for row in found["cmdline"]],
          [("quiet", "kernel", None, None), ("e1000.debug", "parameter", "built in", "3"),
           ("none.x", "parameter", "not loaded", None), ("single", "init", None, None)])
    equal(proc(box, "iomem").splitlines()[2:], ["  -      -    Reserved        0",
                                                "  -      -    System RAM      0"])
    for name in found:
        equal(decoded(box, name), {name: found[name]}, name)
    os.unlink(box.path("/proc/net/dev"))
    equal(proc(box, "dev"), "dev: /proc/net/dev: not there\n")
    equal(decoded(box, "dev"), {"dev": None})


def case_helpers(box):
    """Whether they are the suite's, and whether others could put something in their place."""
    make(box)
    ours = box.defines["HP_AGENTDIR"] + "/modprobe"

    def helper():
        row = decoded(box, "helpers")["helpers"][0]
        return row["path"], row["ours"], row["safe"], row["why"]

    equal(helper(), ("/sbin/modprobe", False, False, "No such file or directory"))
    box.write(ours, "#!/bin/sh\n", 0o755)
    box.link(ours, "/sbin/modprobe")
    equal(helper(), ("/sbin/modprobe", True, True, None))
    os.chmod(os.path.dirname(box.path(ours)), 0o777)
    path, is_ours, safe, why = helper()
    equal((path, is_ours, safe), ("/sbin/modprobe", False, False))
    check(os.path.dirname(ours) in why and "writable" in why, why)
    box.write("/proc/sys/kernel/modprobe", ours + "\n")
    equal(helper()[:3], (ours, True, False))
    box.write("/proc/sys/kernel/modprobe", "\n")
    equal(helper(), (None, False, True, "nothing is started"))
    check("starts no program" in decoded(box, "helpers")["helpers"][1]["why"], "hotplug")


def case_params(box):
    """Type and description are the file's, value and permission the kernel's; one whose
    permission is 0 has no value to be seen, and of a module that is not loaded nobody knows."""
    make_modules(box, e1000=["parm=debug:how much", "parmtype=debug:int",
                             "parmtype=copybreak:uint"], bare=[])

    def params(name):
        return [tuple(row.values()) for row in decoded(box, "params", name)["params"]]

    of_file = ("int", "how much"), ("uint", None)
    equal(params("e1000"), [("e1000", "debug", None, None, *of_file[0]),
                            ("e1000", "copybreak", None, None, *of_file[1])])
    equal(params("bare"), [])
    box.write("/sys/module/e1000/parameters/debug", "3\n")
    box.write("/sys/module/e1000/initstate", "live\n")
    equal(params("e1000"), [("e1000", "debug", "3", "0644", *of_file[0]),
                            ("e1000", "copybreak", None, "0000", *of_file[1])])


def case_hostile(box):
    """Bytes of names are shown as \\xNN; a file that is not the kernel's is named, with the
    line, beside what could be read."""
    make(box)
    box.write("/proc/ioports", "1000-103f : \x1b[2Jx\\\n")
    check("  \\x1b[2Jx\\x5c " in proc(box, "ioports"), proc(box, "ioports"))
    equal(decoded(box, "ioports")["ioports"][0]["name"], "\x1b[2Jx\\")
    box.write("/proc/ioports", "1000-103f : a\nb\n")
    result = control(box, "--root", box.dir, "proc", "ioports")
    expect("a line", result, 1, "/proc/ioports:2:1: this is not as the kernel writes it")
    check("a " in result.stdout, result.stdout)
    os.unlink(box.path("/proc/ioports"))
    box.mkdir("/proc/ioports")
    expect("a directory", control(box, "--root", box.dir, "proc", "ioports"), 1,
           "/proc/ioports: Is a directory")


def case_wrong_words(box):
    make(box)
    expect("--help", control(box, "proc", "--help"), 0, "Sections: helpers dev mcast ")
    for words in (["a", "b"], ["if"], ["params"], ["dev", "dev"], ["--watch=0", "dev"],
                  ["--watch=1s"], ["if", "eth0", "eth0"]):
        expect(words, control(box, "--root", box.dir, "proc", *words), 2,
               "usage: hotplugctl proc")
    for name in ("eth1", "..", "../net/eth0", "a" * 16, ""):
        expect(name, control(box, "--root", box.dir, "proc", name), 1,
               f"there is no interface '{name}'")
    for name in ("nosuch", "../e1000", "a" * 300, "", ".", ".."):
        expect(name, control(box, "--root", box.dir, "proc", "params", name), 1,
               f"there is no module '{name}'")


def replace(box, path, text):
    """At once: it is never half there."""
    box.write(path + ".new", text)
    os.rename(box.path(path + ".new"), box.path(path))


def watch(box, *words, section="dev"):
    box.started += 1
    out = f"{box.top}/watch.{box.started}"
    return Process([f"{box.build}/helpers/hotplugctl", "--root", box.dir, "proc", "--watch",
                    *words, section], ["HOME=/"], out, out + ".err")


def case_watch(box):
    """The state, then what has changed, until a signal comes, which is no failure."""
    make(box)
    text, lines = watch(box), watch(box, "--json")
    until(lambda: whole_lines(text.out)[3:] and whole_lines(lines.out), "the state")
    replace(box, "/proc/net/dev", FILES["/proc/net/dev"].replace("5000 50", "6000 50")
            .replace("    lo:", " veth0:"))
    until(lambda: len(whole_lines(text.out)) >= 7 and len(whole_lines(lines.out)) >= 2,
          "the changes")
    for process, number in ((text, signal.SIGINT), (lines, signal.SIGTERM)):
        os.kill(process.pid, number)
        equal(process.wait().status, 0, process.err)
    changes = whole_lines(text.out)[4:]
    equal([changes[0], changes[1], changes[2].split(" (")[0]],
          ["dev lo: gone", "dev veth0: new", "dev eth0: rx_bytes +1000"])
    found = json.loads(whole_lines(lines.out)[1])
    check(found["us"] >= 1000000, found)
    equal(found["changes"][:2], [{"section": "dev", "change": "gone", "device": "lo"},
                                 {"section": "dev", "change": "new", "device": "veth0"}])
    value = found["changes"][2]
    equal(value.pop("per_second"), int(1000e6 / found["us"] + 0.5))
    equal(value, {"section": "dev", "change": "value", "device": "eth0", "key": "rx_bytes",
                  "before": 5000, "now": 6000, "difference": 1000})


def case_watch_wraps(box):
    """A counter of 32 bits that wraps goes on; one that began anew has its value."""
    def softirqs(sent, received):
        return f"  CPU0\n  NET_TX:  {sent}\n  NET_RX:  {received}\n"

    box.write("/proc/softirqs", softirqs(1000, 2 ** 32 - 6))
    process = watch(box, section="softirqs")
    until(lambda: len(whole_lines(process.out)) == 3, "the state")
    replace(box, "/proc/softirqs", softirqs(7, 5))
    until(lambda: len(whole_lines(process.out)) == 4, "the change")
    os.kill(process.pid, signal.SIGINT)
    equal(process.wait().status, 0, process.err)
    words = whole_lines(process.out)[3].split()
    equal((words[4], words[7]), ("+7", "+11"), words)


def case_watch_ends_in_the_middle(box):
    """What a signal comes upon while it is printed is printed: here the reader is slow."""
    box.write("/proc/ioports", "1000-103f : one\n" * 10000)
    with subprocess.Popen([f"{box.build}/helpers/hotplugctl", "--root", box.dir, "proc",
                           "--watch", "ioports"], stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE) as process:
        size = fcntl.fcntl(process.stdout, fcntl.F_SETPIPE_SZ, 4096)
        waiting = array.array("i", [0])

        def is_full():
            fcntl.ioctl(process.stdout, termios.FIONREAD, waiting)
            return waiting[0] == size
        until(is_full, "the pipe is full")
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
    equal((process.returncode, err, len(out.splitlines())), (0, b"", 10002))


def case_full_disk(box):
    make(box)
    with open("/dev/full", "w", encoding="ascii") as full:
        result = subprocess.run([f"{box.build}/helpers/hotplugctl", "--root", box.dir, "proc",
                                 "dev"], stdout=full, stderr=subprocess.PIPE, text=True,
                                timeout=60, check=False)
    equal((result.returncode, result.stderr),
          (1, "hotplugctl: could not print it: No space left on device\n"))
