/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: hotplugd: its processes, and what each of them may do. See PRIVILEGE in
 * hotplugd(8). */
#ifndef HP_HOTPLUGD_SPLIT_H
#define HP_HOTPLUGD_SPLIT_H

#include "macro.h"

/* Whether the daemon is to be several processes, by hotplug.conf and the options. */
bool hotplugd_is_split(void);

/* Forks what is to be forked before anything from outside is read, and gives up what the
 * daemon itself does not need, for good; what the kernel does not offer is logged, once.
 * hotplugd.monitor and hotplugd.outlooks are there by then; hotplugd.runner and .reader
 * are set. Returns 0 or a negative errno, logged. */
int hotplugd_split(void) _must_check_;

#endif
