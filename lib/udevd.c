/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: whether a udev daemon is at work beside us. See udevd.h. */
#include <sys/socket.h>
#include <sys/un.h>

#include "root.h"
#include "udevd.h"

bool hp_udevd_is_alive(void)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	char path[PATH_MAX];
	_cleanup_close_ int fd = -1;

	if (hp_path(path, "/run/udev/control") < 0 ||
	    strlen(path) >= sizeof(address.sun_path))
		return false;
	strcpy(address.sun_path, path);
	fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	/* A socket that nobody listens on, or a leftover, refuses at once. */
	return fd >= 0 &&
	       connect(fd, (const struct sockaddr *)&address, sizeof(address)) == 0;
}
