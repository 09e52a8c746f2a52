/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: what interfaces add to resolv.conf(5), kept in /run/hotplug:
 *
 *	net/IFINDEX.resolv	of one interface; its first line is "# NAME"
 *	resolv.conf		of all of them, for /etc/resolv.conf to be a link to
 *
 * Whoever changes the first has the interface's lock (netrecord.h).
 */
#ifndef HP_RESOLV_H
#define HP_RESOLV_H

#include <net/if.h>

#include "names.h"

/* What the interface adds, as it is kept; freed by the caller. NULL: out of memory. */
char *hp_resolv_format(const char *ifname, const struct hp_names *servers,
		       const struct hp_names *domains);

/* Reads what is kept, and the name in it; both are "" where there is nothing. Returns 0,
 * then ret_text is the caller's to free, or -ENOMEM. */
int hp_resolv_read(unsigned int ifindex, char **ret_text,
		   char ret_name[static IFNAMSIZ]) _must_check_;

/* Keeps that text. Returns 0 or the negative errno of open(2), write(2), rename(2). */
int hp_resolv_write(unsigned int ifindex, const char *text) _must_check_;

/* Keeps nothing but the name. Returns 0, -ENOMEM, or as hp_resolv_write(). */
int hp_resolv_retire(unsigned int ifindex, const char *ifname) _must_check_;

void hp_resolv_drop(unsigned int ifindex);

/* Opens what is kept. Returns a descriptor or a negative errno. */
int hp_resolv_open(unsigned int ifindex) _must_check_;

/* {0} is the empty list. */
struct hp_resolv_list {
	size_t n;
	unsigned int *ifindex; /* ascending; the caller's to free, in any case */
};

/* The interfaces of which something is kept. Returns 0, -ENOMEM, or a negative errno of
 * the file system. */
int hp_resolv_list(struct hp_resolv_list *ret) _must_check_;

/*
 * Writes resolv.conf anew: the servers of all interfaces in the order of their numbers,
 * each once, then the domains. Where there are none, it is removed. Takes the lock of
 * hp_net_names_lock(). Returns 0, -ENOMEM, or a negative errno of the file system.
 */
int hp_resolv_merge(void) _must_check_;

#endif
