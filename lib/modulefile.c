/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: what the name of a module's file tells. See modulefile.h. */
#include <errno.h>

#include "modulefile.h"

static const char *base_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

int hp_modulefile_name(char ret[static HP_MODULEFILE_NAME_MAX], const char *path)
{
	const char *base = base_of(path);
	size_t i, n = strcspn(base, ".");

	if (n >= HP_MODULEFILE_NAME_MAX)
		return -ENAMETOOLONG;
	for (i = 0; i < n; i++)
		ret[i] = base[i] == '-' ? '_' : base[i];
	ret[n] = '\0';
	return 0;
}

const char *hp_modulefile_compression(const char *path)
{
	static const struct {
		const char *suffix, *compression;
	} kinds[] = {
		{".ko", ""},
		{".ko.gz", "gzip"},
		{".ko.xz", "xz"},
		{".ko.zst", "zstd"},
	};
	const char *base = base_of(path), *suffix = base + strcspn(base, ".");

	for (size_t i = 0; i < ARRAY_SIZE(kinds); i++)
		if (streq(suffix, kinds[i].suffix))
			return kinds[i].compression;
	return NULL;
}
