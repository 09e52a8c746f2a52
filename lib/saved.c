/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: an event as bytes, in the form that netlink has. See saved.h. */
#include <errno.h>
#include <sys/uio.h>

#include "saved.h"

#define PARTS_MAX (HP_UEVENT_VARS_MAX + 4)

static size_t find_parts(struct iovec parts[static PARTS_MAX],
			 const struct hp_uevent *event)
{
	const char *action = hp_action_name(event->action);
	size_t n = 0;

	parts[n++] = (struct iovec){(char *)action, strlen(action)};
	parts[n++] = (struct iovec){(char *)"@", 1};
	parts[n++] = (struct iovec){(char *)event->devpath, strlen(event->devpath) + 1};
	for (size_t i = 0; i < event->n_vars; i++)
		parts[n++] = (struct iovec){(char *)event->vars[i],
					    strlen(event->vars[i]) + 1};
	return n;
}

int hp_saved_write(int fd, const struct hp_uevent *event)
{
	struct iovec parts[PARTS_MAX];
	size_t n = find_parts(parts, event), total = 0;
	ssize_t written;

	for (size_t i = 0; i < n; i++)
		total += parts[i].iov_len;
	written = writev(fd, parts, n);
	if (written < 0)
		return -errno;
	return (size_t)written == total ? 0 : -ENOSPC;
}

size_t hp_saved_pack(char ret[static HP_SAVED_MAX], const struct hp_uevent *event)
{
	struct iovec parts[PARTS_MAX];
	size_t n = find_parts(parts, event);
	char *end = ret;

	for (size_t i = 0; i < n; i++)
		end = mempcpy(end, parts[i].iov_base, parts[i].iov_len);
	return end - ret;
}
