/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: a netlink message as text, by what is in it alone: "TYPE=VALUE" for each
 * attribute, "TYPE{...}" for one that says it is nested. A value is what is between its
 * quotes, where it is text that begins with a letter and ends with a NUL, else it is in
 * hex. "info" is an empty struct ifinfomsg before nested attributes.
 */
#ifndef HP_TEST_NETMESSAGE_H
#define HP_TEST_NETMESSAGE_H

#include <ctype.h>

#include "netlink.h"
#include "sandbox.h"

static inline bool is_text(const struct nlattr *attr)
{
	const char *s = nla_data(attr);
	int n = nla_len(attr);

	if (n < 2 || s[n - 1] || !isalpha((unsigned char)s[0]))
		return false;
	for (int i = 0; i < n - 1; i++)
		if (!isgraph((unsigned char)s[i]))
			return false;
	return true;
}

static inline void print_attrs(FILE *to, const struct nlattr *head, int len);

static inline void print_nested(FILE *to, const struct nlattr *attr)
{
	static const struct ifinfomsg none;
	const char *data = nla_data(attr);
	int len = nla_len(attr), skip = 0;

	if (len >= (int)sizeof(none) && memcmp(data, &none, sizeof(none)) == 0)
		skip = sizeof(none);
	fputs(skip ? "{info " : "{", to);
	print_attrs(to, (const struct nlattr *)(data + skip), len - skip);
	fputc('}', to);
}

static inline void print_attr(FILE *to, const struct nlattr *attr)
{
	const uint8_t *bytes = nla_data(attr);

	fprintf(to, "%d", nla_type(attr));
	if (attr->nla_type & NLA_F_NESTED) {
		print_nested(to, attr);
	} else if (is_text(attr)) {
		fprintf(to, "='%s'", (const char *)bytes);
	} else {
		fputc('=', to);
		for (int i = 0; i < nla_len(attr); i++)
			fprintf(to, "%02x", bytes[i]);
	}
}

static inline void print_attrs(FILE *to, const struct nlattr *head, int len)
{
	const struct nlattr *attr;
	int left;

	nla_for_each_attr(attr, head, len, left) {
		if (attr != head)
			fputc(' ', to);
		print_attr(to, attr);
	}
	assert_int_equal(left, 0);
}

/* What follows a header of its own. */
static inline const char *message_text(struct nl_msg *msg, size_t header)
{
	static char text[4096];
	FILE *to = fmemopen(text, sizeof(text), "w");

	assert_non_null(msg);
	assert_non_null(to);
	print_attrs(to, nlmsg_attrdata(nlmsg_hdr(msg), header),
		    nlmsg_attrlen(nlmsg_hdr(msg), header));
	fclose(to);
	return text;
}

#endif
