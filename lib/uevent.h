/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: one event of the kernel's driver core, checked once, typed from there on.
 *
 * Source of the contract: lib/kobject_uevent.c, drivers/base/core.c (dev_uevent), and
 * Documentation/ABI/testing/sysfs-uevent of Linux 6.1.
 */
#ifndef HP_UEVENT_H
#define HP_UEVENT_H

#include <stdint.h>
#include <sys/types.h>

#include "macro.h"

#define HP_UEVENT_VARS_MAX  64	 /* UEVENT_NUM_ENVP */
#define HP_UEVENT_BYTES_MAX 2048 /* UEVENT_BUFFER_SIZE, with each variable's NUL */
#define HP_UEVENT_WHY_MAX   192

enum hp_action {
	HP_ACTION_ADD,
	HP_ACTION_REMOVE,
	HP_ACTION_CHANGE,
	HP_ACTION_MOVE,
	HP_ACTION_ONLINE,
	HP_ACTION_OFFLINE,
	HP_ACTION_BIND,
	HP_ACTION_UNBIND,
	/* Those of SUBSYSTEM=iface, and no others: what rtnetlink tells of an interface.
	 * The kernel's driver core knows nothing of them. */
	HP_ACTION_IFUP,
	HP_ACTION_IFDOWN,
	HP_ACTION_CARRIER,
	HP_ACTION_NOCARRIER,
	HP_ACTIONS,
};

#define HP_UEVENT_IFACE "iface"

/* Every pointer points into buf (never into the caller's memory); the struct must not be
 * copied by assignment. Absent strings are NULL. */
struct hp_uevent {
	enum hp_action action;
	const char *subsystem;
	const char
		*devpath; /* begins with '/', without /sys, no "..", no "." component */
	const char *interface; /* for net and iface never NULL, a name that
				* dev_valid_name() accepts */
	const char *modalias;
	uint64_t seqnum;      /* 0: none */
	unsigned int ifindex; /* 0: none */
	dev_t devnum;	      /* 0: none */

	size_t n_vars;
	const char
		*vars[HP_UEVENT_VARS_MAX + 1]; /* "KEY=VALUE", as received, then NULL */

	size_t n_buf;
	char buf[HP_UEVENT_BYTES_MAX];
};

/*
 * Reads an event from an environment: the kernel's helper call, udev's RUN, our own
 * dispatcher, or a person's shell.
 *
 * An environment in the kernel's form (first ACTION=, and HOME=/ directly before PATH= at
 * the end of it) is the event, every variable of it. Any other is searched for the keys
 * that the kernel documents; the rest of it is ignored, up to 1 MiB.
 *
 * subsystem: argv[1], or NULL to take SUBSYSTEM. For net and iface, a missing DEVPATH is
 * read from /sys/class/net/INTERFACE.
 *
 * Returns 0; -EINVAL where it is not a usable event, with the reason in why.
 */
int hp_uevent_from_environ(struct hp_uevent *ret, char *const envp[],
			   const char *subsystem,
			   char why[static HP_UEVENT_WHY_MAX]) _must_check_;

/* Reads an event from n variables "KEY=VALUE", all of which are its own. Returns as
 * hp_uevent_from_environ(). */
int hp_uevent_from_vars(struct hp_uevent *ret, char *const vars[], size_t n,
			const char *subsystem,
			char why[static HP_UEVENT_WHY_MAX]) _must_check_;

/* Makes up the event "add" of a device that is there already, from its directory in /sys
 * (a link to it will do): DEVPATH, SUBSYSTEM and what its uevent file says. There is no
 * SEQNUM. Returns as hp_uevent_from_environ(). */
int hp_uevent_from_sysfs(struct hp_uevent *ret, const char *device,
			 char why[static HP_UEVENT_WHY_MAX]) _must_check_;

/* Reads one datagram of NETLINK_KOBJECT_UEVENT: "ACTION@DEVPATH\0KEY=VALUE\0...". Every
 * byte must be accounted for. Returns as hp_uevent_from_environ(). */
int hp_uevent_from_netlink(struct hp_uevent *ret, const char *msg, size_t len,
			   char why[static HP_UEVENT_WHY_MAX]) _must_check_;

/* Whether the key of "KEY=VALUE" is in a list of n keys; a '*' at the end of one stands
 * for any rest. The lists hold text, not pointers: each pointer is relocated in each
 * process that starts. */
#define HP_UEVENT_PATTERN_MAX 20
bool hp_uevent_key_is_one_of(const char *var,
			     const char patterns[][HP_UEVENT_PATTERN_MAX], size_t n);

/* Whether it tells how an interface is, not that there is one. */
static inline bool hp_uevent_is_iface(const struct hp_uevent *event)
{
	return streq(event->subsystem, HP_UEVENT_IFACE);
}

/* The value of a variable, or NULL. */
const char *hp_uevent_get(const struct hp_uevent *event, const char *key);

/* "add", "remove", ... */
const char *hp_action_name(enum hp_action action);

/* One line of text for the log: "add net /devices/... (eth0)". Returns dst. */
char *hp_uevent_describe(const struct hp_uevent *event, char *dst, size_t size);

#endif
