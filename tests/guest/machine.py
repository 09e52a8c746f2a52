# SPDX-License-Identifier: GPL-2.0-or-later
"""Purpose: put a guest together: kernel, initramfs, disks, from what a case asks for."""

import os
import shutil
import tempfile

import host
from tree import Tree

# What this suite replaces must not be there to do the job in its place.
NOT_FROM_BUSYBOX = {"depmod", "init", "mdev", "modinfo", "modprobe"}
SECOND = 1_000_000_000  # the one time of modification of every index
# To mount a disk.
DISK_MODULES = ("virtio_pci", "virtio_blk", "crc32c_generic", "ext4")


class Machine:
    """What Guest starts. A context manager: on leaving, its files are gone.

    kernel         one of host.KERNELS, or a host.Kernel
    root           initramfs: busybox and the suite; debian: a whole Debian whose init is
                   the test's; systemd: a whole Debian with systemd as init
    init           the program, with its arguments, that becomes the guest's process 1, in
                   the place of the test's; it has to start "/usr/lib/guest/init serve", in
                   an initramfs "/init serve"
    services       (OPTION, DIRECTORY): what etc/ has for the init whose directory is that
                   option of meson
    packages       names of packages of Debian, whose files are put into the root; what
                   their maintainer scripts do is not done
    mounts         whether /proc, /sys, /dev, /run and /tmp are mounted for the test
    files          {path in the guest: text}; mode 0755 where the text begins with "#!"
    copies         {path in the guest: path on the host}
    extra_modules  files X.ko that go into the tree, below updates/
    qemu           more arguments of QEMU: devices that cannot be plugged in later
    machine        QEMU's name of the machine; "" is its default, i440fx
    devices        what stands in it from the beginning, as QEMU's -device takes it
    counted        under emulation, its clock counts its own instructions
    """

    def __init__(self, build, kernel="helper", root="initramfs", init=None, services=None,
                 packages=(), mounts=True, files=None, copies=None, extra_modules=(),
                 append="", memory=512, cpus=2, machine="", devices=(), accel="tcg",
                 qemu=(), counted=False):
        self.build, self.root, self.mounts = build, root, mounts
        self.init = init or ("/lib/systemd/systemd" if root == "systemd" else None)
        self.services, self.packages = services, packages
        self.files, self.copies = files or {}, copies or {}
        self.extra_modules, self.qemu = extra_modules, qemu
        self.append, self.memory, self.cpus, self.accel = append, memory, cpus, accel
        self.machine, self.devices = machine or "pc", devices
        self.counted = counted and accel == "tcg"
        self.disks, self._config, self._dir = [], [], None
        self._of = host.kernel(kernel) if isinstance(kernel, str) else kernel
        self.kernel, self.release = self._of.image, self._of.release

    def __enter__(self):
        self._dir = tempfile.mkdtemp(prefix="machine.")
        try:
            self.initrd = os.path.join(self._dir, "initrd")
            self._installed = host.installed(self.build, os.path.join(self._dir, "dest"))
            self._assemble()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        shutil.rmtree(self._dir, ignore_errors=True)

    def _assemble(self):
        tree = Tree()
        base(tree)
        payload = tree if self.root == "initramfs" else Tree()
        if self.packages:
            payload.copy(host.unpacked(self.packages), "/")
        if self.services:
            host.install_services(*self.services, self._installed)
        payload.copy(self._installed, "/")
        for path, source in self.copies.items():
            payload.copy(os.path.realpath(source), path)
        for path, text in self.files.items():
            payload.file(path, text, 0o755 if text.startswith("#!") else 0o644)
        if self._of.modules or self.extra_modules:
            self._add_modules(tree, payload)
        if payload is tree:
            tree.copy_libraries()
        else:
            self._add_root(tree, payload)
        if self.init:
            self._config.append(f"init='{self.init}'")
        if not self.mounts:
            self._config.append("mounts=none")
        tree.file("/guest.conf", "\n".join(self._config) + "\n")
        tree.write(self.initrd)

    def _add_modules(self, tree, payload):
        at = f"/lib/modules/{self.release}"
        stage = self._stage_modules(at)
        for name in os.listdir(stage):
            if name != "kernel":
                payload.copy(os.path.join(stage, name), os.path.join(at, name))
        if self._of.on_disk:
            payload.link(os.path.join(at, "kernel"), "/modules")
            self._add_disk_drivers(tree)
            self._config.append(f"modules_disk={self._disk(host.modules_image(self._of))}")
        elif self._of.modules:
            payload.copy(os.path.join(self._of.modules, "kernel"), os.path.join(at, "kernel"))

    def _stage_modules(self, at):
        """Makes the tree's indexes on the host: for a large tree that is many times faster
        than in the guest. An archive keeps whole seconds only, so they are made whole
        before anything is derived from them."""
        root = os.path.join(self._dir, "stage")
        stage = root + at
        os.makedirs(stage)
        for name in os.listdir(self._of.modules) if self._of.modules else ():
            if name.startswith("modules."):
                shutil.copy(os.path.join(self._of.modules, name), stage)
        if self._of.modules:
            os.symlink(os.path.join(self._of.modules, "kernel"),
                       os.path.join(stage, "kernel"))
        if self.extra_modules:
            os.mkdir(os.path.join(stage, "updates"))
            for module in self.extra_modules:
                shutil.copy(module, os.path.join(stage, "updates"))
            host.run("depmod", "-b", root, self.release)
        for path, text in self.files.items():
            if path.startswith("/etc/modprobe.d/"):
                os.makedirs(root + os.path.dirname(path), exist_ok=True)
                with open(root + path, "w", encoding="utf-8") as out:
                    out.write(text)
        for base_dir, _, names in os.walk(root):
            for name in names:
                os.utime(os.path.join(base_dir, name), (SECOND, SECOND))
        depmap = os.path.join(self._installed, "usr/sbin/hotplug-depmap")
        if os.path.exists(depmap):
            host.run(depmap, "-b", root, self.release)
        return stage

    def _add_disk_drivers(self, tree):
        paths = load_order(self._of.modules, DISK_MODULES)
        for path in paths:
            tree.copy(os.path.join(self._of.modules, path), "/disk/" + os.path.basename(path))
        names = " ".join("/disk/" + os.path.basename(path) for path in paths)
        self._config.append(f"modules='{names}'")

    def _add_root(self, tree, payload):
        payload.copy("/bin/busybox", "/usr/bin/busybox")
        payload.copy(os.path.join(host.HERE, "init"), "/usr/lib/guest/init")
        if self.root == "systemd":
            payload.copy(os.path.join(host.HERE, "guest.service"),
                         "/usr/lib/systemd/system/guest.service")
            payload.link("/etc/systemd/system/sysinit.target.wants/guest.service",
                         "/usr/lib/systemd/system/guest.service")
        payload.move_to_usr()
        archive = os.path.join(self._dir, "payload.cpio")
        payload.write(archive)
        tree.copy(archive, "/payload.cpio")
        tree.directory("/root")
        self._config.append(f"root_disk={self._disk(host.root_image())}")

    def _disk(self, image):
        self.disks.append(image)
        return "vd" + "abcdefgh"[len(self.disks) - 1]


