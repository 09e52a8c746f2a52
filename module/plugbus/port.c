// SPDX-License-Identifier: GPL-2.0
/* Purpose: ports come and go. */
#include <linux/ctype.h>
#include <linux/ioport.h>
#include <linux/rwsem.h>
#include <linux/slab.h>
#include <linux/wait_bit.h>
#include <linux/xarray.h>

#include "internal.h"

/* The id of a port is reserved, with no entry to be found, while the port is being made
 * and until it is wholly gone: its name must not be given again before. */
DEFINE_XARRAY_ALLOC(plugbus_ports);

static DECLARE_RWSEM(ports_door);
static bool door_open; /* under ports_door */

/* Ports whose memory is not yet freed. */
static atomic_t alive = ATOMIC_INIT(0);

static void release(struct device *dev)
{
	kfree(to_plugbus_port(dev));
	if (atomic_dec_and_test(&alive))
		wake_up_var(&alive);
}

static struct plugbus_port *new_port(const struct plugbus_spec *spec)
{
	struct plugbus_port *port = kzalloc(sizeof(*port), GFP_KERNEL);

	if (!port)
		return NULL;
	atomic_inc(&alive);
	device_initialize(&port->dev);
	port->dev.parent = plugbus_root();
	port->dev.bus = &plugbus_bus;
	port->dev.release = release;
	port->ids = spec->ids;
	strscpy(port->serial, spec->serial, sizeof(port->serial));
	mutex_init(&port->lock);
	INIT_LIST_HEAD(&port->handlers);
	INIT_WORK(&port->storm, plugbus_storm);
	return port;
}

static int get_io(struct plugbus_port *port, const struct plugbus_spec *spec,
		  struct netlink_ext_ack *extack)
{
	if (!spec->io_length)
		return 0;
	if (!request_region(spec->io_base, spec->io_length, dev_name(&port->dev))) {
		NL_SET_ERR_MSG_MOD(extack, "the I/O range is taken; see /proc/ioports");
		return -EBUSY;
	}
	port->io_base = spec->io_base;
	port->io_length = spec->io_length;
	return 0;
}

static void put_io(struct plugbus_port *port)
{
	if (port->io_length)
		release_region(port->io_base, port->io_length);
}

static int get_resources(struct plugbus_port *port, const struct plugbus_spec *spec,
			 struct netlink_ext_ack *extack)
{
	int r = get_io(port, spec, extack);

	if (r < 0)
		return r;
	r = plugbus_lines_get(port, spec, extack);
	if (r < 0)
		put_io(port);
	return r;
}

static void put_resources(struct plugbus_port *port)
{
	plugbus_lines_put(port);
	put_io(port);
}

static int reserve_id(u32 *id, struct netlink_ext_ack *extack)
{
	int r = xa_alloc(&plugbus_ports, id, NULL, XA_LIMIT(0, PLUGBUS_PORTS_MAX - 1),
			 GFP_KERNEL);

	if (r != -EBUSY)
		return r;
	NL_SET_ERR_MSG_MOD(extack, "there are as many ports as the bus can have");
	return -ENOSPC;
}

static int make(const struct plugbus_spec *spec, struct netlink_ext_ack *extack,
		struct plugbus_port **ret)
{
	struct plugbus_port *port = new_port(spec);
	int r;

	if (!port)
		return -ENOMEM;
	r = reserve_id(&port->id, extack);
	if (r < 0)
		goto err_port;
	r = dev_set_name(&port->dev, "port%u", port->id);
	if (r < 0)
		goto err_id;
	r = get_resources(port, spec, extack);
	if (r < 0)
		goto err_id;
	r = device_add(&port->dev);
	if (r < 0)
		goto err_resources;
	*ret = to_plugbus_port(get_device(&port->dev));
	/* The entry is reserved: nothing is allocated. */
	xa_store(&plugbus_ports, port->id, port, GFP_KERNEL);
	return 0;

err_resources:
	put_resources(port);
err_id:
	xa_erase(&plugbus_ports, port->id);
err_port:
	put_device(&port->dev);
	return r;
}

static bool bad_serial(const char *serial)
{
	/* A line of the file uevent must not become two. */
	while (*serial && !iscntrl(*serial))
		serial++;
	return *serial;
}

