/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: from the candidates for a device to the modules that are loaded. See
 * loader.h. */
#include <errno.h>
#include <fcntl.h>
#include <sys/utsname.h>

#include "agent.h"
#include "blacklist.h"
#include "loader.h"
#include "log.h"
#include "modprobe.h"
#include "root.h"
#include "sysmodule.h"

int hp_loader_set_modalias(struct hp_loader *loader, const char *modalias)
{
	int r = hp_index_open(&loader->index, NULL);

	loader->modalias = modalias;
	if (r == 0)
		r = hp_index_lookup(loader->index, modalias, &loader->names);
	if (r >= 0 || r == -ENOMEM)
		return r < 0 ? r : 0;
	if (r == -EINVAL || r == -ENAMETOOLONG) {
		hp_warning(r, "MODALIAS=%s", modalias);
		return 0;
	}
	hp_info("%s: %s: modprobe is asked about %s", HP_INDEX_FILE, strerror(-r),
		modalias);
	loader->ask = true;
	return 0;
}

int hp_loader_init(struct hp_loader *ret, const struct hp_uevent *event)
{
	*ret = (struct hp_loader){.event = event};
	if (!event->modalias || !*event->modalias)
		return 0;
	return hp_loader_set_modalias(ret, event->modalias);
}

void hp_loader_free(struct hp_loader *loader)
{
	hp_index_close(loader->index);
	hp_names_free(&loader->names);
}

/* Once in the life of a daemon. */
static void tell_stale(const char *path)
{
	static struct hp_names told;

	if (hp_names_add(&told, path, strlen(path)) > 0)
		hp_debug("%s is older than the modules: not used", path);
}

/* Returns 0; -ENOENT where the map is not to be asked; or a negative errno. */
static int open_map(const struct hp_loader *loader, const char *path,
		    const char *made_from, struct hp_idmap **ret)
{
	_cleanup_(hp_idmap_closep) struct hp_idmap *map = NULL;
	int r = hp_idmap_open(&map, path, made_from);

	if (r == -ESTALE) {
		tell_stale(path);
		return -ENOENT;
	}
	if (r == 0 && made_from && loader->index && hp_idmap_is_sorted(map))
		return -ENOENT;
	if (r == 0)
		*ret = TAKE_PTR(map);
	return r;
}

static int match_map(struct hp_loader *loader, const char *path, const char *made_from,
		     hp_loader_match match, const void *id)
{
	_cleanup_(hp_idmap_closep) struct hp_idmap *map = NULL;
	int r = open_map(loader, path, made_from, &map);

	if (r == -ENOENT)
		return 0;
	if (r == 0)
		r = match(map, id, &loader->names);
	if (r == -ENOMEM)
		return r;
	if (r < 0)
		hp_warning(r, "%s", path);
	return 0;
}

int hp_loader_add_handmap(struct hp_loader *loader, const char *file,
			  hp_loader_match match, const void *id)
{
	char path[PATH_MAX];

	if (hp_path(path, "%s/%s", HP_CONFDIR, file) < 0)
		return 0;
	return match_map(loader, path, NULL, match, id);
}

static bool find_map(const char *file, char ret[static PATH_MAX],
		     char ret_made_from[static PATH_MAX])
{
	struct utsname uts;

	return uname(&uts) == 0 &&
	       hp_path(ret, "/lib/modules/%s/%s", uts.release, file) == 0 &&
	       hp_path(ret_made_from, "/lib/modules/%s/modules.alias.bin", uts.release) ==
		       0;
}

int hp_loader_add_map(struct hp_loader *loader, const char *file, hp_loader_match match,
		      const void *id)
{
	char path[PATH_MAX], made_from[PATH_MAX];

	return find_map(file, path, made_from)
		       ? match_map(loader, path, made_from, match, id)
		       : 0;
}

bool hp_loader_asks_map(const struct hp_loader *loader, const char *file)
{
	_cleanup_(hp_idmap_closep) struct hp_idmap *map = NULL;
	char path[PATH_MAX], made_from[PATH_MAX];

	return find_map(file, path, made_from) &&
	       open_map(loader, path, made_from, &map) != -ENOENT;
}

/* Names come from files that people write. */
static bool is_module_name(const char *name)
{
	const char *c;

	for (c = name; *c; c++)
		if ((unsigned char)*c <= ' ' || *c == '/' || *c == 0x7f)
			return false;
	return *name && *name != '.' && *name != '-';
}

/* Whether the kernel has the module, ready for use. */
static bool is_present(const char *name)
{
	enum hp_sysmodule_state state = hp_sysmodule_state(name);

	return state == HP_SYSMODULE_LIVE || state == HP_SYSMODULE_BUILTIN;
}

