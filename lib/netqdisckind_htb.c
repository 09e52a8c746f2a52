/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the discipline that is a hierarchy of token buckets, and its classes. See
 * netqdisckind.h. */
#include "netqdisckinds.h"

#define VERSION		3    /* of the interface, TC_HTB_PROTOVER */
#define RATE_TO_QUANTUM 10   /* systemd.network(5), and tc-htb(8) */
#define PACKET		1600 /* likewise: bytes of the longest on Ethernet */
#define SECOND_NS	1000000000

#define HTB		"HierarchyTokenBucket"
static const struct hp_net_attr_row rows[] = {
	{HTB, "DefaultClass", 1, &hp_net_form_hex, .width = 4, .max = UINT32_MAX},
	HP_NET_QDISC_NUMBER(HTB, "RateToQuantum", 2, .min = 1, .max = UINT32_MAX),
};

static const char *build(const struct hp_net_attrs *attrs, struct hp_net_qdisc *ret)
{
	const struct tc_htb_glob options = {
		.version = VERSION,
		.rate2quantum =
			hp_net_qdisc_number(attrs, "RateToQuantum", RATE_TO_QUANTUM),
		.defcls = hp_net_qdisc_number(attrs, "DefaultClass", 0),
	};

	hp_net_qdisc_put(ret, TCA_HTB_INIT, &options, sizeof(options));
	return NULL;
}

static bool equal(const struct hp_net_qdisc *wanted, const struct hp_net_qdisc *there)
{
	struct tc_htb_glob a, b;

	hp_net_qdisc_get(wanted, TCA_HTB_INIT, &a, sizeof(a));
	return hp_net_qdisc_get(there, TCA_HTB_INIT, &b, sizeof(b)) &&
	       a.rate2quantum == b.rate2quantum && a.defcls == b.defcls;
}

/* It takes the major number of the version, and tells the minor one behind it. */
static void settle(struct hp_net_qdisc *told)
{
	struct tc_htb_glob options;

	hp_net_qdisc_get(told, TCA_HTB_INIT, &options, sizeof(options));
	options.version = VERSION;
	hp_net_qdisc_set(told, TCA_HTB_INIT, &options, sizeof(options));
}

/* The kernel has no way to change it. */
const struct hp_net_qdisc_kind hp_net_qdisc_htb = {
	.section = HTB,
	.name = "htb",
	.is_nested = true,
	.is_rigid = true,
	.rows = rows,
	.n_rows = ARRAY_SIZE(rows),
	.build = build,
	.equal = equal,
	.settle = settle,
};

#define CLASS		   "HierarchyTokenBucketClass"
#define SIZE(key, n, most) HP_NET_QDISC_SIZE(CLASS, key, n, .max = most)
static const struct hp_net_attr_row class_rows[] = {
	HP_NET_QDISC_NUMBER(CLASS, "Priority", 1, .max = TC_HTB_NUMPRIO - 1),
	SIZE("QuantumBytes", 2, UINT32_MAX),
	SIZE("MTUBytes", 3, UINT32_MAX),
	SIZE("OverheadBytes", 4, UINT16_MAX),
	HP_NET_QDISC_RATE(CLASS, "Rate", 5),
	HP_NET_QDISC_RATE(CLASS, "CeilRate", 6),
	SIZE("BufferBytes", 7, UINT32_MAX),
	SIZE("CeilBufferBytes", 8, UINT32_MAX),
};

/* Without a size, what comes in a tick of the kernel's clock and a packet. */
static uint64_t buffer_of(const struct hp_net_attrs *attrs, const char *key,
			  uint64_t rate)
{
	uint64_t size = hp_net_qdisc_number(attrs, key, 0);

	if (!size)
		size = rate / SECOND_NS +
		       (hp_net_qdisc_number(attrs, "MTUBytes", 0) ?: PACKET);
	return size > UINT32_MAX ? UINT64_MAX : hp_net_qdisc_ticks_of(size, rate);
}

static void put_class(struct hp_net_qdisc *class, const struct tc_htb_opt *options,
		      uint64_t rate, uint64_t ceil)
{
	hp_net_qdisc_put(class, TCA_HTB_PARMS, options, sizeof(*options));
	if (rate > UINT32_MAX)
		hp_net_qdisc_put(class, TCA_HTB_RATE64, &rate, sizeof(rate));
	if (ceil > UINT32_MAX)
		hp_net_qdisc_put(class, TCA_HTB_CEIL64, &ceil, sizeof(ceil));
}

static const char *build_class(const struct hp_net_attrs *attrs, struct hp_net_qdisc *ret)
{
	uint64_t rate = hp_net_qdisc_number(attrs, "Rate", 0);
	uint64_t ceil = hp_net_qdisc_number(attrs, "CeilRate", rate);
	struct tc_htb_opt options = {
		.rate = hp_net_qdisc_ratespec(rate),
		.ceil = hp_net_qdisc_ratespec(ceil),
		.quantum = hp_net_qdisc_number(attrs, "QuantumBytes", 0),
		.prio = hp_net_qdisc_number(attrs, "Priority", 0),
	};
	uint64_t buffer, ceil_buffer;

	if (!rate)
		return "without Rate=";
	buffer = buffer_of(attrs, "BufferBytes", rate);
	ceil_buffer = buffer_of(attrs, "CeilBufferBytes", ceil);
	if (buffer > UINT32_MAX || ceil_buffer > UINT32_MAX)
		return "with a buffer that takes more than 274 seconds to fill";
	options.buffer = buffer;
	options.cbuffer = ceil_buffer;
	options.rate.overhead = hp_net_qdisc_number(attrs, "OverheadBytes", 0);
	options.ceil.overhead = options.rate.overhead;
	put_class(ret, &options, rate, ceil);
	return NULL;
}

static bool ratespec_equal(const struct tc_ratespec *a, const struct tc_ratespec *b)
{
	return a->rate == b->rate && a->overhead == b->overhead;
}

/* The kernel chooses a quantum that is not given, and changes neither of the two in a
 * class that has others in it, which is of a level above 0. */
static bool queue_equal(const struct tc_htb_opt *wanted, const struct tc_htb_opt *there)
{
	return there->level || (wanted->prio == there->prio &&
				(!wanted->quantum || wanted->quantum == there->quantum));
}

static bool equal_class(const struct hp_net_qdisc *wanted,
			const struct hp_net_qdisc *there)
{
	struct tc_htb_opt a, b;

	hp_net_qdisc_get(wanted, TCA_HTB_PARMS, &a, sizeof(a));
	return hp_net_qdisc_get(there, TCA_HTB_PARMS, &b, sizeof(b)) &&
	       ratespec_equal(&a.rate, &b.rate) && ratespec_equal(&a.ceil, &b.ceil) &&
	       a.buffer == b.buffer && a.cbuffer == b.cbuffer && queue_equal(&a, &b) &&
	       hp_net_qdisc_equal_u64(wanted, there, TCA_HTB_RATE64) &&
	       hp_net_qdisc_equal_u64(wanted, there, TCA_HTB_CEIL64);
}

const struct hp_net_qdisc_kind hp_net_qdisc_htb_class = {
	.section = CLASS,
	.name = "htb",
	.is_class = true,
	.is_nested = true,
	.rows = class_rows,
	.n_rows = ARRAY_SIZE(class_rows),
	.build = build_class,
	.equal = equal_class,
};
