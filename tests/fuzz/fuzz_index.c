/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: an index over any globs, and an index with any damage.
 *
 * The input is the patches, a NUL, and lines: an alias that is looked up, then globs. A
 * patch is 4 bytes: a place (two bytes), a value, and whether the checksums are made
 * right afterwards. Without patches the answer must be that of fnmatch(3); with patches
 * that do not touch the checksums it must be the same, or -EBADMSG; else it must only be
 * safe.
 */
#include <errno.h>
#include <fnmatch.h>
#include <stdint.h>
#include <sys/mman.h>

#include "checksum.h"
#include "glob.h"
#include "index.h"
#include "indexwrite.h"
#include "log.h"

#define PATCH_BYTES 4
#define LINES_MAX   512

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct input {
	const uint8_t *patches;
	size_t n_patches;
	char *text; /* owned */
	char *line[LINES_MAX];
	int n;
};

/* depmod leaves out what it cannot normalize, and so does a lookup. */
static bool take_line(struct input *input, char *line)
{
	char *normal = malloc(strlen(line) + 1);
	bool good = normal && hp_glob_normalize(normal, strlen(line) + 1, line) == 0;

	/* Before its first wildcard, libkmod takes a backslash for itself. */
	if (good && !memchr(line, '\\', hp_glob_literal(line))) {
		strcpy(line, normal);
		input->line[input->n++] = line;
	}
	free(normal);
	return good;
}

static bool split(struct input *ret, const uint8_t *data, size_t size)
{
	char *line, *save;

	*ret = (struct input){.patches = data + 1};
	if (size == 0 || size - 1 < (size_t)data[0] * PATCH_BYTES)
		return false;
	ret->n_patches = data[0];
	data += 1 + ret->n_patches * PATCH_BYTES;
	size -= 1 + ret->n_patches * PATCH_BYTES;
	ret->text = strndup((const char *)data, size);
	line = ret->text ? strtok_r(ret->text, "\n", &save) : NULL;
	if (!line || !take_line(ret, line) || !strchr(line, ':') || ret->n == 0 ||
	    skip_prefix(line, "symbol:"))
		return false;
	while ((line = strtok_r(NULL, "\n", &save)) && ret->n < LINES_MAX)
		take_line(ret, line);
	return true;
}

static unsigned char *make_index(const struct input *input, size_t *ret_len)
{
	struct hp_index_writer *writer;
	unsigned char *file;
	char module[16];
	int r;

	if (hp_index_writer_new(&writer) < 0)
		abort();
	for (int i = 1; i < input->n; i++) {
		snprintf(module, sizeof(module), "m%d", i);
		r = hp_index_writer_alias(writer, input->line[i], module, i);
		if (r < 0 && r != -E2BIG)
			abort();
		/* So that the expectation leaves it out, too. */
		if (r < 0)
			input->line[i][0] = '\0';
	}
	if (hp_index_writer_finish(writer, &file, ret_len) < 0)
		abort();
	hp_index_writer_free(writer);
	return file;
}

static void make_sums_right(unsigned char *file, size_t len)
{
	uint32_t head = hp_get32(file + HP_INDEX_HEAD_BYTES);
	uint64_t sum;

	if (head < HP_INDEX_PAGE || head > len)
		return;
	sum = hp_checksum(file + HP_INDEX_HEAD_SUMMED, head - HP_INDEX_HEAD_SUMMED,
			  HP_INDEX_HEAD_SEED);
	hp_put64(file + HP_INDEX_HEAD_SUM, sum);
	for (size_t at = head; at + HP_INDEX_PAGE <= len; at += HP_INDEX_PAGE, sum++)
		hp_put64(file + at,
			 hp_checksum(file + at + HP_INDEX_LEAF_SUMMED,
				     HP_INDEX_PAGE - HP_INDEX_LEAF_SUMMED, sum));
}

/* Returns whether the checksums are right although the content may be wrong. */
static bool patch(const struct input *input, unsigned char *file, size_t len)
{
	const uint8_t *p = input->patches;
	bool right = false;

	for (size_t i = 0; i < input->n_patches; i++, p += PATCH_BYTES) {
		file[hp_get16(p) % len] = p[2];
		right |= p[3] & 1;
	}
	if (right)
		make_sums_right(file, len);
	return right;
}

static bool answer_right(const struct input *input, const struct hp_names *names)
{
	size_t n = 0;
	char module[16];

	for (int i = 1; i < input->n; i++) {
		if (!input->line[i][0] || fnmatch(input->line[i], input->line[0], 0) != 0)
			continue;
		snprintf(module, sizeof(module), "m%d", i);
		if (n >= names->n || !streq(names->name[n], module))
			return false;
		n++;
	}
	return n == names->n;
}

static void check(const struct input *input, const char *path, bool safe_only)
{
	_cleanup_(hp_index_closep) struct hp_index *index = NULL;
	_cleanup_(hp_names_free) struct hp_names names = {0};
	int r;

	r = hp_index_open_file(&index, path, "/nowhere");
	if (r == 0) {
		hp_index_blacklisted(index, "m1");
		r = hp_index_lookup(index, input->line[0], &names);
	}
	if (safe_only || (r == -EBADMSG && input->n_patches))
		return;
	if (r < 0 ? r != -ENAMETOOLONG : !answer_right(input, &names))
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	_cleanup_close_ int fd = memfd_create("index", MFD_CLOEXEC);
	_cleanup_free_ unsigned char *file = NULL;
	struct input input;
	char path[64];
	size_t len;
	bool safe_only;

	hp_log_set_level(HP_LOG_ERR);
	if (fd < 0)
		abort();
	if (split(&input, data, size)) {
		file = make_index(&input, &len);
		safe_only = patch(&input, file, len);
		if (write(fd, file, len) != (ssize_t)len)
			abort();
		snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
		check(&input, path, safe_only);
	}
	free(input.text);
	return 0;
}