static const char *bad_spec(const struct plugbus_spec *spec)
{
	if (spec->ids.class > 0xffffff || spec->ids.type > 0xffffff)
		return "a class has 24 bits";
	if (bad_serial(spec->serial))
		return "a serial number has no control characters";
	if (!spec->io_base != !spec->io_length)
		return "an I/O range needs io_base and io_length";
	if (spec->io_length && (spec->io_base > IO_SPACE_LIMIT ||
				spec->io_length - 1 > IO_SPACE_LIMIT - spec->io_base))
		return "the I/O range lies beyond the last port";
	if (spec->lines > PLUGBUS_PORT_LINES || spec->line > PLUGBUS_LINES_MAX ||
	    spec->line + spec->lines > PLUGBUS_LINES_MAX)
		return "a port has 8 lines at most, and the bus 64";
	if (!spec->lines && (spec->edge || spec->exclusive))
		return "edge and exclusive are of a line, and there is none";
	return NULL;
}

int plugbus_port_add(const struct plugbus_spec *spec, struct netlink_ext_ack *extack,
		     struct plugbus_port **ret)
{
	const char *why = bad_spec(spec);
	int r = -ESHUTDOWN;

	if (why) {
		extack->_msg = why;
		return -EINVAL;
	}
	down_read(&ports_door);
	if (door_open)
		r = make(spec, extack, ret);
	else
		NL_SET_ERR_MSG_MOD(extack, "the module is being unloaded");
	up_read(&ports_door);
	return r;
}

/* Takes the port out of the table, so that one alone unmakes it. */
static struct plugbus_port *claim(u32 id)
{
	struct plugbus_port *port = xa_load(&plugbus_ports, id);

	if (!port ||
	    xa_cmpxchg(&plugbus_ports, id, port, XA_ZERO_ENTRY, GFP_KERNEL) != port)
		return NULL;
	return port;
}

int plugbus_port_del(u32 id)
{
	struct plugbus_port *port = claim(id);

	if (!port)
		return -ENODEV;
	mutex_lock(&port->lock);
	port->gone = true;
	mutex_unlock(&port->lock);
	device_del(&port->dev);
	cancel_work_sync(&port->storm);
	plugbus_handlers_free(port);
	put_resources(port);
	xa_erase(&plugbus_ports, id);
	put_device(&port->dev);
	return 0;
}

struct plugbus_port *plugbus_port_get(u32 id)
{
	struct plugbus_port *port;

	xa_lock(&plugbus_ports);
	port = xa_load(&plugbus_ports, id);
	if (port)
		get_device(&port->dev);
	xa_unlock(&plugbus_ports);
	return port;
}

struct plugbus_port *plugbus_port_next(unsigned long *id)
{
	struct plugbus_port *port;

	xa_lock(&plugbus_ports);
	port = xa_find(&plugbus_ports, id, PLUGBUS_PORTS_MAX - 1, XA_PRESENT);
	if (port)
		get_device(&port->dev);
	xa_unlock(&plugbus_ports);
	return port;
}

static const enum kobject_action kernel_actions[] = {
	[PLUGBUS_ACTION_CHANGE] = KOBJ_CHANGE,
	[PLUGBUS_ACTION_ONLINE] = KOBJ_ONLINE,
	[PLUGBUS_ACTION_OFFLINE] = KOBJ_OFFLINE,
};

int plugbus_port_emit(struct plugbus_port *port, enum plugbus_action action)
{
	int r = -ENODEV;

	device_lock(&port->dev);
	mutex_lock(&port->lock);
	if (!port->gone) {
		plugbus_event(port, action);
		r = kobject_uevent(&port->dev.kobj, kernel_actions[action]);
	}
	mutex_unlock(&port->lock);
	device_unlock(&port->dev);
	return r;
}

static void set_door(bool open)
{
	down_write(&ports_door);
	door_open = open;
	up_write(&ports_door);
}

void plugbus_ports_open(void)
{
	set_door(true);
}

void plugbus_ports_shut(void)
{
	struct plugbus_port *port;
	unsigned long id;

	set_door(false);
	xa_for_each(&plugbus_ports, id, port)
		plugbus_port_del(id);
}

void plugbus_ports_wait(void)
{
	wait_var_event(&alive, !atomic_read(&alive));
	xa_destroy(&plugbus_ports);
}
