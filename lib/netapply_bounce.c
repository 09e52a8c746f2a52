/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: changes that cost an interface more than they change. See netapply_bounce.h.
 */
#include <errno.h>

#include "netapply_bounce.h"
#include "netrestore.h"
#include "netwrite.h"

static int change_while_down(struct hp_net_apply *apply, unsigned int ifindex,
			     int (*change)(struct hp_netlink *nl, unsigned int ifindex,
					   const void *value),
			     const void *value)
{
	_cleanup_(hp_net_restore_freep) struct hp_net_restore *before = NULL;
	int r = hp_net_restore_read(&before, apply->nl, ifindex);

	if (r == 0)
		r = hp_net_write_up(apply->nl, ifindex, false);
	if (r < 0)
		return r;
	apply->disturbed = true;
	r = change(apply->nl, ifindex, value);
	/* What is not put back is logged by that; a change that is had is to be known. */
	(void)hp_net_restore_put_back(before, apply->nl);
	return r;
}

int hp_net_bounce(struct hp_net_apply *apply, unsigned int ifindex,
		  int (*change)(struct hp_netlink *nl, unsigned int ifindex,
				const void *value),
		  const void *value)
{
	struct hp_net_link link;
	int r = change(apply->nl, ifindex, value);

	if (r != -EBUSY || hp_net_link_get(apply->nl, ifindex, NULL, &link) < 0 ||
	    !(link.flags & IFF_UP))
		return r;
	return change_while_down(apply, ifindex, change, value);
}

static int change_object(struct hp_netlink *nl, unsigned int ifindex, const void *value)
{
	return hp_net_write_object(nl, ifindex, value);
}

int hp_net_bounce_object(struct hp_net_apply *apply, const struct hp_net_object *object)
{
	return object->kind == HP_NET_CAN
		       ? hp_net_bounce(apply, apply->ifindex, change_object, object)
		       : hp_net_write_object(apply->nl, apply->ifindex, object);
}

int hp_net_disturb(struct hp_net_apply *apply)
{
	apply->disturbed = true;
	return apply->before
		       ? 0
		       : hp_net_restore_read(&apply->before, apply->nl, apply->ifindex);
}
