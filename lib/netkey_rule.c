/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the keys of [RoutingPolicyRule]. See netkey.h. */
#include <linux/fib_rules.h>
#include <stddef.h>

#include "netkey.h"
#include "number.h"

/* Bits of r->given. */
enum {
	FAMILY_V4 = 1,
	FAMILY_V6 = 2,
};

static struct hp_net_rule *current(struct hp_net_reader *r)
{
	return &r->current.object.rule;
}

int hp_net_begin_rule(struct hp_net_reader *r, const struct hp_ini_entry *entry)
{
	r->current.object.kind = HP_NET_RULE;
	current(r)->protocol = RTPROT_STATIC;
	current(r)->type = FR_ACT_TO_TBL;
	current(r)->table = RT_TABLE_MAIN;
	current(r)->suppress_length = current(r)->suppress_group = UINT32_MAX;
	return 0;
}

enum number {
	NUMBER_TOS,
	NUMBER_PRIORITY,
	NUMBER_LENGTH,
	NUMBER_GROUP,
	NUMBER_PROTOCOL,
	NUMBER_TABLE,
	NUMBER_TYPE,
};

static const struct hp_word no_words[] = {{NULL}};
static const struct hp_word ip_protocols[] = {
	{"icmp", IPPROTO_ICMP},
	{"tcp", IPPROTO_TCP},
	{"udp", IPPROTO_UDP},
	{"gre", IPPROTO_GRE},
	{"esp", IPPROTO_ESP},
	{"ah", IPPROTO_AH},
	{"icmpv6", IPPROTO_ICMPV6},
	{"ipv6-icmp", IPPROTO_ICMPV6},
	{"sctp", IPPROTO_SCTP},
	{"udplite", IPPROTO_UDPLITE},
	{NULL},
};

static const struct {
	const struct hp_word *words;
	size_t at; /* of a uint32_t in struct hp_net_rule */
	uint32_t most;
	uint32_t none; /* what an empty value means */
	const char *expected;
} numbers[] = {
	[NUMBER_TOS] = {no_words, offsetof(struct hp_net_rule, tos), UINT8_MAX, 0,
			"type of service (0 to 255)"},
	[NUMBER_PRIORITY] = {no_words, offsetof(struct hp_net_rule, priority), UINT32_MAX,
			     0, "priority (0 to 4294967295)"},
	[NUMBER_LENGTH] = {no_words, offsetof(struct hp_net_rule, suppress_length), 128,
			   UINT32_MAX, "length of a prefix (0 to 128)"},
	[NUMBER_GROUP] = {no_words, offsetof(struct hp_net_rule, suppress_group),
			  INT32_MAX, UINT32_MAX, "group of interfaces (0 to 2147483647)"},
	[NUMBER_PROTOCOL] = {ip_protocols, offsetof(struct hp_net_rule, ip_protocol),
			     UINT8_MAX, 0,
			     "protocol (a number up to 255, or tcp, udp, icmp, ...)"},
	[NUMBER_TABLE] = {hp_net_tables, offsetof(struct hp_net_rule, table), UINT32_MAX,
			  RT_TABLE_MAIN,
			  "routing table (main, local, default, 1 to 4294967295)"},
	[NUMBER_TYPE] = {hp_net_rule_types, offsetof(struct hp_net_rule, type), 0,
			 FR_ACT_TO_TBL,
			 "type of a rule (table, blackhole, unreachable, prohibit)"},
};

static int take_number(struct hp_net_reader *r, const struct hp_ini_entry *entry,
		       int which)
{
	bool must_not_be_0 = which == NUMBER_TABLE || which == NUMBER_TYPE;
	uint32_t value = numbers[which].none;

	if (*entry->value && (hp_word_parse(&value, numbers[which].words,
					    numbers[which].most, entry->value) < 0 ||
			      (must_not_be_0 && !value)))
		return hp_net_reader_spoil(r, entry, numbers[which].expected);
	*(uint32_t *)((char *)current(r) + numbers[which].at) = value;
	if (which != NUMBER_PRIORITY)
		return 0;
	current(r)->given &= ~HP_NET_RULE_PRIORITY;
	if (*entry->value)
		current(r)->given |= HP_NET_RULE_PRIORITY;
	return 0;
}

static int take_prefix(struct hp_net_reader *r, const struct hp_ini_entry *entry,
		       int is_to)
{
	struct hp_prefix *prefix = is_to ? &current(r)->to : &current(r)->from;

	*prefix = (struct hp_prefix){0};
	if (*entry->value && hp_prefix_parse(prefix, entry->value) < 0)
		return hp_net_reader_spoil(r, entry, "ADDRESS/LENGTH");
	hp_prefix_mask(prefix);
	return 0;
}

static int take_interface(struct hp_net_reader *r, const struct hp_ini_entry *entry,
			  int is_out)
{
	char *name = is_out ? current(r)->oif : current(r)->iif;

	name[0] = '\0';
	if (*entry->value && !hp_ifname_is_valid(entry->value))
		return hp_net_reader_spoil(r, entry, "name of an interface");
	strcpy(name, entry->value);
	return 0;
}

static int parse_mark(const char *text, uint32_t *ret)
{
	const char *hex = skip_prefix(text, "0x");
	uint64_t value;

	if (hp_number_parse(hex ?: text, hex ? 16 : 10, UINT32_MAX, &value) < 0)
		return -EINVAL;
	*ret = value;
	return 0;
}

