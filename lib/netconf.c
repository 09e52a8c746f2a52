/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the files that say how network interfaces are to be. See netconf.h. */
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>

#include "log.h"
#include "netconf.h"
#include "netdev.h"
#include "root.h"

/* The earlier one wins. */
static const char *const tiers[] = {
	HP_HOOKDIR "/net",
	HP_RUNHOOKDIR "/net",
	HP_VENDORDIR "/net",
};

static const char *const suffixes[] = {
	[HP_NET_FILE_LINK] = ".link",
	[HP_NET_FILE_NETWORK] = ".network",
	[HP_NET_FILE_NETDEV] = ".netdev",
};

static int kind_of(const char *name)
{
	const char *dot = strrchr(name, '.');

	for (size_t i = 0; dot && dot != name && i < ARRAY_SIZE(suffixes); i++)
		if (streq(dot, suffixes[i]))
			return i;
	return -1;
}

static bool has_file(const struct hp_net_conf *conf, const char *name)
{
	for (size_t i = 0; i < conf->n; i++)
		if (streq(conf->files[i].name, name))
			return true;
	return false;
}

static int add_file(struct hp_net_conf *conf, const char *dir, const char *name)
{
	struct hp_net_file file = {.kind = kind_of(name)};
	void *p;

	if (name[0] == '.' || (int)file.kind < 0 || has_file(conf, name))
		return 0;
	p = reallocarray(conf->files, conf->n + 1, sizeof(*conf->files));
	if (!p)
		return -ENOMEM;
	conf->files = p;
	file.name = strdup(name);
	if (!file.name || asprintf(&file.path, "%s/%s", dir, name) < 0) {
		free(file.name);
		return -ENOMEM;
	}
	conf->files[conf->n++] = file;
	return 0;
}

static int list_tier(struct hp_net_conf *conf, const char *tier)
{
	_cleanup_closedir_ DIR *dir = NULL;
	const struct dirent *entry;
	char path[PATH_MAX];
	int r;

	r = hp_path(path, "%s", tier);
	if (r < 0)
		return 0;
	dir = opendir(path);
	if (!dir) {
		if (errno != ENOENT)
			hp_warning(-errno, "cannot read directory %s", path);
		return 0;
	}
	while ((entry = readdir(dir))) {
		r = add_file(conf, path, entry->d_name);
		if (r < 0)
			return r;
	}
	return 0;
}

static int compare_names(const void *a, const void *b)
{
	const struct hp_net_file *x = a, *y = b;

	return strcmp(x->name, y->name);
}

/* Opens what is there to be read: a regular file, or NULL for one that is masked. */
static FILE *open_file(struct hp_net_file *file)
{
	_cleanup_close_ int fd = -1;
	struct stat st;
	FILE *stream;

	fd = open(file->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	if (fd < 0 || fstat(fd, &st) < 0) {
		hp_warning(-errno, "cannot read %s", file->path);
		return NULL;
	}
	if (S_ISCHR(st.st_mode) || (S_ISREG(st.st_mode) && st.st_size == 0)) {
		file->is_mask = true;
		return NULL;
	}
	if (!S_ISREG(st.st_mode)) {
		hp_warning(0, "%s is no regular file; it is not used", file->path);
		return NULL;
	}
	stream = fdopen(fd, "r");
	if (stream)
		TAKE_FD(fd);
	return stream;
}

static int read_file(struct hp_net_file *file)
{
	_cleanup_fclose_ FILE *stream = open_file(file);
	_cleanup_free_ char *path = file->path;
	int r;

	if (!stream) {
		TAKE_PTR(path);
		file->unusable = true;
		return 0;
	}
	file->path = NULL;
	r = hp_net_file_read_stream(file, file->kind, stream, path);
	if (r == -EIO) {
		hp_warning(r, "cannot read %s", file->path);
		file->unusable = true;
		return 0;
	}
	if (r < 0)
		return r;
	if (file->kind == HP_NET_FILE_NETDEV)
		return hp_netdev_finish(file);
	if (!file->unusable && hp_net_match_is_empty(&file->match)) {
		hp_warning(0,
			   "%s:1:1: nothing in [Match]; the file is not used (%s=* would "
			   "fit all interfaces)",
			   file->path,
			   file->kind == HP_NET_FILE_LINK ? "OriginalName" : "Name");
		file->unusable = true;
	}
	return 0;
}

int hp_net_conf_read(struct hp_net_conf *ret)
{
	_cleanup_(hp_net_conf_free) struct hp_net_conf conf = {0};
	int r;

	for (size_t i = 0; i < ARRAY_SIZE(tiers); i++) {
		r = list_tier(&conf, tiers[i]);
		if (r < 0)
			return r;
	}
	if (conf.n)
		qsort(conf.files, conf.n, sizeof(*conf.files), compare_names);
	for (size_t i = 0; i < conf.n; i++) {
		r = read_file(&conf.files[i]);
		if (r < 0)
			return r;
	}
	hp_netdevs_refuse_doubles(&conf);
	*ret = conf;
	conf = (struct hp_net_conf){0};
	return 0;
}

const struct hp_net_file *hp_net_conf_find(const struct hp_net_conf *conf,
					   enum hp_net_file_kind kind,
					   const struct hp_net_facts *facts)
{
	for (size_t i = 0; i < conf->n; i++) {
		const struct hp_net_file *file = &conf->files[i];

		if (file->kind == kind && !file->unusable &&
		    hp_net_match_fits(&file->match, facts))
			return file;
	}
	return NULL;
}

void hp_net_file_each_replaced(const struct hp_net_file *file,
			       void (*fn)(const char *path, void *data), void *data)
{
	char path[PATH_MAX];

	for (size_t i = 0; i < ARRAY_SIZE(tiers); i++)
		if (hp_path(path, "%s/%s", tiers[i], file->name) == 0 &&
		    !streq(path, file->path) &&
		    faccessat(AT_FDCWD, path, F_OK, AT_SYMLINK_NOFOLLOW) == 0)
			fn(path, data);
}

unsigned int hp_net_conf_keys(const struct hp_net_conf *conf)
{
	unsigned int keys = 0;

	for (size_t i = 0; i < conf->n; i++)
		for (size_t key = 0; key < HP_NET_MATCH_KEYS; key++)
			if (conf->files[i].match.globs[key].n)
				keys |= 1u << key;
	return keys;
}

void hp_net_conf_free(struct hp_net_conf *conf)
{
	for (size_t i = 0; i < conf->n; i++)
		hp_net_file_free(&conf->files[i]);
	free(conf->files);
	*conf = (struct hp_net_conf){0};
}
