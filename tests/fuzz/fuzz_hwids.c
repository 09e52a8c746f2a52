/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: any bytes as pci.ids. A name that is found stands in them. */
#include <stdint.h>
#include <sys/mman.h>

#include "hwids.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(const char *path, const struct hp_hwids_key *key, const uint8_t *data,
		  size_t size)
{
	struct hp_hwids_names names;

	if (hp_hwids_find(&names, path, key) < 0)
		abort();
	for (size_t i = 0; i < names.n; i++) {
		size_t len = strlen(names.name[i]);

		if (!key->at[i] || (len && !memmem(data, size, names.name[i], len)))
			abort();
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	_cleanup_close_ int fd = memfd_create("ids", MFD_CLOEXEC);
	char path[64];

	if (fd < 0 || write(fd, data, size) != (ssize_t)size)
		abort();
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	check(path, &(struct hp_hwids_key){{"8086", "100e", "1af4 1100"}}, data, size);
	check(path, &(struct hp_hwids_key){{"C 02", "00"}}, data, size);
	return 0;
}
