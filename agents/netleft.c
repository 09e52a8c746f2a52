/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: what an interface leaves behind when it is gone. See netleft.h. */
#include <errno.h>

#include "agent.h"
#include "log.h"
#include "netdevwrite.h"
#include "netkeep.h"
#include "netleft.h"
#include "netrecord.h"
#include "netundo_file.h"

static void delete_device(struct hp_netlink *nl, const struct hp_net_link *link)
{
	int r = hp_netdev_unmake(nl, link->ifindex);

	if (r == 0)
		hp_notice("%s: deleted, since what it was over is gone", link->name);
	else if (r != -ENODEV)
		hp_error(r, "%s: what it was over is gone, and it cannot be deleted",
			 link->name);
}

void hp_netleft_delete(struct hp_netlink *nl, unsigned int ifindex)
{
	const struct hp_net_instance gone = {.ifindex = ifindex};
	_cleanup_(hp_netundo_free) struct hp_netundo undo = {0};
	_cleanup_close_ int lock = -1;
	struct hp_net_link link;

	if (!hp_netundo_is_there(ifindex))
		return;
	/* Whoever works on the interface may be making something. */
	lock = hp_net_record_lock(ifindex);
	if (hp_netundo_load(&gone, &undo) < 0)
		return;
	for (size_t i = undo.n; i-- > 0;)
		if (undo.change[i].step.kind == HP_NET_STEP_MAKE &&
		    hp_netkeep_is_there(nl, &undo.change[i].other, &link) &&
		    link.lower == ifindex)
			delete_device(nl, &link);
}
