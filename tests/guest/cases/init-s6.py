"""s6 boots: hotplugd says that it is ready, and s6-svwait waits for that."""
from services import BEHIND_COLDPLUG, BEHIND_DAEMON, DEVICES, FILES, Service, check

kernel = "debian"
packages = ("s6", "libs6-2.11", "libskarnet2.13", "libexecline2.9")
init = "/usr/lib/guest/enable"
services = ("s6dir", "/etc/s6")
road = None
seconds = 600
devices = DEVICES
AT = "/run/service"
# It has run, and is not to run again.
BEHIND_ONCE = f"""#!/bin/sh
[ "$(s6-svstat -o up,wantedup {AT}/hotplug-coldplug)" = 'false false' ] || exit 1
s6-svc -O .
exec {BEHIND_COLDPLUG}
"""
files = {
    **FILES,
    "/etc/s6/behind-daemon/run": f"#!/bin/sh\ns6-svwait -U -t 60000 {AT}/hotplugd || exit\n"
                                 f"s6-svc -O .\nexec {BEHIND_DAEMON}\n",
    "/etc/s6/behind-coldplug/run": BEHIND_ONCE,
    "/etc/s6/guest/run": "#!/bin/sh\nexec /init serve\n",
    init: f"#!/bin/sh\ncp -r /etc/s6 {AT}\nexec s6-svscan {AT}\n",
}


def run(guest):
    check(guest, Service(f"s6-svc -uwU -T 60000 {AT}/hotplugd",
                         f"s6-svc -dwD -T 60000 {AT}/hotplugd",
                         f"s6-svc -rwR -T 60000 {AT}/hotplugd"))
