/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Purpose: what the files of plugbus.ko share.
 *
 * Locks, outermost first; none is ever taken the other way round:
 *
 *	genl_mutex, or the kernfs reference of a sysfs write: the door of a request
 *	ports_door (rwsem): read while a port is made, write to shut it; a driver's
 *		probe() runs under it, so nothing below may take it
 *	device_lock(port): the driver core's, around probe() and remove()
 *	port->lock (mutex): gone, handlers, storm_*
 *	event_lock (mutex): the order of events (number, multicast, helper queue)
 *	kernel_param_lock: while the helper's path is copied
 *	lines_lock (mutex): lines[], line->ports
 *	desc->lock (raw): the irq core's, around the callbacks of the chip
 *
 * ports (xarray) has its own lock, for one look-up at a time. No lock is held while a
 * helper runs, and none of these while a port is unmade, which calls the driver's
 * remove(). Interrupts are delivered without a lock of ours held.
 *
 * A port's memory goes with its last reference (release()); unloading waits for that.
 */
#ifndef PLUGBUS_INTERNAL_H
#define PLUGBUS_INTERNAL_H

#include <linux/kobject.h>
#include <linux/netlink.h>
#include <linux/skbuff.h>

#include "../plugbus.h"

/* Bits of the parameter debug. */
#define PLUGBUS_DEBUG_EVENTS  1 /* log each event and each helper */
#define PLUGBUS_DEBUG_HARDIRQ 2 /* deliver from hard interrupt context */
#define PLUGBUS_DEBUG_ALL     3

/* What a port shall be. */
struct plugbus_spec {
	struct plugbus_ids ids;
	char serial[PLUGBUS_SERIAL_MAX];
	u32 io_base, io_length;
	u32 line, lines; /* lines 0: none */
	bool edge, exclusive;
};

/* main.c */
extern unsigned int plugbus_debug;
extern unsigned int plugbus_helper_max;
extern struct workqueue_struct *plugbus_wq;
/* A copy for kfree() of the parameter helper; NULL: none is set, or no memory. */
char *plugbus_helper_path(void);

/* bus.c */
extern struct bus_type plugbus_bus;
/* What ports hang below. */
struct device *plugbus_root(void);
/* Makes a port; the reason of a failure goes to the kernel's log. */
int plugbus_add_spec(const struct plugbus_spec *spec);
int plugbus_bus_init(void);
void plugbus_bus_exit(void);

/* ids.c */
extern const struct attribute_group *plugbus_port_groups[];
extern const char *const plugbus_style_names[];
int plugbus_modalias(const struct plugbus_port *port, char *buf, size_t size);
int plugbus_add_ids(const struct plugbus_port *port, struct kobj_uevent_env *env);
bool plugbus_ids_match(const struct plugbus_ids *ids, const struct plugbus_device_id *id);

/* text.c: a port as words, "pci 8086:100e class=020000"; see plugbus(4). Returns 0, or
 * -EINVAL with the reason in the kernel's log. */
int plugbus_parse(const char *text, struct plugbus_spec *spec);
/* Calls @use for each port of a list with ';' between, until one fails. */
int plugbus_parse_list(const char *text, int (*use)(const struct plugbus_spec *spec));

/* port.c */
extern struct xarray plugbus_ports;
/* The reason of a failure is in @extack. @ret: with a reference for the caller. */
int plugbus_port_add(const struct plugbus_spec *spec, struct netlink_ext_ack *extack,
		     struct plugbus_port **ret);
int plugbus_port_del(u32 id);
/* With a reference for put_device(); NULL: there is none. */
struct plugbus_port *plugbus_port_get(u32 id);
/* The next at or above *id, which is set to its number. */
struct plugbus_port *plugbus_port_next(unsigned long *id);
int plugbus_port_emit(struct plugbus_port *port, enum plugbus_action action);
/* From here on ports can be made. */
void plugbus_ports_open(void);
/* No port is made from here on, and all are unmade. */
void plugbus_ports_shut(void);
/* Until the last reference to a port is gone. */
void plugbus_ports_wait(void);

/* line.c */
struct plugbus_line_state {
	u32 nr, irq;
	bool edge, exclusive, masked, asserted;
	u64 raised, fired;
};

int plugbus_lines_get(struct plugbus_port *port, const struct plugbus_spec *spec,
		      struct netlink_ext_ack *extack);
void plugbus_lines_put(struct plugbus_port *port);
void plugbus_line_mask(struct plugbus_port *port, unsigned int index, bool mask);
struct plugbus_line_state plugbus_line_look(struct plugbus_port *port,
					    unsigned int index);
void plugbus_lines_exit(void);

/* handler.c; port->lock is held for add, del and for_each. */
struct plugbus_handler {
	struct list_head list;
	struct plugbus_port *port;
	unsigned int index;
	bool deaf;
	char name[PLUGBUS_NAME_MAX];
	atomic64_t calls, handled;
};

int plugbus_handler_add(struct plugbus_port *port, unsigned int index, const char *name,
			bool shared, bool deaf, struct netlink_ext_ack *extack);
int plugbus_handler_del(struct plugbus_port *port, const char *name);
void plugbus_handlers_free(struct plugbus_port *port);
int plugbus_storm_start(struct plugbus_port *port, unsigned int index,
			unsigned int count);
void plugbus_storm(struct work_struct *work);

/* event.c */
extern const char *const plugbus_action_names[];
/* Tells the listeners of group "events", and the helper. May sleep. */
void plugbus_event(struct plugbus_port *port, enum plugbus_action action);
/* The driver to name in an event, or NULL. The device's lock keeps it bound, and its name
 * in memory; all but the add of a port come with that lock held, or after the driver. */
const char *plugbus_event_driver(const struct plugbus_port *port,
				 enum plugbus_action action);

/* helper.c */
void plugbus_helper_queue(struct plugbus_port *port, enum plugbus_action action, u64 seq);
/* helper_max may have grown. */
void plugbus_helper_kick(void);
void plugbus_helper_exit(void);

/* genl.c */
extern struct genl_family plugbus_genl_family;
enum { PLUGBUS_GROUP_EVENTS };

/* message.c: negative errno where the message is full. */
int plugbus_put_port(struct sk_buff *msg, struct plugbus_port *port);
int plugbus_put_event(struct sk_buff *msg, struct plugbus_port *port,
		      enum plugbus_action action, u64 seq, bool overrun);

#endif
