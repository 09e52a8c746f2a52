# SPDX-License-Identifier: GPL-2.0-or-later
"""Purpose: what the host gives a guest: the built suite, kernels, disk images.

Kernels and images lie in a cache folder outside the checkout and are made once.
"""

import contextlib
import fcntl
import hashlib
import os
import re
import shutil
import struct
import subprocess
import tempfile

from guest import SOAK

HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.dirname(os.path.dirname(HERE))
CACHE = os.environ.get("HOTPLUG_CACHE") or os.path.join(
    os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache"), "hotplug")
ROOT_PACKAGES = "systemd,systemd-sysv,udev,kmod,iproute2,iputils-ping"
SUITE = "bookworm"
SUITES = ("bookworm-backports", "trixie", "sid")  # others, of which there are kernels
OWN_COMPILER = ("sid",)  # those whose kernels want modules built by it
DEBUG = ("debug", "late")  # kernels that check themselves
KERNELS = ("helper", *DEBUG, "debian", *SUITES)
CANNOT_RUN = 77  # the exit status of what cannot be had here

os.environ["PATH"] += ":/usr/sbin:/sbin"


class Missing(Exception):
    """The host cannot run this; the case is skipped and says so."""


class HostError(Exception):
    pass


def run(*command, seconds=600, **options):
    """Runs a program of the host and gives what it printed."""
    try:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, text=True, check=False,
                              capture_output=True, timeout=seconds, **options)
    except FileNotFoundError:
        raise Missing(f"{command[0]} is not installed") from None
    except subprocess.TimeoutExpired:
        raise HostError(f"{command[0]}: no end after {seconds} s") from None
    if done.returncode == CANNOT_RUN:
        raise Missing(done.stderr.strip().split("\n")[-1])
    if done.returncode:
        raise HostError(f"{' '.join(command)}: {done.stdout[-2000:]}{done.stderr[-2000:]}")
    return done.stdout.strip()


class Kernel:
    """image: the bzImage. modules: the folder lib/modules/RELEASE, or None."""

    def __init__(self, image, release, modules):
        self.image, self.release, self.modules = image, release, modules
        # A tree of thousands of modules travels on a disk, a handful in the initramfs.
        self.on_disk = bool(modules) and size(modules) > 64 << 20


def kernel(name, modules=None):
    """name: one of KERNELS, or a bzImage, with modules naming its lib/modules/RELEASE."""
    if name in KERNELS:
        folder = kernel_folder(name)
        name = os.path.join(folder, "bzImage")
        release = image_release(name)
        return Kernel(name, release, os.path.join(folder, "lib/modules", release))
    if not os.path.isfile(name):
        raise HostError(f"{name}: neither one of {', '.join(KERNELS)} nor a kernel image")
    return Kernel(os.path.abspath(name), image_release(name), modules)


def kernel_folder(name):
    """A debug kernel is used where it is there; it is built for the full counts only."""
    cached = ["cached"] if name in DEBUG and not SOAK else []
    return run(os.path.join(HERE, "kernels"), *cached, name, seconds=7200).split("\n")[-1]


def image_release(path):
    """The release in a bzImage's header (the kernel's x86/boot.rst, kernel_version)."""
    with open(path, "rb") as image:
        head = image.read(32768)
    if head[0x202:0x206] != b"HdrS":
        raise HostError(f"{path}: not a bzImage")
    at = struct.unpack_from("<H", head, 0x20E)[0] + 0x200
    return head[at:head.index(b"\0", at)].split()[0].decode()


def kernel_modules(build, names, kernel):
    """Builds the modules of module/ and plugtest for Debian's kernel, or that of another
    suite, or a debug kernel; gives the files of those named."""
    of = [kernel] if kernel in (*SUITES, *DEBUG) else []
    if kernel in DEBUG:
        kdir = os.path.join(kernel_folder(kernel), "headers")
    else:
        kdir = run(os.path.join(HERE, "kernels"), "headers", *of,
                   seconds=900).split("\n")[-1]
    out = os.path.join(os.path.abspath(build), "-".join(["guest-modules", *of]))
    by = [os.path.join(HERE, "compiler"), kernel] if kernel in OWN_COMPILER else []
    run(*by, os.path.join(TOP, "module/build"), kdir, out, os.path.join(HERE, "plugtest"),
        seconds=900)
    return [os.path.join(out, f"{name}.ko") for name in names]


