/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: one event of the kernel's driver core, checked once. See uevent.h. */
#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <net/if.h>
#include <stdarg.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include "log.h"
#include "number.h"
#include "root.h"
#include "uevent.h"
#include "uevent_internal.h"

#define SUBSYSTEM_MAX	 64
#define DEVNUM_MAJOR_MAX ((1U << 12) - 1) /* MKDEV() of include/linux/kdev_t.h */
#define DEVNUM_MINOR_MAX ((1U << 20) - 1)

static const char action_names[HP_ACTIONS][10] = {
	[HP_ACTION_ADD] = "add",	 [HP_ACTION_REMOVE] = "remove",
	[HP_ACTION_CHANGE] = "change",	 [HP_ACTION_MOVE] = "move",
	[HP_ACTION_ONLINE] = "online",	 [HP_ACTION_OFFLINE] = "offline",
	[HP_ACTION_BIND] = "bind",	 [HP_ACTION_UNBIND] = "unbind",
	[HP_ACTION_IFUP] = "ifup",	 [HP_ACTION_IFDOWN] = "ifdown",
	[HP_ACTION_CARRIER] = "carrier", [HP_ACTION_NOCARRIER] = "nocarrier",
};

static const struct {
	char key[16];
	size_t offset;
} string_fields[] = {
	{"SUBSYSTEM", offsetof(struct hp_uevent, subsystem)},
	{"DEVPATH", offsetof(struct hp_uevent, devpath)},
	{"INTERFACE", offsetof(struct hp_uevent, interface)},
	{"MODALIAS", offsetof(struct hp_uevent, modalias)},
};

const char *hp_action_name(enum hp_action action)
{
	return action_names[action];
}

static int refuse(char why[static HP_UEVENT_WHY_MAX], const char *fmt, ...)
	_printf_(2, 3);

static int refuse(char why[static HP_UEVENT_WHY_MAX], const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	vsnprintf(why, HP_UEVENT_WHY_MAX, fmt, args);
	va_end(args);
	return -EINVAL;
}

const char *hp_uevent_get(const struct hp_uevent *event, const char *key)
{
	size_t n = strlen(key);

	for (size_t i = 0; i < event->n_vars; i++)
		if (strncmp(event->vars[i], key, n) == 0 && event->vars[i][n] == '=')
			return event->vars[i] + n + 1;
	return NULL;
}

static bool same_key(const char *a, const char *b)
{
	while (*a == *b && *a && *a != '=')
		a++, b++;
	return *a == *b;
}

/* Takes one "KEY=VALUE" of len bytes into the event's own memory. */
static int event_take(struct hp_uevent *event, const char *var, size_t len,
		      char why[static HP_UEVENT_WHY_MAX])
{
	const char *equals = memchr(var, '=', len);
	char *copy = event->buf + event->n_buf;

	if (!equals || equals == var)
		return refuse(why, "'%.64s' is no KEY=VALUE", var);
	if (event->n_vars == HP_UEVENT_VARS_MAX)
		return refuse(why, "more than %d variables", HP_UEVENT_VARS_MAX);
	if (event->n_buf + len + 1 > HP_UEVENT_BYTES_MAX)
		return refuse(why, "more than %d bytes of variables",
			      HP_UEVENT_BYTES_MAX);
	for (size_t i = 0; i < event->n_vars; i++)
		if (same_key(event->vars[i], var))
			return refuse(why, "%.*s is given twice", (int)(equals - var),
				      var);
	memcpy(copy, var, len);
	copy[len] = '\0';
	event->n_buf += len + 1;
	event->vars[event->n_vars++] = copy;
	return 0;
}

/* Adds what the sender left out, within the kernel's limits: the event may have to travel
 * on as a message. */
const char *hp_uevent_fill_in(struct hp_uevent *event, const char *key, const char *value)
{
	size_t room = sizeof(event->buf) - event->n_buf;
	char *copy = event->buf + event->n_buf;
	int n = snprintf(copy, room, "%s=%s", key, value);

	if (n < 0 || (size_t)n >= room || event->n_vars == HP_UEVENT_VARS_MAX)
		return NULL;
	event->n_buf += n + 1;
	event->vars[event->n_vars++] = copy;
	return copy + strlen(key) + 1;
}

static void event_init(struct hp_uevent *event)
{
	/* buf would be written for nothing: only what is read is cleared. */
	memset(event, 0, offsetof(struct hp_uevent, vars));
	event->n_buf = 0;
}

/* dev_valid_name() of net/core/dev.c; its isspace() knows 0xa0. '%' is not refused there,
 * but __dev_alloc_name() never lets it into a name. */
