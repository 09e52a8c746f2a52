/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the keys of [TrivialLinkEqualizer]. See netkey.h. */
#include <linux/pkt_sched.h>

#include "netkey.h"
#include "netteql.h"
#include "number.h"

static struct hp_net_teql *current(struct hp_net_reader *r)
{
	return &r->current.object.teql;
}

int hp_net_begin_teql(struct hp_net_reader *r, const struct hp_ini_entry *entry)
{
	r->current.object.kind = HP_NET_TEQL;
	current(r)->parent = TC_H_ROOT;
	return 0;
}

static int take_id(struct hp_net_reader *r, const struct hp_ini_entry *entry, int arg)
{
	uint64_t id = 0;

	if (*entry->value &&
	    hp_number_parse(entry->value, 10, HP_NET_TEQL_MAX - 1, &id) < 0)
		return hp_net_reader_spoil(r, entry, "number (0 to 4095)");
	current(r)->id = id;
	return 0;
}

/* sch_teql.c passes over one in a class: it is no queue of the interface itself. */
static int take_parent(struct hp_net_reader *r, const struct hp_ini_entry *entry, int arg)
{
	if (!*entry->value || streq(entry->value, "root"))
		return 0;
	return hp_net_reader_spoil(r, entry, "place of an equalizer (root)");
}

/* The major number alone, in hexadecimal. */
static int take_handle(struct hp_net_reader *r, const struct hp_ini_entry *entry, int arg)
{
	const char *digits = skip_prefix(entry->value, "0x") ?: entry->value;
	uint64_t major = 0;

	if (*entry->value &&
	    (hp_number_parse(digits, 16, UINT16_MAX, &major) < 0 || !major))
		return hp_net_reader_spoil(r, entry, "handle (0x1 to 0xffff)");
	current(r)->handle = major << 16;
	return 0;
}

int hp_net_end_teql(struct hp_net_reader *r)
{
	return r->spoilt ? 0 : hp_net_reader_add(r);
}

#define KEY(name, ...)                                                                   \
	{                                                                                \
		"TrivialLinkEqualizer", name, HP_NET_IN_NETWORK, __VA_ARGS__             \
	}

const struct hp_net_key hp_net_teql_keys[] = {
	KEY("Id", take_id),
	KEY("Parent", take_parent),
	KEY("Handle", take_handle),
	{0},
};
