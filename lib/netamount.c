/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: what an interface has of which there is a number. See netamount.h. */
#include <errno.h>
#include <linux/if_link.h>

#include "netamount.h"
#include "netvalue.h"
#include "number.h"

const struct hp_net_amount_kind hp_net_amount_kinds[HP_NET_AMOUNTS] = {
	[HP_NET_TXQUEUELEN] = {"txqueuelen", IFLA_TXQLEN, false, 0, UINT32_MAX - 1},
	[HP_NET_GSO_BYTES] = {"gso_max_size", IFLA_GSO_MAX_SIZE, true, 1, 65536},
	[HP_NET_GSO_SEGMENTS] = {"gso_max_segs", IFLA_GSO_MAX_SEGS, false, 1, 65535},
	[HP_NET_LINK_GROUP] = {"group", IFLA_GROUP, false, 0, INT32_MAX},
};

int hp_net_amount_parse(uint32_t *ret, enum hp_net_amount amount, const char *text)
{
	const struct hp_net_amount_kind *kind = &hp_net_amount_kinds[amount];
	uint64_t number = 0;
	uint32_t size = 0;
	int r;

	if (kind->is_size)
		r = hp_size_parse(&size, text);
	else
		r = hp_number_parse(text, 10, UINT32_MAX, &number);
	number += size;
	if (r < 0 || number < kind->min || number > kind->max)
		return -EINVAL;
	*ret = number;
	return 0;
}