def kmod_of(suite):
    """The kmod of another suite of Debian: what is to be copied, {path in the guest: path
    on the host}, and the text of a modprobe that runs it with its own libraries."""
    run(os.path.join(TOP, "tests/modprobe/peer"), suite)
    tree = os.path.join(CACHE, f"kmod-{suite}/tree/usr")
    libraries = os.path.join(tree, "lib/x86_64-linux-gnu")
    loader = os.path.join(libraries, "ld-linux-x86-64.so.2")
    listed = run(loader, "--library-path", libraries, "--list", f"{tree}/bin/kmod")
    needed = set(re.findall(re.escape(libraries) + r"/\S+", listed)) | {loader}
    # It is opened at run time.
    needed |= {os.path.join(libraries, "liblzma.so.5")}
    copies = {f"/{suite}/{os.path.basename(path)}": path for path in needed}
    copies[f"/{suite}/kmod"] = f"{tree}/bin/kmod"
    return copies, (f"#!/bin/sh\nexec /{suite}/{os.path.basename(loader)} --library-path "
                    f"/{suite} --argv0 modprobe /{suite}/kmod \"$@\"\n")


def size(folder):
    """Bytes below a folder, up to the first 64 MiB."""
    total = 0
    for base, _, names in os.walk(folder):
        total += sum(os.lstat(os.path.join(base, name)).st_size for name in names)
        if total > 64 << 20:
            break
    return total


@contextlib.contextmanager
def making(path):
    """Gives the name under which to make a file of the cache, unless it is there (then
    None). Two runs at a time do not make it twice, and none is seen half made."""
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path + ".lock", "w", encoding="ascii") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if os.path.exists(path):
            yield None
            return
        work = f"{path}.{os.getpid()}"
        try:
            yield work
            os.rename(work, path)
        finally:
            remove(work)


def remove(path):
    if os.path.isdir(path) and not os.path.islink(path):
        shutil.rmtree(path, ignore_errors=True)
    elif os.path.lexists(path):
        os.unlink(path)


def file_system(folder, image, mebibytes):
    """Makes a disk image of a folder, without mounting anything."""
    run("mke2fs", "-q", "-t", "ext4", "-O", "^has_journal,^metadata_csum", "-m", "0",
        "-E", "root_owner=0:0", "-d", folder, image, f"{mebibytes}M")


def modules_image(of):
    """The disk image of a kernel's modules (the folder kernel/ of its tree)."""
    stamp = os.stat(os.path.join(of.modules, "modules.dep.bin")).st_mtime_ns
    key = hashlib.sha256(f"{of.modules} {stamp}".encode()).hexdigest()[:12]
    path = os.path.join(CACHE, f"modules-{of.release}-{key}.ext4")
    with making(path) as work:
        if work:
            file_system(os.path.join(of.modules, "kernel"), work, 640)
    return path


def root_image():
    """The disk image of a whole Debian, with udev and systemd."""
    key = hashlib.sha256(f"{SUITE} {ROOT_PACKAGES}".encode()).hexdigest()[:12]
    path = os.path.join(CACHE, f"root-{SUITE}-{key}.ext4")
    with making(path) as work:
        if work:
            make_root(work)
    return path


def make_root(image):
    if os.geteuid():
        raise Missing("a Debian root is made by root, once (debootstrap)")
    mirror = re.search(r"https?://\S+|file:\S+", run("apt-get", "indextargets", "--format",
                                                    "$(SITE)", "Created-By: Packages"))
    with tempfile.TemporaryDirectory(dir=CACHE, prefix="root.") as folder:
        os.chmod(folder, 0o755)
        run("debootstrap", "--variant=minbase", f"--include={ROOT_PACKAGES}", SUITE, folder,
            *([mirror.group()] if mirror else []), seconds=1200)
        remove(os.path.join(folder, "var/cache/apt"))
        remove(os.path.join(folder, "var/lib/apt/lists"))
        file_system(folder, image, 768)


def unpacked(packages):
    """The files of packages of Debian, in a folder; nothing is installed."""
    key = hashlib.sha256(f"{SUITE} {packages}".encode()).hexdigest()[:12]
    path = os.path.join(CACHE, f"packages-{SUITE}-{key}")
    with making(path) as work:
        if work:
            os.makedirs(work)
            with tempfile.TemporaryDirectory(dir=CACHE, prefix="debs.") as folder:
                run("apt-get", "-q", "download", *packages, cwd=folder)
                for name in os.listdir(folder):
                    run("dpkg", "-x", os.path.join(folder, name), work)
    return path


def install_services(option, path, into):
    """Installs what etc/ has for an init, whose directory is that option of meson, below a
    folder."""
    with tempfile.TemporaryDirectory(prefix="services.") as build:
        run("meson", "setup", "-Dman=disabled", "-Dtests=disabled", f"-D{option}={path}",
            build, TOP)
        run("meson", "install", "-C", build, "--no-rebuild", "--quiet", "--tags", "init",
            "--destdir", into)


def installed(build, into):
    """Installs the built suite below a folder."""
    if not os.path.exists(os.path.join(build, "build.ninja")):
        raise HostError(f"{build}: no build; run meson setup and ninja first, or say --build")
    os.makedirs(into)
    run("meson", "install", "-C", build, "--no-rebuild", "--quiet",
        env={**os.environ, "DESTDIR": into})
    return into
