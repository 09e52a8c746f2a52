/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: the network interfaces as they are, and as hooks were told that they are. No
 * socket and no file is touched here.
 */
#ifndef HP_LINKS_H
#define HP_LINKS_H

#include "linkwatch.h"
#include "uevent.h"

struct hp_link_state {
	struct hp_link now;
	/* Its own add has gone before: that comes by another socket than what rtnetlink
	 * says. Until then nothing is told of it. */
	bool is_announced;
	bool is_up, has_carrier; /* as told last */
	char *devpath;		 /* of what was told last; NULL: none */
};

/* {0} to begin with; by ifindex. */
struct hp_links {
	struct hp_link_state *list;
	size_t n;
};

/* The state of an interface; NULL where there is none. Good until one is added or
 * dropped. */
struct hp_link_state *hp_links_find(const struct hp_links *links, unsigned int ifindex);

/* The same, added where there is none. NULL: no memory. */
struct hp_link_state *hp_links_get(struct hp_links *links, unsigned int ifindex);

void hp_links_drop(struct hp_links *links, struct hp_link_state *state);

void hp_links_free(struct hp_links *links);

/* What is to be told next: carrier lost, down, up, carrier, in this order. Returns
 * whether there is something. */
bool hp_link_next(const struct hp_link_state *state, enum hp_action *ret);

/* It has been told. */
void hp_link_told(struct hp_link_state *state, enum hp_action action);

#endif
