"""A load that waits for firmware, in all slots at once, ends soon: nothing waits for itself."""
from firmware import FILES, all_slots_wait as run

files = FILES
