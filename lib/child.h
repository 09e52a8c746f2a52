/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: start a program for an event, wait for it, and end it when it takes too long.
 */
#ifndef HP_CHILD_H
#define HP_CHILD_H

#include "uevent.h"

/* The event's variables, HOME, PATH, HOTPLUG_*, what an agent adds, NULL. */
#define HP_ENVP_MAX (HP_UEVENT_VARS_MAX + 16)

struct hp_environment {
	bool keeps_stdout; /* else /dev/null, but for a terminal */
	bool is_mute;	   /* /dev/null on 2 as well */
	int input;	   /* what it reads from, above 2; 0: nothing */
	size_t n;
	const char *vars[HP_ENVP_MAX];
};

/*
 * Builds what a child sees, anew: the event's variables whose names match
 * [A-Z][A-Z0-9_]* and steer no loader, shell, interpreter or tool; then HOME=/ and PATH=
 * as the kernel sets them; then HOTPLUG_ROOT, HOTPLUG_DRY_RUN, HOTPLUG_VERBOSE and
 * HOTPLUG_NAMES where these options are in force. Points into event, which must outlive
 * it.
 */
void hp_environment_init(struct hp_environment *ret, const struct hp_uevent *event);

/* Adds one more "KEY=VALUE" (kept, not copied). Returns 0 or -E2BIG. */
int hp_environment_add(struct hp_environment *env, const char *var) _must_check_;

/*
 * Runs path, which is absolute, in a process group of its own with /dev/null on 0 (or
 * env->input) and on 1 (a terminal is left there, and with env->keeps_stdout whatever it
 * is), our own 2 unless env->is_mute, cwd /, no signal blocked, SIGPIPE not ignored, and
 * waits.
 *
 * timeout: seconds, 0 for none. When it is over: SIGTERM to the child and everything it
 * started, 3 s later SIGKILL. A process that is inside a module load is never killed:
 * that is logged and the child is left alone. Where the caller has SIGTERM blocked, and
 * it comes meanwhile, that ends the child in the same way; then the signal takes effect.
 *
 * Returns the exit status 0..255 (128 + N where signal N ended it), -ETIMEDOUT (ended by
 * us), -EINPROGRESS (left inside a module load), or the negative errno of the spawn.
 */
int hp_child_run(const char *path, char *const argv[], const struct hp_environment *env,
		 unsigned int timeout);

/* Where it is not NULL: told of each child that is left alone, in the process that has
 * waited for it. */
extern void (*hp_child_on_left)(pid_t pid, const char *name);

/* What takes the place of hp_child_run() in this process from now on, for one that must
 * not start programs itself. NULL: nothing does. */
typedef int (*hp_child_runner)(const char *path, char *const argv[],
			       const struct hp_environment *env, unsigned int timeout);
void hp_child_set_runner(hp_child_runner run);

/*
 * The same for a function in place of a program: it runs in a child of its own, with no
 * descriptor but 0, 1 and 2. name: what messages call it. fn returns the exit status.
 */
int hp_child_call(const char *name, int (*fn)(void *data), void *data,
		  unsigned int timeout);

#endif
