/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: which files are modprobe.d, in which order. See modconf.h. */
#include <errno.h>
#include <limits.h>
#include <sys/stat.h>

#include "modconf_internal.h"
#include "textfile.h"

#define FILE_BYTES_MAX (4 << 20)
#define FILES_MAX      4096

/* Files by the name that decides their order; the first of a name is the one. */
struct file_list {
	char *paths[FILES_MAX];
	size_t n;
};

static void free_list(struct file_list *list)
{
	while (list->n)
		free(list->paths[--list->n]);
	free(list);
}

static void free_listp(struct file_list **list)
{
	if (*list)
		free_list(*list);
}

static const char *name_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

static int by_name(const void *a, const void *b)
{
	return strcmp(name_of(*(char *const *)a), name_of(*(char *const *)b));
}

static int list_add(struct file_list *list, const char *dir, const char *name)
{
	char *path;
	size_t i;

	for (i = 0; i < list->n; i++)
		if (streq(name_of(list->paths[i]), name))
			return 0;
	if (list->n == FILES_MAX ||
	    asprintf(&path, "%s%s%s", dir, *dir ? "/" : "", name) < 0)
		return -ENOMEM;
	list->paths[list->n++] = path;
	return 0;
}

static void tell(const struct hp_modconf_where *where, const char *file, const char *text)
{
	if (where->problem && !where->own_words_only)
		where->problem(file, 1, 1, text, where->data);
}

static bool has_suffix(const char *name, const char *suffix)
{
	size_t n = strlen(name), m = strlen(suffix);

	return n > m && streq(name + n - m, suffix);
}

static int list_directory(struct file_list *list, const char *path,
			  const struct hp_modconf_where *where)
{
	_cleanup_closedir_ DIR *dir = opendir(path);
	const struct dirent *entry;
	struct stat st;
	int r = 0;

	if (!dir) {
		tell(where, path, strerror(errno));
		return 0;
	}
	while (r == 0 && (entry = readdir(dir))) {
		if (*entry->d_name == '.' || (!has_suffix(entry->d_name, ".conf") &&
					      !has_suffix(entry->d_name, ".alias")))
			continue;
		if (fstatat(dirfd(dir), entry->d_name, &st, 0) == 0 &&
		    S_ISDIR(st.st_mode))
			tell(where, path, "a directory in it is not read");
		else
			r = list_add(list, path, entry->d_name);
	}
	return r;
}

static int list_path(struct file_list *list, const char *path,
		     const struct hp_modconf_where *where)
{
	char dir[PATH_MAX];
	struct stat st;

	if (stat(path, &st) < 0)
		return 0;
	if (S_ISDIR(st.st_mode))
		return list_directory(list, path, where);
	snprintf(dir, sizeof(dir), "%.*s", (int)(name_of(path) - path), path);
	if (strlen(dir) > 1)
		dir[strlen(dir) - 1] = '\0';
	return list_add(list, dir, name_of(path));
}

static int append_file(struct hp_modconf *conf, const char *path,
		       const struct hp_modconf_where *where)
{
	_cleanup_free_ char *text = NULL;
	size_t len;
	int r = hp_textfile_read(path, FILE_BYTES_MAX, &text, &len);

	return r < 0 ? r : hp_modconf_append_text(conf, path, text, len, where);
}

static int append_list(struct hp_modconf *conf, struct file_list *list,
		       const struct hp_modconf_where *where)
{
	size_t i;
	int r = 0;

	qsort(list->paths, list->n, sizeof(*list->paths), by_name);
	for (i = 0; i < list->n && r != -ENOMEM; i++) {
		r = append_file(conf, list->paths[i], where);
		if (r < 0 && r != -ENOENT && r != -ENOMEM)
			tell(where, list->paths[i], strerror(-r));
	}
	return r == -ENOMEM ? r : 0;
}

int hp_modconf_include(struct hp_modconf *conf, const char *path,
		       const struct hp_modconf_where *where)
{
	_cleanup_(free_listp) struct file_list *list = NULL;
	struct stat st;
	int r;

	if (stat(path, &st) < 0)
		return -errno;
	conf->depth++;
	if (!S_ISDIR(st.st_mode)) {
		r = append_file(conf, path, where);
	} else {
		list = calloc(1, sizeof(*list));
		r = list ? list_directory(list, path, where) : -ENOMEM;
		if (r == 0)
			r = append_list(conf, list, where);
	}
	conf->depth--;
	return r;
}

int hp_modconf_append(struct hp_modconf *conf, const char *path,
		      const struct hp_modconf_where *where)
{
	return hp_modconf_include(conf, path, where);
}

int hp_modconf_read(struct hp_modconf **ret, const struct hp_modconf_where *where)
{
	_cleanup_(hp_modconf_freep) struct hp_modconf *conf = hp_modconf_new();
	_cleanup_(free_listp) struct file_list *list = calloc(1, sizeof(*list));
	const char *const *path = where->paths ?: hp_modconf_dirs;
	int r = 0;

	if (!conf || !list)
		return -ENOMEM;
	if (where->tree)
		r = list_add(list, where->tree, "modules.softdep");
	if (where->tree && r == 0) /* depmod writes it since kmod 33 */
		r = list_add(list, where->tree, "modules.weakdep");
	for (; r == 0 && *path; path++)
		r = list_path(list, *path, where);
	if (r == 0)
		r = append_list(conf, list, where);
	if (r < 0)
		return r;
	*ret = TAKE_PTR(conf);
	return 0;
}
