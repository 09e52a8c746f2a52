/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: load modules by the plans of the index. See loadplan.h. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sys/stat.h>
#include <sys/syscall.h>

#include "bootline.h"
#include "conf.h"
#include "load.h"
#include "loadplan.h"
#include "modulefile.h"
#include "rival.h"
#include "sysmodule.h"

/* MODULE_INIT_COMPRESSED_FILE of linux/module.h, since Linux 5.17. */
#define COMPRESSED_FILE 4

struct hp_loadplan_file {
	char name[HP_MODULEFILE_NAME_MAX];
	int fd; /* -1: it is in the kernel */
	unsigned int flags;
};

static void free_module(struct hp_loadplan_module *module)
{
	for (size_t i = 0; module->file && i < module->files.n; i++)
		hp_closep(&module->file[i].fd);
	free(module->file);
	hp_names_free(&module->files);
}

void hp_loadplan_free(struct hp_loadplan *plan)
{
	while (plan->n)
		free_module(&plan->module[--plan->n]);
	free(plan->module);
	free(plan->tree);
}

/* Whether parameters of one of the modules stand on the command line. */
static bool is_changed(const char *line, const struct hp_names *files)
{
	char name[HP_MODULEFILE_NAME_MAX];

	for (size_t i = 0; i < files->n; i++)
		if (hp_modulefile_name(name, files->name[i]) < 0 ||
		    hp_bootline_mentions(line, name))
			return true;
	return false;
}

static int check_cmdline(const struct hp_loadplan *plan)
{
	_cleanup_free_ struct hp_bootline *line = malloc(sizeof(*line));
	int r = line ? hp_bootline_read(line) : -ENOMEM;

	if (r < 0)
		return r;
	if (hp_bootline_mentions(line->text, "modprobe"))
		return -EPERM;
	for (size_t i = 0; i < plan->n; i++)
		if (is_changed(line->text, &plan->module[i].files))
			return -EPERM;
	return 0;
}

/* Returns whether there is anything to insert, or a negative errno. */
static int add_module(struct hp_loadplan_module *module, struct hp_index *index,
		      const char *name)
{
	int r = hp_index_plan(index, name, &module->files);

	module->name = name;
	if (r == 0 && hp_sysmodule_state(name) == HP_SYSMODULE_LIVE)
		hp_names_free(&module->files);
	return r < 0 ? r : module->files.n > 0;
}

int hp_loadplan_make(struct hp_loadplan *ret, struct hp_index *index,
		     const char *const names[], size_t n)
{
	bool any = false;
	int r;

	if (!hp_conf_get()->load_plans || hp_conf_reads_legacy())
		return -EPERM;
	ret->tree = strdup(hp_index_tree(index) ?: "");
	ret->module = calloc(n, sizeof(*ret->module));
	if (!ret->tree || !ret->module)
		return -ENOMEM;
	while (ret->n < n) {
		r = add_module(&ret->module[ret->n], index, names[ret->n]);
		ret->n++;
		if (r < 0)
			return r;
		any |= r > 0;
	}
	return any ? check_cmdline(ret) : 0;
}

/* The kernel's decoder knows no check but CRC32 (lib/xz/xz_dec_stream.c), which xz writes
 * only where it is told to. Source of the format: section 2.1.1 of the .xz file format.
 */
static bool kernel_reads_xz(int fd)
{
	static const unsigned char none = 0, crc32 = 1;
	unsigned char check;

	return pread(fd, &check, 1, 7) == 1 && (check == none || check == crc32);
}

static int open_file(struct hp_loadplan_file *file, const char *tree, const char *name)
{
	const char *compression = hp_modulefile_compression(name);
	char path[PATH_MAX];
	struct stat st;

	if (!compression || (*compression && !hp_sysmodule_unpacks(compression)))
		return -EOPNOTSUPP;
	if (snprintf(path, sizeof(path), "%s/%s", tree, name) >= (int)sizeof(path))
		return -ENAMETOOLONG;
	file->flags = *compression ? COMPRESSED_FILE : 0;
	file->fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	if (file->fd < 0 || fstat(file->fd, &st) < 0)
		return -errno;
	if (!S_ISREG(st.st_mode))
		return -EINVAL;
	return streq(compression, "xz") && !kernel_reads_xz(file->fd) ? -EOPNOTSUPP : 0;
}

static int open_module(struct hp_loadplan_module *module, const char *tree)
{
	const struct hp_names *files = &module->files;
	int r = 0;

	if (files->n == 0)
		return 0;
	module->file = calloc(files->n, sizeof(*module->file));
	if (!module->file)
		return -ENOMEM;
	for (size_t i = 0; i < files->n; i++)
		module->file[i].fd = -1;
	for (size_t i = 0; i < files->n && r == 0; i++) {
		struct hp_loadplan_file *file = &module->file[i];

		r = hp_modulefile_name(file->name, files->name[i]);
		if (r == 0 && hp_sysmodule_state(file->name) != HP_SYSMODULE_LIVE)
			r = open_file(file, tree, files->name[i]);
	}
	return r;
}

int hp_loadplan_open(struct hp_loadplan *plan)
{
	int r = 0;

	for (size_t i = 0; i < plan->n && r == 0; i++)
		r = open_module(&plan->module[i], plan->tree);
	return r;
}

static int try_file(const void *data)
{
	const struct hp_loadplan_file *file = data;

	return syscall(SYS_finit_module, file->fd, "", file->flags) < 0 ? -errno : 0;
}

/* Returns 0, also where another process was faster; then nothing is noted. */
static int insert_file(const struct hp_loadplan_file *file, struct hp_load *load)
{
	int r;

	if (file->fd < 0)
		return 0;
	r = hp_rival_insert(file->name, try_file, file);
	if (r == 0)
		hp_load_note(load, file->name);
	return r == -EEXIST ? 0 : r;
}

int hp_loadplan_insert(struct hp_loadplan *plan, size_t i)
{
	struct hp_loadplan_module *module = &plan->module[i];
	struct hp_load load = {0};
	int r = 0;

	if (module->files.n == 0)
		return 0;
	load.target = module->file[module->files.n - 1].name;
	for (size_t j = 0; j < module->files.n && r == 0; j++)
		r = insert_file(&module->file[j], &load);
	hp_load_log(&load);
	return r < 0 ? hp_load_failed(r, load.target) : 0;
}
