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

static bool is_big(const struct hp_net_attr_row *row)
{
	return row->is_big_endian || htobe32(1) == 1;
}

int hp_net_attr_set_number(struct hp_net_attr *attr, const struct hp_net_attr_row *row,
			   uint64_t number)
{
	uint8_t bytes[sizeof(number)];

	for (int i = 0; i < row->width; i++)
		bytes[is_big(row) ? row->width - 1 - i : i] = number >> 8 * i;
	return hp_net_attr_set(attr, bytes, row->width);
}

uint64_t hp_net_attr_get_number(const struct hp_net_attr *attr,
				const struct hp_net_attr_row *row)
{
	uint64_t number = 0;

	for (int i = 0; i < row->width; i++)
		number |= (uint64_t)attr->bytes[is_big(row) ? row->width - 1 - i : i]
			  << 8 * i;
	return number;
}

const struct hp_net_word *hp_net_attr_word(const struct hp_net_attr_row *row,
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
	const struct hp_net_word *word = hp_net_attr_word(row, value);

	return word ? hp_net_attr_set_number(attr, row, word->value) : -EINVAL;
}

static int parse_number(struct hp_net_attr *attr, const struct hp_net_attr_row *row,
			const char *value)
{
	const char *hex = skip_prefix(value, "0x");
	uint64_t number;

	if (hp_net_attr_word(row, value))
		return parse_word(attr, row, value);
	if (hp_number_parse(hex ?: value, hex ? 16 : 10, row->max, &number) < 0 ||
	    number < row->min)
		return -EINVAL;
	return hp_net_attr_set_number(attr, row, number);
}

static int parse_boolean(struct hp_net_attr *attr, const struct hp_net_attr_row *row,
			 const char *value)
{
	bool on;

	if (hp_boolean_parse(&on, value) < 0)
		return -EINVAL;
	return hp_net_attr_set_number(attr, row, on);
}

static int parse_not(struct hp_net_attr *attr, const struct hp_net_attr_row *row,
		     const char *value)
{
	bool on;

	if (hp_boolean_parse(&on, value) < 0)
		return -EINVAL;
	return hp_net_attr_set_number(attr, row, !on);
}

static int parse_time(struct hp_net_attr *attr, const struct hp_net_attr_row *row,
		      const char *value)
{
	uint64_t us;

	if (hp_timespan_parse(&us, value) < 0 || us / row->unit < row->min ||
	    us / row->unit > row->max)
		return -EINVAL;
	return hp_net_attr_set_number(attr, row, us / row->unit);
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

static int parse_ip_if(struct hp_net_attr *attr, const struct hp_net_attr_row *row,
		       const char *value)
{
	struct hp_prefix ip;

	if (hp_ip_parse(&ip, value) < 0)
		return -EINVAL;
	if (hp_family_bits(ip.family) / 8 == row->width)
		return parse_ip(attr, row, value);
	attr->len = 0;
	return 0;
}

static int parse_key(struct hp_net_attr *attr, const struct hp_net_attr_row *row,
		     const char *value)
{
	struct hp_prefix ip;
	uint64_t number;
	uint32_t key;

	if (hp_number_parse(value, 10, UINT32_MAX, &number) == 0)
		key = htonl(number);
	else if (hp_ip_parse(&ip, value) == 0 && ip.family == AF_INET)
		key = ip.v4.s_addr;
	else
		return -EINVAL;
	return hp_net_attr_set(attr, &key, sizeof(key));
}

static int parse_port_range(struct hp_net_attr *attr, const struct hp_net_attr_row *row,
			    const char *value)
{
	struct ifla_vxlan_port_range range;
	uint64_t low, high;
	const char *rest = hp_number_take(value, &low);

	if (!rest || *rest != '-' ||
	    hp_number_parse(rest + 1, 10, UINT16_MAX, &high) < 0 || !low || low > high)
		return -EINVAL;
	range.low = htons(low);
	range.high = htons(high);
	return hp_net_attr_set(attr, &range, sizeof(range));
}

const struct hp_net_attr_form hp_net_form_ip_if = {parse_ip_if, "an IP address"};
const struct hp_net_attr_form hp_net_form_key = {parse_key, "a number or dotted quad"};
const struct hp_net_attr_form hp_net_form_port_range = {parse_port_range,
							"LOW-HIGH of 1 to 65535"};
const struct hp_net_attr_form hp_net_form_number = {parse_number};
const struct hp_net_attr_form hp_net_form_word = {parse_word};
const struct hp_net_attr_form hp_net_form_time = {parse_time};
const struct hp_net_attr_form hp_net_form_boolean = {parse_boolean, "yes or no"};
const struct hp_net_attr_form hp_net_form_not = {parse_not, "yes or no"};
const struct hp_net_attr_form hp_net_form_mac = {parse_mac, "a unicast MAC address"};
const struct hp_net_attr_form hp_net_form_name = {
	parse_name, "the name of an interface, 1 to 15 bytes"};
const struct hp_net_attr_form hp_net_form_ip = {
	parse_ip, "an address of the kind's family, or any"};