static bool netdev_name_valid(const char *name)
{
	size_t n = strlen(name);

	if (n == 0 || n >= IFNAMSIZ || streq(name, ".") || streq(name, ".."))
		return false;
	for (; *name; name++) {
		unsigned char c = *name;

		if (c == '/' || c == ':' || c == '%' || c == ' ' || c == 0xa0 ||
		    (c >= '\t' && c <= '\r'))
			return false;
	}
	return true;
}

/* usb and plugbus: class, subclass and protocol of an interface, "%d/%d/%d". */
static bool class_triple_valid(const char *text)
{
	for (int i = 0; i < 3; i++) {
		unsigned int value = 0, digits = 0;

		for (; *text >= '0' && *text <= '9' && digits < 3; text++, digits++)
			value = value * 10 + (*text - '0');
		if (!digits || value > 255 || *text != (i < 2 ? '/' : '\0'))
			return false;
		text++;
	}
	return true;
}

static bool subsystem_valid(const char *name)
{
	size_t n = strlen(name);

	if (n == 0 || n > SUBSYSTEM_MAX || name[0] == '.' || name[0] == '-')
		return false;
	for (; *name; name++)
		if (!isalnum((unsigned char)*name) && !strchr("_-.:+", *name))
			return false;
	return true;
}

bool hp_uevent_devpath_is_valid(const char *path)
{
	if (path[0] != '/')
		return false;
	while (*path) {
		size_t n = strcspn(++path, "/");

		if (n == 0 || (n == 1 && path[0] == '.') ||
		    (n == 2 && path[0] == '.' && path[1] == '.'))
			return false;
		path += n;
	}
	return true;
}

/* Of both, INTERFACE is the name of a network interface, and all that must be given. */
static bool is_of_interface(const struct hp_uevent *event)
{
	return streq(event->subsystem, "net") || hp_uevent_is_iface(event);
}

static int check_interface(const struct hp_uevent *event,
			   char why[static HP_UEVENT_WHY_MAX])
{
	if (!event->interface)
		return is_of_interface(event) ? refuse(why, "INTERFACE is missing") : 0;
	if (is_of_interface(event) && !netdev_name_valid(event->interface))
		return refuse(why,
			      "INTERFACE=%.64s is no interface name (1 to %d bytes, "
			      "without '/', ':', '%%' and blanks)",
			      event->interface, IFNAMSIZ - 1);
	if ((streq(event->subsystem, "usb") || streq(event->subsystem, "plugbus")) &&
	    !class_triple_valid(event->interface))
		return refuse(why,
			      "INTERFACE=%.64s is not three numbers 0-255 with '/' "
			      "between them",
			      event->interface);
	return 0;
}

static int take_number(const struct hp_uevent *event, const char *key, uint64_t max,
		       uint64_t *ret, char why[static HP_UEVENT_WHY_MAX])
{
	const char *value = hp_uevent_get(event, key);

	if (!value)
		return 0;
	if (hp_number_parse(value, 10, max, ret) < 0)
		return refuse(why, "%s=%.64s is not a number up to %llu", key, value,
			      (unsigned long long)max);
	return 0;
}

static int take_numbers(struct hp_uevent *event, char why[static HP_UEVENT_WHY_MAX])
{
	uint64_t seqnum = 0, ifindex = 0, major_n = 0, minor_n = 0;

	if (take_number(event, "SEQNUM", UINT64_MAX, &seqnum, why) < 0 ||
	    take_number(event, "IFINDEX", INT32_MAX, &ifindex, why) < 0 ||
	    take_number(event, "MAJOR", DEVNUM_MAJOR_MAX, &major_n, why) < 0 ||
	    take_number(event, "MINOR", DEVNUM_MINOR_MAX, &minor_n, why) < 0)
		return -EINVAL;
	event->seqnum = seqnum;
	event->ifindex = ifindex;
	event->devnum = makedev(major_n, minor_n);
	return 0;
}

/* subsystem: NULL where it is not known. */
static int take_action(struct hp_uevent *event, const char *subsystem,
		       char why[static HP_UEVENT_WHY_MAX])
{
	const char *value = hp_uevent_get(event, "ACTION");
	bool is_iface = subsystem && streq(subsystem, HP_UEVENT_IFACE);
	size_t i = is_iface ? HP_ACTION_IFUP : HP_ACTION_ADD;
	size_t end = is_iface ? HP_ACTIONS : HP_ACTION_IFUP;

	if (!value)
		return refuse(why, "ACTION is missing");
	while (i < end && !streq(value, action_names[i]))
		i++;
	if (i == end)
		return refuse(why, "ACTION=%.64s is none of %s", value,
			      is_iface ? "ifup, ifdown, carrier, nocarrier"
				       : "add, remove, change, move, online, offline, "
					 "bind, unbind");
	event->action = i;
	return 0;
}

