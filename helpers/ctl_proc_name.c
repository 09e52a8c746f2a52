/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: hotplugctl proc: which interface a name means. See ctl_proc.h. */
#include <errno.h>
#include <limits.h>
#include <net/if.h>

#include "ctl_proc.h"
#include "netvalue.h"
#include "root.h"

#ifdef HP_NET
#include "netlink.h"
#include "netstate.h"

/* Only the kernel knows alternative names: they are not in /sys. */
static bool find_altname(const char *name, char ret[static IFNAMSIZ])
{
	_cleanup_(hp_netlink_closep) struct hp_netlink *nl = NULL;
	struct hp_net_link link;

	if (!hp_altname_is_valid(name) || hp_netlink_open(&nl) < 0 ||
	    hp_net_link_get(nl, 0, name, &link) < 0)
		return false;
	strcpy(ret, link.name);
	return true;
}
#else
static bool find_altname(const char *name, char ret[static IFNAMSIZ])
{
	return false;
}
#endif

static bool is_there(const char *name)
{
	char path[PATH_MAX];

	return hp_ifname_is_valid(name) &&
	       hp_path(path, "/sys/class/net/%s/ifindex", name) == 0 &&
	       access(path, F_OK) == 0;
}

int ctl_proc_find_interface(const char *name, char ret[static IFNAMSIZ])
{
	char real[IFNAMSIZ];

	if (is_there(name))
		return strcpy(ret, name), 0;
	if (!find_altname(name, real) || !is_there(real))
		return -ENODEV;
	strcpy(ret, real);
	return 0;
}
