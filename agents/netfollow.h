/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: what an interface's *.network file asks of others than the kernel. */
#ifndef HP_NETFOLLOW_H
#define HP_NETFOLLOW_H

#include "netconf.h"
#include "netstate.h"
#include "uevent.h"

struct hp_netfollow {
	const struct hp_uevent *event;
	const struct hp_net_link *link;
	const struct hp_net_file *network; /* NULL: no file is for the interface */
	bool is_unmanaged;		   /* one is, and leaves it to others */
	int lock; /* the interface's, or the negative errno for which there is none */
};

/* Whether hp_netfollow() has anything to do: something is asked for (network may be
 * NULL), or is there from before. */
bool hp_netfollow_concerns(unsigned int ifindex, const struct hp_net_file *network);

/* Brings it about. Returns 0 or the first negative errno; all are logged by then. */
int hp_netfollow(const struct hp_netfollow *follow) _must_check_;

/* The interface is gone, and takes it along. */
void hp_netfollow_forget(const struct hp_uevent *event, unsigned int ifindex);

#endif
