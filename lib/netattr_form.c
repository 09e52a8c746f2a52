/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the forms of netlink attributes: how each is made out of text. See netattr.h.
 */
#include <arpa/inet.h>
#include <endian.h>
#include <errno.h>
#include <linux/if_link.h>
#include <linux/netlink.h>

#include "netattr.h"
#include "number.h"
#include "timespan.h"

#define BLANKS	      " \t"
#define ARP_TARGETS   16 /* BOND_MAX_ARP_TARGETS, include/net/bonding.h */
#define QOS_VALUE_MAX (UINT32_MAX - 1)

int hp_net_boolean_parse(bool *ret, const char *value)
{
	static const struct hp_net_word words[] = {
		{"1", 1},  {"yes", 1}, {"y", 1},  {"true", 1}, {"t", 1},
		{"on", 1}, {"0", 0},   {"no", 0}, {"n", 0},    {"false", 0},
		{"f", 0},  {"off", 0}, {NULL, 0},
	};

	for (const struct hp_net_word *word = words; word->name; word++) {
		if (strcasecmp(word->name, value) != 0)
			continue;
		*ret = word->value;
		return 0;
	}
	return -EINVAL;
}

static int set_number(struct hp_net_attr *attr, const struct hp_net_attr_row *row,
		      uint64_t value)
{
	const uint64_t big = htobe64(value), little = htole64(value);
	const bool reversed = row->is_big_endian || htobe64(1) == 1;
	uint8_t bytes[sizeof(big)];

	/* The last bytes of the one, or the first of the other. */
	memcpy(bytes, &little, sizeof(bytes));
	if (reversed)
		memcpy(bytes, (const uint8_t *)&big + sizeof(big) - row->width,
		       row->width);
	return hp_net_attr_set(attr, bytes, row->width);
}

static const struct hp_net_word *find_word(const struct hp_net_attr_row *row,
					   const char *value)
{
	for (const struct hp_net_word *word = row->words; word && word->name; word++)
		if (streq(word->name, value))
			return word;
	return NULL;
}

static int parse_word(struct hp_net_attr *attr, const struct hp_net_attr_row *row,
		      const char *value)
{
	const struct hp_net_word *word = find_word(row, value);

	return word ? set_number(attr, row, word->value) : -EINVAL;
}

static int parse_number(struct hp_net_attr *attr, const struct hp_net_attr_row *row,
			const char *value)
{
	const char *hex = skip_prefix(value, "0x");
	uint64_t number;

	if (find_word(row, value))
		return parse_word(attr, row, value);
	if (hp_number_parse(hex ?: value, hex ? 16 : 10, row->max, &number) < 0 ||
	    number < row->min)
		return -EINVAL;
	return set_number(attr, row, number);
}

static int parse_boolean(struct hp_net_attr *attr, const struct hp_net_attr_row *row,
			 const char *value)
{
	bool on;

	if (hp_net_boolean_parse(&on, value) < 0)
		return -EINVAL;
	return set_number(attr, row, on);
}

static int parse_not(struct hp_net_attr *attr, const struct hp_net_attr_row *row,
		     const char *value)
{
	bool on;

	if (hp_net_boolean_parse(&on, value) < 0)
		return -EINVAL;
	return set_number(attr, row, !on);
}

static int parse_time(struct hp_net_attr *attr, const struct hp_net_attr_row *row,
		      const char *value)
{
	uint64_t us;

	if (hp_timespan_parse(&us, value) < 0 || us / row->unit < row->min ||
	    us / row->unit > row->max)
		return -EINVAL;
	return set_number(attr, row, us / row->unit);
}

/* struct ifla_vlan_flags and its like: which flags are set, and which are meant. */
static int parse_flag(struct hp_net_attr *attr, const struct hp_net_attr_row *row,
		      const char *value)
{
	struct ifla_vlan_flags flags = {0};
	bool on = false;

	if (*value && hp_net_boolean_parse(&on, value) < 0)
		return -EINVAL;
	if (attr->len == sizeof(flags))
		memcpy(&flags, attr->bytes, sizeof(flags));
	flags.flags = (flags.flags & ~row->bit) | (on ? row->bit : 0);
	flags.mask = (flags.mask & ~row->bit) | (*value ? row->bit : 0);
	attr->len = 0;
	return flags.mask ? hp_net_attr_set(attr, &flags, sizeof(flags)) : 0;
}

