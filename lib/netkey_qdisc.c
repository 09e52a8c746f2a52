/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the keys of the queueing disciplines and their classes. See netkey.h. */
#include <errno.h>
#include <linux/pkt_sched.h>

#include "netkey.h"
#include "netqdisckind.h"
#include "number.h"

bool hp_net_section_is_qdisc(const char *section)
{
	return hp_net_qdisc_kind_of(section);
}

int hp_net_begin_qdisc(struct hp_net_reader *r, const struct hp_ini_entry *entry)
{
	struct hp_net_object *object = &r->current.object;

	r->qdisc_kind = hp_net_qdisc_kind_of(entry->section);
	object->kind = r->qdisc_kind->is_class ? HP_NET_TCLASS : HP_NET_QDISC;
	object->qdisc.parent = TC_H_ROOT;
	strcpy(object->qdisc.kind, r->qdisc_kind->name ?: "");
	return 0;
}

/* Hexadecimal. Returns what follows, or NULL. */
static const char *take_hex(const char *text, uint32_t *ret)
{
	const char *hex = skip_prefix(text, "0x") ?: text;
	char digits[5];
	size_t n = strspn(hex, "0123456789abcdefABCDEF");
	uint64_t number;

	if (n >= sizeof(digits))
		return NULL;
	memcpy(digits, hex, n);
	digits[n] = '\0';
	if (hp_number_parse(digits, 16, UINT16_MAX, &number) < 0)
		return NULL;
	*ret = number;
	return hex + n;
}

/* MAJOR:MINOR; with is_qdisc_too, the minor number may be 0, or missing. */
static int parse_id(uint32_t *ret, const char *text, bool is_qdisc_too)
{
	uint32_t major, minor = 0;
	const char *rest = take_hex(text, &major);

	if (!rest || *rest++ != ':' || !major)
		return -EINVAL;
	if (*rest)
		rest = take_hex(rest, &minor);
	if (!rest || *rest || (!minor && !is_qdisc_too))
		return -EINVAL;
	*ret = TC_H_MAKE(major << 16, minor);
	return 0;
}

/* What the kernel has of packets that come in. */
static int take_hook(struct hp_net_reader *r, const struct hp_ini_entry *entry)
{
	struct hp_net_qdisc *qdisc = &r->current.object.qdisc;

	qdisc->parent = TC_H_ROOT;
	if (!*entry->value)
		return 0;
	if (!streq(entry->value, "clsact") && !streq(entry->value, "ingress"))
		return hp_net_reader_spoil(r, entry, "parent (clsact, ingress)");
	qdisc->parent = TC_H_INGRESS;
	strcpy(qdisc->kind, entry->value);
	return 0;
}

static int take_parent(struct hp_net_reader *r, const struct hp_ini_entry *entry)
{
	struct hp_net_qdisc *qdisc = &r->current.object.qdisc;
	bool is_class = r->qdisc_kind->is_class;

	qdisc->parent = TC_H_ROOT;
	if (!*entry->value || streq(entry->value, "root"))
		return 0;
	if (parse_id(&qdisc->parent, entry->value, is_class) < 0)
		return hp_net_reader_spoil(r, entry, "parent (root, MAJOR:MINOR)");
	return 0;
}

static int take_class_id(struct hp_net_reader *r, const struct hp_ini_entry *entry)
{
	struct hp_net_qdisc *class = &r->current.object.qdisc;

	class->handle = 0;
	if (!*entry->value || parse_id(&class->handle, entry->value, false) == 0)
		return 0;
	return hp_net_reader_spoil(r, entry, "class (MAJOR:MINOR)");
}

static int take_handle(struct hp_net_reader *r, const struct hp_ini_entry *entry)
{
	struct hp_net_qdisc *qdisc = &r->current.object.qdisc;
	uint32_t major = 0;
	const char *rest = *entry->value ? take_hex(entry->value, &major) : "";

	if (*entry->value && (!rest || *rest || !major))
		return hp_net_reader_spoil(r, entry, "handle (1 to ffff)");
	qdisc->handle = major << 16;
	return 0;
}

static int take_option(struct hp_net_reader *r, const struct hp_ini_entry *entry,
		       const struct hp_net_attr_row *row)
{
	char expects[HP_NET_EXPECTS_MAX], what[HP_NET_EXPECTS_MAX + 32];
	int result = hp_net_attrs_take(&r->attrs, row, entry->value,
				       hp_net_where_of(r, entry));

	if (result != -EINVAL)
		return result;
	snprintf(what, sizeof(what), "%s= (%s)", entry->key,
		 hp_net_attr_expects(row, expects));
	return hp_net_reader_spoil(r, entry, what);
}

int hp_net_key_of_qdisc(struct hp_net_reader *r, const struct hp_ini_entry *entry)
{
	const struct hp_net_attr_row *row =
		hp_net_qdisc_kind_row(r->qdisc_kind, entry->key);

	if (row)
		return take_option(r, entry, row);
	if (streq(entry->key, "Parent") && !r->qdisc_kind->name)
		return take_hook(r, entry);
	if (streq(entry->key, "Parent"))
		return take_parent(r, entry);
	if (streq(entry->key, "Handle") && !r->qdisc_kind->is_class)
		return take_handle(r, entry);
	if (streq(entry->key, "ClassId") && r->qdisc_kind->is_class)
		return take_class_id(r, entry);
	return -ENOENT;
}

/* Returns what is wrong, or NULL. */
static const char *finish_class(struct hp_net_qdisc *class)
{
	if (!class->handle)
		return "without ClassId=";
	if (class->parent != TC_H_ROOT &&
	    TC_H_MAJ(class->parent) != TC_H_MAJ(class->handle))
		return "with Parent= and ClassId= of different disciplines";
	/* As the kernel tells it. */
	if (!TC_H_MIN(class->parent))
		class->parent = TC_H_ROOT;
	return NULL;
}

static const char *finish(struct hp_net_reader *r)
{
	struct hp_net_qdisc *qdisc = &r->current.object.qdisc;
	const char *wrong = r->qdisc_kind->is_class ? finish_class(qdisc) : NULL;

	return wrong ?: hp_net_qdisc_kind_build(r->qdisc_kind, &r->attrs, qdisc);
}

int hp_net_end_qdisc(struct hp_net_reader *r)
{
	const char *wrong = r->spoilt ? NULL : finish(r);
	int result = 0;

	if (wrong)
		hp_ini_warn(&r->start, "[%s] %s; it is left out", r->qdisc_kind->section,
			    wrong);
	else if (!r->spoilt)
		result = hp_net_reader_add(r);
	hp_net_attrs_free(&r->attrs);
	return result;
}
