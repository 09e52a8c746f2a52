/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: read a directory without a heap. See dir.h. */
#include <errno.h>
#include <stdint.h>
#include <sys/syscall.h>

#include "dir.h"

/* struct linux_dirent64 of include/linux/dirent.h, which no uapi header has. */
struct entry {
	uint64_t ino;
	int64_t off;
	unsigned short reclen;
	unsigned char type;
	char name[];
};

int hp_dir_read(int fd, hp_dir_handler handler, void *data)
{
	_Alignas(struct entry) char buf[8192];

	if (lseek(fd, 0, SEEK_SET) < 0)
		return -errno;
	for (;;) {
		long n = syscall(SYS_getdents64, fd, buf, sizeof(buf));

		if (n <= 0)
			return n < 0 ? -errno : 0;
		for (long pos = 0; pos < n;) {
			const struct entry *entry = (const void *)(buf + pos);
			int r = 0;

			if (entry->name[0] != '.')
				r = handler(entry->name, entry->type, data);
			if (r < 0)
				return r;
			pos += entry->reclen;
		}
	}
}
