/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the forms of netlink attributes that are sizes, rates and shares. See
 * netattr.h. */
#include <errno.h>

#include "netattr.h"
#include "number.h"

static int set_in_range(struct hp_net_attr *attr, const struct hp_net_attr_row *row,
			uint64_t number)
{
	if (number < row->min || number > row->max)
		return -EINVAL;
	return hp_net_attr_set_number(attr, row, number);
}

static int parse_size(struct hp_net_attr *attr, const struct hp_net_attr_row *row,
		      const char *value)
{
	uint32_t size;

	return hp_size_parse(&size, value) < 0 ? -EINVAL : set_in_range(attr, row, size);
}

/* 0: it is none. */
static uint64_t factor_of(const char *suffix)
{
	static const struct hp_net_word suffixes[] = {
		{"", 1}, {"K", 1000}, {"M", 1000000}, {"G", 1000000000}, {NULL}};

	for (const struct hp_net_word *word = suffixes; word->name; word++)
		if (streq(word->name, suffix))
			return word->value;
	return 0;
}

static int parse_rate(struct hp_net_attr *attr, const struct hp_net_attr_row *row,
		      const char *value)
{
	uint64_t bits, millionths, factor;
	const char *rest = hp_number_take(value, &bits);

	if (!rest)
		return -EINVAL;
	rest = hp_number_take_fraction(rest, &millionths);
	factor = factor_of(rest);
	if (!factor || __builtin_mul_overflow(bits, factor, &bits) ||
	    __builtin_add_overflow(bits, factor * millionths / 1000000, &bits))
		return -EINVAL;
	return set_in_range(attr, row, bits / 8);
}

static int parse_log2(struct hp_net_attr *attr, const struct hp_net_attr_row *row,
		      const char *value)
{
	uint64_t number;

	if (hp_number_parse(value, 10, row->max, &number) < 0 || number < row->min)
		return -EINVAL;
	return hp_net_attr_set_number(attr, row, 63 - __builtin_clzll(number));
}

static int parse_hex(struct hp_net_attr *attr, const struct hp_net_attr_row *row,
		     const char *value)
{
	uint64_t number;

	if (hp_number_parse(skip_prefix(value, "0x") ?: value, 16, row->max, &number) < 0)
		return -EINVAL;
	return set_in_range(attr, row, number);
}

static int parse_signed(struct hp_net_attr *attr, const struct hp_net_attr_row *row,
			const char *value)
{
	const char *digits = skip_prefix(value, "-");
	uint64_t number;
	int64_t n;

	if (hp_number_parse(digits ?: value, 10, INT32_MAX, &number) < 0)
		return -EINVAL;
	n = digits ? -(int64_t)number : (int64_t)number;
	if (n < (int64_t)row->min || n > (int64_t)row->max)
		return -EINVAL;
	return hp_net_attr_set_number(attr, row, n);
}

/* With two digits behind the point at most, as systemd has them. */
static int parse_share(struct hp_net_attr *attr, const struct hp_net_attr_row *row,
		       const char *value)
{
	uint64_t percent, millionths, share;
	const char *rest = hp_number_take(value, &percent);

	if (!rest || percent > 100)
		return -EINVAL;
	rest = hp_number_take_fraction(rest, &millionths);
	share = percent * 100 + millionths / 10000;
	if (!streq(rest, "%") || millionths % 10000 || share > 10000)
		return -EINVAL;
	return hp_net_attr_set_number(attr, row, share * UINT32_MAX / 10000);
}

const struct hp_net_attr_form hp_net_form_size = {
	parse_size, "a size in bytes that is in range, with K, M or G for 1024s"};
const struct hp_net_attr_form hp_net_form_rate = {
	parse_rate, "bits per second in range, with K, M or G for 1000s"};
const struct hp_net_attr_form hp_net_form_log2 = {parse_log2};
const struct hp_net_attr_form hp_net_form_share = {parse_share, "0% to 100%"};
const struct hp_net_attr_form hp_net_form_hex = {parse_hex, "a hexadecimal number"};
const struct hp_net_attr_form hp_net_form_signed = {parse_signed,
						    "a whole number in range"};
