"""Beside the kmod of a newer Debian, and with its kernel: see modprobe-kmod.py."""
import besidekmod

kernel = "trixie"
road = None
kmod = "trixie"
files = besidekmod.FILES


def run(guest):
    before = besidekmod.begin(guest)
    # What is compressed can be forced from libkmod 31 on: hotplug-modprobe(8).
    besidekmod.compare(guest, before, besidekmod.ASKED)
