/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: fuzz lib/uevent, and what reads the ids of devices out of its events. An input
 * that begins with 'e' is an environment (its strings end with NUL; the first is argv[1],
 * nothing where it is empty), any other a datagram.
 */
#include <errno.h>
#include <limits.h>
#include <stdint.h>
#include <stdlib.h>

#include "device.h"
#include "oldmap.h"
#include "root.h"
#include "uevent.h"

#define STRINGS_MAX 200

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool condition)
{
	if (!condition)
		abort();
}

static bool is_inside(const struct hp_uevent *event, const char *s)
{
	return !s || (s >= event->buf && s + strlen(s) < event->buf + event->n_buf);
}

static bool is_of_interface(const struct hp_uevent *event)
{
	return streq(event->subsystem, "net") || hp_uevent_is_iface(event);
}

/* What uevent.h promises of every event. */
static void check_event(const struct hp_uevent *event)
{
	size_t bytes = 0;

	require(event->n_vars <= HP_UEVENT_VARS_MAX && !event->vars[event->n_vars]);
	for (size_t i = 0; i < event->n_vars; i++) {
		require(is_inside(event, event->vars[i]) && strchr(event->vars[i], '='));
		bytes += strlen(event->vars[i]) + 1;
	}
	require(bytes <= HP_UEVENT_BYTES_MAX);
	require(event->subsystem && *event->subsystem && !strchr(event->subsystem, '/'));
	require(is_inside(event, event->subsystem) && is_inside(event, event->devpath) &&
		is_inside(event, event->interface) && is_inside(event, event->modalias));
	require((event->action >= HP_ACTION_IFUP) == hp_uevent_is_iface(event));
	if (is_of_interface(event) && event->interface)
		require(strlen(event->interface) < 16 && !strchr(event->interface, '/'));
	if (event->devpath)
		require(event->devpath[0] == '/' && event->devpath[1] &&
			!strstr(event->devpath, "//") && !strstr(event->devpath, "/../"));
	else
		require(is_of_interface(event) && event->interface);
}

static void check_id(const struct hp_uevent *event)
{
	char id[HP_DEVICE_ID_MAX], text[256];

	hp_device_id(event, id);
	require(id[0] && id[0] != '.' && strlen(id) + 42 <= NAME_MAX && !strchr(id, '/'));
	require(strlen(hp_uevent_describe(event, text, sizeof(text))) < sizeof(text));
}

/* Whatever it says of itself, it is an id, or the message has the reason. */
static void check_bus_ids(const struct hp_uevent *event)
{
	static struct hp_oldmap_id id;
	struct hp_pci_id pci;
	struct hp_usb_id usb;
	char why[HP_UEVENT_WHY_MAX] = "";
	int r = hp_pci_id_from_event(&pci, event, why);

	require(r == 0 || r == -ENOENT || why[0]);
	why[0] = '\0';
	r = hp_usb_id_from_event(&usb, event, why);
	require(r == 0 || r == -ENOENT || why[0]);
	for (int kind = 0; kind < HP_OLDMAP_KINDS; kind++) {
		why[0] = '\0';
		r = hp_oldmap_id_from_event(&id, kind, event, why);
		require(r == 0 || r == -ENOENT || (r == -EINVAL && why[0]));
	}
}

/* An event that was taken travels on as a datagram and stays what it was. */
static void check_travels(const struct hp_uevent *event)
{
	static char msg[2 * HP_UEVENT_BYTES_MAX + 64];
	static struct hp_uevent again;
	char why[HP_UEVENT_WHY_MAX];
	size_t n;

	if (!event->devpath)
		return;
	n = sprintf(msg, "%s@%s", hp_action_name(event->action), event->devpath) + 1;
	for (size_t i = 0; i < event->n_vars; i++)
		n += sprintf(msg + n, "%s", event->vars[i]) + 1;
	require(hp_uevent_from_netlink(&again, msg, n, why) == 0);
	require(again.n_vars == event->n_vars && again.seqnum == event->seqnum &&
		again.ifindex == event->ifindex && again.devnum == event->devnum);
}

static int parse_environ(struct hp_uevent *ret, const uint8_t *data, size_t size,
			 char why[static HP_UEVENT_WHY_MAX])
{
	char *copy = malloc(size + 1);
	char *strings[STRINGS_MAX + 1];
	size_t n = 0;
	int r;

	require(copy);
	memcpy(copy, data, size);
	copy[size] = '\0';
	for (char *s = copy; s < copy + size && n < STRINGS_MAX; s += strlen(s) + 1)
		strings[n++] = s;
	strings[n] = NULL;
	r = hp_uevent_from_environ(ret, n ? strings + 1 : strings,
				   n && *strings[0] ? strings[0] : NULL, why);
	free(copy);
	return r;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct hp_uevent event;
	char why[HP_UEVENT_WHY_MAX] = "";
	int r;

	/* What net events look up in /sys is not there. */
	require(hp_root_set("/nonexistent") == 0);
	if (size && data[0] == 'e')
		r = parse_environ(&event, data + 1, size - 1, why);
	else
		r = hp_uevent_from_netlink(&event, (const char *)data, size, why);
	require(r == 0 || (r == -EINVAL && why[0]));
	if (r == 0) {
		check_event(&event);
		check_id(&event);
		check_bus_ids(&event);
		check_travels(&event);
	}
	return 0;
}
