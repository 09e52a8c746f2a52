/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: what an interface's *.network file asks of others than the kernel. */
#ifndef HP_NETFOLLOW_H
#define HP_NETFOLLOW_H

#include "names.h"
#include "netconf.h"
#include "netstate.h"
#include "uevent.h"

struct hp_netfollow {
	const struct hp_uevent *event;
	const struct hp_net_link *link;
	const struct hp_net_file *network; /* NULL: no file is for the interface */
	bool is_unmanaged;		   /* one is, and leaves it to others */
	int lock; /* the interface's, or the negative errno for which there is none */
	/* With hp_dry_run, what would be done is added here; NULL: it is printed. */
	struct hp_names *says;
};

/* Of one thing that was started, or handed on, for an interface. */
struct hp_netfollow_fact {
	const char *what; /* "dhcp4", "dhcp6", "dns", "ifup" */
	const char *text; /* the command, the lines for resolv.conf(5), the name */
	pid_t pid;	  /* 0: it is no process */
	bool is_well;	  /* it runs, or ended as it should */
};

/* Whether hp_netfollow() has anything to do: something is asked for (network may be
 * NULL), or is there from before. */
bool hp_netfollow_concerns(unsigned int ifindex, const struct hp_net_file *network);

/* Brings it about. Returns 0 or the first negative errno; all are logged by then. */
int hp_netfollow(const struct hp_netfollow *follow) _must_check_;

/* Tells what is there from before; valid during the call. */
void hp_netfollow_look(unsigned int ifindex,
		       void (*see)(const struct hp_netfollow_fact *fact, void *data),
		       void *data);

/* For followers, with hp_dry_run: what would be done. Returns 0 or a negative errno. */
int hp_netfollow_say(const struct hp_netfollow *follow, const char *format, ...)
	_printf_(2, 3);

/* The interface is gone, and takes it along. */
void hp_netfollow_forget(const struct hp_uevent *event, unsigned int ifindex);

#endif
