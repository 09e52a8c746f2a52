# SPDX-License-Identifier: GPL-2.0-or-later
"""Purpose: a directory that is a root of its own, and hotplug started in it."""

import ctypes
import os
import re
import shutil
import signal
import subprocess
import tempfile
import time

soak = bool(os.environ.get("HOTPLUG_SOAK"))
libc = ctypes.CDLL(None, use_errno=True)

KERNEL_TAIL = ["HOME=/", "PATH=/sbin:/bin:/usr/sbin:/usr/bin"]
NOBODY = 65534


class Failed(Exception):
    """The case failed, for this reason."""


class Skip(Exception):
    """The case cannot run here, for this reason."""


def check(condition, *why):
    if not condition:
        raise Failed(" ".join(str(part) for part in why))


def equal(found, expected, what="found"):
    check(found == expected, f"{what} {found!r}, not {expected!r}")


def check_quick(seconds, run):
    """One of ten runs takes no longer: a busy machine holds some up, but not every one."""
    took = []
    while len(took) < 10:
        began = time.monotonic()
        run()
        took.append(time.monotonic() - began)
        if took[-1] <= seconds:
            return
    raise Failed(f"took {took}, never less than {seconds} s")


def event(action="add", devpath="/devices/x", seqnum=None, **more):
    """The variables of an event, as the kernel's helper gets them."""
    more.setdefault("SUBSYSTEM", "bus")
    if seqnum is not None:
        more["SEQNUM"] = seqnum
    return [f"ACTION={action}", f"DEVPATH={devpath}",
            *(f"{key}={value}" for key, value in more.items()), *KERNEL_TAIL]


def others():
    """The processes of this machine, but for this one."""
    return [int(name) for name in os.listdir("/proc")
            if name.isdigit() and int(name) != os.getpid()]


def read_proc(pid, name):
    """A file of /proc/PID; empty where that is gone."""
    try:
        with open(f"/proc/{pid}/{name}", "rb") as file:
            return os.fsdecode(file.read())
    except OSError:
        return ""


def stderr_of(pid):
    try:
        return os.readlink(f"/proc/{pid}/fd/2")
    except OSError:
        return ""


def last_lines(text, count=20):
    lines = text.splitlines()
    return ["..."] * (len(lines) > count) + lines[-count:]


def whole_lines(text):
    """Without one that is being written."""
    return text[:text.rfind("\n") + 1].splitlines()


def _array(strings):
    as_bytes = [s if isinstance(s, bytes) else os.fsencode(s) for s in strings]
    return (ctypes.c_char_p * (len(as_bytes) + 1))(*as_bytes, None)


class Process:
    """A started program; what it says goes to files, so that nobody waits for a reader."""

    def __init__(self, argv, env, out, err, prepare=None):
        self.err_path, self.out_path = err, out
        for path in (out, err):  # to be read before it has begun
            with open(path, "ab"):
                pass
        self.pid = os.fork()
        if self.pid == 0:
            self._exec(argv, env, prepare)
        self.status = None

    def _exec(self, argv, env, prepare):
        try:
            for fd, path in ((0, "/dev/null"), (1, self.out_path), (2, self.err_path)):
                flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND if fd else os.O_RDONLY
                os.dup2(os.open(path, flags, 0o600), fd)
            signal.alarm(0)
            for number in (signal.SIGPIPE, signal.SIGXFSZ):  # Python ignores them
                signal.signal(number, signal.SIG_DFL)
            if prepare:
                prepare()
            libc.execve(os.fsencode(argv[0]), _array(argv), _array(env))
        finally:
            os._exit(127)

    def ended(self):
        """Whether it has ended; its exit status (128 + N for signal N) is in status."""
        if self.status is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                code = os.waitstatus_to_exitcode(status)
                self.status = code if code >= 0 else 128 - code
        return self.status is not None

    def wait(self, seconds=60):
        limit = time.monotonic() + seconds
        while not self.ended():
            if time.monotonic() > limit:
                os.kill(self.pid, signal.SIGKILL)
                os.waitpid(self.pid, 0)
                raise Failed(f"hotplug had not ended after {seconds} s: {self.err}")
            time.sleep(0.001)
        return self

    @staticmethod
    def _read(path):
        with open(path, "rb") as file:
            return file.read().decode("utf-8", "surrogateescape")

    @property
    def err(self):
        return self._read(self.err_path)

    @property
    def out(self):
        return self._read(self.out_path)


