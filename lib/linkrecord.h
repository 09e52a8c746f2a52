/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: what hooks were told of interfaces, on record, so that a daemon that is
 *started again does not tell it twice, and what happened meanwhile is told.
 *
 *	/run/hotplug/iface/IFINDEX	a link to CARRIER:NAME:DEVPATH of one that is up
 */
#ifndef HP_LINKRECORD_H
#define HP_LINKRECORD_H

#include "links.h"

/* Opens the directory, or makes it, where /run/hotplug is. Returns it or a negative
 * errno. */
int hp_linkrecord_open(void) _must_check_;

/* Puts what was told on record. Best effort: without, it may be told again. */
void hp_linkrecord_put(int dir, const struct hp_link_state *state);

/* Adds the interfaces on record to links, as they were told, announced, and taken for
 * gone until somebody says that they are there. Returns 0 or a negative errno. */
int hp_linkrecord_read(int dir, struct hp_links *links) _must_check_;

/* Drops all records. */
void hp_linkrecord_clear(int dir);

#endif
