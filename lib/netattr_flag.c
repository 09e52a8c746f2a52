/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the forms of netlink attributes that are flags. See netattr.h. */
#include <errno.h>
#include <linux/if_link.h>

#include "netattr.h"

/* struct ifla_vlan_flags and its like: which flags are set, and which are meant. */
static int parse_flag(struct hp_net_attr *attr, const struct hp_net_attr_row *row,
		      const char *value)
{
	struct ifla_vlan_flags flags = {0};
	bool on = false;

	if (*value && hp_boolean_parse(&on, value) < 0)
		return -EINVAL;
	if (attr->len == sizeof(flags))
		memcpy(&flags, attr->bytes, sizeof(flags));
	flags.flags = (flags.flags & ~row->bit) | (on ? row->bit : 0);
	flags.mask = (flags.mask & ~row->bit) | (*value ? row->bit : 0);
	attr->len = 0;
	return flags.mask ? hp_net_attr_set(attr, &flags, sizeof(flags)) : 0;
}

/* On for the row's words where it has any, else a boolean. */
static int read_on(const struct hp_net_attr_row *row, const char *value, bool *ret)
{
	if (!row->words)
		return hp_boolean_parse(ret, value);
	*ret = hp_net_attr_word(row, value);
	return 0;
}

/* The bit of one number that several keys share; without any it is not sent. */
static int set_bit(struct hp_net_attr *attr, const struct hp_net_attr_row *row, bool on)
{
	uint64_t number = attr->len ? hp_net_attr_get_number(attr, row) : 0;

	number = on ? number | row->bit : number & ~(uint64_t)row->bit;
	attr->len = 0;
	return number ? hp_net_attr_set_number(attr, row, number) : 0;
}

static int parse_bit(struct hp_net_attr *attr, const struct hp_net_attr_row *row,
		     const char *value)
{
	bool on = false;

	if (*value && read_on(row, value, &on) < 0)
		return -EINVAL;
	return set_bit(attr, row, on);
}

static int parse_if_given(struct hp_net_attr *attr, const struct hp_net_attr_row *row,
			  const char *value)
{
	return set_bit(attr, row, *value);
}

static int parse_present(struct hp_net_attr *attr, const struct hp_net_attr_row *row,
			 const char *value)
{
	bool on;

	if (read_on(row, value, &on) < 0)
		return -EINVAL;
	attr->len = 0;
	return on ? hp_net_attr_set(attr, "\1", 1) : 0;
}

const struct hp_net_attr_form hp_net_form_flag = {parse_flag, "yes or no"};
const struct hp_net_attr_form hp_net_form_bit = {parse_bit, "yes or no"};
const struct hp_net_attr_form hp_net_form_if_given = {parse_if_given, "a value"};
const struct hp_net_attr_form hp_net_form_present = {parse_present, "yes or no",
						     .is_empty = true};
const struct hp_net_attr_form hp_net_form_on = {parse_present, "yes or no"};
