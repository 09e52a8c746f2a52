/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the keys of [IPv6AddressLabel]. See netkey.h. */
#include "netkey.h"
#include "number.h"

#define LABEL_MAX (UINT32_MAX - 1) /* net/ipv6/addrlabel.c: the last is none */

enum {
	HAS_LABEL = 1,
	HAS_PREFIX = 2,
};

int hp_net_begin_addrlabel(struct hp_net_reader *r, const struct hp_ini_entry *entry)
{
	r->current.object.kind = HP_NET_ADDRLABEL;
	return 0;
}

static int take_label(struct hp_net_reader *r, const struct hp_ini_entry *entry, int arg)
{
	uint64_t label;

	r->given &= ~HAS_LABEL;
	if (!*entry->value)
		return 0;
	if (hp_number_parse(entry->value, 10, LABEL_MAX, &label) < 0)
		return hp_net_reader_spoil(r, entry, "label (0 to 4294967294)");
	r->current.object.addrlabel.label = label;
	r->given |= HAS_LABEL;
	return 0;
}

static int take_prefix(struct hp_net_reader *r, const struct hp_ini_entry *entry, int arg)
{
	struct hp_prefix *prefix = &r->current.object.addrlabel.prefix;

	r->given &= ~HAS_PREFIX;
	if (!*entry->value)
		return 0;
	if (hp_prefix_parse(prefix, entry->value) < 0 || prefix->family != AF_INET6)
		return hp_net_reader_spoil(r, entry, "IPv6 prefix");
	r->given |= HAS_PREFIX;
	return 0;
}

int hp_net_end_addrlabel(struct hp_net_reader *r)
{
	bool whole = r->given == (HAS_LABEL | HAS_PREFIX);

	if (!r->spoilt && !whole)
		hp_ini_warn(&r->start, "[IPv6AddressLabel] without Label= or Prefix=; it "
				       "is left out");
	return r->spoilt || !whole ? 0 : hp_net_reader_add(r);
}

#define KEY(name, ...)                                                                   \
	{                                                                                \
		"IPv6AddressLabel", name, HP_NET_IN_NETWORK, __VA_ARGS__                 \
	}

const struct hp_net_key hp_net_addrlabel_keys[] = {
	KEY("Label", take_label),
	KEY("Prefix", take_prefix),
	{0},
};
