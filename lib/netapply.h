/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: take the steps of a plan through rtnetlink, and take them back where one
 * fails.
 */
#ifndef HP_NETAPPLY_H
#define HP_NETAPPLY_H

#include "netplan.h"
#include "netrestore.h"

/* A socket to the kernel; see netlink.h. */
int hp_netlink_open(struct hp_netlink **ret) _must_check_;
void hp_netlink_closep(struct hp_netlink **nl);

/*
 * Who holds a name that is needed: what the files want that interface to be called
 * (link->name where they want nothing else). Returns 0 with the name, or -EPERM where it
 * must not be renamed.
 */
typedef int (*hp_net_namer)(const struct hp_net_link *link, char ret[static IFNAMSIZ],
			    void *data);

struct hp_net_apply {
	struct hp_netlink *nl;
	unsigned int ifindex;
	hp_net_namer namer;
	void *data;
	/* What the interface has is read before the first step, not before the first that
	 * disturbs it: for plans that disturb it late. */
	bool reads_first;
	size_t failed; /* set by hp_net_apply(): the step that failed */
	/* Set by hp_net_apply(): the interface was taken down for a moment, or something
	 * removed, so that the kernel may have dropped more: plan anew. */
	bool disturbed;
	/* Set by hp_net_apply(): the negative errno with which the kernel refused a
	 * queueing discipline, or a kind of device, that it does not have; 0: none. */
	int lacks;
	/* Of hp_net_apply(), while it runs: what the interface had before it was, and
	 * who has whose name. */
	struct hp_net_restore *before;
	struct hp_net_exchange *exchange;
};

/*
 * Takes the steps in order. Where one fails, what failed, why, and which setting asked
 * for it is logged; the steps before it are taken back in reverse, and what the kernel
 * dropped of the interface beside them is put back: netrestore.h.
 *
 * A setting that the driver refuses is said, and left out; so is a queueing discipline
 * that the kernel does not have (netapply_qdisc.h), with what is in it; a virtual device
 * of such a kind, with what the interface was to be in it; a nexthop object
 * that waits for a carrier, with the routes and groups by it; and an IPv6 route whose
 * source is still tentative after 5 seconds; and an alternative name that another
 * interface has by then. An equalizer that cannot be up yet
 * (netteql.h) is said, and left with what needs no more than it is.
 *
 * A name that another interface holds is waited for by nobody: where the files want that
 * one to be called otherwise, it is renamed as well, in one go under a lock, so that
 * names can be swapped.
 *
 * Returns 0; -ENODEV where the interface is gone, which is no failure and not logged; or
 * the negative errno of the step that failed.
 */
int hp_net_apply(struct hp_net_apply *apply, struct hp_net_plan *plan) _must_check_;

/* Whether name is one that hp_net_apply() parks an interface under in the middle of a
 * swap: an interface that still has it was left behind by a process that died. */
bool hp_net_name_is_parked(const char *name, unsigned int ifindex);

#endif
