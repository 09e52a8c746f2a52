/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the files that say how network interfaces are to be. See netconf.h. */
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>

#include "log.h"
#include "netconf.h"
#include "netdev.h"
#include "netdirs.h"
#include "netfinish.h"
#include "netlinklocal.h"
#include "trust.h"

static const char *const suffixes[] = {
	[HP_NET_FILE_LINK] = ".link",
	[HP_NET_FILE_NETWORK] = ".network",
	[HP_NET_FILE_NETDEV] = ".netdev",
};

const char *hp_net_file_suffix(enum hp_net_file_kind kind)
{
	return suffixes[kind];
}

/* Of the first n bytes of a name; -1: none. */
static int kind_of(const char *name, size_t n)
{
	for (size_t i = 0; i < ARRAY_SIZE(suffixes); i++) {
		size_t len = strlen(suffixes[i]);

		if (n > len && strncmp(name + n - len, suffixes[i], len) == 0)
			return i;
	}
	return -1;
}

static bool ends_in(const char *name, const char *suffix)
{
	size_t n = strlen(name), len = strlen(suffix);

	return n > len && streq(name + n - len, suffix);
}

static bool is_file_or_its_dropins(const char *name)
{
	size_t n = strlen(name);

	return kind_of(name, ends_in(name, ".d") ? n - 2 : n) >= 0;
}

static bool is_dropin(const char *name)
{
	return ends_in(name, ".conf");
}

/* Opens what may be relied on. Returns 0, where it is empty or masked without a stream,
 * or a negative errno, which is logged by then. */
