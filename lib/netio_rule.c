/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: rtnetlink's messages about rules of policy routing. See netio.h. */
#include <errno.h>
#include <linux/fib_rules.h>

#include "netio.h"

static int ask(struct nl_msg *msg, const struct hp_net_state *state,
	       const struct hp_net_file *file)
{
	struct fib_rule_hdr info = {0};

	return nlmsg_append(msg, &info, sizeof(info), NLMSG_ALIGNTO) < 0 ? -ENOMEM : 0;
}

static void read_ports(struct hp_net_range *ret, const struct nlattr *attr)
{
	const struct fib_rule_port_range *range = attr ? nla_data(attr) : NULL;

	if (range && nla_len(attr) == sizeof(*range))
		*ret = (struct hp_net_range){range->start, range->end};
}

static void read_users(struct hp_net_rule *rule, const struct nlattr *attr)
{
	const struct fib_rule_uid_range *range = attr ? nla_data(attr) : NULL;

	rule->has_users = range && nla_len(attr) == sizeof(*range);
	if (rule->has_users)
		rule->users = (struct hp_net_range){range->start, range->end};
}

static void read_name(char ret[static IFNAMSIZ], const struct nlattr *attr)
{
	if (attr)
		nla_strlcpy(ret, attr, IFNAMSIZ);
}

static uint8_t read_u8(const struct nlattr *attr)
{
	return attr && nla_len(attr) == 1 ? nla_get_u8(attr) : 0;
}

static uint32_t read_limit(const struct nlattr *attr)
{
	return attr ? hp_net_read_u32(attr) : UINT32_MAX;
}

static void read_numbers(struct hp_net_rule *rule, const struct fib_rule_hdr *info,
			 struct nlattr *const attrs[])
{
	rule->family = info->family;
	rule->tos = info->tos;
	rule->type = info->action;
	rule->invert = info->flags & FIB_RULE_INVERT;
	rule->ip_protocol = read_u8(attrs[FRA_IP_PROTO]);
	rule->protocol = read_u8(attrs[FRA_PROTOCOL]);
	rule->mark = hp_net_read_u32(attrs[FRA_FWMARK]);
	rule->mask = hp_net_read_u32(attrs[FRA_FWMASK]);
	rule->priority = hp_net_read_u32(attrs[FRA_PRIORITY]);
	rule->given = UINT32_MAX;
	if (rule->type == FR_ACT_TO_TBL)
		rule->table = attrs[FRA_TABLE] ? hp_net_read_u32(attrs[FRA_TABLE])
					       : info->table;
	rule->suppress_length = read_limit(attrs[FRA_SUPPRESS_PREFIXLEN]);
	rule->suppress_group = read_limit(attrs[FRA_SUPPRESS_IFGROUP]);
}

static bool read_ends(struct hp_net_rule *rule, const struct fib_rule_hdr *info,
		      struct nlattr *const attrs[])
{
	if (info->src_len &&
	    !hp_net_read_ip(&rule->from, info->family, info->src_len, attrs[FRA_SRC]))
		return false;
	return !info->dst_len ||
	       hp_net_read_ip(&rule->to, info->family, info->dst_len, attrs[FRA_DST]);
}

static int read_answer(struct nlmsghdr *hdr, const struct hp_net_file *file,
		       struct hp_net_state *state)
{
	const struct fib_rule_hdr *info = nlmsg_data(hdr);
	struct nlattr *attrs[FRA_MAX + 1];
	struct hp_net_object object = {.kind = HP_NET_RULE};
	struct hp_net_rule *rule = &object.rule;

