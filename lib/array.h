/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: arrays that grow by one element at a time. */
#ifndef HP_ARRAY_H
#define HP_ARRAY_H

#include <errno.h>

#include "macro.h"

/* Makes room for one more element of `size` bytes in the array that *array points to
 * (NULL at first), where n of them stand: it is doubled at each power of two. Returns 0
 * or -ENOMEM. */
_must_check_ static inline int hp_array_grow(void *array, size_t n, size_t size)
{
	void *old, *new;

	if (n & (n - 1))
		return 0;
	/* Not by way of a void **: *array is a pointer of another type. */
	memcpy(&old, array, sizeof(old));
	new = reallocarray(old, n ? 2 * n : 1, size);
	if (!new)
		return -ENOMEM;
	memcpy(array, &new, sizeof(new));
	return 0;
}

#endif
