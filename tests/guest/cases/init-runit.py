"""runit boots: coldplug runs once, and sv waits until hotplugd hears."""
from services import BEHIND_COLDPLUG, BEHIND_DAEMON, DEVICES, FILES, Service, check

kernel = "debian"
packages = ("runit",)
init = "/sbin/runit"
services = ("runitdir", "/etc/sv")
road = None
seconds = 600
devices = DEVICES
NAMES = ("hotplugd", "hotplug-coldplug", "behind-daemon", "behind-coldplug", "guest")
BEHIND = f"""#!/bin/sh
sv -w 60 check hotplugd || exit 1
sv once .
exec {BEHIND_DAEMON}
"""
BEHIND_ONCE = f"""#!/bin/sh
sv status hotplug-coldplug | grep '^down' | grep -qv 'want up' || exit 1
sv once .
exec {BEHIND_COLDPLUG}
"""
files = {
    **FILES,
    "/etc/runit/1": "#!/bin/sh\nln -s default /etc/runit/runsvdir/current\n"
                    f"for name in {' '.join(NAMES)}; do\n"
                    "ln -s /etc/sv/$name /etc/service/; done\n",
    "/etc/runit/2": "#!/bin/sh\nPATH=/sbin:/bin:/usr/sbin:/usr/bin\nexport PATH\n"
                    "exec runsvdir /etc/service\n",
    "/etc/runit/3": "#!/bin/sh\n",
    "/etc/sv/behind-daemon/run": BEHIND,
    "/etc/sv/behind-coldplug/run": BEHIND_ONCE,
    "/etc/sv/guest/run": "#!/bin/sh\nexec /init serve\n",
}


def run(guest):
    check(guest, Service(*(f"sv -w 60 {verb} hotplugd"
                           for verb in ("start", "stop", "restart"))))