class Box:
    """A root of its own below dir, and a place for notes outside of it."""

    sanitized = False  # the program under test
    split = True  # hotplugd, which is so by itself

    def __init__(self, build):
        self.build = os.path.abspath(build)
        self.hotplug = os.path.join(self.build, "helpers", "hotplug")
        with open(self.hotplug, "rb") as file:
            Box.sanitized = b"__asan_init" in file.read()
        self.defines = self._defines(os.path.join(build, "config.h"))

    @staticmethod
    def _defines(path):
        """HP_CONFDIR and the like, as the program was built with them."""
        with open(path, encoding="utf-8") as file:
            return dict(re.findall(r'#define (HP_\w+) "(.*)"', file.read()))

    def __enter__(self):
        os.umask(0o022)
        self.top = tempfile.mkdtemp(prefix="hotplug-box.")
        self.dir = self.top + "/root"
        self.trace = self.top + "/trace"
        self.started = 0
        for path in (self.defines["HP_HOOKDIR"], self.defines["HP_AGENTDIR"],
                     "/sys/devices/x", os.path.dirname(self.defines["HP_RUNDIR"])):
            os.makedirs(self.dir + path, exist_ok=True)
        return self

    def __exit__(self, *_):
        self.kill_left_over()
        shutil.rmtree(self.top, ignore_errors=True)

    def kill_left_over(self):
        """Ends whatever runs a file of this box, and what that has started."""
        limit = time.monotonic() + 30
        while (found := self.alive()) and time.monotonic() < limit:
            for pid in found:
                try:
                    os.kill(pid, signal.SIGKILL)
                except ProcessLookupError:
                    pass
            time.sleep(0.001)

    def command_lines(self):
        """(pid, command line) of who names this box on the command line."""
        for pid in others():
            line = read_proc(pid, "cmdline").replace("\0", " ")
            if self.top in line:
                yield pid, line

    def processes(self, word=""):
        """Who names this box and the word on the command line. Somebody in the middle of
        an exec does not."""
        return [pid for pid, line in self.command_lines() if word in line]

    def alive(self):
        """Whoever runs in this box, at any moment between fork and end: what they say goes to
        a file of it."""
        return [pid for pid in others() if self.top in read_proc(pid, "cmdline") or
                stderr_of(pid).startswith(self.top + "/")]

    # --- what is in the root ---

    def path(self, path):
        return self.dir + path

    def write(self, path, text, mode=0o644):
        os.makedirs(os.path.dirname(self.dir + path), exist_ok=True)
        with open(self.dir + path, "wb") as file:
            file.write(text if isinstance(text, bytes) else text.encode())
        os.chmod(self.dir + path, mode)

    def link(self, target, path):
        os.makedirs(os.path.dirname(self.dir + path), exist_ok=True)
        os.symlink(target, self.dir + path)

    def mkdir(self, path):
        os.makedirs(self.dir + path, exist_ok=True)

    def conf(self, **settings):
        lines = [f"{key}={value}\n" for key, value in settings.items()]
        self.write(self.defines["HP_CONFDIR"] + "/hotplug.conf",
                   "[Hotplug]\n" + "".join(lines))

    def script(self, path, body=""):
        """An executable that notes its path in the root, its arguments, and then does
        body."""
        self.write(path, f'#!/bin/sh\ntrace={self.trace}\n'
                         f'echo "{path} $*" >>$trace\n{body}\n', 0o755)
        return path

    def hook(self, name, body="", tier="HP_HOOKDIR"):
        return self.script(f"{self.defines[tier]}/{name}", body)

    def agent(self, name, body="", tier="HP_AGENTDIR"):
        return self.script(f"{self.defines[tier]}/{name}.agent", body)

    def quiet_hook(self, name, body):
        """A hook that notes only what body does."""
        path = f"{self.defines['HP_HOOKDIR']}/{name}"
        self.write(path, f"#!/bin/sh\ntrace={self.trace}\n{body}\n", 0o755)
        return path

    # --- what happened ---

    def notes(self):
        """The lines that scripts wrote since the last call of forget()."""
        try:
            with open(self.trace, encoding="utf-8", errors="surrogateescape") as file:
                return whole_lines(file.read())
        except FileNotFoundError:
            return []

    def forget(self):
        if os.path.exists(self.trace):
            os.unlink(self.trace)

    def queue(self):
        """The events in the queue."""
        try:
            names = os.listdir(self.dir + self.defines["HP_RUNDIR"] + "/queue")
        except (FileNotFoundError, NotADirectoryError):
            return []
        return sorted(name for name in names if name not in (".lock", ".journal", ".taken"))

    def state(self):
        """For whoever has to find out why a case failed: who is there, what is in the queue,
        what was noted and said."""
        yield "processes:"
        for pid, line in self.command_lines():
            status = dict(text.split(":\t", 1) for text in
                          read_proc(pid, "status").splitlines() if ":\t" in text)
            yield f"  {pid} {status.get('State')}, child of {status.get('PPid')}: {line}"
        yield f"the queue: {self.queue()}"
        for name in sorted(os.listdir(self.top)):
            path = f"{self.top}/{name}"
            if os.path.isfile(path) and os.path.getsize(path):
                with open(path, encoding="utf-8", errors="backslashreplace") as file:
                    yield from (f"{name}: {line}" for line in last_lines(file.read()))

    # --- hotplug ---

    def start(self, subsystem="bus", env=None, args=(), prepare=None, before=()):
        """Starts it as the kernel does; before: a program to start it with."""
        self.started += 1
        argv = [*before, self.hotplug, "--root", self.dir, *args]
        if subsystem is not None:
            argv.append(subsystem)
        out = f"{self.top}/out.{self.started}"
        return Process(argv, event() if env is None else env, out, out + ".err", prepare)

    def run(self, subsystem="bus", env=None, **more):
        return self.start(subsystem, env, **more).wait()

    def expect(self, status, notes, subsystem="bus", env=None, **more):
        """Runs it and compares the exit status and the scripts' notes. Returns it."""
        self.forget()
        ended = self.run(subsystem, env, **more)
        equal((ended.status, self.notes()), (status, notes), f"({ended.err}):")
        return ended

    def expect_quiet(self, **more):
        """Runs it where nothing is to be said, and nothing to be handled at once."""
        ended = self.run(**more)
        equal((ended.status, ended.out, ended.err), (0, "", ""))


def tool(name):
    """The path of a program, or Skip."""
    path = shutil.which(name)
    if not path:
        raise Skip(f"{name} is not installed")
    return path


def can_trace():
    """strace, where it may be used."""
    strace = tool("strace")
    if Box.sanitized:
        raise Skip("LeakSanitizer does not work under strace")
    if subprocess.call([strace, "-o", "/dev/null", "/bin/true"],
                       stderr=subprocess.DEVNULL) != 0:
        raise Skip("strace may not trace here")
    return strace
