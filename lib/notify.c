/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: tell the service manager how this program is. See notify.h. */
#include <errno.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>

#include "notify.h"

/* Returns the length of the address; 0 where the name is none. */
static socklen_t socket_address(struct sockaddr_un *ret, const char *name)
{
	size_t n = strlen(name);

	*ret = (struct sockaddr_un){.sun_family = AF_UNIX};
	if ((*name != '/' && *name != '@') || n < 2 || n >= sizeof(ret->sun_path))
		return 0;
	memcpy(ret->sun_path, name, n);
	if (*name == '@')
		ret->sun_path[0] = '\0';
	return offsetof(struct sockaddr_un, sun_path) + n;
}

int hp_notify(const char *state)
{
	static const struct timeval patience = {.tv_sec = HP_NOTIFY_PATIENCE_S};
	const char *name = getenv("NOTIFY_SOCKET");
	struct sockaddr_un address;
	_cleanup_close_ int fd = -1;
	socklen_t n;

	if (!name)
		return 0;
	n = socket_address(&address, name);
	if (!n)
		return -EINVAL;
	fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (fd < 0 ||
	    setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof(patience)) < 0 ||
	    connect(fd, (struct sockaddr *)&address, n) < 0 ||
	    send(fd, state, strlen(state), MSG_NOSIGNAL) < 0)
		return -errno;
	return 1;
}
