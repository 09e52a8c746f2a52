"""The same on Debian's kernel, where hotplugd brings the firmware."""
from firmware import FILES, all_slots_wait as run

kernel = "debian"
road = "hotplugd"
files = FILES
