/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: whether what was read from directories may have changed. See watch.h. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <sys/inotify.h>

#include "array.h"
#include "watch.h"

#define EVENTS                                                                           \
	(IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO | IN_ATTRIB |               \
	 IN_CLOSE_WRITE | IN_DELETE_SELF | IN_MOVE_SELF)

/* What counts of one directory. */
struct place {
	int wd;
	char *name; /* of an entry; NULL: all of them */
};

struct hp_watch {
	int inotify;
	int mounts; /* -1: no /proc, and then mounts are not seen */
	struct place *places;
	size_t n;
};

/* A new inotify in the place of the old one has no watches. */
static int open_inotify(struct hp_watch *watch)
{
	int fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);

	if (fd < 0)
		return -errno;
	hp_closep(&watch->inotify);
	watch->inotify = fd;
	return 0;
}

int hp_watch_open(struct hp_watch **ret)
{
	struct hp_watch *watch = malloc(sizeof(*watch));
	int r;

	if (!watch)
		return -ENOMEM;
	*watch = (struct hp_watch){.inotify = -1, .mounts = -1};
	r = open_inotify(watch);
	if (r < 0) {
		free(watch);
		return r;
	}
	watch->mounts = open("/proc/self/mountinfo", O_RDONLY | O_CLOEXEC);
	*ret = watch;
	return 0;
}

static void forget_places(struct hp_watch *watch)
{
	while (watch->n)
		free(watch->places[--watch->n].name);
	free(watch->places);
	watch->places = NULL;
}

void hp_watch_close(struct hp_watch *watch)
{
	if (!watch)
		return;
	forget_places(watch);
	hp_closep(&watch->inotify);
	hp_closep(&watch->mounts);
	free(watch);
}

static bool has_place(const struct hp_watch *watch, int wd, const char *name)
{
	for (size_t i = 0; i < watch->n; i++) {
		const struct place *place = &watch->places[i];

		if (place->wd == wd &&
		    (!place->name || (name && streq(place->name, name))))
			return true;
	}
	return false;
}

/* Returns 0, or a negative errno; -ENOENT where there is no such directory. */
static int add_place(struct hp_watch *watch, const char *path, const char *name)
{
	struct place place = {.wd = inotify_add_watch(watch->inotify, path, EVENTS)};

	if (place.wd < 0)
		return -errno;
	if (has_place(watch, place.wd, name))
		return 0;
	if (name && !(place.name = strdup(name)))
		return -ENOMEM;
	if (hp_array_grow(&watch->places, watch->n, sizeof(place)) < 0) {
		free(place.name);
		return -ENOMEM;
	}
	watch->places[watch->n++] = place;
	return 0;
}

/* The directories on the way, each for the next name in it. */
static int add_way(struct hp_watch *watch, const char *path)
{
	char dir[PATH_MAX], name[NAME_MAX + 1];
	int r = 0;

	for (const char *c = path; r == 0 && *c == '/'; c += 1 + strlen(name)) {
		size_t n = strcspn(c + 1, "/");

		if (n > NAME_MAX)
			return -ENAMETOOLONG;
		memcpy(name, c + 1, n);
		name[n] = '\0';
		snprintf(dir, sizeof(dir), "%.*s", c == path ? 1 : (int)(c - path), path);
		r = add_place(watch, dir, name);
	}
	return r;
}

int hp_watch_add(struct hp_watch *watch, const char *path)
{
	int r = add_way(watch, path);

	if (r == 0)
		r = add_place(watch, path, NULL);
	return r == -ENOENT || r == -ENOTDIR || r == -EACCES ? 0 : r;
}

static bool counts(const struct hp_watch *watch, const struct inotify_event *event)
{
	if (event->mask & (IN_Q_OVERFLOW | IN_IGNORED | IN_DELETE_SELF | IN_MOVE_SELF))
		return true;
	return has_place(watch, event->wd, event->len ? event->name : NULL);
}

static bool read_events(const struct hp_watch *watch)
{
	_Alignas(struct inotify_event) char buf[4096];
	bool changed = false;
	ssize_t n;

	while ((n = read(watch->inotify, buf, sizeof(buf))) > 0) {
		const char *at = buf;

		while (at < buf + n) {
			const struct inotify_event *event = (const void *)at;

			changed |= counts(watch, event);
			at += sizeof(*event) + event->len;
		}
	}
	return changed;
}

bool hp_watch_has_changed(struct hp_watch *watch)
{
	struct pollfd fds[] = {
		{.fd = watch->inotify, .events = POLLIN},
		{.fd = watch->mounts, .events = POLLPRI},
	};
	bool changed = false;

	if (poll(fds, ARRAY_SIZE(fds), 0) <= 0)
		return false;
	if (fds[0].revents)
		changed = read_events(watch);
	if (fds[1].revents & (POLLPRI | POLLERR))
		changed = true;
	if (!changed)
		return false;
	forget_places(watch);
	/* Without it, the old watches are told again: more often, never less. */
	(void)!open_inotify(watch);
	return true;
}
