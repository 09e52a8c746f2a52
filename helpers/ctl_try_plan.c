/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: hotplugctl try: which modules come in. See ctl_try.h. */
#include <errno.h>
#include <fcntl.h>
#include <sys/utsname.h>

#include "array.h"
#include "ctl_try.h"
#include "dir.h"
#include "loaded.h"
#include "log.h"
#include "root.h"
#include "sysmodule.h"

/* Deeper than any chain of real modules: files may name each other in a ring. */
#define DEPTH_MAX 32

static int add_to_chain(struct try *t, const char *name, const char *path)
{
	struct try_module module = {strdup(name), path ? strdup(path) : NULL, false};

	if (!module.name || (path && !module.path) ||
	    hp_array_grow(&t->chain, t->n_chain, sizeof(module)) < 0) {
		free(module.name);
		free(module.path);
		return hp_error(-ENOMEM, "%s", name);
	}
	t->chain[t->n_chain++] = module;
	return 0;
}

struct try_module *try_find_in_chain(const struct try *t, const char *name)
{
	for (size_t i = 0; i < t->n_chain; i++)
		if (hp_names_equal(t->chain[i].name, name))
			return &t->chain[i];
	return NULL;
}

/* A search for NAME.ko, NAME.ko.xz, ... in a folder. */
struct sibling {
	const char *name;
	char file[NAME_MAX + 1];
};

static bool is_module_suffix(const char *suffix)
{
	static const char *const suffixes[] = {".ko", ".ko.gz", ".ko.xz", ".ko.zst"};

	for (size_t i = 0; i < ARRAY_SIZE(suffixes); i++)
		if (streq(suffix, suffixes[i]))
			return true;
	return false;
}

static int look_at_file(const char *name, unsigned char type, void *data)
{
	struct sibling *sibling = data;
	char stem[NAME_MAX + 1];
	size_t n = strcspn(name, ".");

	if (!is_module_suffix(name + n))
		return 0;
	memcpy(stem, name, n);
	stem[n] = '\0';
	if (hp_names_equal(stem, sibling->name))
		strcpy(sibling->file, name);
	return 0;
}

/* The file of a module in FILE's folder; NULL where there is none. */
static char *find_sibling(const struct try *t, const char *name)
{
	int folder = strrchr(t->file, '/') - t->file + 1;
	struct sibling sibling = {.name = name};
	_cleanup_free_ char *dir = strndup(t->file, folder);
	_cleanup_close_ int fd = dir ? open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
	char *path;

	if (fd < 0 || hp_dir_read(fd, look_at_file, &sibling) < 0 || !*sibling.file ||
	    asprintf(&path, "%s%s", dir, sibling.file) < 0)
		return NULL;
	return path;
}

static int add_file(struct try *t, const char *path, struct hp_module_info *info,
		    unsigned int depth);

static int add_need(struct try *t, const char *name, unsigned int depth)
{
	_cleanup_(hp_module_info_free) struct hp_module_info info = {0};
	_cleanup_free_ char *path = NULL;

	if (try_find_in_chain(t, name))
		return 0;
	path = find_sibling(t, name);
	if (path)
		return add_file(t, path, &info, depth + 1);
	return add_to_chain(t, name, NULL);
}

static int read_info(struct try *t, const char *path, struct hp_module_info *info)
{
	int r = hp_modules_read_info(t->modules, path, info);

	if (r == -ENOEXEC)
		return hp_error(0, "%s is not a kernel module", path), r;
	return r < 0 ? hp_error(r, "%s", path) : 0;
}

/* What the file needs, then the file. */
static int add_file(struct try *t, const char *path, struct hp_module_info *info,
		    unsigned int depth)
{
	int r = read_info(t, path, info);

	if (r == 0 && depth > DEPTH_MAX)
		r = hp_error(-ELOOP, "%s", path);
	for (size_t i = 0; r == 0 && i < info->depends.n; i++)
		r = add_need(t, info->depends.name[i], depth);
	return r < 0 ? r : add_to_chain(t, info->name, path);
}

