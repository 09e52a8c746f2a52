/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: the directories of the network files, and which of several namesakes counts.
 *
 * The earlier one wins: HP_HOOKDIR/net, HP_RUNHOOKDIR/net, those that ConfigDirectories=
 * of hotplug.conf(5) names, in its order, HP_VENDORDIR/net.
 */
#ifndef HP_NETDIRS_H
#define HP_NETDIRS_H

#include "macro.h"

struct hp_net_entry {
	char *name;
	char *path;	   /* the root prefix in it */
	unsigned int rank; /* of its directory: 0 is the first */
};

/* {0} is the empty list. */
struct hp_net_entries {
	size_t n;
	struct hp_net_entry *entry; /* in the order of their names, each once */
};

/*
 * Lists what lies in the directory below, "" or "/NAME.d", of each of the directories and
 * has a name that wants takes; names that begin with '.' are passed over. A directory
 * that cannot be read is logged. Returns 0 or -ENOMEM.
 */
int hp_net_entries_read(struct hp_net_entries *ret, const char *below,
			bool (*wants)(const char *name)) _must_check_;

const struct hp_net_entry *hp_net_entries_find(const struct hp_net_entries *entries,
					       const char *name);

/* Also for _cleanup_(). */
void hp_net_entries_free(struct hp_net_entries *entries);

/* Calls fn for each directory, until one call gives a negative value, which is returned;
 * else returns 0. dir has the root prefix in it. */
int hp_net_dirs_each(int (*fn)(const char *dir, unsigned int rank, void *data),
		     void *data);

#endif
