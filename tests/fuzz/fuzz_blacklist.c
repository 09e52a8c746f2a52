/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: any bytes as /etc/hotplug/blacklist. A name alone on a line of them, and none
 * that is nowhere in them, is blacklisted. */
#include <stdint.h>
#include <sys/mman.h>

#include "blacklist.h"
#include "log.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The first line, if it is made of nothing but what names are made of. */
static bool first_name(char name[static 64], const uint8_t *data, size_t size)
{
	const uint8_t *end = memchr(data, '\n', size);
	size_t len = end ? (size_t)(end - data) : size, i;

	if (!len || len >= 64)
		return false;
	for (i = 0; i < len; i++)
		if (data[i] <= ' ' || data[i] == '/' || data[i] == '#' || data[i] == 0x7f)
			return false;
	memcpy(name, data, len);
	name[len] = '\0';
	return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct hp_blacklist *blacklist = NULL;
	char path[64], name[64];
	int fd = memfd_create("blacklist", MFD_CLOEXEC);

	hp_log_set_level(HP_LOG_ERR);
	if (fd < 0 || write(fd, data, size) != (ssize_t)size)
		abort();
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	if (hp_blacklist_read(&blacklist, path) < 0)
		abort();
	if (first_name(name, data, size) && !hp_blacklist_has(blacklist, name))
		abort();
	if (!memmem(data, size, "zz", 2) && hp_blacklist_has(blacklist, "zz"))
		abort();
	hp_blacklist_free(blacklist);
	close(fd);
	return 0;
}
