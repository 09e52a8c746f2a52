# SPDX-License-Identifier: GPL-2.0-or-later
"""Purpose: hotplugctl replay: recorded events, run once more."""

import json
import os
import subprocess

from box import check, equal, event
from control import control
from hotplugd import Daemon


def line(*args, **more):
    """One event of a record."""
    variables = [variable.split("=", 1) for variable in event(*args, **more)[:-2]]
    return json.dumps({"record": 1, "received": 1, "outcome": "done",
                       "event": dict(variables)}) + "\n"


def record(box, *lines):
    """A file of these lines. Gives its path."""
    path = box.top + "/record"
    with open(path, "w", encoding="utf-8") as file:
        file.writelines(lines)
    return path


def replay(box, *words, status=0):
    """What it prints below the box."""
    result = control(box, "--root", box.dir, "replay", *words)
    equal(result.returncode, status, f"{words}: {result.stdout}{result.stderr}: status")
    return result


def noting_hook(box):
    box.quiet_hook("bus/a.hotplug", 'echo "$ACTION $DEVPATH $SEQNUM" >>$trace')


DEVICES = [f"/devices/d{n}" for n in range(8)]


def some_events(box):
    for devpath in DEVICES:
        box.mkdir("/sys" + devpath)
    return record(box, *(line(devpath=devpath, seqnum=9 - n)
                         for n, devpath in enumerate(DEVICES)))


def case_in_order(box):
    """In the order of the file, without the SEQNUM that they had."""
    noting_hook(box)
    path = some_events(box)
    expected = [f"add {devpath} " for devpath in DEVICES]
    for _ in range(2):
        box.forget()
        equal(replay(box, path).stdout.splitlines(),
              [f"{path}:{n}: add bus {devpath}: done"
               for n, devpath in enumerate(DEVICES, 1)], "printed")
        equal(box.notes(), expected, "notes")


def case_by_the_daemon(box):
    """Each is handed over, and waited for; events that it knows by SEQNUM as well."""
    box.quiet_hook("bus/a.hotplug", 'echo "$ACTION $DEVPATH $SEQNUM" >>$trace\n'
                                    'tr "\\0" " " </proc/$PPID/cmdline >>$trace\n'
                                    'echo >>$trace')
    path = some_events(box)
    daemon = Daemon(box)
    for _ in range(2):
        box.forget()
        replay(box, path)
        equal(box.notes()[::2], [f"add {devpath} " for devpath in DEVICES], "notes")
        check(all("/hotplugd " in note for note in box.notes()[1::2]), box.notes())
    daemon.end()


def case_dry_run(box):
    """What would be run; nothing is."""
    hook = box.hook("bus/a.hotplug")
    path = some_events(box)
    before = sorted(os.walk(box.dir))
    out = replay(box, "--dry-run", path).stdout.splitlines()
    equal(out, [text for n, devpath in enumerate(DEVICES, 1)
                for text in (f"{path}:{n}: add bus {devpath}", f"{box.dir}{hook} bus")],
          "printed")
    equal((box.notes(), sorted(os.walk(box.dir))), ([], before), "changes")


def case_failures(box):
    """Each is told; the rest is run; the status is 1."""
    box.quiet_hook("bus/a.hotplug", 'echo $DEVPATH >>$trace; [ $DEVPATH != /devices/d2 ]')
    path = some_events(box)
    result = replay(box, path, status=1)
    equal([text.rpartition(" ")[2] for text in result.stdout.splitlines()],
          ["done", "done", "failed", "done", "done", "done", "done", "done"], "outcomes")
    equal(box.notes(), DEVICES, "notes")


def case_bad_record(box):
    """The place is named, and nothing of the file is run."""
    noting_hook(box)
    for bad, where, why in ((b"x\n", "2:1", "'{' is expected"),
                            (b'{"record":7}\n', "2:11", "a version"),
                            (line(action="fly").encode(), "2:58", "ACTION=fly"),
                            (b'{"record":1,"event":{"A\x1b":""}}', "2:24", "a control byte"),
                            (b"\0\n", "2:1", "a NUL")):
        path = record(box, line())
        with open(path, "ab") as file:
            file.write(bad)
        result = replay(box, path, status=1)
        check(f"{path}:{where}: {why}" in result.stderr and "\x1b" not in result.stderr,
              bad, result.stderr)
        equal((result.stdout, result.stderr.count("\n")), ("", 1), "printed")
    equal(box.notes(), [], "notes")


def case_pipe(box):
    """What comes through a pipe is run as it comes."""
    noting_hook(box)
    program = [f"{box.build}/helpers/hotplugctl", "--root", box.dir, "replay", "-"]
    with subprocess.Popen(program, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE) as process:
        for action in ("add", "change"):
            process.stdin.write(line(action, "/devices/x").encode())
            process.stdin.flush()
            equal(process.stdout.readline().decode(),
                  f"stdin:{('add', 'change').index(action) + 1}: {action} bus "
                  "/devices/x: done\n", "printed")
        process.stdin.write(b"x\n")
        process.stdin.close()
        check(b"stdin:3:1: '{' is expected" in process.stderr.read())
        equal(process.wait(timeout=120), 1, "status")
    equal(box.notes(), ["add /devices/x ", "change /devices/x "], "notes")


def case_no_file(box):
    check("No such file" in replay(box, box.top + "/none", status=1).stderr, "stderr")
    check("usage:" in replay(box, status=2).stderr, "stderr")
    check("directory" in replay(box, box.dir, status=1).stderr, "stderr")
