/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the kinds of queueing disciplines and of their classes. See netqdisckind.h. */
#include <linux/netlink.h>

#include "netqdisckinds.h"

#define TICK_NS	    64
/* CoDel keeps times in units of 1024 ns, so that up to 2 us are lost to and fro
 * (net/codel.h). */
#define LOST_US_MAX 2

static const struct hp_net_qdisc_kind *const kinds[] = {
	&hp_net_qdisc_bfifo,	 &hp_net_qdisc_cake,	   &hp_net_qdisc_codel,
	&hp_net_qdisc_drr,	 &hp_net_qdisc_drr_class,  &hp_net_qdisc_ets,
	&hp_net_qdisc_fq,	 &hp_net_qdisc_fq_codel,   &hp_net_qdisc_fq_pie,
	&hp_net_qdisc_gred,	 &hp_net_qdisc_hhf,	   &hp_net_qdisc_htb,
	&hp_net_qdisc_htb_class, &hp_net_qdisc_ingress,	   &hp_net_qdisc_netem,
	&hp_net_qdisc_pfifo,	 &hp_net_qdisc_pfifo_fast, &hp_net_qdisc_pfifo_head_drop,
	&hp_net_qdisc_pie,	 &hp_net_qdisc_qfq,	   &hp_net_qdisc_qfq_class,
	&hp_net_qdisc_sfb,	 &hp_net_qdisc_sfq,	   &hp_net_qdisc_tbf,
};

const struct hp_net_qdisc_kind *hp_net_qdisc_kind_of(const char *section)
{
	for (size_t i = 0; i < ARRAY_SIZE(kinds); i++)
		if (streq(kinds[i]->section, section))
			return kinds[i];
	return NULL;
}

const struct hp_net_qdisc_kind *hp_net_qdisc_kind_find(const char *name, bool is_class)
{
	for (size_t i = 0; i < ARRAY_SIZE(kinds); i++)
		if (kinds[i]->is_class == is_class && kinds[i]->name &&
		    streq(kinds[i]->name, name))
			return kinds[i];
	return NULL;
}

const struct hp_net_attr_row *hp_net_qdisc_kind_row(const struct hp_net_qdisc_kind *kind,
						    const char *key)
{
	for (size_t i = 0; i < kind->n_rows; i++)
		if (streq(kind->rows[i].key, key))
			return &kind->rows[i];
	return NULL;
}

void hp_net_qdisc_put_all(struct hp_net_qdisc *qdisc, const struct hp_net_attrs *attrs)
{
	for (size_t i = 0; i < attrs->n; i++) {
		const struct hp_net_attr *attr = &attrs->attr[i];
		int nested = attr->row->form->is_nested ? NLA_F_NESTED : 0;

		hp_net_qdisc_put(qdisc, attr->row->type | nested, attr->bytes, attr->len);
	}
}

const char *hp_net_qdisc_kind_build(const struct hp_net_qdisc_kind *kind,
				    const struct hp_net_attrs *attrs,
				    struct hp_net_qdisc *ret)
{
	if (kind->build)
		return kind->build(attrs, ret);
	hp_net_qdisc_put_all(ret, attrs);
	return NULL;
}

uint64_t hp_net_qdisc_number(const struct hp_net_attrs *attrs, const char *key,
			     uint64_t otherwise)
{
	const struct hp_net_attr *attr = hp_net_attrs_find(attrs, key);

	return attr ? hp_net_attr_get_number(attr, attr->row) : otherwise;
}

void hp_net_qdisc_put(struct hp_net_qdisc *qdisc, uint16_t type, const void *bytes,
		      size_t len)
{
	const struct nlattr head = {.nla_len = NLA_HDRLEN + len, .nla_type = type};
	uint8_t *end = qdisc->options + qdisc->n_options;

	if (qdisc->n_options + NLA_ALIGN(head.nla_len) > sizeof(qdisc->options))
		return;
	memcpy(end, &head, sizeof(head));
	memcpy(end + NLA_HDRLEN, bytes, len);
	qdisc->n_options += NLA_ALIGN(head.nla_len);
}

/* Returns the attribute that begins at byte n, or NULL where there is no whole one. */
static const struct nlattr *attr_at(const struct hp_net_qdisc *qdisc, uint32_t n)
{
	const struct nlattr *attr = (const struct nlattr *)(qdisc->options + n);

	if (n + NLA_HDRLEN > qdisc->n_options || attr->nla_len < NLA_HDRLEN ||
	    n + attr->nla_len > qdisc->n_options)
		return NULL;
	return attr;
}

