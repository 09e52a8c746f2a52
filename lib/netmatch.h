/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: whether a configuration file's [Match] section fits an interface.
 *
 * Source of the contract: systemd.link(5) and systemd.network(5): every key given must
 * fit; of a list of globs one must, and none of the inverted ones may.
 */
#ifndef HP_NETMATCH_H
#define HP_NETMATCH_H

#include "netvalue.h"

enum hp_net_match_key {
	HP_NET_MATCH_ORIGINAL_NAME, /* the name it had at first sight */
	HP_NET_MATCH_NAME,	    /* the one it has now */
	HP_NET_MATCH_DRIVER,
	HP_NET_MATCH_PATH, /* udev's ID_PATH */
	HP_NET_MATCH_TYPE, /* "ether", "loopback", "wlan", ... */
	HP_NET_MATCH_KEYS,
};

/* {0} is the empty list. Each word is a glob; a '!' before it inverts. */
struct hp_net_globs {
	size_t n;
	char **word;
};

/* {0} fits every interface. */
struct hp_net_match {
	struct hp_net_globs globs[HP_NET_MATCH_KEYS];
	size_t n_macs;
	struct hp_hwaddr *macs;
};

/* What is known about an interface; a NULL string fits no glob but the inverted. */
struct hp_net_facts {
	const char *text[HP_NET_MATCH_KEYS];
	struct hp_hwaddr mac[2]; /* now, and at first sight; len 0: not known */
	bool is_skipped;	 /* only what names it without a wildcard fits */
};

/* Adds the blank-separated words of value; where it begins with '!', all of them are
 * inverted. An empty value empties the list. Returns 0 or -ENOMEM. */
int hp_net_match_add_globs(struct hp_net_match *match, enum hp_net_match_key key,
			   const char *value) _must_check_;

/* The same for hardware addresses. Returns 0, -ENOMEM, or -EINVAL where a word is none
 * (those before it are in the list). */
int hp_net_match_add_macs(struct hp_net_match *match, const char *value) _must_check_;

/* Whether no key is given. */
bool hp_net_match_is_empty(const struct hp_net_match *match);

bool hp_net_match_fits(const struct hp_net_match *match,
		       const struct hp_net_facts *facts);

/* The same, with the first reason against it: one of enum hp_net_match_key, or: */
enum {
	HP_NET_FITS = -1,
	HP_NET_MISFIT_MAC = HP_NET_MATCH_KEYS,
	HP_NET_MISFIT_SKIPPED, /* is_skipped */
};
int hp_net_match_misfit(const struct hp_net_match *match,
			const struct hp_net_facts *facts);

/* "Name", ...: as the files spell it. */
const char *hp_net_match_key_name(enum hp_net_match_key key);

/* Frees what match holds, which is then {0}. */
void hp_net_match_free(struct hp_net_match *match);

#endif
