/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: which files of hotplug.d/net are for the interface of an event: the policy of
 * net.agent, also for whoever only wants to know. */
#ifndef HP_NETWANT_H
#define HP_NETWANT_H

#include "netdevice.h"
#include "netplan.h"
#include "netrecord.h"
#include "netskip.h"
#include "uevent.h"

struct hp_netwant {
	const struct hp_uevent *event;
	struct hp_net_conf conf;
	unsigned int keys; /* hp_net_conf_keys() of it */
	struct hp_names skip;
	bool keep_name;	      /* the interface could not be renamed */
	unsigned int refused; /* 1 << policy: the name that it gives cannot be had */
	struct hp_net_altnames refused_altnames; /* others have them */
	struct hp_net_altnames altnames; /* the interface's, by its *.link file as well */
	struct hp_net_file network; /* the interface's, where a *.netdev file adds to it
				     */
};

/* What identifies one interface: the files' [Match] is held against it. */
struct hp_netwant_subject {
	struct hp_net_device device;
	struct hp_net_record record;
};

/* Reads the files, and where there are any the list of those that others configure. event
 * must outlive it. Returns 0 or -ENOMEM; freed in any case. */
int hp_netwant_read(struct hp_netwant *ret, const struct hp_uevent *event) _must_check_;

/* Also for _cleanup_(). */
void hp_netwant_free(struct hp_netwant *netwant);

/* The interface as it is known: without a record, its name there is "". */
void hp_netwant_read_subject(const struct hp_netwant *netwant,
			     const struct hp_net_link *link,
			     struct hp_netwant_subject *ret);

/* Makes the record of one that has none: how it is at the event. */
void hp_netwant_see_first_time(const struct hp_netwant *netwant,
			       const struct hp_net_state *state,
			       struct hp_netwant_subject *subject);

/* What *.link files are held against. Points into its arguments. */
struct hp_net_facts hp_netwant_facts(const struct hp_netwant *netwant,
				     const struct hp_net_link *link,
				     const struct hp_netwant_subject *subject);

/* What want's link file wants another interface to be called than that of the event. */
const char *hp_netwant_name_of_other(struct hp_net_want *want,
				     const struct hp_net_link *link,
				     const struct hp_netwant_subject *subject);

/* The files of the interface. Alternative names that others have are said, and passed
 * over. facts: as hp_netwant_facts() gave them; afterwards what *.network files are held
 * against, of netwant as well. Returns 0 or -ENOMEM. */
int hp_netwant_find(struct hp_netwant *netwant, struct hp_netlink *nl,
		    const struct hp_net_state *state,
		    const struct hp_netwant_subject *subject, struct hp_net_facts *facts,
		    struct hp_net_want *ret) _must_check_;

#endif
