/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: hotplugd: what each of its processes gives up. See PRIVILEGE in hotplugd(8).
 */
#ifndef HP_HOTPLUGD_CONFINE_H
#define HP_HOTPLUGD_CONFINE_H

#include "confine.h"

/* All that it and its workers, which are forked from it, may make. */
extern const struct hp_calls hotplugd_actor_calls;

/* For good, and for everything that is forked from it. What the kernel does not offer is
 * logged, and the process goes on. */
void hotplugd_confine_actor(void);

#endif
