/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: who brings the kernel's events to the suite here. See road.h. */
#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>

#include "handover.h"
#include "road.h"
#include "root.h"

#define KERNEL_HELPER "/proc/sys/kernel/hotplug"
#define LOOK_MS	      20

static bool is_same_file(const char *a, const char *b)
{
	struct stat st_a, st_b;

	return stat(a, &st_a) == 0 && stat(b, &st_b) == 0 && st_a.st_dev == st_b.st_dev &&
	       st_a.st_ino == st_b.st_ino;
}

static bool helper_is_ours(void)
{
	char setting[PATH_MAX], helper[PATH_MAX], ours[PATH_MAX];
	_cleanup_close_ int fd = -1;
	ssize_t n;

	if (hp_path(setting, "%s", KERNEL_HELPER) < 0 ||
	    hp_path(ours, "%s/hotplug", HP_HELPERDIR) < 0)
		return false;
	fd = open(setting, O_RDONLY | O_CLOEXEC);
	n = fd < 0 ? -1 : read(fd, helper, sizeof(helper) - 1);
	if (n <= 0)
		return false;
	helper[n] = '\0';
	helper[strcspn(helper, "\n")] = '\0';
	return *helper == '/' && is_same_file(helper, ours);
}

enum hp_road hp_road_find(void)
{
	if (hp_handover_listens())
		return HP_ROAD_DAEMON;
	return helper_is_ours() ? HP_ROAD_HELPER : HP_ROAD_NONE;
}

bool hp_road_wait_daemon(unsigned int ms)
{
	bool listens = hp_handover_listens();

	for (unsigned int waited = 0; !listens && waited < ms; waited += LOOK_MS) {
		poll(NULL, 0, LOOK_MS);
		listens = hp_handover_listens();
	}
	return listens;
}
