/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the hooks of one directory of hotplug.d, in all its tiers, in the order of
 * their names; and what a plan made of each file. See hotplug.d(5). */
#ifndef HP_HOOKS_H
#define HP_HOOKS_H

#include <limits.h>

#include "macro.h"

/* What a plan makes of a file. */
enum hp_verdict {
	HP_VERDICT_RUNS,       /* why: what it resolves to */
	HP_VERDICT_REFUSED,    /* why: the reason */
	HP_VERDICT_UNREADABLE, /* a directory; why: the reason */
	HP_VERDICT_MASK,       /* a link to /dev/null: nothing of that name is run */
	HP_VERDICT_MASKED,     /* why: the link */
	HP_VERDICT_REPLACED,   /* why: the file that stands in its place */
	HP_VERDICT_NAME,       /* it is not that of a hook; why: the suffix */
	HP_VERDICT_NO_FILE,    /* a directory */
	HP_VERDICT_RUN_DIR,    /* in /run, from where nothing is executed */
	HP_VERDICT_IDLE,       /* an agent without anything to do; why: the reason */
	HP_VERDICTS,
};

/* "default.hotplug": of directory default, the place of the agent. */
#define HP_HOOK_AGENT "default.hotplug"

struct hp_hook {
	char *name;
	const char *tier; /* HP_HOOKDIR, ...; NULL: the agent's place */
	enum hp_verdict verdict;
	const char *by; /* the tier of the one in whose place it would be; or NULL */
	size_t rank;	/* of those of one name, the first has the least */
};

struct hp_hooks {
	struct hp_hook *list;
	size_t n;
	const char *subdir;
	bool all; /* also what is no hook, or has a namesake before it */
	/* Told of directories that are there and cannot be read. */
	void (*unreadable)(const char *path, int r, void *data);
	void *data;
	const char *tier; /* the one that is read */
};

/* Finds what is in hotplug.d/SUBDIR of /etc and /usr/lib, each name once and sorted;
 * subdir and what stands behind it are the caller's. With all, every file, those of /run
 * as well: of one name, the first in the order of the tiers is first. Returns 0, or an
 * errno of hp_scarce_is(); hp_hooks_free() in any case. */
int hp_hooks_find(struct hp_hooks *hooks) _must_check_;

/* Writes the path of a hook in one of the tiers. Returns 0 or -ENAMETOOLONG. */
int hp_hooks_path(const struct hp_hooks *hooks, const char *tier, const char *name,
		  char ret[static PATH_MAX]) _must_check_;

/* Whether /run masks the name, and by which path. Nothing is executed from there, since
 * it may be mounted noexec. */
bool hp_hooks_is_masked(const char *subdir, const char *name, char ret[static PATH_MAX]);

/* Whether the path is a link to /dev/null. */
bool hp_hooks_is_mask(const char *path);

/* Also for _cleanup_(). */
void hp_hooks_free(struct hp_hooks *hooks);

#endif
