/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: calls that failed for want of what others will give back: memory, processes,
 * descriptors, locks. Whoever cannot leave his work to another tries again.
 */
#ifndef HP_SCARCE_H
#define HP_SCARCE_H

#include "macro.h"

/* Whether r is such a negative errno: -EAGAIN of fork(2), -ENOMEM, -ENOBUFS, -EMFILE,
 * -ENFILE, -ENOLCK. */
bool hp_scarce_is(int r);

/*
 * Waits a moment where r is such an errno, from 10 ms on twice as long each time, and
 * gives up after ten seconds in all. waits: how often it was waited, 0 before the first
 * call. Returns whether to try once more.
 *
 *	do
 *		r = ...;
 *	while (hp_scarce_wait(r, &waits));
 */
bool hp_scarce_wait(int r, unsigned int *waits);

#endif
