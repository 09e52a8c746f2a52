/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: every section and key of systemd's network files, and what to say of one that
 * this suite does not take.
 *
 * Source of the contract: systemd.link(5), systemd.network(5) and systemd.netdev(5) of
 * systemd 252, and the older spellings that its programs still read.
 */
#ifndef HP_NETKEYS_H
#define HP_NETKEYS_H

#include "netconf.h"

#define HP_NET_KEYS_WHAT_MAX 256

struct hp_net_keys_name {
	const char *section;
	const char *key;  /* NULL: the section itself, which comes before its keys */
	bool is_older;	  /* no longer in the pages */
	bool is_for_whom; /* leaving it out would change for whom the file is */
};

/* Calls fn for each name of that kind of file. */
void hp_net_keys_each(enum hp_net_file_kind kind,
		      void (*fn)(const struct hp_net_keys_name *name, void *data),
		      void *data);

/* Whether a file with this key may not be used where the key cannot be obeyed: those of
 * [Match], and those that leave the interface to others. */
bool hp_net_keys_decide(enum hp_net_file_kind kind, const char *section, const char *key);

/* Why a section (key NULL) or key that is not supported is not, in a word or few; NULL:
 * there is nothing to say of it. */
const char *hp_net_keys_why(const char *section, const char *key);

/* What is to be said of a section (key NULL) or key that is not taken: that it is not
 * supported, where it belongs, or what it may be meant to be. Returns ret. */
char *hp_net_keys_explain(enum hp_net_file_kind kind, const char *section,
			  const char *key, char ret[static HP_NET_KEYS_WHAT_MAX]);

#endif