/* MARK or MARK/MASK */
static int take_mark(struct hp_net_reader *r, const struct hp_ini_entry *entry, int arg)
{
	struct hp_net_rule *rule = current(r);
	_cleanup_free_ char *mark = strdup(entry->value);
	char *mask = mark;

	if (!mark)
		return -ENOMEM;
	rule->mark = rule->mask = 0;
	if (!*mark)
		return 0;
	strsep(&mask, "/");
	rule->mask = UINT32_MAX;
	if (parse_mark(mark, &rule->mark) < 0 ||
	    (mask && parse_mark(mask, &rule->mask) < 0))
		return hp_net_reader_spoil(r, entry, "MARK or MARK/MASK");
	return 0;
}

/* N or N-M. Returns 0 or -EINVAL. */
static int parse_range(const char *text, uint32_t most, struct hp_net_range *ret)
{
	uint64_t first, last;
	const char *rest = hp_number_take(text, &first);

	if (!rest)
		return -EINVAL;
	last = first;
	if (*rest && (*rest != '-' || hp_number_parse(rest + 1, 10, most, &last) < 0))
		return -EINVAL;
	if (first > last || last > most)
		return -EINVAL;
	*ret = (struct hp_net_range){first, last};
	return 0;
}

static int take_ports(struct hp_net_reader *r, const struct hp_ini_entry *entry,
		      int is_destination)
{
	struct hp_net_range *range =
		is_destination ? &current(r)->destination_port : &current(r)->source_port;

	*range = (struct hp_net_range){0};
	if (*entry->value &&
	    (parse_range(entry->value, UINT16_MAX - 1, range) < 0 || !range->first))
		return hp_net_reader_spoil(r, entry, "PORT or PORT-PORT (1 to 65534)");
	return 0;
}

static int take_users(struct hp_net_reader *r, const struct hp_ini_entry *entry, int arg)
{
	struct hp_net_rule *rule = current(r);

	rule->has_users = *entry->value;
	rule->users = (struct hp_net_range){0};
	if (*entry->value && parse_range(entry->value, UINT32_MAX - 1, &rule->users) < 0)
		return hp_net_reader_spoil(r, entry,
					   "number of a user, or range of such");
	return 0;
}

static int take_invert(struct hp_net_reader *r, const struct hp_ini_entry *entry, int arg)
{
	return hp_net_reader_boolean(r, entry, &current(r)->invert);
}

static int take_family(struct hp_net_reader *r, const struct hp_ini_entry *entry, int arg)
{
	static const struct hp_word families[] = {
		{"ipv4", FAMILY_V4},
		{"ipv6", FAMILY_V6},
		{"both", FAMILY_V4 | FAMILY_V6},
		{NULL},
	};
	uint32_t given = 0;

	if (*entry->value &&
	    (hp_word_parse(&given, families, 0, entry->value) < 0 || !given))
		return hp_net_reader_spoil(r, entry, "family (ipv4, ipv6, both)");
	r->given = given;
	return 0;
}

static int add_for(struct hp_net_reader *r, int family)
{
	current(r)->family = family;
	return hp_net_reader_add(r);
}

/* Without Family=, that of From= and To=, else IPv4. */
static unsigned int families_of(const struct hp_net_reader *r, int family)
{
	if (r->given)
		return r->given;
	return family == AF_INET6 ? FAMILY_V6 : FAMILY_V4;
}

int hp_net_end_rule(struct hp_net_reader *r)
{
	struct hp_net_rule *rule = current(r);
	int from = rule->from.family, to = rule->to.family, family = from ?: to;
	unsigned int families = families_of(r, family);
	int result = 0;

	if (r->spoilt)
		return 0;
	if ((from && to && from != to) ||
	    (family && families != (family == AF_INET6 ? FAMILY_V6 : FAMILY_V4))) {
		hp_ini_warn(&r->start, "[RoutingPolicyRule] with From=, To= and Family= "
				       "that differ; it is left out");
		return 0;
	}
	if (rule->type != FR_ACT_TO_TBL)
		rule->table = RT_TABLE_UNSPEC;
	if (families & FAMILY_V4)
		result = add_for(r, AF_INET);
	if (result == 0 && families & FAMILY_V6)
		result = add_for(r, AF_INET6);
	return result;
}

#define KEY(name, ...)                                                                   \
	{                                                                                \
		"RoutingPolicyRule", name, HP_NET_IN_NETWORK, __VA_ARGS__                \
	}

const struct hp_net_key hp_net_rule_keys[] = {
	KEY("From", take_prefix, false),
	KEY("To", take_prefix, true),
	KEY("FirewallMark", take_mark),
	KEY("TypeOfService", take_number, NUMBER_TOS),
	KEY("Table", take_number, NUMBER_TABLE),
	KEY("Type", take_number, NUMBER_TYPE),
	KEY("Priority", take_number, NUMBER_PRIORITY),
	KEY("IncomingInterface", take_interface, false),
	KEY("OutgoingInterface", take_interface, true),
	KEY("SourcePort", take_ports, false),
	KEY("DestinationPort", take_ports, true),
	KEY("IPProtocol", take_number, NUMBER_PROTOCOL),
	KEY("InvertRule", take_invert),
	KEY("Family", take_family),
	KEY("User", take_users),
	KEY("SuppressPrefixLength", take_number, NUMBER_LENGTH),
	KEY("SuppressInterfaceGroup", take_number, NUMBER_GROUP),
	{0},
};
