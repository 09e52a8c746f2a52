# SPDX-License-Identifier: GPL-2.0-or-later
"""Purpose: what the guest's root holds, and the initramfs that carries it there.

Everything belongs to root and is writable by root alone, whoever builds it: the archive
is written here, byte by byte, so no privilege is needed.
"""

import os
import stat
import subprocess

DIRECTORY, FILE, LINK, CHARACTER = stat.S_IFDIR, stat.S_IFREG, stat.S_IFLNK, stat.S_IFCHR
LIBRARY_DIRS = ("/lib", "/lib64", "/usr")


class Tree:
    def __init__(self):
        self._entries = {}  # path: (mode, data or host path, mtime, (major, minor))

    def directory(self, path, mode=0o755):
        self._add(path, DIRECTORY | mode, b"")

    def link(self, path, target):
        self._add(path, LINK | 0o777, target.encode())

    def character(self, path, major, minor, mode=0o600):
        self._add(path, CHARACTER | mode, b"", device=(major, minor))

    def file(self, path, data, mode=0o644):
        data = data.encode() if isinstance(data, str) else data
        self._add(path, FILE | mode, data)

    def copy(self, host, path):
        """Takes a file, a link or a whole folder of the host."""
        info = os.lstat(host)
        if stat.S_ISDIR(info.st_mode):
            self.directory(path)
            for name in os.listdir(host):
                self.copy(os.path.join(host, name), os.path.join(path, name))
        elif stat.S_ISLNK(info.st_mode):
            self.link(path, os.readlink(host))
        else:
            self._add(path, FILE | info.st_mode & 0o755, host, int(info.st_mtime))

    def copy_libraries(self):
        """Takes what the programs in the tree are linked with, at the host's paths."""
        programs = [data for mode, data, _, _ in self._entries.values()
                    if isinstance(data, str) and mode & 0o111]
        for program in programs:
            for library in libraries(program):
                self.copy(os.path.realpath(library), library)

    def move_to_usr(self):
        """Puts what lies in /bin, /sbin, /lib, /lib64 below /usr, for a root where these
        are links."""
        moved = {}
        for path, entry in self._entries.items():
            if path.split("/")[1] in ("bin", "sbin", "lib", "lib64"):
                path = "/usr" + path
            moved[path] = entry
        self._entries = moved

    def write(self, name):
        with open(name, "wb") as out:
            # A root that is a tmpfs would else be writable by all.
            out.write(header(".", 0, DIRECTORY | 0o755, 0, 0))
            for number, path in enumerate(sorted(self._entries), 1):
                self._write_entry(out, number, path)
            out.write(header("TRAILER!!!", 0, 0, 0, 0))

    def _add(self, path, mode, data, mtime=0, device=(0, 0)):
        assert path.startswith("/"), path
        parent = os.path.dirname(path)
        if parent != "/" and parent not in self._entries:
            self.directory(parent)
        if path != "/":
            self._entries[path] = (mode, data, mtime, device)

    def _write_entry(self, out, number, path):
        mode, data, mtime, device = self._entries[path]
        if isinstance(data, str):
            with open(data, "rb") as source:
                data = source.read()
        out.write(header(path[1:], number, mode, mtime, len(data), device))
        out.write(data + b"\0" * (-len(data) % 4))


def header(name, number, mode, mtime, size, device=(0, 0)):
    """One header of the "newc" format (the kernel's early-userspace/buffer-format.rst)."""
    raw = name.encode() + b"\0"
    fields = (number, mode, 0, 0, 1, mtime, size, 0, 0, *device, len(raw), 0)
    head = b"070701" + b"".join(b"%08x" % field for field in fields) + raw
    return head + b"\0" * (-len(head) % 4)


def libraries(program):
    """The shared libraries and the loader of a program; none where it is static."""
    done = subprocess.run(["ldd", program], stdin=subprocess.DEVNULL, text=True,
                          capture_output=True, timeout=20, check=False)
    words = done.stdout.replace("=>", " ").split()
    return [word for word in words
            if word.startswith(LIBRARY_DIRS) and os.path.exists(word)]
