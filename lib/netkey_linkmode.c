/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the keys of [Link] for how fast the interface is and over what. See netkey.h.
 */
#include <errno.h>

#include "netkey.h"

#define BLANKS " \t\r\n"
#define MEGA   1000000

static int key_speed(struct hp_net_reader *r, const struct hp_ini_entry *entry, int arg)
{
	uint64_t bits;

	r->file->speed_where = (struct hp_net_where){0};
	if (!*entry->value)
		return 0;
	if (hp_rate_parse(&bits, entry->value) < 0 || bits < MEGA ||
	    bits / MEGA > INT32_MAX) {
		hp_ini_warn(entry, "'%s' is no speed of 1M or more", entry->value);
		return 0;
	}
	r->file->speed = bits / MEGA;
	r->file->speed_where = hp_net_where_of(r, entry);
	return 0;
}

static int key_duplex(struct hp_net_reader *r, const struct hp_ini_entry *entry, int arg)
{
	bool is_half = streq(entry->value, "half");

	r->file->duplex_where = (struct hp_net_where){0};
	r->file->is_half_duplex = is_half;
	if (is_half || streq(entry->value, "full"))
		r->file->duplex_where = hp_net_where_of(r, entry);
	else if (*entry->value)
		hp_ini_warn(entry, "'%s' is neither half nor full", entry->value);
	return 0;
}

static void set(struct hp_net_reader *r, const struct hp_ini_entry *entry,
		enum hp_net_ethtool which, uint32_t value)
{
	r->file->ethtool.known |= (uint64_t)1 << which;
	r->file->ethtool.value[which] = value;
	r->file->ethtool_where[which] = hp_net_where_of(r, entry);
}

static int key_port(struct hp_net_reader *r, const struct hp_ini_entry *entry, int arg)
{
	r->file->ethtool.known &= ~((uint64_t)1 << HP_NET_PORT);
	for (const struct hp_word *word = hp_net_ethtool_ports; word->name; word++)
		if (streq(word->name, entry->value))
			set(r, entry, HP_NET_PORT, word->value);
	if (*entry->value && !hp_net_ethtool_has(r->file->ethtool.known, HP_NET_PORT))
		hp_ini_warn(entry, "'%s' is none of tp, aui, bnc, mii, fibre",
			    entry->value);
	return 0;
}

/* 0: it is none. */
static uint32_t find_mode(const char *word, size_t len)
{
	for (size_t i = 0; i < HP_NET_ETHTOOL_MODES; i++)
		if (strlen(hp_net_ethtool_modes[i].name) == len &&
		    strncmp(hp_net_ethtool_modes[i].name, word, len) == 0)
			return 1u << i;
	return 0;
}

/* The list grows when it is given again. */
static int key_advertise(struct hp_net_reader *r, const struct hp_ini_entry *entry,
			 int arg)
{
	const struct hp_net_ethtool_values *values = &r->file->ethtool;
	uint32_t modes = 0, mode;
	const char *word = entry->value;

	if (*word && hp_net_ethtool_has(values->known, HP_NET_ADVERTISE))
		modes = values->value[HP_NET_ADVERTISE];
	for (size_t len; *(word += strspn(word, BLANKS)); word += len) {
		len = strcspn(word, BLANKS);
		mode = find_mode(word, len);
		modes |= mode;
		if (!mode)
			hp_ini_warn(entry, "'%.*s' is no mode of a link; it is left out",
				    (int)len, word);
	}
	r->file->ethtool.known &= ~((uint64_t)1 << HP_NET_ADVERTISE);
	if (modes)
		set(r, entry, HP_NET_ADVERTISE, modes);
	return 0;
}

const struct hp_net_key hp_net_linkmode_keys[] = {
	{"Link", "BitsPerSecond", HP_NET_IN_LINK, key_speed},
	{"Link", "Duplex", HP_NET_IN_LINK, key_duplex},
	{"Link", "Port", HP_NET_IN_LINK, key_port},
	{"Link", "Advertise", HP_NET_IN_LINK, key_advertise},
	{0},
};
