/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: what hooks were told of interfaces, on record. See linkrecord.h. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sys/stat.h>

#include "dir.h"
#include "linkrecord.h"
#include "number.h"
#include "root.h"

#define TARGET_MAX (PATH_MAX + IFNAMSIZ + 4)

int hp_linkrecord_open(void)
{
	char path[PATH_MAX];
	int fd;

	if (hp_path(path, "%s/iface", HP_RUNDIR) < 0)
		return -ENAMETOOLONG;
	if (mkdir(path, 0700) < 0 && errno != EEXIST)
		return -errno;
	fd = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	return fd < 0 ? -errno : fd;
}

void hp_linkrecord_put(int dir, const struct hp_link_state *state)
{
	char name[16], target[TARGET_MAX];

	snprintf(name, sizeof(name), "%u", state->now.ifindex);
	unlinkat(dir, name, 0);
	if (!state->is_up)
		return;
	snprintf(target, sizeof(target), "%d:%s:%s", state->has_carrier, state->now.name,
		 state->devpath ?: "");
	if (symlinkat(target, dir, name) < 0)
		return; /* as if there had been no place for it */
}

struct reading {
	int dir;
	struct hp_links *links;
};

/* What is no record is left alone. */
static int read_record(const char *name, unsigned char type, void *data)
{
	const struct reading *reading = data;
	char target[TARGET_MAX], *link_name, *devpath;
	ssize_t n = readlinkat(reading->dir, name, target, sizeof(target) - 1);
	struct hp_link_state *state;
	uint64_t ifindex;

	target[n > 0 ? n : 0] = '\0';
	if (hp_number_parse(name, 10, INT_MAX, &ifindex) < 0 ||
	    !(link_name = strchr(target, ':')) || !(devpath = strchr(link_name + 1, ':')))
		return 0;
	*devpath++ = '\0';
	state = hp_links_get(reading->links, ifindex);
	if (!state)
		return -ENOMEM;
	snprintf(state->now.name, sizeof(state->now.name), "%s", link_name + 1);
	state->is_announced = state->is_up = true;
	state->has_carrier = target[0] == '1';
	state->devpath = *devpath ? strdup(devpath) : NULL;
	return 0;
}

int hp_linkrecord_read(int dir, struct hp_links *links)
{
	return hp_dir_read(dir, read_record, &(struct reading){dir, links});
}

static int drop_record(const char *name, unsigned char type, void *data)
{
	const int *dir = data;

	unlinkat(*dir, name, 0);
	return 0;
}

void hp_linkrecord_clear(int dir)
{
	(void)!hp_dir_read(dir, drop_record, &dir);
}
