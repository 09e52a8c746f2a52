/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the discipline that is a bad line. See netqdisckind.h. */
#include <linux/pkt_sched.h>

#include "netqdisckinds.h"

#define PACKETS	   1000	     /* systemd.network(5) */
#define DELAY_MAX  274877906 /* us, in 32 bits of ticks */

#define JITTER_MAX 2147483 /* us: the kernel's is INT_MAX ns at most */

#define DELAY(key, n, most)                                                              \
	{                                                                                \
		"NetworkEmulator", key, n, &hp_net_form_time, .width = 4, .unit = 1,     \
							      .max = most                \
	}
#define SHARE(key, n)                                                                    \
	{                                                                                \
		"NetworkEmulator", key, n, &hp_net_form_share, .width = 4                \
	}

static const struct hp_net_attr_row rows[] = {
	DELAY("DelaySec", 1, DELAY_MAX),
	DELAY("DelayJitterSec", 2, JITTER_MAX),
	{"NetworkEmulator", "PacketLimit", 3, &hp_net_form_number, .width = 4,
	 .max = UINT32_MAX - 1},
	SHARE("LossRate", 4),
	SHARE("DuplicateRate", 5),
};

static const char *build(const struct hp_net_attrs *attrs, struct hp_net_qdisc *ret)
{
	const struct tc_netem_qopt options = {
		.latency = hp_net_qdisc_ticks(hp_net_qdisc_number(attrs, "DelaySec", 0)),
		.jitter = hp_net_qdisc_ticks(
			hp_net_qdisc_number(attrs, "DelayJitterSec", 0)),
		.limit = hp_net_qdisc_number(attrs, "PacketLimit", PACKETS),
		.loss = hp_net_qdisc_number(attrs, "LossRate", 0),
		.duplicate = hp_net_qdisc_number(attrs, "DuplicateRate", 0),
	};

	memcpy(ret->options, &options, sizeof(options));
	ret->n_options = sizeof(options);
	return NULL;
}

const struct hp_net_qdisc_kind hp_net_qdisc_netem = {
	.section = "NetworkEmulator",
	.name = "netem",
	.rows = rows,
	.n_rows = ARRAY_SIZE(rows),
	.build = build,
};
