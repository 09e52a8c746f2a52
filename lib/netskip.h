/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: the interfaces that net.agent leaves to the programs that made them: net.skip,
 * a list of globs in the tiers of tier.h, and NetSkip= of hotplug.conf.
 *
 * Source of the contract: net.agent of linux-hotplug, which had such a list built in.
 */
#ifndef HP_NETSKIP_H
#define HP_NETSKIP_H

#include "names.h"

/* Reads the lists (exact is set in it). A list that cannot be read is an error in the log,
 * and counts as empty. Returns 0 or -ENOMEM. */
int hp_net_skip_read(struct hp_names *ret) _must_check_;

/* Whether one of the globs fits. */
bool hp_net_skip_has(const struct hp_names *skip, const char *ifname);

#endif
