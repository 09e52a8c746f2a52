# SPDX-License-Identifier: GPL-2.0-or-later
"""Purpose: this system as a root of its own, with the hooks installed."""

import os
import subprocess
import tempfile

OURS = ("modules.hotplug.bin", "modules.pcimap", "modules.usbmap")
MODULES = ("drivers/net/ethernet/intel/e1000/e1000.ko", "drivers/hid/usbhid/usbhid.ko")


class Failed(Exception):
    """The case failed, for this reason."""


class Skip(Exception):
    """The case cannot run here, for this reason."""


def check(condition, *why):
    if not condition:
        raise Failed(" ".join(str(part) for part in why))


def command(*words, **more):
    return subprocess.run(words, capture_output=True, text=True, check=True,
                          timeout=300, **more).stdout.strip()


class Root:
    """This system in an overlay, with the hooks and hotplug-depmap installed."""

    def __init__(self, build, hooks, kernel):
        self.build, self.hooks = build, hooks
        self.release = os.listdir(kernel + "/lib/modules")[0]
        self.modules = f"{kernel}/lib/modules/{self.release}"

    def __enter__(self):
        self.top = tempfile.mkdtemp(prefix="hotplug-hooks.")
        self.dir = self.top + "/root"
        try:
            self.make()
        except BaseException:
            self.__exit__()
            raise
        return self

    def make(self):
        # An overlay does not lie on another one, as in a container; on a tmpfs it does.
        try:
            command("mount", "-t", "tmpfs", "tmpfs", self.top)
            for name in ("root", "up", "work"):
                os.mkdir(f"{self.top}/{name}")
            command("mount", "-t", "overlay", "overlay", "-o",
                    f"lowerdir=/,upperdir={self.top}/up,workdir={self.top}/work", self.dir)
        except subprocess.CalledProcessError as error:
            raise Skip(f"no overlay can be mounted: {error.stderr}") from error
        command("mount", "-t", "proc", "proc", self.dir + "/proc")
        command("mount", "--bind", "/dev", self.dir + "/dev")
        os.makedirs(self.dir + "/lib/modules", exist_ok=True)
        command("mount", "-t", "tmpfs", "tmpfs", self.dir + "/lib/modules")
        command("meson", "install", "--no-rebuild", "--tags", "hooks", "--destdir",
                self.dir, "-C", self.hooks)
        command("install", self.build + "/helpers/hotplug-depmap",
                self.dir + "/usr/sbin/hotplug-depmap")
        self.add_tree(self.release)

    def __exit__(self, *_):
        subprocess.run(["umount", "-R", self.top], check=False)
        os.rmdir(self.top)

    def tree(self, version=None):
        return f"{self.dir}/lib/modules/{version or self.release}"

    def add_tree(self, version, depmod=True):
        """What a kernel package brings."""
        for module in MODULES:
            target = f"{self.tree(version)}/kernel/{module}"
            os.makedirs(os.path.dirname(target), exist_ok=True)
            command("cp", f"{self.modules}/kernel/{module}", target)
        for name in ("modules.order", "modules.builtin"):
            command("cp", f"{self.modules}/{name}", self.tree(version))
        if depmod:
            self.run("depmod", version or self.release)

    def remove_package(self, version=None):
        """What a package leaves behind: what depmod wrote."""
        command("rm", "-rf", self.tree(version) + "/kernel",
                self.tree(version) + "/modules.order",
                self.tree(version) + "/modules.builtin")

    def run(self, *words, env=None, cwd="/"):
        """Runs words in the root; they must succeed. Returns all that they said."""
        words = ["chroot", self.dir, "env", "-i", f"--chdir={cwd}",
                 "PATH=/usr/sbin:/usr/bin:/sbin:/bin",
                 *(f"{key}={value}" for key, value in (env or {}).items()), *words]
        done = subprocess.run(words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                              stdin=subprocess.DEVNULL, text=True, timeout=300,
                              check=False)
        check(done.returncode == 0, words[5:], done.returncode, done.stdout)
        return done.stdout

    def has(self, version=None):
        """Which of our files the tree has: all, none, or some."""
        found = [os.path.exists(f"{self.tree(version)}/{name}") for name in OURS]
        return "all" if all(found) else "some" if any(found) else "none"

    def is_good(self, version=None):
        """Whether the agents would use them: nothing is left to do."""
        def stamps():
            return [os.stat(f"{self.tree(version)}/{name}").st_ino for name in OURS]
        before = stamps()
        self.run("hotplug-depmap", "-u", version or self.release)
        return before == stamps()

    def run_parts(self, part, maintainer_words, version=None):
        """As the maintainer scripts of Debian's linux-image do."""
        version = version or self.release
        return self.run("run-parts", "--report", "--exit-on-error", f"--arg={version}",
                        f"--arg=/boot/vmlinuz-{version}", f"/etc/kernel/{part}.d",
                        env={"DEB_MAINT_PARAMS": maintainer_words})

    def only_ours(self):
        """Leaves our hook alone in Debian's directories."""
        for part in ("postinst", "postrm"):
            directory = f"{self.dir}/etc/kernel/{part}.d"
            for name in os.listdir(directory):
                if name != "hotplug-depmap":
                    os.unlink(f"{directory}/{name}")
