/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: /etc/modprobe.conf, the single file of module-init-tools, below modprobe.d.
 *
 * libkmod does not read it, and takes files by the order of their names alone. So all
 * settings are handed to it in one file of ours, which has no name: first the options of
 * modprobe.conf, since the kernel goes by the last of two; then modprobe.d; then the rest
 * of modprobe.conf, since libkmod goes by the first of two.
 */
#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include "log.h"
#include "modconf.h"
#include "module_kmod.h"
#include "root.h"

static void log_problem(const char *file, unsigned int line, unsigned int column,
			const char *text, void *data)
{
	hp_warning(0, "%s:%u:%u: %s", file, line, column, text);
}

static bool is_equal(const struct hp_modconf_setting *a,
		     const struct hp_modconf_setting *b)
{
	return a->word == b->word && streq(a->key, b->key) &&
	       streq(a->value ?: "", b->value ?: "");
}

/* Whether a setting stands before the first of modprobe.conf, too: that `include`s the
 * directories of modprobe.d where it is from module-init-tools' days. */
static bool is_known(const struct hp_modconf *conf, size_t first,
		     const struct hp_modconf_setting *setting)
{
	const struct hp_modconf_setting *other = NULL;

	while (first-- && (other = hp_modconf_next(conf, other)))
		if (is_equal(setting, other))
			return true;
	return false;
}

/* What is written: a part of the settings, by where and what they are. */
struct part {
	bool legacy;  /* of modprobe.conf, else of modprobe.d */
	bool options; /* of modprobe.conf: the options, or all else */
};

static bool is_of_part(const struct hp_modules *modules, size_t i, size_t first,
		       const struct hp_modconf_setting *setting, const struct part *part)
{
	bool legacy = i >= first;

	/* What libkmod finds in the tree by itself, or does not know. */
	if (setting->word >= HP_MODCONF_DENY ||
	    skip_prefix(setting->file, kmod_get_dirname(modules->kmod)))
		return false;
	if (legacy != part->legacy)
		return false;
	return !legacy || ((setting->word == HP_MODCONF_OPTIONS) == part->options &&
			   !is_known(modules->conf, first, setting));
}

static void write_part(const struct hp_modules *modules, FILE *out, size_t first,
		       const struct part *part)
{
	const struct hp_modconf_setting *setting = NULL;
	size_t i;

	for (i = 0; (setting = hp_modconf_next(modules->conf, setting)); i++)
		if (is_of_part(modules, i, first, setting, part))
			hp_modconf_write(setting, out);
}

/* first: how many settings are of modprobe.d. */
static int write_settings(const struct hp_modules *modules, int fd, size_t first)
{
	static const struct part parts[] = {{true, true}, {false, false}, {true, false}};
	_cleanup_fclose_ FILE *out = fdopen(dup(fd), "w");
	size_t i;

	if (!out)
		return -errno;
	for (i = 0; i < ARRAY_SIZE(parts); i++)
		write_part(modules, out, first, &parts[i]);
	return fflush(out) == 0 ? 0 : -errno;
}

/* One line a boot. */
static void tell_once(const char *path)
{
	char dir[PATH_MAX], mark[PATH_MAX];
	_cleanup_close_ int fd = -1;

	if (hp_path(dir, "%s", HP_RUNDIR) < 0 ||
	    hp_path(mark, "%s/modprobe.conf", HP_RUNDIR) < 0)
		return;
	mkdir(dir, 0755);
	fd = open(mark, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0644);
	if (fd >= 0)
		hp_warning(0,
			   "%s is read, below modprobe.d; LegacyConf=no in hotplug.conf "
			   "turns that off",
			   path);
}

static size_t count_settings(const struct hp_modconf *conf)
{
	const struct hp_modconf_setting *setting = NULL;
	size_t n = 0;

	while ((setting = hp_modconf_next(conf, setting)))
		n++;
	return n;
}

int hp_modules_read_legacy(struct hp_modules *modules, const char *legacy)
{
	struct hp_modconf_where where = {
		.tree = kmod_get_dirname(modules->kmod),
		.paths = modules->config,
		.problem = log_problem,
		.own_words_only = true, /* libkmod has told of the others */
	};
	_cleanup_close_ int fd = -1;
	size_t first;
	int r = hp_modconf_read(&modules->conf, &where);

	if (r < 0)
		return r;
	first = count_settings(modules->conf);
	where.own_words_only = false;
	r = hp_modconf_append(modules->conf, legacy, &where);
	if (r < 0)
		return r;
	fd = memfd_create("modprobe.conf", MFD_CLOEXEC);
	r = fd < 0 ? -errno : write_settings(modules, fd, first);
	if (r < 0)
		return r;
	snprintf(modules->legacy_path, sizeof(modules->legacy_path), "/proc/self/fd/%d",
		 fd);
	if (access(modules->legacy_path, R_OK) < 0)
		return -errno;
	modules->legacy_fd = TAKE_FD(fd);
	tell_once(legacy);
	return 0;
}
