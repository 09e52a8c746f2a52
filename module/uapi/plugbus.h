/* SPDX-License-Identifier: GPL-2.0 WITH Linux-syscall-note */
/*
 * Purpose: the generic netlink family of plugbus.ko, shared with lib/port.c.
 *
 * Every command that changes something needs CAP_SYS_ADMIN in the initial user namespace,
 * and the family exists in the initial network namespace only. Errors carry the reason as
 * extended ACK text.
 */
#ifndef _UAPI_PLUGBUS_H
#define _UAPI_PLUGBUS_H

#include <linux/types.h>

#define PLUGBUS_GENL_NAME    "plugbus"
#define PLUGBUS_GENL_VERSION 1
#define PLUGBUS_GENL_GROUP   "events"

#define PLUGBUS_PORTS_MAX    1024 /* ports at a time; ids are below it */
#define PLUGBUS_LINES_MAX    64	  /* interrupt lines of the bus; numbers are below it */
#define PLUGBUS_PORT_LINES   8	  /* of one port, at most */
#define PLUGBUS_HANDLERS_MAX 8	  /* of one port, at most */
#define PLUGBUS_NAME_MAX     32	  /* of a handler, with its NUL */
#define PLUGBUS_SERIAL_MAX   64	  /* with its NUL */
#define PLUGBUS_COUNT_MAX    1000000 /* interrupts of one LINE_RAISE */

enum plugbus_style {
	PLUGBUS_STYLE_UNSPEC,
	PLUGBUS_STYLE_PCI, /* a function of a card */
	PLUGBUS_STYLE_USB, /* an interface of a device */
};

/* The actions of enum kobject_action that a port can have. */
enum plugbus_action {
	PLUGBUS_ACTION_ADD,
	PLUGBUS_ACTION_REMOVE,
	PLUGBUS_ACTION_BIND,
	PLUGBUS_ACTION_UNBIND,
	PLUGBUS_ACTION_CHANGE, /* this one and those below: on request */
	PLUGBUS_ACTION_ONLINE,
	PLUGBUS_ACTION_OFFLINE,
};

enum plugbus_cmd {
	PLUGBUS_CMD_UNSPEC,
	/* Makes a port of STYLE, VENDOR, DEVICE and what else is given of SUBVENDOR ..
	 * EXCLUSIVE. The answer is a PORT_NEW with all of the port. */
	PLUGBUS_CMD_PORT_NEW,
	PLUGBUS_CMD_PORT_DEL, /* ID */
	PLUGBUS_CMD_PORT_GET, /* ID; without it as a dump: all */
	/* ID, ACTION: emits that uevent. What group "events" receives: SEQ, ACTION, ID,
	 * NAME, STYLE, VENDOR, DEVICE, MODALIAS, DRIVER where bound, OVERRUN. */
	PLUGBUS_CMD_PORT_EVENT,
	/* ID, INDEX, COUNT (1): pulls the line; more than once in the background. */
	PLUGBUS_CMD_LINE_RAISE,
	PLUGBUS_CMD_LINE_MASK,	 /* ID, INDEX: holds its interrupts back */
	PLUGBUS_CMD_LINE_UNMASK, /* ID, INDEX: and lets what waits through */
	/* ID, INDEX, NAME, SHARED, DEAF: requests the line for a handler that counts. */
	PLUGBUS_CMD_HANDLER_NEW,
	PLUGBUS_CMD_HANDLER_DEL, /* ID, NAME */
	__PLUGBUS_CMD_MAX,
};
#define PLUGBUS_CMD_MAX (__PLUGBUS_CMD_MAX - 1)

enum plugbus_attr {
	PLUGBUS_A_UNSPEC,
	PLUGBUS_A_PAD,
	PLUGBUS_A_ID,	     /* u32 */
	PLUGBUS_A_NAME,	     /* string: the port's; HANDLER_*: the handler's */
	PLUGBUS_A_STYLE,     /* u8, enum plugbus_style */
	PLUGBUS_A_VENDOR,    /* u16 */
	PLUGBUS_A_DEVICE,    /* u16 */
	PLUGBUS_A_SUBVENDOR, /* u16, pci */
	PLUGBUS_A_SUBDEVICE, /* u16, pci */
	PLUGBUS_A_CLASS,     /* u32, 24 bits: pci class, subclass, interface */
	PLUGBUS_A_BCD,	     /* u16, usb */
	PLUGBUS_A_TYPE,	     /* u32, 24 bits: usb device class, subclass, protocol */
	PLUGBUS_A_INTERFACE, /* u32, 24 bits: usb interface class, subclass, protocol */
	PLUGBUS_A_SERIAL,    /* string */
	PLUGBUS_A_IO_BASE,   /* u32 */
	PLUGBUS_A_IO_LENGTH, /* u32 */
	PLUGBUS_A_LINE,	     /* u32: number of the first line on the bus */
	PLUGBUS_A_LINES,     /* u32: how many, from there on */
	PLUGBUS_A_EDGE,	     /* flag */
	PLUGBUS_A_EXCLUSIVE, /* flag */
	PLUGBUS_A_MODALIAS,  /* string */
	PLUGBUS_A_DRIVER,    /* string */
	PLUGBUS_A_SEQ,	     /* u64, +1 with each event */
	PLUGBUS_A_OVERRUN,   /* flag: an event before this one could not be sent */
	PLUGBUS_A_ACTION,    /* u8, enum plugbus_action */
	PLUGBUS_A_INDEX,     /* u32: which of the port's lines, from 0 */
	PLUGBUS_A_COUNT,     /* u32 */
	PLUGBUS_A_SHARED,    /* flag */
	PLUGBUS_A_DEAF,	     /* flag: the handler never finds its device the cause */
	PLUGBUS_A_IRQ,	     /* u32: the line's number in /proc/interrupts */
	PLUGBUS_A_MASKED,    /* flag */
	PLUGBUS_A_ASSERTED,  /* flag: the port pulls the line */
	PLUGBUS_A_RAISED,    /* u64: how often all its ports pulled the line */
	PLUGBUS_A_FIRED,     /* u64: how often it interrupted */
	PLUGBUS_A_CALLS,     /* u64 of a handler */
	PLUGBUS_A_HANDLED,   /* u64 of a handler */
	PLUGBUS_A_PORT_LINE, /* nest, repeated: LINE .. FIRED */
	PLUGBUS_A_HANDLER,   /* nest, repeated: NAME, INDEX, CALLS, HANDLED */
	__PLUGBUS_A_MAX,
};
#define PLUGBUS_A_MAX (__PLUGBUS_A_MAX - 1)

#endif
