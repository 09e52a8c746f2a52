/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: tunnels over UDP. See netdevkind.h; source of the contract: systemd.netdev(5).
 */
#include <errno.h>

#include "log.h"
#include "netdev.h"
#include "netdevkinds.h"

#define WHERE(w) (w)->file, (w)->line, (w)->column

static int leave_out(struct hp_net_attrs *attrs, const char *key)
{
	const struct hp_net_attr *attr = hp_net_attrs_find(attrs, key);

	if (!attr)
		return 0;
	hp_warning(0, "%s:%u:%u: %s= without FooOverUDP=yes; it is left out",
		   WHERE(&attr->where), key);
	return hp_net_attrs_take(attrs, attr->row, "", attr->where);
}

static int complete(const struct hp_netdev_kind *kind, struct hp_net_attrs *attrs,
		    const struct hp_net_where *where)
{
	if (!hp_net_attrs_find(attrs, "FOUDestinationPort")) {
		hp_warning(0,
			   "%s:%u:%u: FooOverUDP= needs FOUDestinationPort=; the file is "
			   "not used",
			   WHERE(where));
		return -EINVAL;
	}
	if (hp_net_attrs_find(attrs, "Encapsulation"))
		return 0;
	return hp_net_attrs_take(
		attrs, hp_netdev_kind_row(kind, "Tunnel", "Encapsulation", NULL),
		"FooOverUDP", *where);
}

int hp_netdev_finish_fou(struct hp_netdev *netdev)
{
	static const char *const keys[] = {"Encapsulation", "FOUDestinationPort",
					   "FOUSourcePort"};
	struct hp_net_attrs *attrs = &netdev->attrs;
	const struct hp_net_attr *fou = hp_net_attrs_find_type(attrs, HP_NETDEV_FOU);
	int r = 0;

	if (fou)
		return complete(netdev->kind, attrs,
				&(struct hp_net_where){WHERE(&fou->where)});
	for (size_t i = 0; r == 0 && i < ARRAY_SIZE(keys); i++)
		r = leave_out(attrs, keys[i]);
	return r;
}
