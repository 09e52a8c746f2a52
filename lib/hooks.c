/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the hooks of one directory of hotplug.d. See hooks.h. */
#include <errno.h>
#include <fcntl.h>

#include "array.h"
#include "conf.h"
#include "dir.h"
#include "hooks.h"
#include "root.h"
#include "scarce.h"

void hp_hooks_free(struct hp_hooks *hooks)
{
	for (size_t i = 0; i < hooks->n; i++)
		free(hooks->list[i].name);
	free(hooks->list);
	hooks->list = NULL;
	hooks->n = 0;
}

int hp_hooks_path(const struct hp_hooks *hooks, const char *tier, const char *name,
		  char ret[static PATH_MAX])
{
	return hp_path(ret, "%s/%s/%s", tier, hooks->subdir, name);
}

bool hp_hooks_is_mask(const char *path)
{
	char target[sizeof("/dev/null")];
	ssize_t n = readlink(path, target, sizeof(target));

	return n == strlen("/dev/null") && memcmp(target, "/dev/null", n) == 0;
}

/* Mostly there is neither a mask nor what it would mask: whoever finds one asks. */
bool hp_hooks_is_masked(const char *subdir, const char *name, char ret[static PATH_MAX])
{
	return hp_path(ret, "%s/%s/%s", HP_RUNHOOKDIR, subdir, name) == 0 &&
	       hp_hooks_is_mask(ret);
}

static int append(struct hp_hooks *hooks, const struct hp_hook *hook)
{
	struct hp_hook *added;

	if (hp_array_grow(&hooks->list, hooks->n, sizeof(*added)) < 0)
		return -ENOMEM;
	added = &hooks->list[hooks->n];
	*added = *hook;
	added->name = strdup(hook->name);
	added->rank = hooks->n;
	return added->name ? hooks->n++, 0 : -ENOMEM;
}

/* One that is not run stands in nobody's place. */
static const struct hp_hook *find_namesake(const struct hp_hooks *hooks, const char *name)
{
	for (size_t i = 0; i < hooks->n; i++)
		if (hooks->list[i].verdict == HP_VERDICT_RUNS &&
		    streq(hooks->list[i].name, name))
			return &hooks->list[i];
	return NULL;
}

static int add(struct hp_hooks *hooks, const char *name, enum hp_verdict verdict)
{
	const struct hp_hook *before = find_namesake(hooks, name);
	struct hp_hook hook = {(char *)name, hooks->tier, verdict};

	if (verdict == HP_VERDICT_RUNS && before) {
		hook.verdict = HP_VERDICT_REPLACED;
		hook.by = before->tier;
	}
	return hook.verdict == HP_VERDICT_RUNS || hooks->all ? append(hooks, &hook) : 0;
}

static bool is_hook_name(const char *name)
{
	const char *suffix = hp_conf_get()->hook_suffix;
	size_t n = strlen(name), n_suffix = strlen(suffix);

	if (streq(name, HP_HOOK_AGENT))
		return true;
	return n > n_suffix && streq(name + n - n_suffix, suffix) && name[n - 1] != '~';
}

static int take_hook(const char *name, unsigned char type, void *data)
{
	if (type == DT_DIR)
		return add(data, name, HP_VERDICT_NO_FILE);
	return add(data, name, is_hook_name(name) ? HP_VERDICT_RUNS : HP_VERDICT_NAME);
}

/* What a mask masks says so. */
static int take_run_file(const char *name, unsigned char type, void *data)
{
	const struct hp_hooks *hooks = data;
	char path[PATH_MAX];

	if (hp_hooks_path(hooks, hooks->tier, name, path) == 0 && hp_hooks_is_mask(path))
		return 0;
	return add(data, name, HP_VERDICT_RUN_DIR);
}

static int read_tier(struct hp_hooks *hooks, const char *tier, hp_dir_handler take)
{
	_cleanup_close_ int fd = -1;
	char path[PATH_MAX];

	if (hp_path(path, "%s/%s", tier, hooks->subdir) < 0)
		return 0;
	fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0 && hp_scarce_is(-errno))
		return -errno;
	if (fd < 0 && errno != ENOENT)
		hooks->unreadable(path, -errno, hooks->data);
	hooks->tier = tier;
	return fd < 0 ? 0 : hp_dir_read(fd, take, hooks);
}

static int compare(const void *a, const void *b)
{
	const struct hp_hook *one = a, *other = b;

	return strcmp(one->name, other->name) ?: one->rank < other->rank ? -1 : 1;
}

int hp_hooks_find(struct hp_hooks *hooks)
{
	int r = read_tier(hooks, HP_HOOKDIR, take_hook);

	if (r >= 0 && hooks->all)
		r = read_tier(hooks, HP_RUNHOOKDIR, take_run_file);
	if (r >= 0)
		r = read_tier(hooks, HP_VENDORDIR, take_hook);
	hooks->tier = NULL;
	if (r >= 0 && streq(hooks->subdir, "default"))
		r = add(hooks, HP_HOOK_AGENT, HP_VERDICT_RUNS);
	if (r >= 0 && hooks->n)
		qsort(hooks->list, hooks->n, sizeof(*hooks->list), compare);
	return r;
}
