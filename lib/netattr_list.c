/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the forms of netlink attributes that are lists. See netattr.h. */
#include <errno.h>
#include <linux/if_link.h>
#include <linux/netlink.h>

#include "netattr.h"
#include "number.h"

#define BLANKS	       " \t"
#define ARP_TARGETS    16 /* BOND_MAX_ARP_TARGETS, include/net/bonding.h */
#define ARP_TARGET_LEN 8  /* of an attribute with an IPv4 address */
#define QOS_VALUE_MAX  (UINT32_MAX - 1)
#define NUMBERS	       16 /* TCQ_ETS_MAX_BANDS, TC_PRIO_MAX + 1 of linux/pkt_sched.h */

int hp_net_attr_each_word(struct hp_net_attr *attr, const struct hp_net_attr_row *row,
			  const char *value, const char *delimiters,
			  hp_net_word_taker take)
{
	char word[64];
	size_t len;
	int r;

	for (; *(value += strspn(value, delimiters)); value += len) {
		len = strcspn(value, delimiters);
		if (len >= sizeof(word))
			return -EINVAL;
		memcpy(word, value, len);
		word[len] = '\0';
		r = take(attr, row, word);
		if (r < 0)
			return r;
	}
	return 0;
}

static int take_ip4(struct hp_net_attr *attr, const struct hp_net_attr_row *row,
		    const char *word)
{
	size_t n = attr->len / ARP_TARGET_LEN;
	struct hp_prefix ip;

	if (hp_ip_parse(&ip, word) < 0 || ip.family != AF_INET || n >= ARP_TARGETS)
		return -EINVAL;
	return hp_net_attr_append_nested(attr, n, &ip.v4, sizeof(ip.v4));
}

static int parse_ip4_list(struct hp_net_attr *attr, const struct hp_net_attr_row *row,
			  const char *value)
{
	return hp_net_attr_each_word(attr, row, value, BLANKS, take_ip4);
}

/* "FROM-TO" */
static int take_qos(struct hp_net_attr *attr, const struct hp_net_attr_row *row,
		    const char *word)
{
	struct ifla_vlan_qos_mapping mapping;
	uint64_t from, to;
	const char *rest = hp_number_take(word, &from);

	if (!rest || *rest != '-' || from < 1 || from > QOS_VALUE_MAX ||
	    hp_number_parse(rest + 1, 10, QOS_VALUE_MAX, &to) < 0)
		return -EINVAL;
	mapping.from = from;
	mapping.to = to;
	return hp_net_attr_append_nested(attr, IFLA_VLAN_QOS_MAPPING, &mapping,
					 sizeof(mapping));
}

static int parse_qos_map(struct hp_net_attr *attr, const struct hp_net_attr_row *row,
			 const char *value)
{
	return hp_net_attr_each_word(attr, row, value, BLANKS, take_qos);
}

static int take_mac(struct hp_net_attr *attr, const struct hp_net_attr_row *row,
		    const char *word)
{
	struct hp_hwaddr mac;

	if (hp_hwaddr_parse(&mac, word) < 0 || mac.len != 6)
		return -EINVAL;
	return hp_net_attr_append_nested(attr, IFLA_MACVLAN_MACADDR, mac.bytes, mac.len);
}

static int parse_mac_list(struct hp_net_attr *attr, const struct hp_net_attr_row *row,
			  const char *value)
{
	return hp_net_attr_each_word(attr, row, value, BLANKS, take_mac);
}

static int take_name(struct hp_net_attr *attr, const struct hp_net_attr_row *row,
		     const char *word)
{
	return hp_ifname_is_valid(word) ? hp_net_attr_append(attr, word, strlen(word) + 1)
					: -EINVAL;
}

static int parse_names(struct hp_net_attr *attr, const struct hp_net_attr_row *row,
		       const char *value)
{
	return hp_net_attr_each_word(attr, row, value, BLANKS, take_name);
}

static int append_number(struct hp_net_attr *attr, const struct hp_net_attr_row *row,
			 const struct hp_net_attr_form *form, const char *word)
{
	struct hp_net_attr one = {0};
	size_t n = attr->len / (NLA_HDRLEN + NLA_ALIGN(row->width));
	int r = n < NUMBERS ? form->parse(&one, row, word) : -EINVAL;

	if (r == 0)
		r = hp_net_attr_append_nested(attr, row->type + 1, one.bytes, one.len);
	free(one.bytes);
	return r;
}

static int take_number(struct hp_net_attr *attr, const struct hp_net_attr_row *row,
		       const char *word)
{
	return append_number(attr, row, &hp_net_form_number, word);
}

static int take_size(struct hp_net_attr *attr, const struct hp_net_attr_row *row,
		     const char *word)
{
	return append_number(attr, row, &hp_net_form_size, word);
}

static int parse_numbers(struct hp_net_attr *attr, const struct hp_net_attr_row *row,
			 const char *value)
{
	return hp_net_attr_each_word(attr, row, value, BLANKS, take_number);
}

static int parse_sizes(struct hp_net_attr *attr, const struct hp_net_attr_row *row,
		       const char *value)
{
	return hp_net_attr_each_word(attr, row, value, BLANKS, take_size);
}

const struct hp_net_attr_form hp_net_form_names = {parse_names, "names of interfaces"};
const struct hp_net_attr_form hp_net_form_numbers = {
	parse_numbers, "numbers in range, at most 16", .is_nested = true};
const struct hp_net_attr_form hp_net_form_sizes = {
	parse_sizes, "sizes in bytes, at most 16", .is_nested = true};
const struct hp_net_attr_form hp_net_form_ip4_list = {
	parse_ip4_list, "IPv4 addresses, at most 16", .is_nested = true};
const struct hp_net_attr_form hp_net_form_qos_map = {
	parse_qos_map, "pairs FROM-TO of 1 to 4294967294", .is_nested = true};
const struct hp_net_attr_form hp_net_form_mac_list = {parse_mac_list, "MAC addresses",
						      .is_nested = true};
