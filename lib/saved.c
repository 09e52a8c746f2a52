/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: an event as bytes, in the form that netlink has. See saved.h. */
#include <errno.h>
#include <sys/uio.h>

#include "saved.h"

int hp_saved_write(int fd, const struct hp_uevent *event)
{
	struct iovec parts[HP_UEVENT_VARS_MAX + 4] = {
		{(char *)hp_action_name(event->action),
		 strlen(hp_action_name(event->action))},
		{(char *)"@", 1},
		{(char *)event->devpath, strlen(event->devpath) + 1},
	};
	size_t n = 3, total = parts[0].iov_len + parts[1].iov_len + parts[2].iov_len;
	ssize_t written;

	for (size_t i = 0; i < event->n_vars; i++) {
		parts[n].iov_base = (char *)event->vars[i];
		parts[n].iov_len = strlen(event->vars[i]) + 1;
		total += parts[n++].iov_len;
	}
	written = writev(fd, parts, n);
	if (written < 0)
		return -errno;
	return (size_t)written == total ? 0 : -ENOSPC;
}
