/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Purpose: what plugbus.ko offers to the drivers of its ports.
 *
 * A driver names the ports it takes in a table of ids, and in MODULE_ALIAS() lines with
 * the port's modalias as a pattern: "plugbus:" and the modalias that a real device of the
 * same ids would have, such as "plugbus:pci:v*d*sv*sd*bc02sc*i*". The prefix keeps user
 * space from loading a driver of real hardware for a port.
 */
#ifndef PLUGBUS_H
#define PLUGBUS_H

#include <linux/device.h>
#include <linux/irqreturn.h>
#include <linux/list.h>
#include <linux/mutex.h>
#include <linux/workqueue.h>

#include "compat.h"
#include "uapi/plugbus.h"

#define PLUGBUS_ANY (~0u)

/* One row of a table that ends with style PLUGBUS_STYLE_UNSPEC. */
struct plugbus_device_id {
	u32 style;
	u32 vendor, device;	  /* or PLUGBUS_ANY, as the next two */
	u32 subvendor, subdevice; /* pci only */
	u32 class, class_mask;	  /* pci: the class; usb: that of the interface */
	unsigned long driver_data;
};

struct plugbus_ids {
	u8 style;
	u16 vendor, device;
	u16 subvendor, subdevice; /* pci */
	u32 class;		  /* 24 bits; usb: that of the interface */
	u32 type;		  /* 24 bits; usb: that of the device */
	u16 bcd;		  /* usb */
};

struct plugbus_line;

/**
 * struct plugbus_port - a device of the bus
 * @dev: the device
 * @id: the number in its name
 * @ids: what it says it is
 * @serial: its serial number, or ""
 * @io_base: first port of its I/O range; claimed by the bus in the port's name
 * @io_length: 0: it has none
 * @nr_lines: how many interrupt lines it has
 * @irq: their numbers for request_irq(), which the driver calls with %IRQF_SHARED unless
 *	the line is the port's alone
 */
struct plugbus_port {
	struct device dev;
	u32 id;
	struct plugbus_ids ids;
	char serial[PLUGBUS_SERIAL_MAX];
	u32 io_base, io_length;
	unsigned int nr_lines;
	unsigned int irq[PLUGBUS_PORT_LINES];

	/* private: of the bus */
	struct plugbus_line *line[PLUGBUS_PORT_LINES];
	unsigned long causes; /* bit n: it pulls line[n] */
	struct mutex lock;    /* gone, handlers, storm_*; see internal.h */
	bool gone;
	struct list_head handlers;
	unsigned int nr_handlers;
	struct work_struct storm;
	unsigned int storm_index, storm_left;
};

#define to_plugbus_port(d) container_of(d, struct plugbus_port, dev)

/**
 * struct plugbus_driver - a driver of ports
 * @id_table: the ports it takes
 * @probe: called for each, with the row that matched; 0 or a negative errno
 * @remove: called before the port or the driver goes
 * @driver: with its name set
 */
struct plugbus_driver {
	const struct plugbus_device_id *id_table;
	int (*probe)(struct plugbus_port *port, const struct plugbus_device_id *id);
	void (*remove)(struct plugbus_port *port);
	struct device_driver driver;
};

int __plugbus_driver_register(struct plugbus_driver *driver, struct module *owner);
void plugbus_driver_unregister(struct plugbus_driver *driver);

#define plugbus_driver_register(driver) __plugbus_driver_register(driver, THIS_MODULE)
#define module_plugbus_driver(driver)                                                    \
	module_driver(driver, plugbus_driver_register, plugbus_driver_unregister)

/* Pulls the line: the device has a cause to interrupt. Any context. */
void plugbus_line_raise(struct plugbus_port *port, unsigned int index);

/* Lets it go, as a handler that reads its device's status does. Returns whether the port
 * had pulled it: if not, the interrupt is another's (%IRQ_NONE). Any context. */
bool plugbus_line_lower(struct plugbus_port *port, unsigned int index);

#endif
