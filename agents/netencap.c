/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the module of tunnels over UDP. See netencap.h; source of the contract:
 * ip_tunnel_encap_setup() of net/ipv4/ip_tunnel.c, net/ipv4/fou.c, which has no alias. */
#include <linux/fou.h>

#include "log.h"
#include "modprobe.h"
#include "netencap.h"
#include "sysmodule.h"

static bool is_there(const char *module)
{
	enum hp_sysmodule_state state = hp_sysmodule_state(module);

	return state == HP_SYSMODULE_LIVE || state == HP_SYSMODULE_BUILTIN;
}

static bool is_over_udp(const struct hp_netdev *netdev)
{
	return netdev->kind->is_port ||
	       hp_net_attrs_find_type(&netdev->attrs, HP_NETDEV_FOU);
}

void hp_netencap_load(const struct hp_uevent *event, const struct hp_net_file *netdev)
{
	static const char *const modules[] = {FOU_GENL_NAME};
	const struct hp_net_where *where = &netdev->ifname_where;

	if (!is_over_udp(netdev->netdev) || is_there(modules[0]))
		return;
	if (hp_modprobe_load(event, NULL, modules, ARRAY_SIZE(modules)) < 0)
		hp_error(0, "%s:%u:%u: nothing goes over UDP without the module %s",
			 where->file, where->line, where->column, modules[0]);
}

void hp_netencap_load_for(const struct hp_uevent *event, const struct hp_net_stack *stack)
{
	for (size_t i = 0; i < stack->n; i++) {
		const struct hp_net_stacked *item = &stack->item[i];

		if (item->netdev && !item->ifindex)
			hp_netencap_load(event, item->netdev);
	}
}
