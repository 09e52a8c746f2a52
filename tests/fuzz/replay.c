/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: run every file of a corpus through a fuzz target, without libFuzzer. */
#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdint.h>

#include "macro.h"

#define INPUT_MAX (1 << 20)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int replay(const char *path)
{
	_cleanup_fclose_ FILE *f = fopen(path, "re");
	_cleanup_free_ uint8_t *data = NULL;
	_cleanup_free_ uint8_t *exact = NULL;
	size_t n;

	data = malloc(INPUT_MAX);
	if (!f || !data) {
		fprintf(stderr, "%s: %s\n", path, strerror(errno));
		return -1;
	}
	n = fread(data, 1, INPUT_MAX, f);
	/* An allocation of the exact size lets a sanitizer see a read behind the end. */
	exact = malloc(n ? n : 1);
	if (!exact)
		return -1;
	memcpy(exact, data, n);
	return LLVMFuzzerTestOneInput(exact, n);
}

int main(int argc, char *argv[])
{
	_cleanup_closedir_ DIR *dir = NULL;
	char path[PATH_MAX];
	struct dirent *entry;
	unsigned int count = 0;

	if (argc != 2 || !(dir = opendir(argv[1]))) {
		fprintf(stderr, "usage: %s CORPUS-DIRECTORY\n", argv[0]);
		return 2;
	}
	while ((entry = readdir(dir))) {
		if (entry->d_name[0] == '.')
			continue;
		snprintf(path, sizeof(path), "%s/%s", argv[1], entry->d_name);
		if (replay(path) < 0)
			return 1;
		count++;
	}
	printf("%u inputs\n", count);
	return count ? 0 : 1;
}
