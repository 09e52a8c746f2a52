// SPDX-License-Identifier: GPL-2.0
/* Purpose: the bus itself: how ports and drivers meet, and the files below /sys/bus. */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt
#include <linux/ctype.h>
#include <linux/module.h>

#include "internal.h"

static struct device *root;

/* Root of a container that shares /sys is root here, but has no business with the bus. */
static int may_change(void)
{
	return capable(CAP_SYS_ADMIN) ? 0 : -EPERM;
}

int plugbus_add_spec(const struct plugbus_spec *spec)
{
	struct netlink_ext_ack extack = {};
	struct plugbus_port *port;
	int r = plugbus_port_add(spec, &extack, &port);

	if (r < 0) {
		pr_err("a port is not made: %s (%d)\n",
		       extack._msg ? extack._msg : "the kernel refused", r);
		return r;
	}
	put_device(&port->dev);
	return 0;
}

static ssize_t new_device_store(plugbus_attr_bus *bus, const char *buf, size_t count)
{
	struct plugbus_spec spec;
	int r = may_change();

	if (r < 0)
		return r;
	r = plugbus_parse(buf, &spec);
	if (r == 0)
		r = plugbus_add_spec(&spec);
	return r < 0 ? r : count;
}
static BUS_ATTR_WO(new_device);

static ssize_t del_device_store(plugbus_attr_bus *bus, const char *buf, size_t count)
{
	int r = may_change();
	char name[16];
	u32 id;

	if (r < 0)
		return r;
	if (strscpy(name, buf, sizeof(name)) < 0 || strncmp(name, "port", 4) != 0 ||
	    !isdigit(name[4]) || kstrtou32(name + 4, 10, &id) < 0)
		return -EINVAL;
	r = plugbus_port_del(id);
	return r < 0 ? r : count;
}
static BUS_ATTR_WO(del_device);

static struct attribute *bus_attrs[] = {
	&bus_attr_new_device.attr,
	&bus_attr_del_device.attr,
	NULL,
};
ATTRIBUTE_GROUPS(bus);

static const struct plugbus_device_id *find_id(const struct plugbus_driver *driver,
					       const struct plugbus_port *port)
{
	const struct plugbus_device_id *id;

	for (id = driver->id_table; id->style != PLUGBUS_STYLE_UNSPEC; id++)
		if (plugbus_ids_match(&port->ids, id))
			return id;
	return NULL;
}

static int match(struct device *dev, plugbus_match_driver *drv)
{
	return find_id(container_of_const(drv, struct plugbus_driver, driver),
		       to_plugbus_port(dev)) != NULL;
}

static int uevent(plugbus_uevent_device *dev, struct kobj_uevent_env *env)
{
	return plugbus_add_ids(container_of_const(dev, struct plugbus_port, dev), env);
}

static int probe(struct device *dev)
{
	struct plugbus_driver *driver =
		container_of(dev->driver, struct plugbus_driver, driver);
	struct plugbus_port *port = to_plugbus_port(dev);

	return driver->probe(port, find_id(driver, port));
}

static void remove(struct device *dev)
{
	struct plugbus_driver *driver =
		container_of(dev->driver, struct plugbus_driver, driver);

	if (driver->remove)
		driver->remove(to_plugbus_port(dev));
}

struct bus_type plugbus_bus = {
	.name = "plugbus",
	.bus_groups = bus_groups,
	.dev_groups = plugbus_port_groups,
	.match = match,
	.uevent = uevent,
	.probe = probe,
	.remove = remove,
};

int __plugbus_driver_register(struct plugbus_driver *driver, struct module *owner)
{
	driver->driver.bus = &plugbus_bus;
	driver->driver.owner = owner;
	return driver_register(&driver->driver);
}
EXPORT_SYMBOL_GPL(__plugbus_driver_register);

void plugbus_driver_unregister(struct plugbus_driver *driver)
{
	driver_unregister(&driver->driver);
}
EXPORT_SYMBOL_GPL(plugbus_driver_unregister);

/* The driver core's own events: here rather than where ports are made, since drivers come
 * and go without that. */
static int notice(struct notifier_block *block, unsigned long what, void *data)
{
	struct plugbus_port *port = to_plugbus_port((struct device *)data);

	switch (what) {
	case BUS_NOTIFY_ADD_DEVICE:
		plugbus_event(port, PLUGBUS_ACTION_ADD);
		break;
	case BUS_NOTIFY_REMOVED_DEVICE:
		plugbus_event(port, PLUGBUS_ACTION_REMOVE);
		break;
	case BUS_NOTIFY_BOUND_DRIVER:
		plugbus_event(port, PLUGBUS_ACTION_BIND);
		break;
	case BUS_NOTIFY_UNBOUND_DRIVER:
		plugbus_event(port, PLUGBUS_ACTION_UNBIND);
		break;
	}
	return NOTIFY_OK;
}

static struct notifier_block notifier = {.notifier_call = notice};

static void unregister_bus(void)
{
	bus_unregister(&plugbus_bus);
	plugbus_wait_for_bus(&plugbus_bus);
}

int plugbus_bus_init(void)
{
	int r;

	root = root_device_register("plugbus");
	if (IS_ERR(root))
		return PTR_ERR(root);
	r = bus_register(&plugbus_bus);
	if (r < 0)
		goto err_root;
	r = bus_register_notifier(&plugbus_bus, &notifier);
	if (r < 0)
		goto err_bus;
	return 0;

err_bus:
	unregister_bus();
err_root:
	root_device_unregister(root);
	return r;
}

void plugbus_bus_exit(void)
{
	bus_unregister_notifier(&plugbus_bus, &notifier);
	unregister_bus();
	root_device_unregister(root);
}

struct device *plugbus_root(void)
{
	return root;
}
