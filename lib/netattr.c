/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: settings that are one netlink attribute each. See netattr.h. */
#include <errno.h>
#include <inttypes.h>
#include <linux/netlink.h>

#include "netattr.h"

int hp_net_attr_append(struct hp_net_attr *attr, const void *bytes, size_t len)
{
	uint8_t *p;

	if (attr->len + len > UINT16_MAX / 2)
		return -EINVAL;
	p = realloc(attr->bytes, attr->len + len);
	if (!p)
		return -ENOMEM;
	memcpy(p + attr->len, bytes, len);
	attr->bytes = p;
	attr->len += len;
	return 0;
}

int hp_net_attr_append_nested(struct hp_net_attr *attr, uint16_t type, const void *bytes,
			      uint16_t len)
{
	static const uint8_t zero[NLA_ALIGNTO];
	const struct nlattr header = {.nla_len = NLA_HDRLEN + len, .nla_type = type};
	int r = hp_net_attr_append(attr, &header, sizeof(header));

	if (r == 0)
		r = hp_net_attr_append(attr, bytes, len);
	return r < 0 ? r : hp_net_attr_append(attr, zero, NLA_ALIGN(len) - len);
}

int hp_net_attr_set(struct hp_net_attr *attr, const void *bytes, size_t len)
{
	attr->len = 0;
	return hp_net_attr_append(attr, bytes, len);
}

/* The one that the row belongs to. Returns NULL where there is no memory. */
static struct hp_net_attr *find_or_add(struct hp_net_attrs *attrs,
				       const struct hp_net_attr_row *row)
{
	void *p;

	for (size_t i = 0; i < attrs->n; i++)
		if (attrs->attr[i].row->type == row->type &&
		    streq(attrs->attr[i].row->section, row->section))
			return &attrs->attr[i];
	p = reallocarray(attrs->attr, attrs->n + 1, sizeof(*attrs->attr));
	if (!p)
		return NULL;
	attrs->attr = p;
	attrs->attr[attrs->n] = (struct hp_net_attr){.row = row};
	return &attrs->attr[attrs->n++];
}

/* They may be a key. */
static void free_bytes(struct hp_net_attr *attr, size_t len)
{
	if (attr->bytes)
		explicit_bzero(attr->bytes, len);
	free(attr->bytes);
}

/* len: what it had. */
static void drop_empty(struct hp_net_attrs *attrs, struct hp_net_attr *attr, uint16_t len)
{
	if (attr->len)
		return;
	free_bytes(attr, len);
	*attr = attrs->attr[--attrs->n];
}

int hp_net_attrs_take(struct hp_net_attrs *attrs, const struct hp_net_attr_row *row,
		      const char *value, struct hp_net_where where)
{
	struct hp_net_attr *attr = find_or_add(attrs, row);
	uint16_t len;
	int r = 0;

	if (!attr)
		return -ENOMEM;
	len = attr->len;
	if (!*value && !row->bit)
		attr->len = 0;
	else
		r = row->form->parse(attr, row, value);
	if (r == 0) {
		attr->row = row;
		attr->where = where;
	} else {
		attr->len = len; /* what forms append, they append */
	}
	drop_empty(attrs, attr, len);
	return r;
}

const struct hp_net_attr *hp_net_attrs_find(const struct hp_net_attrs *attrs,
					    const char *key)
{
	for (size_t i = 0; i < attrs->n; i++)
		if (streq(attrs->attr[i].row->key, key))
			return &attrs->attr[i];
	return NULL;
}

const struct hp_net_attr *hp_net_attrs_find_type(const struct hp_net_attrs *attrs,
						 uint16_t type)
{
	for (size_t i = 0; i < attrs->n; i++)
		if (attrs->attr[i].row->type == type)
			return &attrs->attr[i];
	return NULL;
}

static void list_words(const struct hp_net_word *words, FILE *stream)
{
	fputs("one of:", stream);
	for (; words->name; words++)
		fprintf(stream, " %s", words->name);
}

static const char *unit_name(uint32_t us)
{
	static const struct hp_net_word units[] = {
		{"us", 1}, {"ms", 1000}, {"s", 1000000}, {NULL}};

	for (const struct hp_net_word *unit = units; unit->name; unit++)
		if (unit->value == us)
			return unit->name;
	return "hundredths of a second";
}

char *hp_net_attr_expects(const struct hp_net_attr_row *row,
			  char ret[static HP_NET_EXPECTS_MAX])
{
	FILE *stream = fmemopen(ret, HP_NET_EXPECTS_MAX, "w");

	ret[0] = ret[HP_NET_EXPECTS_MAX - 1] = '\0';
	if (!stream)
		return ret;
	if (row->form->expects)
		fputs(row->form->expects, stream);
	else if (!row->max)
		list_words(row->words, stream);
	else if (row->unit)
		fprintf(stream, "a time, %" PRIu64 " to %" PRIu64 " %s", row->min,
			row->max, unit_name(row->unit));
	else
		fprintf(stream, "%" PRIu64 " to %" PRIu64 "%s%s", row->min, row->max,
			row->words ? " or " : "", row->words ? row->words->name : "");
	fclose(stream);
	return ret;
}

void hp_net_attrs_free(struct hp_net_attrs *attrs)
{
	for (size_t i = 0; i < attrs->n; i++)
		free_bytes(&attrs->attr[i], attrs->attr[i].len);
	free(attrs->attr);
	*attrs = (struct hp_net_attrs){0};
}
