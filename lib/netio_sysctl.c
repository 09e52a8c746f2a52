/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the sysctls of an interface, /proc/sys/net/FAMILY/conf/NAME. See netio.h. */
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "log.h"
#include "netio.h"
#include "root.h"

static int open_sysctl(const char *ifname, const struct hp_net_sysctl *sysctl, int flags)
{
	char path[PATH_MAX];
	int r = hp_path(path, "/proc/sys/net/%s/conf/%s/%s", sysctl->family, ifname,
			sysctl->name);

	if (r < 0)
		return r;
	r = open(path, flags | O_CLOEXEC);
	return r < 0 ? -errno : r;
}

static int read_value(const char *ifname, struct hp_net_sysctl *sysctl)
{
	_cleanup_close_ int fd = open_sysctl(ifname, sysctl, O_RDONLY);
	char text[32], *end;
	ssize_t n;
	long value;

	if (fd < 0)
		return fd;
	n = read(fd, text, sizeof(text) - 1);
	if (n < 0)
		return -errno;
	text[n] = '\0';
	value = strtol(text, &end, 10);
	if (end == text || (*end && *end != '\n'))
		return -EBADMSG;
	sysctl->value = value;
	return 0;
}

/* What the kernel does not have (IPv6 may be missing as a whole) counts as set, since
 * there is nothing that it would be for. */
static int load(struct hp_net_state *state, const struct hp_net_file *file)
{
	for (size_t i = 0; i < file->n_objects; i++) {
		struct hp_net_object object = file->objects[i].object;
		int r;

		if (object.kind != HP_NET_SYSCTL)
			continue;
		r = read_value(state->link.name, &object.sysctl);
		if (r < 0)
			hp_info("%s: no %s %s in /proc/sys", state->link.name,
				object.sysctl.family, object.sysctl.name);
		r = hp_net_objects_add(&state->objects, &object);
		if (r < 0)
			return r;
	}
	return 0;
}

/* The name is asked for right before: others may have renamed the interface. */
static int write_value(struct hp_netlink *nl, unsigned int ifindex,
		       const struct hp_net_object *object)
{
	_cleanup_close_ int fd = -1;
	struct hp_net_link link;
	char text[16];
	int n, r = hp_net_link_get(nl, ifindex, NULL, &link);

	if (r < 0)
		return r;
	fd = open_sysctl(link.name, &object->sysctl, O_WRONLY);
	if (fd < 0)
		return fd;
	n = snprintf(text, sizeof(text), "%d\n", object->sysctl.value);
	return write(fd, text, n) < 0 ? -errno : 0;
}

const struct hp_net_io hp_net_sysctl_io = {
	.load = load,
	.write = write_value,
};