static int take_subsystem(struct hp_uevent *event, const char *subsystem,
			  char why[static HP_UEVENT_WHY_MAX])
{
	if (subsystem && event->subsystem && !streq(subsystem, event->subsystem))
		return refuse(why, "SUBSYSTEM=%.64s is not the argument '%.64s'",
			      event->subsystem, subsystem);
	if (!subsystem && !event->subsystem)
		return refuse(why, "SUBSYSTEM is missing");
	if (!subsystem_valid(subsystem ? subsystem : event->subsystem))
		return refuse(why, "'%.64s' is no name of a subsystem",
			      subsystem ? subsystem : event->subsystem);
	if (!event->subsystem)
		event->subsystem = hp_uevent_fill_in(event, "SUBSYSTEM", subsystem);
	return event->subsystem ? 0 : refuse(why, "no room for SUBSYSTEM");
}

/* As the kernel has it, and as what we start looks for it (kernel_form()). */
static void put_action_first(struct hp_uevent *event)
{
	for (size_t i = 1; i < event->n_vars; i++) {
		const char *var = event->vars[i];

		if (!skip_prefix(var, "ACTION="))
			continue;
		event->vars[i] = event->vars[0];
		event->vars[0] = var;
		return;
	}
}

/* From here on the event is typed: every check of its values is in this function. */
static int event_finish(struct hp_uevent *event, const char *subsystem,
			char why[static HP_UEVENT_WHY_MAX])
{
	for (size_t i = 0; i < ARRAY_SIZE(string_fields); i++)
		*(const char **)((char *)event + string_fields[i].offset) =
			hp_uevent_get(event, string_fields[i].key);

	if (take_action(event, subsystem ?: event->subsystem, why) < 0 ||
	    take_subsystem(event, subsystem, why) < 0 ||
	    check_interface(event, why) < 0 || take_numbers(event, why) < 0)
		return -EINVAL;
	if (event->devpath && !hp_uevent_devpath_is_valid(event->devpath))
		return refuse(why, "DEVPATH=%.96s is no absolute path without '..'",
			      event->devpath);
	if (!event->devpath && is_of_interface(event))
		hp_uevent_fill_in_interface(event);
	else if (!event->devpath)
		return refuse(why, "DEVPATH is missing");
	event->vars[event->n_vars] = NULL;
	put_action_first(event);
	return 0;
}

int hp_uevent_from_vars(struct hp_uevent *ret, char *const vars[], size_t n,
			const char *subsystem, char why[static HP_UEVENT_WHY_MAX])
{
	event_init(ret);
	for (size_t i = 0; i < n; i++)
		if (event_take(ret, vars[i], strlen(vars[i]), why) < 0)
			return -EINVAL;
	return event_finish(ret, subsystem, why);
}

/* The header repeats ACTION and DEVPATH; where they differ, something is wrong. */
static int check_header(const struct hp_uevent *event, const char *header,
			char why[static HP_UEVENT_WHY_MAX])
{
	const char *action = action_names[event->action];
	const char *rest = skip_prefix(header, action);

	if (!rest || rest[0] != '@' || !event->devpath ||
	    !streq(rest + 1, event->devpath))
		return refuse(why, "the header '%.96s' does not match ACTION and DEVPATH",
			      header);
	return 0;
}

int hp_uevent_from_netlink(struct hp_uevent *ret, const char *msg, size_t len,
			   char why[static HP_UEVENT_WHY_MAX])
{
	const char *end = msg + len;
	const char *var;
	int r;

	if (len == 0 || msg[len - 1] != '\0')
		return refuse(why, "the message does not end with a NUL");
	if (!strchr(msg, '@'))
		return refuse(why, "the message does not begin with ACTION@DEVPATH");
	event_init(ret);
	for (var = msg + strlen(msg) + 1; var < end; var += strlen(var) + 1) {
		r = event_take(ret, var, strlen(var), why);
		if (r < 0)
			return r;
	}
	r = event_finish(ret, NULL, why);
	return r < 0 ? r : check_header(ret, msg, why);
}

char *hp_uevent_describe(const struct hp_uevent *event, char *dst, size_t size)
{
	const char *what = event->devpath ? event->devpath : event->interface;

	if (is_of_interface(event) && event->interface)
		what = event->interface;
	snprintf(dst, size, "%s %s %s", action_names[event->action], event->subsystem,
		 what);
	return dst;
}