def base(tree):
    """Busybox, the folders to mount on, and the devices a test needs before that."""
    tree.copy("/bin/busybox", "/bin/busybox")
    for name in host.run("/bin/busybox", "--list").split():
        if name not in NOT_FROM_BUSYBOX | {"busybox"}:
            tree.link(f"/bin/{name}", "busybox")
    for path in ("/proc", "/sys", "/dev", "/run", "/modules", "/sbin", "/etc"):
        tree.directory(path)
    tree.directory("/tmp", 0o1777)
    tree.character("/dev/console", 5, 1)
    tree.character("/dev/null", 1, 3, 0o666)
    tree.character("/dev/kmsg", 1, 11)
    tree.character("/dev/ttyS1", 4, 65)
    tree.copy(os.path.join(host.HERE, "init"), "/init")


def load_order(modules, names):
    """The files of these modules and of all they depend on, in the order to load them."""
    needs = {}
    with open(os.path.join(modules, "modules.dep"), encoding="utf-8") as lines:
        for line in lines:
            path, _, deps = line.partition(":")
            needs[module_name(path)] = (path, deps.split())
    order = []
    for name in names:
        if name not in needs:
            continue  # built in
        path, deps = needs[name]
        order += [dep for dep in reversed(deps) if dep not in order]
        order += [path] if path not in order else []
    return order


def module_name(path):
    return os.path.basename(path).split(".")[0].replace("-", "_")
