/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the keys of [NextHop]. See netkey.h. */
#include "netkey.h"
#include "number.h"

static struct hp_net_nexthop *current(struct hp_net_reader *r)
{
	return &r->current.object.nexthop;
}

int hp_net_begin_nexthop(struct hp_net_reader *r, const struct hp_ini_entry *entry)
{
	r->current.object.kind = HP_NET_NEXTHOP;
	current(r)->protocol = RTPROT_STATIC;
	return 0;
}

static int take_id(struct hp_net_reader *r, const struct hp_ini_entry *entry, int arg)
{
	uint64_t id = 0;

	if (*entry->value &&
	    (hp_number_parse(entry->value, 10, UINT32_MAX, &id) < 0 || !id))
		return hp_net_reader_spoil(r, entry, "number (1 to 4294967295)");
	current(r)->id = id;
	return 0;
}

static int take_gateway(struct hp_net_reader *r, const struct hp_ini_entry *entry,
			int arg)
{
	return hp_net_reader_gateway(r, entry, &current(r)->gateway);
}

static int take_family(struct hp_net_reader *r, const struct hp_ini_entry *entry, int arg)
{
	current(r)->family = AF_UNSPEC;
	if (streq(entry->value, "ipv4"))
		current(r)->family = AF_INET;
	else if (streq(entry->value, "ipv6"))
		current(r)->family = AF_INET6;
	else if (*entry->value)
		return hp_net_reader_spoil(r, entry, "family (ipv4, ipv6)");
	return 0;
}

static int take_onlink(struct hp_net_reader *r, const struct hp_ini_entry *entry, int arg)
{
	return hp_net_reader_boolean(r, entry, &current(r)->onlink);
}

static int take_blackhole(struct hp_net_reader *r, const struct hp_ini_entry *entry,
			  int arg)
{
	return hp_net_reader_boolean(r, entry, &current(r)->blackhole);
}

/* ID, or ID:WEIGHT. Returns 0 or -EINVAL. */
static int add_member(struct hp_net_nexthop *nexthop, const char *word)
{
	uint64_t id, weight = 1;
	const char *rest = hp_number_take(word, &id);

	if (!rest || !id || id > UINT32_MAX || nexthop->n_group == HP_NET_GROUP_MAX)
		return -EINVAL;
	if (*rest && *rest != ':')
		return -EINVAL;
	if (*rest && (hp_number_parse(rest + 1, 10, 256, &weight) < 0 || !weight))
		return -EINVAL;
	nexthop->group[nexthop->n_group].id = id;
	nexthop->group[nexthop->n_group++].weight = weight - 1;
	return 0;
}

static int take_group(struct hp_net_reader *r, const struct hp_ini_entry *entry, int arg)
{
	_cleanup_free_ char *words = strdup(entry->value);
	char *rest = words, *word;

	if (!words)
		return -ENOMEM;
	if (!*words)
		current(r)->n_group = 0;
	while ((word = strsep(&rest, " \t")))
		if (*word && add_member(current(r), word) < 0)
			return hp_net_reader_spoil(
				r, entry,
				"list of up to 16 NUMBER or NUMBER:WEIGHT (1 to 256)");
	return 0;
}

static const char *contradiction(const struct hp_net_nexthop *nexthop)
{
	bool has_gateway = nexthop->gateway.family;

	if (!nexthop->id)
		return "without Id=";
	if (nexthop->n_group &&
	    (has_gateway || nexthop->family || nexthop->onlink || nexthop->blackhole))
		return "with a Group= and more than that";
	if (nexthop->blackhole && has_gateway)
		return "with both Blackhole= and Gateway=";
	if (nexthop->onlink && !has_gateway)
		return "with OnLink= and no Gateway=";
	if (has_gateway && nexthop->family && nexthop->family != nexthop->gateway.family)
		return "with a Gateway= that is not of Family=";
	return NULL;
}

int hp_net_end_nexthop(struct hp_net_reader *r)
{
	struct hp_net_nexthop *nexthop = current(r);
	const char *wrong = r->spoilt ? NULL : contradiction(nexthop);

	if (wrong)
		hp_ini_warn(&r->start, "[NextHop] %s; it is left out", wrong);
	if (wrong || r->spoilt)
		return 0;
	if (!nexthop->n_group && !nexthop->family)
		nexthop->family = nexthop->gateway.family ?: AF_INET;
	return hp_net_reader_add(r);
}

#define KEY(name, ...)                                                                   \
	{                                                                                \
		"NextHop", name, HP_NET_IN_NETWORK, __VA_ARGS__                          \
	}

const struct hp_net_key hp_net_nexthop_keys[] = {
	KEY("Id", take_id),
	KEY("Gateway", take_gateway),
	KEY("Family", take_family),
	KEY("OnLink", take_onlink),
	KEY("Blackhole", take_blackhole),
	KEY("Group", take_group),
	{0},
};
