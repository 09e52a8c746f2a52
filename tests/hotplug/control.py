# SPDX-License-Identifier: GPL-2.0-or-later
"""Purpose: hotplugctl itself: its verbs are found, and what is none is named."""

import subprocess

from box import Failed


def control(box, *words):
    """Runs it as a person would, below the box."""
    return subprocess.run([f"{box.build}/helpers/hotplugctl", *words],
                          capture_output=True, text=True, timeout=30, check=False)


def expect(what, result, status, text):
    """The status, and the text in what was printed."""
    if result.returncode != status or text not in result.stdout + result.stderr:
        raise Failed(f"{what}: status {result.returncode}, {result.stdout}{result.stderr}")


def case_usage(box):
    """No verb, a wrong one, and the help of each that the usage names."""
    expect("no verb", control(box), 2, "usage: hotplugctl")
    expect("a wrong verb", control(box, "nosuch"), 2, "there is no verb 'nosuch'")
    expect("a wrong option", control(box, "--nosuch"), 2, "usage: hotplugctl")
    result = control(box, "--help")
    expect("--help", result, 0, "usage: hotplugctl")
    verbs = [line.split()[0] for line in result.stdout.splitlines()[2:]
             if line.startswith("  ") and not line.startswith("  hotplugctl")]
    if "explain" not in verbs:
        raise Failed(f"verbs: {verbs}")
    for verb in verbs:
        expect(verb, control(box, verb, "--help"), 0, f"usage: hotplugctl {verb}")
