// SPDX-License-Identifier: GPL-2.0
/* Purpose: plugbus.ko: its parameters, and the order in which its parts come and go. */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt
#include <linux/capability.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <net/genetlink.h>

#include "internal.h"

#define HELPER_MAX 64

unsigned int plugbus_debug;
unsigned int plugbus_helper_max = 1;
struct workqueue_struct *plugbus_wq;

static char *helper = "";
static char *ports = "";

static bool good_helper(const char *path)
{
	if (*path && *path != '/')
		pr_err("helper: not an absolute path\n");
	else if (strlen(path) >= UEVENT_HELPER_PATH_LEN)
		pr_err("helper: longer than %d bytes\n", UEVENT_HELPER_PATH_LEN - 1);
	else
		return true;
	return false;
}

static int set_helper(const char *value, const struct kernel_param *param)
{
	char *copy, *path;
	int r = -EINVAL;

	/* Who can load modules is root already; nobody else names a program to root. */
	if (!capable(CAP_SYS_MODULE))
		return -EPERM;
	copy = kstrdup(value, GFP_KERNEL);
	if (!copy)
		return -ENOMEM;
	path = strim(copy);
	if (good_helper(path))
		r = param_set_charp(path, param);
	kfree(copy);
	return r;
}

static const struct kernel_param_ops helper_ops = {
	.set = set_helper,
	.get = param_get_charp,
	.free = param_free_charp,
};
module_param_cb(helper, &helper_ops, &helper, 0644);
MODULE_PARM_DESC(helper, "program called for each event of a port (empty: none)");

char *plugbus_helper_path(void)
{
	char *path;

	kernel_param_lock(THIS_MODULE);
	path = *helper ? kstrdup(helper, GFP_KERNEL) : NULL;
	kernel_param_unlock(THIS_MODULE);
	return path;
}

static int set_helper_max(const char *value, const struct kernel_param *param)
{
	int r = param_set_uint_minmax(value, param, 1, HELPER_MAX);

	if (r == 0)
		plugbus_helper_kick();
	return r;
}

static const struct kernel_param_ops helper_max_ops = {
	.set = set_helper_max,
	.get = param_get_uint,
};
module_param_cb(helper_max, &helper_max_ops, &plugbus_helper_max, 0644);
MODULE_PARM_DESC(helper_max, "helpers at a time, 1 to 64 (1: one after the other)");

static int set_debug(const char *value, const struct kernel_param *param)
{
	return param_set_uint_minmax(value, param, 0, PLUGBUS_DEBUG_ALL);
}

static const struct kernel_param_ops debug_ops = {
	.set = set_debug,
	.get = param_get_uint,
};
module_param_cb(debug, &debug_ops, &plugbus_debug, 0644);
MODULE_PARM_DESC(debug, "1: log events; 2: interrupt from hard interrupt context");

static int accept(const struct plugbus_spec *spec)
{
	return 0;
}

static int set_ports(const char *value, const struct kernel_param *param)
{
	int r = plugbus_parse_list(value, accept);

	return r < 0 ? r : param_set_charp(value, param);
}

static const struct kernel_param_ops ports_ops = {
	.set = set_ports,
	.get = param_get_charp,
	.free = param_free_charp,
};
module_param_cb(ports, &ports_ops, &ports, 0444);
MODULE_PARM_DESC(ports,
		 "ports to make when loaded: STYLE VENDOR:DEVICE [KEY=VALUE]...; ...");

/* Nobody comes in any more; what is under way ends; then the parts go. */
static void leave(void)
{
	plugbus_ports_shut();
	plugbus_ports_wait();
	genl_unregister_family(&plugbus_genl_family);
	plugbus_bus_exit();
	plugbus_lines_exit();
	plugbus_helper_exit();
	destroy_workqueue(plugbus_wq);
}

static int __init plugbus_init(void)
{
	int r;

	plugbus_wq = alloc_workqueue("plugbus", WQ_UNBOUND, 0);
	if (!plugbus_wq)
		return -ENOMEM;
	r = plugbus_bus_init();
	if (r < 0)
		goto err_wq;
	r = genl_register_family(&plugbus_genl_family);
	if (r < 0)
		goto err_bus;
	/* Events are sent to the family: no port before it. */
	plugbus_ports_open();
	r = plugbus_parse_list(ports, plugbus_add_spec);
	if (r < 0)
		leave();
	return r;

err_bus:
	plugbus_bus_exit();
err_wq:
	destroy_workqueue(plugbus_wq);
	return r;
}

static void __exit plugbus_exit(void)
{
	leave();
}

module_init(plugbus_init);
module_exit(plugbus_exit);
MODULE_DESCRIPTION("A bus whose ports appear and vanish on request");
MODULE_LICENSE("GPL");
