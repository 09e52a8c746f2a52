/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: how two rules of policy routing stand to one another. See netobject.h. */
#include <linux/fib_rules.h>

#include "netobject.h"

static bool same_prefix(const struct hp_prefix *a, const struct hp_prefix *b)
{
	return a->length == b->length && (!a->length || hp_ip_equal(a, b));
}

static bool same_range(const struct hp_net_range *a, const struct hp_net_range *b)
{
	return a->first == b->first && a->last == b->last;
}

/* Which packets it is for. */
static bool same_selector(const struct hp_net_rule *a, const struct hp_net_rule *b)
{
	return a->family == b->family && a->tos == b->tos && a->mark == b->mark &&
	       a->mask == b->mask && a->ip_protocol == b->ip_protocol &&
	       a->invert == b->invert && a->has_users == b->has_users &&
	       same_prefix(&a->from, &b->from) && same_prefix(&a->to, &b->to) &&
	       same_range(&a->users, &b->users) &&
	       same_range(&a->source_port, &b->source_port) &&
	       same_range(&a->destination_port, &b->destination_port) &&
	       streq(a->iif, b->iif) && streq(a->oif, b->oif);
}

/* Where the file gives none, the kernel chose one. */
static bool same_priority(const struct hp_net_rule *a, const struct hp_net_rule *b)
{
	return !(a->given & b->given & HP_NET_RULE_PRIORITY) ||
	       a->priority == b->priority;
}

static bool same(const struct hp_net_object *a, const struct hp_net_object *b)
{
	const struct hp_net_rule *x = &a->rule, *y = &b->rule;

	return same_selector(x, y) && same_priority(x, y) && x->type == y->type &&
	       x->table == y->table && x->suppress_length == y->suppress_length &&
	       x->suppress_group == y->suppress_group;
}

/* What an earlier version of the file asked for can only be told by its number. */
static enum hp_net_relation relate(const struct hp_net_object *wanted,
				   const struct hp_net_object *there)
{
	const struct hp_net_rule *a = &wanted->rule, *b = &there->rule;

	if (same(wanted, there))
		return HP_NET_EQUAL;
	return a->given & HP_NET_RULE_PRIORITY && same_priority(a, b) &&
			       same_selector(a, b) && b->protocol == a->protocol
		       ? HP_NET_OUTDATED
		       : HP_NET_APART;
}

static void add_selector(const struct hp_net_rule *rule, char *ret)
{
	if (rule->invert)
		hp_net_text_add(ret, " not", "");
	if (rule->from.length)
		hp_net_text_add_ip(ret, " from ", &rule->from);
	if (rule->to.length)
		hp_net_text_add_ip(ret, " to ", &rule->to);
	if (rule->mark || rule->mask)
		hp_net_text_add_number(ret, " mark ", rule->mark);
	if (rule->iif[0])
		hp_net_text_add(ret, " iif ", rule->iif);
	if (rule->oif[0])
		hp_net_text_add(ret, " oif ", rule->oif);
}

static const char *type_name(uint8_t type)
{
	for (const struct hp_word *word = hp_net_rule_types; word->name; word++)
		if (word->value == type)
			return word->name;
	return "?";
}

static void describe(const struct hp_net_object *object, char *ret)
{
	const struct hp_net_rule *rule = &object->rule;

	strcpy(ret, rule->family == AF_INET6 ? "rule ipv6" : "rule");
	if (rule->given & HP_NET_RULE_PRIORITY)
		hp_net_text_add_number(ret, " ", rule->priority);
	add_selector(rule, ret);
	if (rule->type == FR_ACT_TO_TBL)
		hp_net_text_add_number(ret, " table ", rule->table);
	else
		hp_net_text_add(ret, " ", type_name(rule->type));
}

const struct hp_word hp_net_rule_types[] = {
	{"table", FR_ACT_TO_TBL},
	{"blackhole", FR_ACT_BLACKHOLE},
	{"unreachable", FR_ACT_UNREACHABLE},
	{"prohibit", FR_ACT_PROHIBIT},
	{NULL},
};

const struct hp_net_object_type hp_net_rule_type = {same, relate, describe};
