/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the name of the place where a device is plugged in. See pathid.h. */
#include <errno.h>
#include <limits.h>
#include <stdarg.h>

#include "pathid.h"
#include "sysdir.h"

struct walk {
	char id[HP_PATH_ID_MAX];
	char path[PATH_MAX]; /* of the device looked at */
	bool placed;	     /* a parent was of a kind whose names stay */
};

struct bus {
	const char *subsystem;
	bool places; /* its names stay, so that what hangs below has a place */
	int (*prepend)(struct walk *w, const struct bus *bus, const char *name);
};

_printf_(2, 3) static int prepend(struct walk *w, const char *fmt, ...)
{
	char part[HP_PATH_ID_MAX], whole[2 * HP_PATH_ID_MAX];
	va_list args;
	int n;

	va_start(args, fmt);
	n = vsnprintf(part, sizeof(part), fmt, args);
	va_end(args);
	if (n < 0 || (size_t)n >= sizeof(part))
		return -ENAMETOOLONG;
	n = snprintf(whole, sizeof(whole), "%s%s%s", part, *w->id ? "-" : "", w->id);
	if ((size_t)n >= sizeof(w->id))
		return -ENAMETOOLONG;
	memcpy(w->id, whole, n + 1);
	return 0;
}

static int prepend_name(struct walk *w, const struct bus *bus, const char *name)
{
	return prepend(w, "%s-%s", bus->subsystem, name);
}

static int prepend_nothing(struct walk *w, const struct bus *bus, const char *name)
{
	return 0;
}

/* The number of the host controller changes with the order in which they appear. */
static int prepend_usb(struct walk *w, const struct bus *bus, const char *name)
{
	const char *dash = strchr(name, '-');

	return dash ? prepend(w, "usb-0:%s", dash + 1) : -EAGAIN;
}

static int prepend_bcma(struct walk *w, const struct bus *bus, const char *name)
{
	unsigned int core;

	if (sscanf(name, "bcma%*u:%u", &core) != 1)
		return -ENOENT;
	return prepend(w, "bcma-%u", core);
}

static const struct bus buses[] = {
	{"pci", true, prepend_name},	  {"usb", false, prepend_usb},
	{"platform", true, prepend_name}, {"virtio", false, prepend_nothing},
	{"acpi", true, prepend_name},	  {"xen", true, prepend_name},
	{"ccw", true, prepend_name},	  {"ccwgroup", true, prepend_name},
	{"iucv", true, prepend_name},	  {"scm", true, prepend_name},
	{"bcma", false, prepend_bcma},
};

/* Goes up as long as the parent is of the same subsystem. */
static void skip_subsystem(char *path, const char *subsystem)
{
	char parent[PATH_MAX], name[NAME_MAX + 1];

	strcpy(parent, path);
	while (hp_sysdir_go_up(parent) && hp_sysdir_subsystem(parent, name) == 0 &&
	       streq(name, subsystem))
		strcpy(path, parent);
}

static int visit(struct walk *w)
{
	char subsystem[NAME_MAX + 1];
	const char *name = strrchr(w->path, '/') + 1;
	int r;

	if (hp_sysdir_subsystem(w->path, subsystem) < 0)
		return 0;
	for (size_t i = 0; i < ARRAY_SIZE(buses); i++) {
		if (!streq(buses[i].subsystem, subsystem))
			continue;
		r = buses[i].prepend(w, &buses[i], name);
		if (r == -EAGAIN) /* look at the next parent, of whatever subsystem */
			return 0;
		if (r < 0)
			return r;
		w->placed |= buses[i].places;
		skip_subsystem(w->path, subsystem);
	}
	return 0;
}

int hp_path_id(char ret[static HP_PATH_ID_MAX], const char *syspath)
{
	struct walk w = {0};
	int r;

	if (syspath[0] != '/' || strlen(syspath) >= sizeof(w.path))
		return syspath[0] == '/' ? -ENAMETOOLONG : -ENOENT;
	strcpy(w.path, syspath);
	do {
		r = visit(&w);
		if (r < 0)
			return r;
	} while (hp_sysdir_go_up(w.path));
	if (!w.id[0] || !w.placed)
		return -ENOENT;
	memcpy(ret, w.id, sizeof(w.id));
	return 0;
}
