/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: have the kernel send `add` once more. See synth.h. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sys/random.h>

#include "synth.h"

int hp_synth_uuid(char ret[static HP_SYNTH_UUID_MAX])
{
	unsigned char b[16];

	if (getrandom(b, sizeof(b), 0) != sizeof(b))
		return -errno;
	b[6] = 0x40 | (b[6] & 0x0f);
	b[8] = 0x80 | (b[8] & 0x3f);
	snprintf(ret, HP_SYNTH_UUID_MAX,
		 "%02x%02x%02x%02x-%02x%02x-%02x%02x-%02x%02x-%02x%02x%02x%02x%02x%02x",
		 b[0], b[1], b[2], b[3], b[4], b[5], b[6], b[7], b[8], b[9], b[10], b[11],
		 b[12], b[13], b[14], b[15]);
	return 0;
}

int hp_synth_add(const char *path, const char *uuid)
{
	char file[PATH_MAX], text[sizeof("add ") + HP_SYNTH_UUID_MAX];
	_cleanup_close_ int fd = -1;
	int n;

	if (snprintf(file, sizeof(file), "%s/uevent", path) >= (int)sizeof(file))
		return -ENAMETOOLONG;
	n = snprintf(text, sizeof(text), "add %s", uuid);
	fd = open(file, O_WRONLY | O_CLOEXEC);
	if (fd < 0 || write(fd, text, n) < 0)
		return -errno;
	return 0;
}
