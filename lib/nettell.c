/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: what a driver is told of a member. See nettell.h. */
#include "nettell.h"

int hp_net_tell_add(struct hp_net_tell *tell, uint16_t type, const void *bytes,
		    uint16_t len)
{
	return hp_net_attr_append_nested(&tell->now, type, bytes, len);
}

void hp_net_tell_free(struct hp_net_tell *tell)
{
	free(tell->now.bytes);
	free(tell->before.bytes);
	*tell = (struct hp_net_tell){0};
}