/* The kernel compares the release too, unless both have versions of symbols. */
static int check_release(const struct try *t)
{
	struct utsname uts;
	size_t n = strcspn(t->info.vermagic, " ");

	if (uname(&uts) < 0 || strstr(t->info.vermagic, " modversions") ||
	    (strncmp(uts.release, t->info.vermagic, n) == 0 && !uts.release[n]))
		return 0;
	hp_error(0, "%s is for the kernel %.*s, and this is %s", t->file, (int)n,
		 t->info.vermagic, uts.release);
	return -ENOEXEC;
}

static void list_names(const struct hp_names *names, char *ret, size_t size)
{
	size_t n = 0;

	*ret = '\0';
	for (size_t i = 0; i < names->n && n < size; i++)
		n += snprintf(ret + n, size - n, "%s%s", i ? ", " : "", names->name[i]);
}

/* The kernel itself only warns of a parameter that it does not know. */
static int check_parameter(const struct try *t, const char *word)
{
	static const char *const general[] = {"dyndbg", "async_probe"};
	char name[NAME_MAX + 1], known[1024];

	snprintf(name, sizeof(name), "%.*s", (int)strcspn(word, "="), word);
	for (size_t i = 0; i < ARRAY_SIZE(general); i++)
		if (streq(name, general[i]))
			return 0;
	if (hp_names_has(&t->info.parameters, name))
		return 0;
	list_names(&t->info.parameters, known, sizeof(known));
	hp_error(0, "%s has no parameter '%s'; it has: %s", t->file, name,
		 *known ? known : "none");
	return -EINVAL;
}

/* Who else uses a module that is to be removed. */
static int other_holders(const struct try *t, const char *name, struct hp_names *ret)
{
	_cleanup_(hp_names_free) struct hp_names all = {0};
	int r = hp_loaded_holders(name, &all);

	for (size_t i = 0; r >= 0 && i < all.n; i++) {
		const struct try_module *ours = try_find_in_chain(t, all.name[i]);

		if (!ours || !ours->path || ours->kept)
			r = hp_names_add(ret, all.name[i], strlen(all.name[i]));
	}
	return r < 0 ? r : 0;
}

/* Before anything is touched. From the last: what a kept module needs is kept too. */
static int check_holders(struct try *t)
{
	for (size_t i = t->n_chain; i > 0; i--) {
		_cleanup_(hp_names_free) struct hp_names holders = {0};
		struct try_module *module = &t->chain[i - 1];
		char text[1024];

		if (!module->path)
			continue;
		if (other_holders(t, module->name, &holders) < 0)
			return -ENOMEM;
		list_names(&holders, text, sizeof(text));
		module->kept = holders.n;
		if (module->kept && i == t->n_chain) {
			hp_error(0, "%s is in use by %s", module->name, text);
			return -EBUSY;
		}
		if (module->kept)
			hp_warning(0, "%s stays as it is loaded: it is in use by %s",
				   module->name, text);
	}
	return 0;
}

/* Documentation/admin-guide/sysctl/kernel.rst: neither loaded nor removed. */
static bool is_disabled(void)
{
	_cleanup_fclose_ FILE *file = NULL;
	char path[PATH_MAX];

	if (hp_path(path, "/proc/sys/kernel/modules_disabled") == 0)
		file = fopen(path, "re");
	return file && fgetc(file) == '1';
}

/* What would else be found out when the old one is gone. */
static int check_module(const struct try *t)
{
	if (strchr(t->info.name, '/') || strlen(t->info.name) >= HP_BINDING_NAME_MAX) {
		hp_error(0, "%s: '%s' is not the name of a module", t->file,
			 t->info.name);
		return -EINVAL;
	}
	if (hp_sysmodule_state(t->info.name) == HP_SYSMODULE_BUILTIN) {
		hp_error(0, "%s is built into this kernel", t->info.name);
		return -EBUSY;
	}
	if (is_disabled()) {
		hp_error(0, "this kernel loads and removes no modules any more "
			    "(modules_disabled)");
		return -EPERM;
	}
	return 0;
}

int try_plan_modules(struct try *t)
{
	int r = add_file(t, t->file, &t->info, 0);

	if (r < 0)
		return r;
	r = check_module(t);
	if (r == 0)
		r = check_release(t);
	for (size_t i = 0; r == 0 && i < t->n_words; i++)
		r = check_parameter(t, t->words[i]);
	return r < 0 ? r : check_holders(t);
}
