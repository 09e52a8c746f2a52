/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: how two queueing disciplines of an interface, or two classes, stand to one
 * another. See netobject.h. */
#include <linux/pkt_sched.h>

#include "netqdisckind.h"

static bool is_same_place(const struct hp_net_qdisc *a, const struct hp_net_qdisc *b)
{
	return a->parent == b->parent || (a->handle && a->handle == b->handle);
}

static bool same_qdisc(const struct hp_net_object *a, const struct hp_net_object *b)
{
	return is_same_place(&a->qdisc, &b->qdisc);
}

static bool same_class(const struct hp_net_object *a, const struct hp_net_object *b)
{
	return a->qdisc.handle == b->qdisc.handle;
}

/* Whether what is there can be changed into what is wanted, options aside. */
static bool is_alike(const struct hp_net_qdisc *wanted, const struct hp_net_qdisc *there)
{
	return streq(wanted->kind, there->kind) && wanted->parent == there->parent &&
	       (!wanted->handle || wanted->handle == there->handle);
}

static enum hp_net_relation relate(const struct hp_net_qdisc *wanted,
				   const struct hp_net_qdisc *there, bool is_class)
{
	const struct hp_net_qdisc_kind *kind =
		hp_net_qdisc_kind_find(wanted->kind, is_class);

	if (!is_alike(wanted, there))
		return HP_NET_IN_WAY;
	if (hp_net_qdisc_kind_equal(wanted, there, is_class))
		return HP_NET_EQUAL;
	return kind && kind->is_rigid ? HP_NET_IN_WAY : HP_NET_BESIDE;
}

static enum hp_net_relation relate_qdisc(const struct hp_net_object *wanted,
					 const struct hp_net_object *there)
{
	return same_qdisc(wanted, there) ? relate(&wanted->qdisc, &there->qdisc, false)
					 : HP_NET_APART;
}

static enum hp_net_relation relate_class(const struct hp_net_object *wanted,
					 const struct hp_net_object *there)
{
	return same_class(wanted, there) ? relate(&wanted->qdisc, &there->qdisc, true)
					 : HP_NET_APART;
}

/* " 1:10", as tc(8) writes it: hexadecimal, and without a minor number of 0. */
static void add_id(char *ret, const char *word, uint32_t id)
{
	char text[16];

	if (TC_H_MIN(id))
		snprintf(text, sizeof(text), "%x:%x", id >> 16, TC_H_MIN(id));
	else
		snprintf(text, sizeof(text), "%x:", id >> 16);
	hp_net_text_add(ret, word, text);
}

static void describe_qdisc(const struct hp_net_object *object, char *ret)
{
	const struct hp_net_qdisc *qdisc = &object->qdisc;

	ret[0] = '\0';
	hp_net_text_add(ret, "qdisc ", qdisc->kind);
	if (qdisc->parent == TC_H_INGRESS)
		return;
	if (qdisc->handle)
		add_id(ret, " ", qdisc->handle);
	if (qdisc->parent == TC_H_ROOT)
		hp_net_text_add(ret, " ", "root");
	else
		add_id(ret, " parent ", qdisc->parent);
}

static void describe_class(const struct hp_net_object *object, char *ret)
{
	ret[0] = '\0';
	hp_net_text_add(ret, "class ", object->qdisc.kind);
	add_id(ret, " ", object->qdisc.handle);
}

const struct hp_net_object_type hp_net_qdisc_type = {same_qdisc, relate_qdisc,
						     describe_qdisc};
const struct hp_net_object_type hp_net_tclass_type = {same_class, relate_class,
						      describe_class};
