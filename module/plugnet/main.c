// SPDX-License-Identifier: GPL-2.0
/* Purpose: plugnet.ko: its parameters, and the order in which its parts come and go. */
#include <linux/if_ether.h>
#include <linux/module.h>
#include <net/rtnetlink.h>

#include "../compat.h"
#include "stack.h"

#define CREATE_TRACE_POINTS
#include "trace.h"

#define WATCHDOG_MAX 3600

unsigned int plugnet_ring = 256;
unsigned int plugnet_queues = 1;
unsigned int plugnet_mtu = ETH_DATA_LEN;
unsigned int plugnet_watchdog = 5;
bool plugnet_line = true;

/* One that is a number between bounds. */
#define PARAMETER(name, from, to, text)                                                  \
	static int set_##name(const char *value, const struct kernel_param *param)       \
	{                                                                                \
		return param_set_uint_minmax(value, param, from, to);                    \
	}                                                                                \
	static const struct kernel_param_ops name##_ops = {                              \
		.set = set_##name,                                                       \
		.get = param_get_uint,                                                   \
	};                                                                               \
	module_param_cb(name, &name##_ops, &plugnet_##name, 0644);                       \
	MODULE_PARM_DESC(name, text)

PARAMETER(queues, 1, PLUGNET_QUEUES_MAX, "queues of new devices, 1 to 8");
PARAMETER(ring, PLUGNET_RING_MIN, PLUGNET_RING_MAX,
	  "frames that wait in a queue at most, 32 to 4096");
PARAMETER(mtu, ETH_MIN_MTU, ETH_MAX_MTU, "MTU of new devices, 68 to 65535");
PARAMETER(watchdog, 1, WATCHDOG_MAX,
	  "seconds until a stopped queue has timed out, 1 to 3600");

module_param_named(line, plugnet_line, bool, 0644);
MODULE_PARM_DESC(line, "whether a port's device interrupts by the port's line");

static int __init plugnet_init(void)
{
	int r = plugnet_proc_init();

	if (r < 0)
		return r;
	r = plugnet_member_init();
	if (r < 0)
		goto err_proc;
	r = rtnl_link_register(&plugnet_link_ops);
	if (r < 0)
		goto err_member;
	r = plugbus_driver_register(&plugnet_driver);
	if (r < 0)
		goto err_link;
	return 0;

err_link:
	rtnl_link_unregister(&plugnet_link_ops);
err_member:
	plugnet_member_exit();
err_proc:
	plugnet_proc_exit();
	return r;
}

static void __exit plugnet_exit(void)
{
	plugbus_driver_unregister(&plugnet_driver);
	rtnl_link_unregister(&plugnet_link_ops);
	plugnet_member_exit();
	plugnet_proc_exit();
}

module_init(plugnet_init);
module_exit(plugnet_exit);
MODULE_DESCRIPTION("Network devices: of plugbus ports, in pairs, and over others");
MODULE_LICENSE("GPL");
#ifdef PLUGNET_IMPORTS
MODULE_IMPORT_NS(PLUGNET_IMPORTS);
#endif