static int open_trusted(struct hp_trust_near *near, const char *path, FILE **ret)
{
	char resolved[PATH_MAX], why[HP_TRUST_WHY_MAX];
	_cleanup_close_ int fd = -1;
	struct stat st;
	int r = hp_trust_file_near(near, path, resolved, why);

	*ret = NULL;
	if (r == -ECANCELED)
		return 0;
	if (r == -EACCES)
		return hp_warning(0, "%s:1:1: refused: %s", path, why), r;
	if (r == 0)
		fd = open(resolved, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	if (r == 0 && (fd < 0 || fstat(fd, &st) < 0))
		r = -errno;
	if (r < 0)
		return hp_warning(r, "%s:1:1: cannot be read", path);
	if (st.st_size == 0)
		return 0;
	*ret = fdopen(fd, "r");
	if (!*ret)
		return -errno;
	TAKE_FD(fd);
	return 0;
}

static int read_stream(struct hp_net_file *file, FILE *stream, const char *path)
{
	int r = hp_net_file_read_stream(file, file->kind, stream, path);

	return r == -EIO ? hp_warning(r, "%s:1:1: cannot be read", path) : r;
}

/* Reads the file itself, or one of its drop-ins. Returns 0 or -ENOMEM; what cannot be
 * read is logged, and makes the file unusable. */
static int read_part(struct hp_net_file *file, struct hp_trust_near *near,
		     const char *path)
{
	_cleanup_fclose_ FILE *stream = NULL;
	int r = open_trusted(near, path, &stream);

	if (r == 0 && stream)
		r = read_stream(file, stream, path);
	else if (r == 0)
		file->is_mask |= path == file->path;
	file->unusable |= r < 0 || file->is_mask;
	return r == -ENOMEM ? r : 0;
}

static int read_dropins(struct hp_net_file *file, struct hp_trust_near *near)
{
	_cleanup_(hp_net_entries_free) struct hp_net_entries dropins = {0};
	char below[NAME_MAX + 4];
	int r;

	snprintf(below, sizeof(below), "/%s.d", file->name);
	r = hp_net_entries_read(&dropins, below, is_dropin);
	for (size_t i = 0; r >= 0 && i < dropins.n; i++)
		r = read_part(file, near, dropins.entry[i].path);
	return r;
}

static void check_match(struct hp_net_file *file)
{
	if (!hp_net_match_is_empty(&file->match))
		return;
	hp_warning(0,
		   "%s:1:1: nothing in [Match]; the file is not used (%s=* would fit all "
		   "interfaces)",
		   file->path, file->kind == HP_NET_FILE_LINK ? "OriginalName" : "Name");
	file->unusable = true;
}

/* All of it is read. Returns 0 or -ENOMEM. */
static int finish_file(struct hp_net_file *file)
{
	if (file->unusable)
		return 0;
	if (file->kind == HP_NET_FILE_NETDEV)
		return hp_netdev_finish(file);
	check_match(file);
	return file->kind == HP_NET_FILE_NETWORK ? hp_net_network_finish(file)
						 : hp_net_link_finish(file);
}

static int read_file(struct hp_net_file *file, struct hp_trust_near *near,
		     bool has_dropins)
{
	int r = read_part(file, near, file->path);

	if (r == 0 && has_dropins && !file->is_mask)
		r = read_dropins(file, near);
	if (r == 0)
		r = finish_file(file);
	return r < 0 ? r : hp_net_nexthops_finish(file);
}

/* NAME of NAME.d/X.conf; -1: none that is known. */
static int kind_of_dropin(const char *path, size_t n)
{
	const char *dir = path + n;

	while (dir > path && dir[-1] != '/')
		dir--;
	n -= dir - path;
	return n > 2 && strncmp(dir + n - 2, ".d", 2) == 0 ? kind_of(dir, n - 2) : -1;
}

static int open_any(const char *path, FILE **ret)
{
	_cleanup_close_ int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	struct stat st;

	if (fd < 0 || fstat(fd, &st) < 0)
		return -errno;
	if (!S_ISREG(st.st_mode))
		return -EINVAL;
	*ret = fdopen(fd, "r");
	if (!*ret)
		return -errno;
	TAKE_FD(fd);
	return 0;
}

int hp_net_file_read(struct hp_net_file *ret, const char *path)
{
	const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
	_cleanup_fclose_ FILE *stream = NULL;
	int kind = kind_of(name, strlen(name)), r;
	bool is_own = kind >= 0;

	*ret = (struct hp_net_file){0};
	if (!is_own && slash && is_dropin(name))
		kind = kind_of_dropin(path, slash - path);
	if (kind < 0)
		return -EMEDIUMTYPE;
	r = open_any(path, &stream);
	if (r < 0)
		return r;
	ret->kind = kind;
	ret->path = strdup(path);
	r = ret->path ? read_stream(ret, stream, ret->path) : -ENOMEM;
	if (r == 0 && is_own)
		r = finish_file(ret);
	return r < 0 ? r : hp_net_nexthops_finish(ret);
}

static int read_files(struct hp_net_conf *conf, struct hp_net_entries *entries)
{
	struct hp_trust_near near = {0};
	char dropins[NAME_MAX + 3];
	int r = 0;

	conf->files = calloc(entries->n, sizeof(*conf->files));
	if (!conf->files)
		return -ENOMEM;
	for (size_t i = 0; r == 0 && i < entries->n; i++) {
		struct hp_net_entry *entry = &entries->entry[i];
		struct hp_net_file *file = &conf->files[conf->n];
		int kind = kind_of(entry->name, strlen(entry->name));

		if (kind < 0)
			continue;
		conf->n++;
		snprintf(dropins, sizeof(dropins), "%s.d", entry->name);
		file->kind = kind;
		file->path = TAKE_PTR(entry->path);
		file->name = strdup(entry->name);
		r = file->name ? read_file(file, &near,
					   hp_net_entries_find(entries, dropins))
			       : -ENOMEM;
	}
	return r;
}

static void chain(struct hp_net_conf *conf)
{
	for (size_t i = conf->n; i-- > 0;) {
		struct hp_net_file *file = &conf->files[i];

		if (file->unusable)
			continue;
		file->next = conf->first[file->kind];
		conf->first[file->kind] = file;
	}
}

int hp_net_conf_read(struct hp_net_conf *ret)
{
	_cleanup_(hp_net_entries_free) struct hp_net_entries entries = {0};
	_cleanup_(hp_net_conf_free) struct hp_net_conf conf = {0};
	int r = hp_net_entries_read(&entries, "", is_file_or_its_dropins);

	if (r == 0 && entries.n)
		r = read_files(&conf, &entries);
	if (r == 0)
		r = hp_netdevs_finish(&conf);
	if (r < 0)
		return r;
	hp_net_vrfs_finish(&conf);
	r = hp_net_passthrus_finish(&conf);
	if (r < 0)
		return r;
	chain(&conf);
	*ret = conf;
	conf = (struct hp_net_conf){0};
	return 0;
}

const struct hp_net_file *hp_net_conf_find(const struct hp_net_conf *conf,
					   enum hp_net_file_kind kind,
					   const struct hp_net_facts *facts)
{
	const struct hp_net_file *file = conf->first[kind];

	while (file && !hp_net_match_fits(&file->match, facts))
		file = file->next;
	return file;
}

struct namesakes {
	const struct hp_net_file *file;
	void (*fn)(const char *path, void *data);
	void *data;
};

static int tell_namesake(const char *dir, unsigned int rank, void *data)
{
	const struct namesakes *namesakes = data;
	char path[PATH_MAX];

	if (snprintf(path, sizeof(path), "%s/%s", dir, namesakes->file->name) <
		    PATH_MAX &&
	    !streq(path, namesakes->file->path) &&
	    faccessat(AT_FDCWD, path, F_OK, AT_SYMLINK_NOFOLLOW) == 0)
		namesakes->fn(path, namesakes->data);
	return 0;
}

void hp_net_file_each_replaced(const struct hp_net_file *file,
			       void (*fn)(const char *path, void *data), void *data)
{
	struct namesakes namesakes = {file, fn, data};

	hp_net_dirs_each(tell_namesake, &namesakes);
}

unsigned int hp_net_conf_keys(const struct hp_net_conf *conf)
{
	unsigned int keys = 0;

	for (size_t i = 0; i < conf->n; i++)
		keys |= hp_net_match_keys(&conf->files[i].match);
	return keys;
}

void hp_net_conf_free(struct hp_net_conf *conf)
{
	for (size_t i = 0; i < conf->n; i++)
		hp_net_file_free(&conf->files[i]);
	free(conf->files);
	free(conf->netdevs);
	*conf = (struct hp_net_conf){0};
}
