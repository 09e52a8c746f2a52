"""A parameter on the kernel's command line: modprobe, who reads it, loads the module."""
append = "e1000.copybreak=77"


def run(guest):
    guest.plug("e1000", network="10.0.2.0/24")
    guest.wait("the parameter was heard",
               "grep -qx 77 /sys/module/e1000/parameters/copybreak")
