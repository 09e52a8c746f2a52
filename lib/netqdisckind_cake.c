/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the discipline that is a shaper with all that goes with it. See
 * netqdisckind.h. */
#include "netqdisckinds.h"

#define SECTION	 "CAKE"
#define YES(...) HP_NET_QDISC_YES(SECTION, __VA_ARGS__)
#define WORD(key, type, list)                                                            \
	{                                                                                \
		SECTION, key, type, &hp_net_form_word, .width = 4, .words = list         \
	}
#define OVERHEAD_MIN (-64)
#define OVERHEAD_MAX 256

static const struct hp_net_word compensations[] = {
	{"none", CAKE_ATM_NONE}, {"atm", CAKE_ATM_ATM}, {"ptm", CAKE_ATM_PTM}, {NULL}};

static const struct hp_net_word isolations[] = {
	{"none", CAKE_FLOW_NONE},
	{"src-host", CAKE_FLOW_SRC_IP},
	{"dst-host", CAKE_FLOW_DST_IP},
	{"hosts", CAKE_FLOW_HOSTS},
	{"flows", CAKE_FLOW_FLOWS},
	{"dual-src-host", CAKE_FLOW_DUAL_SRC},
	{"dual-dst-host", CAKE_FLOW_DUAL_DST},
	{"triple", CAKE_FLOW_TRIPLE},
	{NULL},
};

static const struct hp_net_word presets[] = {
	{"besteffort", CAKE_DIFFSERV_BESTEFFORT},
	{"precedence", CAKE_DIFFSERV_PRECEDENCE},
	{"diffserv8", CAKE_DIFFSERV_DIFFSERV8},
	{"diffserv4", CAKE_DIFFSERV_DIFFSERV4},
	{"diffserv3", CAKE_DIFFSERV_DIFFSERV3},
	{NULL},
};

static const struct hp_net_attr_row rows[] = {
	HP_NET_QDISC_RATE(SECTION, "Bandwidth", TCA_CAKE_BASE_RATE64),
	YES("AutoRateIngress", TCA_CAKE_AUTORATE),
	{SECTION, "OverheadBytes", TCA_CAKE_OVERHEAD, &hp_net_form_signed, .width = 4,
	 .min = OVERHEAD_MIN, .max = OVERHEAD_MAX},
	HP_NET_QDISC_NUMBER(SECTION, "MPUBytes", TCA_CAKE_MPU, .min = 1, .max = 256),
	WORD("CompensationMode", TCA_CAKE_ATM, compensations),
	YES("UseRawPacketSize", TCA_CAKE_RAW),
	WORD("FlowIsolationMode", TCA_CAKE_FLOW_MODE, isolations),
	YES("NAT", TCA_CAKE_NAT),
	WORD("PriorityQueueingPreset", TCA_CAKE_DIFFSERV_MODE, presets),
	HP_NET_QDISC_NUMBER(SECTION, "FirewallMark", TCA_CAKE_FWMARK, .min = 1,
			    .max = UINT32_MAX),
	YES("Wash", TCA_CAKE_WASH),
	YES("SplitGSO", TCA_CAKE_SPLIT_GSO),
};

/* That the attribute is there says yes, whatever is in it; the kernel says 0. */
static const char *build(const struct hp_net_attrs *attrs, struct hp_net_qdisc *ret)
{
	static const uint32_t zero;

	for (size_t i = 0; i < attrs->n; i++) {
		const struct hp_net_attr *attr = &attrs->attr[i];

		if (attr->row->type != TCA_CAKE_RAW)
			hp_net_qdisc_put(ret, attr->row->type, attr->bytes, attr->len);
		else if (hp_net_attr_get_number(attr, attr->row))
			hp_net_qdisc_put(ret, TCA_CAKE_RAW, &zero, sizeof(zero));
	}
	return NULL;
}

/* The kernel's own rate is told in place of one that it began with. */
static bool equal(const struct hp_net_qdisc *wanted, const struct hp_net_qdisc *there)
{
	uint32_t goes_by_itself;

	hp_net_qdisc_get(wanted, TCA_CAKE_AUTORATE, &goes_by_itself,
			 sizeof(goes_by_itself));
	return hp_net_qdisc_has_attrs(&hp_net_qdisc_cake, wanted, there,
				      goes_by_itself ? TCA_CAKE_BASE_RATE64 : 0);
}

const struct hp_net_qdisc_kind hp_net_qdisc_cake = {
	.section = SECTION,
	.name = "cake",
	.is_nested = true,
	.rows = rows,
	.n_rows = ARRAY_SIZE(rows),
	.build = build,
	.equal = equal,
};