static const struct nlattr *find_attr(const struct hp_net_qdisc *qdisc, uint16_t type)
{
	const struct nlattr *attr;

	for (uint32_t n = 0; (attr = attr_at(qdisc, n)); n += NLA_ALIGN(attr->nla_len))
		if ((attr->nla_type & NLA_TYPE_MASK) == type)
			return attr;
	return NULL;
}

static const uint8_t *payload(const struct nlattr *attr)
{
	return (const uint8_t *)attr + NLA_HDRLEN;
}

bool hp_net_qdisc_get(const struct hp_net_qdisc *qdisc, uint16_t type, void *ret,
		      size_t size)
{
	const struct nlattr *attr = find_attr(qdisc, type);
	size_t len = attr ? attr->nla_len - NLA_HDRLEN : 0;

	memset(ret, 0, size);
	if (attr)
		memcpy(ret, payload(attr), len < size ? len : size);
	return attr;
}

void hp_net_qdisc_set(struct hp_net_qdisc *qdisc, uint16_t type, const void *bytes,
		      size_t size)
{
	const struct nlattr *attr = find_attr(qdisc, type);
	size_t len = attr ? attr->nla_len - NLA_HDRLEN : 0;

	if (attr)
		memcpy(qdisc->options + (payload(attr) - qdisc->options), bytes,
		       len < size ? len : size);
}

bool hp_net_qdisc_equal_u64(const struct hp_net_qdisc *a, const struct hp_net_qdisc *b,
			    uint16_t type)
{
	uint64_t x, y;
	bool has_x = hp_net_qdisc_get(a, type, &x, sizeof(x));

	return hp_net_qdisc_get(b, type, &y, sizeof(y)) == has_x && x == y;
}

static bool is_time(const struct hp_net_qdisc_kind *kind, uint16_t type)
{
	for (size_t i = 0; i < kind->n_rows; i++)
		if (kind->rows[i].type == type)
			return kind->rows[i].form == &hp_net_form_time;
	return false;
}

static bool has_attr(const struct hp_net_qdisc_kind *kind, const struct nlattr *wanted,
		     const struct hp_net_qdisc *qdisc)
{
	uint16_t type = wanted->nla_type & NLA_TYPE_MASK;
	const struct nlattr *there = find_attr(qdisc, type);
	size_t len = wanted->nla_len - NLA_HDRLEN;
	bool is_list = wanted->nla_type & NLA_F_NESTED;
	uint32_t a, b;

	if (!there || there->nla_len < wanted->nla_len ||
	    (there->nla_len > wanted->nla_len && !is_list))
		return false;
	if (!is_time(kind, type))
		return memcmp(payload(wanted), payload(there), len) == 0;
	memcpy(&a, payload(wanted), sizeof(a));
	memcpy(&b, payload(there), sizeof(b));
	return a - b <= LOST_US_MAX;
}

bool hp_net_qdisc_has_attrs(const struct hp_net_qdisc_kind *kind,
			    const struct hp_net_qdisc *wanted,
			    const struct hp_net_qdisc *there, uint16_t but)
{
	const struct nlattr *attr;

	for (uint32_t n = 0; (attr = attr_at(wanted, n)); n += NLA_ALIGN(attr->nla_len))
		if (!(but && (attr->nla_type & NLA_TYPE_MASK) == but) &&
		    !has_attr(kind, attr, there))
			return false;
	return true;
}

bool hp_net_qdisc_kind_equal(const struct hp_net_qdisc *wanted,
			     const struct hp_net_qdisc *there, bool is_class)
{
	const struct hp_net_qdisc_kind *kind =
		hp_net_qdisc_kind_find(wanted->kind, is_class);

	if (kind && kind->equal)
		return kind->equal(wanted, there);
	if (kind && kind->is_nested)
		return hp_net_qdisc_has_attrs(kind, wanted, there, 0);
	return there->n_options >= wanted->n_options &&
	       memcmp(there->options, wanted->options, wanted->n_options) == 0;
}

uint64_t hp_net_qdisc_ticks(uint64_t us)
{
	return us * 1000 / TICK_NS;
}

uint64_t hp_net_qdisc_ticks_of(uint32_t size, uint64_t rate)
{
	return size * (UINT64_C(1000000000) / TICK_NS) / rate;
}

struct tc_ratespec hp_net_qdisc_ratespec(uint64_t rate)
{
	return (struct tc_ratespec){
		.rate = rate < UINT32_MAX ? rate : UINT32_MAX,
		.linklayer = TC_LINKLAYER_ETHERNET,
	};
}

/* It computes them anew out of the size, with a multiplication and a shift. */
bool hp_net_qdisc_ticks_equal(uint32_t wanted, uint32_t there)
{
	return wanted - there + 1 <= 2;
}