static int parse_mac(struct hp_net_attr *attr, const struct hp_net_attr_row *row,
		     const char *value)
{
	static const struct hp_hwaddr zero = {.len = 6};
	struct hp_hwaddr mac;

	if (hp_hwaddr_parse(&mac, value) < 0 || mac.len != 6 || mac.bytes[0] & 1 ||
	    hp_hwaddr_equal(&mac, &zero))
		return -EINVAL;
	return hp_net_attr_set(attr, mac.bytes, mac.len);
}

static int parse_name(struct hp_net_attr *attr, const struct hp_net_attr_row *row,
		      const char *value)
{
	if (!hp_ifname_is_valid(value))
		return -EINVAL;
	return hp_net_attr_set(attr, value, strlen(value) + 1);
}

static int parse_ip(struct hp_net_attr *attr, const struct hp_net_attr_row *row,
		    const char *value)
{
	struct hp_prefix ip = {0};

	if (!streq(value, "any") &&
	    (hp_ip_parse(&ip, value) < 0 || hp_family_bits(ip.family) / 8 != row->width))
		return -EINVAL;
	return hp_net_attr_set(attr, ip.bytes, row->width);
}

/* Calls take for each word of value. */
static int each_word(struct hp_net_attr *attr, const char *value,
		     int (*take)(struct hp_net_attr *attr, const char *word))
{
	char word[64];
	size_t len;
	int r;

	for (; *(value += strspn(value, BLANKS)); value += len) {
		len = strcspn(value, BLANKS);
		if (len >= sizeof(word))
			return -EINVAL;
		memcpy(word, value, len);
		word[len] = '\0';
		r = take(attr, word);
		if (r < 0)
			return r;
	}
	return 0;
}

static int take_ip4(struct hp_net_attr *attr, const char *word)
{
	size_t n = attr->len / NLA_ALIGN(NLA_HDRLEN + sizeof(struct in_addr));
	struct hp_prefix ip;

	if (hp_ip_parse(&ip, word) < 0 || ip.family != AF_INET || n >= ARP_TARGETS)
		return -EINVAL;
	return hp_net_attr_append_nested(attr, n, &ip.v4, sizeof(ip.v4));
}

static int parse_ip4_list(struct hp_net_attr *attr, const struct hp_net_attr_row *row,
			  const char *value)
{
	return each_word(attr, value, take_ip4);
}

/* "FROM-TO" */
static int take_qos(struct hp_net_attr *attr, const char *word)
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
	return each_word(attr, value, take_qos);
}

const struct hp_net_attr_form hp_net_form_number = {parse_number};
const struct hp_net_attr_form hp_net_form_word = {parse_word};
const struct hp_net_attr_form hp_net_form_time = {parse_time};
const struct hp_net_attr_form hp_net_form_boolean = {parse_boolean, "yes or no"};
const struct hp_net_attr_form hp_net_form_not = {parse_not, "yes or no"};
const struct hp_net_attr_form hp_net_form_flag = {parse_flag, "yes or no"};
const struct hp_net_attr_form hp_net_form_mac = {parse_mac, "a unicast MAC address"};
const struct hp_net_attr_form hp_net_form_name = {
	parse_name, "the name of an interface, 1 to 15 bytes"};
const struct hp_net_attr_form hp_net_form_ip = {
	parse_ip, "an address of the kind's family, or any"};
const struct hp_net_attr_form hp_net_form_ip4_list = {
	parse_ip4_list, "IPv4 addresses, at most 16", .is_nested = true};
const struct hp_net_attr_form hp_net_form_qos_map = {
	parse_qos_map, "pairs FROM-TO of 1 to 4294967294", .is_nested = true};
