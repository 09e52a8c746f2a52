/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the keys of [Link] in *.network files that turn something on or off. See
 * netkey.h. */
#include <errno.h>

#include "netkey.h"

static int take_flag(struct hp_net_reader *r, const struct hp_ini_entry *entry, int flag)
{
	struct hp_net_file *file = r->file;

	file->flag_where[flag] = (struct hp_net_where){0};
	if (!*entry->value)
		return 0;
	if (hp_boolean_parse(&file->flag[flag], entry->value) < 0)
		hp_ini_warn(entry, "'%s' is no boolean; it is left out", entry->value);
	else
		file->flag_where[flag] = hp_net_where_of(r, entry);
	return 0;
}

static int take_unmanaged(struct hp_net_reader *r, const struct hp_ini_entry *entry,
			  int arg)
{
	bool yes = false;

	r->file->unmanaged_where = (struct hp_net_where){0};
	if (*entry->value && hp_boolean_parse(&yes, entry->value) < 0)
		hp_ini_warn(entry, "'%s' is no boolean; it is left out", entry->value);
	if (yes)
		r->file->unmanaged_where = hp_net_where_of(r, entry);
	return 0;
}

/* Whoever would watch a carrier, or what others do to the interface, has to stay. */
static int take_activation(struct hp_net_reader *r, const struct hp_ini_entry *entry,
			   int arg)
{
	static const struct hp_word words[] = {
		{"up", HP_NET_BRING_UP},
		{"always-up", HP_NET_BRING_UP},
		{"down", HP_NET_BRING_DOWN},
		{"always-down", HP_NET_BRING_DOWN},
		{"manual", HP_NET_LEAVE},
		{"bound", HP_NET_LEAVE},
		{NULL},
	};
	struct hp_net_file *file = r->file;
	uint32_t activation = HP_NET_BRING_UP;
	bool is_number = *entry->value >= '0' && *entry->value <= '9';

	if (*entry->value &&
	    (is_number || hp_word_parse(&activation, words, 0, entry->value) < 0)) {
		hp_ini_warn(entry,
			    "'%s' is no policy (up, always-up, manual, always-down, "
			    "down, bound); it is left out",
			    entry->value);
		return 0;
	}
	if (streq(entry->value, "bound"))
		hp_ini_warn(entry, "no carrier is waited for: the interface is brought "
				   "neither up nor down");
	file->activation = activation;
	file->activation_where = hp_net_where_of(r, entry);
	return 0;
}

#define KEY(name, ...)                                                                   \
	{                                                                                \
		"Link", name, HP_NET_IN_NETWORK, __VA_ARGS__                             \
	}

const struct hp_net_key hp_net_activation_keys[] = {
	KEY("ARP", take_flag, HP_NET_ARP),
	KEY("Multicast", take_flag, HP_NET_MULTICAST),
	KEY("AllMulticast", take_flag, HP_NET_ALLMULTI),
	KEY("Promiscuous", take_flag, HP_NET_PROMISC),
	KEY("Group", hp_net_key_amount, HP_NET_LINK_GROUP),
	KEY("Unmanaged", take_unmanaged),
	KEY("ActivationPolicy", take_activation),
	{0},
};
