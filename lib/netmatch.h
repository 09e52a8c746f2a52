/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: whether a configuration file's [Match] section fits an interface.
 *
 * Source of the contract: systemd.link(5) and systemd.network(5): every key given must
 * fit; of a list of globs one must, and none of the inverted ones may.
 */
#ifndef HP_NETMATCH_H
#define HP_NETMATCH_H

#include "machine.h"
#include "netvalue.h"

enum hp_net_match_key {
	HP_NET_MATCH_ORIGINAL_NAME, /* the name it had at first sight */
	HP_NET_MATCH_NAME,	    /* those it has now: one must fit */
	HP_NET_MATCH_DRIVER,
	HP_NET_MATCH_PATH, /* udev's ID_PATH */
	HP_NET_MATCH_TYPE, /* "ether", "loopback", "wlan", ... */
	HP_NET_MATCH_KIND, /* "veth", "bridge", ... */
	HP_NET_MATCH_KEYS, /* those with globs */
	HP_NET_MATCH_MAC = HP_NET_MATCH_KEYS,
	HP_NET_MATCH_PERMANENT_MAC,
	HP_NET_MATCH_PROPERTY,
	HP_NET_MATCH_MACHINE,
};

/* {0} is the empty list. Each word is a glob; a '!' before it inverts. */
struct hp_net_globs {
	size_t n;
	char **word;
};

struct hp_net_altnames;
struct hp_net_link;
struct hp_uevent;

struct hp_net_macs {
	size_t n;
	struct hp_hwaddr *mac;
};

/* {0} fits every interface. */
struct hp_net_match {
	struct hp_net_globs globs[HP_NET_MATCH_KEYS];
	struct hp_net_globs properties; /* KEY=GLOB */
	struct hp_net_macs macs, permanent_macs;
	unsigned int machine_keys; /* 1 << enum hp_machine_key */
	unsigned int machine_misfits;
};

/* What is known about an interface; a NULL string fits no glob but the inverted. */
struct hp_net_facts {
	const char *text[HP_NET_MATCH_KEYS];
	const struct hp_net_altnames *altnames; /* as HP_NET_MATCH_NAME; NULL: none */
	struct hp_hwaddr mac[2]; /* now, and at first sight; len 0: not known */
	struct hp_hwaddr permanent_mac;
	bool is_skipped; /* only what names it without a wildcard fits */
	/* Whether udev knows a property, then with its value in ret; NULL: it knows none.
	 */
	bool (*property)(const struct hp_net_facts *facts, const char *key, char *ret,
			 size_t size);
	const struct hp_net_link *link; /* for property */
	const struct hp_uevent *event;	/* for property; NULL: not of this interface */
};

/* Adds the blank-separated words of value, which quotes hold together; where it begins
 * with '!', all of them are inverted. An empty value empties the list. Returns 0,
 * -ENOMEM, or -EINVAL where a quote has no partner. */
int hp_net_match_add_globs(struct hp_net_match *match, enum hp_net_match_key key,
			   const char *value) _must_check_;

/* The same for properties, KEY=GLOB. Returns -EINVAL where a word has no '=' as well. */
int hp_net_match_add_properties(struct hp_net_match *match,
				const char *value) _must_check_;

/* The same for hardware addresses, in the forms of systemd.link(5), without '!'; key is
 * HP_NET_MATCH_MAC or HP_NET_MATCH_PERMANENT_MAC. Returns 0, -ENOMEM, or -EINVAL where a
 * word is none (those before it are in the list). */
int hp_net_match_add_macs(struct hp_net_match *match, enum hp_net_match_key key,
			  const char *value) _must_check_;

/* What the machine must be, in the place of what was said before. An empty value takes
 * that back. Returns 0, or -EINVAL where the value is none of the key's. */
int hp_net_match_set_machine(struct hp_net_match *match, enum hp_machine_key key,
			     const char *value) _must_check_;

/* Which facts it is held against: 1 << key. */
unsigned int hp_net_match_keys(const struct hp_net_match *match);

/* Whether no key is given. */
bool hp_net_match_is_empty(const struct hp_net_match *match);

bool hp_net_match_fits(const struct hp_net_match *match,
		       const struct hp_net_facts *facts);

/* The same, with the first reason against it: one of enum hp_net_match_key, or: */
enum {
	HP_NET_FITS = -1,
	HP_NET_MISFIT_SKIPPED = HP_NET_MATCH_MACHINE + 1, /* is_skipped */
};
int hp_net_match_misfit(const struct hp_net_match *match,
			const struct hp_net_facts *facts);

/* "Name", ...: as the files spell it; "" for the machine, see machine.h. */
const char *hp_net_match_key_name(enum hp_net_match_key key);

/* Frees what match holds, which is then {0}. */
void hp_net_match_free(struct hp_net_match *match);

#endif
