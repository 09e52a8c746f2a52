/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: the ports of plugbus.ko, by generic netlink.
 *
 * Source of the contract: module/uapi/plugbus.h, plugbus(4).
 */
#ifndef HP_PORT_H
#define HP_PORT_H

#include <stdint.h>

#include "macro.h"
#include "module/uapi/plugbus.h"

#define HP_PORT_NAME_MAX 32

struct hp_port_ids {
	enum plugbus_style style;
	uint16_t vendor, device;
	uint16_t subvendor, subdevice; /* pci */
	uint32_t class;		       /* 24 bits; usb: that of the interface */
	uint32_t type;		       /* usb: 24 bits, class of the device */
	uint16_t bcd;		       /* usb */
};

/* What a port shall be. */
struct hp_port_spec {
	struct hp_port_ids ids;
	const char *serial;	     /* or NULL */
	uint32_t io_base, io_length; /* length 0: none */
	uint32_t line, lines;	     /* lines 0: none */
	bool edge, exclusive;	     /* of the lines */
};

struct hp_port_line {
	uint32_t nr;  /* on the bus */
	uint32_t irq; /* in /proc/interrupts */
	bool edge, exclusive, masked, asserted;
	uint64_t raised, fired;
};

struct hp_port_handler {
	char name[PLUGBUS_NAME_MAX];
	uint32_t index; /* which of the port's lines */
	uint64_t calls, handled;
};

struct hp_port {
	uint32_t id;
	char name[HP_PORT_NAME_MAX];
	struct hp_port_ids ids;
	char serial[PLUGBUS_SERIAL_MAX]; /* or "" */
	char modalias[128];
	char driver[64]; /* or "" */
	uint32_t io_base, io_length;
	unsigned int n_lines, n_handlers;
	struct hp_port_line line[PLUGBUS_PORT_LINES];
	struct hp_port_handler handler[PLUGBUS_HANDLERS_MAX];
};

struct hp_port_event {
	uint64_t seq;
	bool overrun; /* the kernel could not send one before this */
	enum plugbus_action action;
	struct hp_port port; /* its lines and handlers are not told */
};

/* A connection to the module. */
struct hp_ports;

/* Returns 0; -ENOENT where plugbus is not loaded (or this is not the initial network
 * namespace); or a negative errno. */
int hp_ports_open(struct hp_ports **ret) _must_check_;
void hp_ports_closep(struct hp_ports **ports);

/* The kernel's words for the last refusal; "" where it had none. */
const char *hp_ports_why(const struct hp_ports *ports);

/*
 * Each of these returns 0 or the kernel's negative errno: -EPERM without CAP_SYS_ADMIN,
 * -ENODEV where there is no such port, -ENXIO where the port has no line index, -EBUSY
 * where a line or an I/O range is another's, -EINVAL for what cannot be.
 */
int hp_port_add(struct hp_ports *ports, const struct hp_port_spec *spec,
		struct hp_port *ret) _must_check_;
int hp_port_del(struct hp_ports *ports, uint32_t id) _must_check_;
int hp_port_get(struct hp_ports *ports, uint32_t id, struct hp_port *ret) _must_check_;
/* PLUGBUS_ACTION_CHANGE, _ONLINE or _OFFLINE. */
int hp_port_emit(struct hp_ports *ports, uint32_t id,
		 enum plugbus_action action) _must_check_;
/* count: 1 .. PLUGBUS_COUNT_MAX; more than one come in the background. */
int hp_port_raise(struct hp_ports *ports, uint32_t id, uint32_t index,
		  uint32_t count) _must_check_;
int hp_port_mask(struct hp_ports *ports, uint32_t id, uint32_t index,
		 bool mask) _must_check_;
int hp_port_add_handler(struct hp_ports *ports, uint32_t id, uint32_t index,
			const char *name, bool shared, bool deaf) _must_check_;
int hp_port_del_handler(struct hp_ports *ports, uint32_t id,
			const char *name) _must_check_;

/* Calls each for every port, in the order of their ids. Returns 0, the first negative
 * return of each, or a negative errno. */
int hp_port_list(struct hp_ports *ports, int (*each)(const struct hp_port *, void *data),
		 void *data) _must_check_;

/* Calls each for every event from now on. Returns the first negative return of each, or
 * the negative errno of the socket; -ENOBUFS where events were lost on the way, after
 * which it may be called again. */
int hp_port_listen(struct hp_ports *ports,
		   int (*each)(const struct hp_port_event *, void *data),
		   void *data) _must_check_;

/* "port3" or "3". Returns 0 or -EINVAL. */
int hp_port_parse_name(const char *name, uint32_t *ret) _must_check_;

/* "add", "change", ... */
const char *hp_port_action_name(enum plugbus_action action);
const char *hp_port_style_name(enum plugbus_style style);

#endif
