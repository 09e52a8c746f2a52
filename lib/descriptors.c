/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: what a process has open, see descriptors.h. */
#include "descriptors.h"

/* The smallest of them that is from or more; ~0U where there is none. */
static unsigned int next_kept(const int *kept, size_t n, unsigned int from)
{
	unsigned int next = ~0U;

	for (size_t i = 0; i < n; i++)
		if (kept[i] >= 0 && (unsigned int)kept[i] >= from &&
		    (unsigned int)kept[i] < next)
			next = kept[i];
	return next;
}

void hp_descriptors_close_but(const int *kept, size_t n)
{
	unsigned int from = STDERR_FILENO + 1, next;

	while ((next = next_kept(kept, n, from)) != ~0U) {
		if (next > from)
			close_range(from, next - 1, 0);
		from = next + 1;
	}
	close_range(from, ~0U, 0);
}