/* What the filters leave: pointers into loader->names. */
struct todo {
	size_t n;
	const char **name;
	struct hp_blacklist *blacklist;
	bool have_blacklist;
};

/* Who blacklists wants safety: where the file cannot be read, nothing is loaded. */
static int read_blacklist(struct todo *todo)
{
	char path[PATH_MAX];
	int r = hp_blacklist_path(path);

	if (r == 0)
		r = hp_blacklist_read(&todo->blacklist, path);
	if (r < 0 && r != -ENOENT)
		return hp_error(r, "%s", path);
	todo->have_blacklist = true;
	return 0;
}

static int is_blacklisted(const struct hp_loader *loader, struct todo *todo,
			  const char *name)
{
	int r = todo->have_blacklist ? 0 : read_blacklist(todo);

	if (r < 0)
		return r;
	return hp_blacklist_has(todo->blacklist, name) ||
	       (loader->index && hp_index_blacklisted(loader->index, name));
}

/* Returns whether the name stays a candidate, or a negative errno. */
static int sort_name(const struct hp_loader *loader, struct todo *todo, const char *name)
{
	int r;

	if (!is_module_name(name)) {
		hp_warning(0, "'%s' is not the name of a module", name);
		return false;
	}
	if (is_present(name))
		return true;
	r = is_blacklisted(loader, todo, name);
	if (r < 0)
		return r;
	if (r > 0) {
		hp_debug("%s is blacklisted", name);
		return false;
	}
	todo->name[todo->n++] = name;
	return true;
}

/* Drops from loader->names what is refused. */
static int sort_names(struct hp_loader *loader, struct todo *todo)
{
	struct hp_names *names = &loader->names;
	size_t i, kept = 0;
	int r, first = 0;

	for (i = 0; i < names->n; i++) {
		r = first < 0 ? first : sort_name(loader, todo, names->name[i]);
		if (r < 0)
			first = r;
		if (r > 0)
			names->name[kept++] = names->name[i];
		else
			free(names->name[i]);
	}
	names->n = kept;
	return first;
}

/* Where libkmod chose, the agent learns what it was from the driver that is bound now. */
static int add_bound_module(struct hp_loader *loader)
{
	char path[PATH_MAX], target[PATH_MAX];
	const char *name;
	ssize_t n;
	int r;

	if (!loader->event->devpath ||
	    hp_path(path, "/sys%s/driver/module", loader->event->devpath) < 0)
		return 0;
	n = readlink(path, target, sizeof(target) - 1);
	if (n <= 0)
		return 0;
	target[n] = '\0';
	name = strrchr(target, '/');
	if (!name || !name[1])
		return 0;
	r = hp_names_add(&loader->names, name + 1, strlen(name + 1));
	return r < 0 ? r : 0;
}

static void print_todo(const struct todo *todo, const char *modalias)
{
	char line[HP_UEVENT_BYTES_MAX * 4];
	size_t i;

	for (i = 0; i < todo->n; i++)
		dprintf(STDOUT_FILENO, "load %s\n",
			hp_log_escape(line, sizeof(line), todo->name[i]));
	if (modalias)
		dprintf(STDOUT_FILENO, "load %s\n",
			hp_log_escape(line, sizeof(line), modalias));
}

static int load_todo(const struct hp_loader *loader, const struct todo *todo)
{
	const char *modalias = loader->ask ? loader->modalias : NULL;
	int r = 0, s = 0;

	if (hp_dry_run) {
		print_todo(todo, modalias);
		return 0;
	}
	if (todo->n)
		r = hp_modprobe_load(loader->event, loader->index, todo->name, todo->n);
	if (modalias)
		s = hp_modprobe_ask(loader->event, modalias);
	return r ?: s;
}

/* todo->name is to be freed in any case. */
static int find_todo(struct hp_loader *loader, struct todo *todo)
{
	int r;

	todo->name = calloc(loader->names.n + 1, sizeof(*todo->name));
	if (!todo->name)
		return hp_error(-ENOMEM, "cannot load modules");
	r = sort_names(loader, todo);
	hp_blacklist_free(todo->blacklist);
	return r;
}

bool hp_loader_has_loaded(struct hp_loader *loader)
{
	struct todo todo = {0};
	int r = loader->ask ? -ENODATA : find_todo(loader, &todo);

	free(todo.name);
	return r == 0 && todo.n == 0;
}

int hp_loader_load(struct hp_loader *loader)
{
	struct todo todo = {0};
	int r;

	if (!loader->names.n && !loader->ask)
		return 0;
	r = find_todo(loader, &todo);
	if (r == 0)
		r = load_todo(loader, &todo);
	free(todo.name);
	if (r == 0 && loader->ask)
		r = add_bound_module(loader);
	return r;
}