	if (nlmsg_parse(hdr, sizeof(*info), attrs, FRA_MAX, NULL) < 0)
		return -EBADMSG;
	/* No file can ask for one of these. */
	if (attrs[FRA_TUN_ID] || attrs[FRA_GOTO] || attrs[FRA_FLOW] ||
	    read_u8(attrs[FRA_L3MDEV]) || !hp_net_family_is_known(info->family) ||
	    !read_ends(rule, info, attrs))
		return 0;
	read_numbers(rule, info, attrs);
	read_name(rule->iif, attrs[FRA_IIFNAME]);
	read_name(rule->oif, attrs[FRA_OIFNAME]);
	read_ports(&rule->source_port, attrs[FRA_SPORT_RANGE]);
	read_ports(&rule->destination_port, attrs[FRA_DPORT_RANGE]);
	read_users(rule, attrs[FRA_UID_RANGE]);
	return hp_net_objects_add(&state->objects, &object);
}

static int put_name(struct nl_msg *msg, int attr, const char *name)
{
	return name[0] ? nla_put_string(msg, attr, name) : 0;
}

static int put_ports(struct nl_msg *msg, int attr, const struct hp_net_range *range)
{
	const struct fib_rule_port_range ports = {range->first, range->last};

	return range->first ? nla_put(msg, attr, sizeof(ports), &ports) : 0;
}

static int put_selector(struct nl_msg *msg, const struct hp_net_rule *rule)
{
	const struct fib_rule_uid_range users = {rule->users.first, rule->users.last};

	if (hp_net_put_prefix(msg, FRA_SRC, &rule->from) < 0 ||
	    hp_net_put_prefix(msg, FRA_DST, &rule->to) < 0 ||
	    put_name(msg, FRA_IIFNAME, rule->iif) < 0 ||
	    put_name(msg, FRA_OIFNAME, rule->oif) < 0 ||
	    put_ports(msg, FRA_SPORT_RANGE, &rule->source_port) < 0 ||
	    put_ports(msg, FRA_DPORT_RANGE, &rule->destination_port) < 0)
		return -ENOMEM;
	if (rule->ip_protocol && nla_put_u8(msg, FRA_IP_PROTO, rule->ip_protocol) < 0)
		return -ENOMEM;
	if (rule->has_users && nla_put(msg, FRA_UID_RANGE, sizeof(users), &users) < 0)
		return -ENOMEM;
	return hp_net_put_u32(msg, FRA_FWMARK, rule->mark) < 0 ||
			       hp_net_put_u32(msg, FRA_FWMASK, rule->mask) < 0
		       ? -ENOMEM
		       : 0;
}

/* UINT32_MAX is none, and what is not put is none. */
static int put_limit(struct nl_msg *msg, int attr, uint32_t limit)
{
	return limit == UINT32_MAX ? 0 : nla_put_u32(msg, attr, limit);
}

static int put(struct nl_msg *msg, unsigned int ifindex,
	       const struct hp_net_object *object)
{
	const struct hp_net_rule *rule = &object->rule;
	struct fib_rule_hdr info = {
		.family = rule->family,
		.src_len = rule->from.length,
		.dst_len = rule->to.length,
		.tos = rule->tos,
		.action = rule->type,
		.flags = rule->invert ? FIB_RULE_INVERT : 0,
	};

	if (nlmsg_append(msg, &info, sizeof(info), NLMSG_ALIGNTO) < 0 ||
	    put_selector(msg, rule) < 0 ||
	    hp_net_put_u32(msg, FRA_TABLE, rule->table) < 0 ||
	    nla_put_u8(msg, FRA_PROTOCOL, rule->protocol) < 0 ||
	    put_limit(msg, FRA_SUPPRESS_PREFIXLEN, rule->suppress_length) < 0 ||
	    put_limit(msg, FRA_SUPPRESS_IFGROUP, rule->suppress_group) < 0)
		return -ENOMEM;
	if (!(rule->given & HP_NET_RULE_PRIORITY))
		return 0;
	return nla_put_u32(msg, FRA_PRIORITY, rule->priority);
}

const struct hp_net_io hp_net_rule_io = {
	.get = RTM_GETRULE,
	.add = RTM_NEWRULE,
	.drop = RTM_DELRULE,
	.add_flags = NLM_F_CREATE | NLM_F_EXCL,
	.gone = ENOENT,
	.ask = ask,
	.read = read_answer,
	.put = put,
};
