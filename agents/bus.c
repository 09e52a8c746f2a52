/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the one way of all module agents. See bus.h. */
#include <errno.h>

#include "agents.h"
#include "bus.h"
#include "log.h"
#include "root.h"
#include "setup.h"
#include "sysmodule.h"

static int bad_key(const char *why)
{
	return hp_error(0, "not a usable event: %s", why), -EBADMSG;
}

static bool has_prefix(const struct hp_bus *bus, const char *modalias)
{
	return !bus->prefix || !*modalias || skip_prefix(modalias, bus->prefix);
}

static int check_prefix(const struct hp_bus *bus, const char *modalias)
{
	char why[HP_UEVENT_WHY_MAX];

	if (!modalias || has_prefix(bus, modalias))
		return 0;
	snprintf(why, sizeof(why), "MODALIAS=%.96s: on this bus it begins with %s",
		 modalias, bus->prefix);
	return bad_key(why);
}

/* Checks the event's keys. ret_made: the MODALIAS that is made of them, to be freed,
 * where the event has none. Returns 0, -EBADMSG or -ENOMEM. */
static int read_keys(const struct hp_bus *bus, const struct hp_uevent *event,
		     char **ret_made)
{
	char made[HP_MODALIAS_MAX], why[HP_UEVENT_WHY_MAX];
	int r = check_prefix(bus, event->modalias);

	if (r < 0)
		return r;
	r = -ENOENT;
	if (bus->keys)
		r = hp_modalias_from_keys(made, bus->keys, event, why);
	else if (bus->modalias && (bus->checks || !event->modalias))
		r = bus->modalias(made, event, why);
	if (r == -EINVAL)
		return bad_key(why);
	if (r < 0 || event->modalias)
		return 0;
	*ret_made = strdup(made);
	return *ret_made ? 0 : -ENOMEM;
}

static int read_id(struct hp_bus_job *job)
{
	char why[HP_UEVENT_WHY_MAX];
	int r;

	if (!job->bus->map)
		return 0;
	r = job->bus->map->read_id(&job->id, job->event, why);
	job->has_id = r == 0;
	return r == 0 || r == -ENOENT ? 0 : bad_key(why);
}

/* Where only libkmod knows what MODALIAS leads to, a coarse map does not overrule it. */
static int add_candidates(struct hp_bus_job *job)
{
	const struct hp_bus_map *map = job->bus->map;
	int r;

	if (!job->has_id)
		return 0;
	r = hp_loader_add_handmap(&job->loader, map->handmap, map->match, &job->id);
	if (r == 0 && !(map->is_coarse && job->loader.ask))
		r = hp_loader_add_map(&job->loader, map->file, map->match, &job->id);
	return r;
}

static int run_scripts_of(const struct hp_bus_job *job, const char *dir)
{
	_cleanup_(hp_names_free) struct hp_names scripts = {.exact = true};
	struct hp_environment env;
	int r = dir ? hp_setup_find(dir, &job->loader.names, &scripts) : 0;

	if (r < 0 || !scripts.n)
		return r;
	hp_environment_init(&env, job->event);
	return hp_setup_run(dir, &scripts, &env);
}

static int run_scripts(const struct hp_bus_job *job)
{
	const struct hp_bus *bus = job->bus;
	int r, s;

	if (bus->run_scripts)
		return bus->run_scripts(job);
	if (!job->loader.names.n)
		return 0;
	r = run_scripts_of(job, bus->name ? bus->name : job->event->subsystem);
	s = run_scripts_of(job, bus->old_name);
	return r ?: s;
}

static int find_drivers(struct hp_bus_job *job, const char *made)
{
	int r = read_id(job);

	if (r == 0)
		r = hp_loader_init(&job->loader, job->event);
	if (r == 0 && made)
		r = hp_loader_set_modalias(&job->loader, made);
	return r < 0 ? r : add_candidates(job);
}

static int handle_add(struct hp_bus_job *job)
{
	_cleanup_free_ char *made = NULL;
	int r, s;

	r = read_keys(job->bus, job->event, &made);
	if (r == 0)
		r = find_drivers(job, made);
	if (r < 0)
		return r;
	r = hp_loader_load(&job->loader);
	s = job->bus->loaded ? job->bus->loaded(job->event) : 0;
	r = r ?: s;
	s = run_scripts(job);
	return r ?: s;
}

int hp_bus_remove_by_scripts(const struct hp_uevent *event)
{
	struct hp_bus_job job = {.bus = hp_bus_find(event->subsystem), .event = event};
	int r = hp_loader_init(&job.loader, event);

	if (r == 0)
		r = run_scripts(&job);
	hp_loader_free(&job.loader);
	return r;
}

/* What has a device number and neither MODALIAS nor a map is a node that a driver made.
 */
bool hp_bus_wants(const struct hp_uevent *event)
{
	if (event->action != HP_ACTION_ADD && event->action != HP_ACTION_REMOVE)
		return false;
	return event->modalias || !event->devnum || hp_bus_find(event->subsystem)->map;
}

static bool has_own(const char *name, const char *suffix)
{
	char path[PATH_MAX];

	return name && (hp_path(path, "%s/%s%s", HP_CONFDIR, name, suffix) < 0 ||
			access(path, F_OK) == 0);
}

bool hp_bus_only_loads(const char *subsystem)
{
	static const char *const suffixes[] = {"", ".handmap", ".usermap"};
	const struct hp_bus *bus = hp_bus_find(subsystem);

	if (bus->loaded)
		return false;
	for (size_t i = 0; i < ARRAY_SIZE(suffixes); i++)
		if (has_own(subsystem, suffixes[i]) || has_own(bus->name, suffixes[i]) ||
		    has_own(bus->old_name, suffixes[i]))
			return false;
	return true;
}

/* An event whose keys are wrong is said to be so by handle(). */
bool hp_bus_has_loaded(const struct hp_uevent *event)
{
	const struct hp_bus *bus = hp_bus_find(event->subsystem);
	struct hp_loader loader;
	bool r;

	if (hp_sysmodule_never())
		return true;
	if (!has_prefix(bus, event->modalias) || hp_loader_init(&loader, event) < 0)
		return false;
	r = !(bus->map && hp_loader_asks_map(&loader, bus->map->file)) &&
	    hp_loader_has_loaded(&loader);
	hp_loader_free(&loader);
	return r;
}

int hp_bus_handle(const struct hp_uevent *event)
{
	struct hp_bus_job job = {.bus = hp_bus_find(event->subsystem), .event = event};
	int r;

	if (event->action == HP_ACTION_REMOVE && job.bus->remove)
		return job.bus->remove(event);
	/* A driver serves other devices as well: it is never unloaded. */
	if (event->action != HP_ACTION_ADD)
		return 0;
	r = handle_add(&job);
	hp_loader_free(&job.loader);
	return r;
}
