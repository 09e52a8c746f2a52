/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: an index over any globs, and an index with any damage.
 *
 * The input is the patches, a NUL, and lines: an alias that is looked up, then globs. A
 * patch is 4 bytes: a place (two bytes), a value, and bits: 1, the checksums are made
 * right afterwards; 2, the place is counted from the end. Without patches the answer must
 * be that of fnmatch(3), and each module's plan what was put in; with patches that do not
 * touch the checksums it must be the same, or -EBADMSG; else it must only be safe, and no
 * plan lead out of the tree.
 */
#include <errno.h>
#include <fnmatch.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include "checksum.h"
#include "glob.h"
#include "index.h"
#include "indexwrite.h"
#include "log.h"
#include "root.h"

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

static void name_file(char ret[static 16], int i)
{
	snprintf(ret, 16, "k/m%d.ko", i);
}

/* Each module of a line needs the one of the line before. */
static void add_modules(struct hp_index_writer *writer, int n)
{
	char path[16], need[16];
	const char *const needs[] = {need};

	for (int i = 1; i < n; i++) {
		name_file(path, i);
		name_file(need, i - 1);
		if (hp_index_writer_module(writer, HP_INDEX_PLAIN, path, needs, i > 1) <
		    0)
			abort();
	}
	if (hp_index_writer_needed(writer, HP_INDEX_ABSENT, "/none", NULL) < 0)
		abort();
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
	add_modules(writer, input->n);
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
			 hp_checksum(file + at + HP_INDEX_PAGE_SUMMED,
				     HP_INDEX_PAGE - HP_INDEX_PAGE_SUMMED, sum));
}

/* Returns whether the checksums are right although the content may be wrong. */
static bool patch(const struct input *input, unsigned char *file, size_t len)
{
	const uint8_t *p = input->patches;
	bool right = false;

	for (size_t i = 0; i < input->n_patches; i++, p += PATCH_BYTES) {
		size_t at = hp_get16(p) % len;

		file[p[3] & 2 ? len - 1 - at : at] = p[2];
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

/* No path may lead out of the tree, whatever the bytes are. */
static void check_paths(const struct hp_names *files)
{
	char path[HP_INDEX_PAGE + 2];

	for (size_t i = 0; i < files->n; i++) {
		snprintf(path, sizeof(path), "/%s/", files->name[i]);
		if (strstr(path, "//") || strstr(path, "/../") || strstr(path, "/./"))
			abort();
	}
}

static bool plan_right(int i, const struct hp_names *files)
{
	char path[16];

	if (files->n != (i > 1 ? 2 : 1))
		return false;
	name_file(path, i - 1);
	if (i > 1 && !streq(files->name[0], path))
		return false;
	name_file(path, i);
	return streq(files->name[files->n - 1], path);
}

static void check_plan(const struct input *input, struct hp_index *index, int i,
		       bool safe_only)
{
	_cleanup_(hp_names_free) struct hp_names files = {0}, names = {0};
	char name[16];
	int r;

	snprintf(name, sizeof(name), "m%d", i);
	r = hp_index_plan(index, name, &files);
	check_paths(&files);
	if (hp_index_resolve(index, name, &names) >= 0 && hp_index_has_line(index, name))
		if (!safe_only && !input->n_patches)
			abort();
	if (safe_only || (r == -EBADMSG && input->n_patches))
		return;
	if (r < 0 || !plan_right(i, &files))
		abort();
}

static void check(const struct input *input, const char *path, bool safe_only)
{
	_cleanup_(hp_index_closep) struct hp_index *index = NULL;
	_cleanup_(hp_names_free) struct hp_names names = {0};
	int r;

	r = hp_index_open_file(&index, path, "/nowhere");
	if (r == 0) {
		hp_index_blacklisted(index, "m1");
		for (int i = 1; i < input->n; i++)
			check_plan(input, index, i, safe_only);
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
	/* A plan is taken from an index alone that only its owner can write. */
	if (fd < 0 || fchmod(fd, 0644) < 0 || hp_root_set("/nowhere") < 0)
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
