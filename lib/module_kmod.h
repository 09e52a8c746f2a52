/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the one file that includes libkmod's header; what the files of module.h share.
 */
#ifndef HP_MODULE_KMOD_H
#define HP_MODULE_KMOD_H

#include <libkmod.h>

#include "log.h"
#include "module.h"

struct hp_modules {
	struct kmod_ctx *kmod;
	const char *const *config; /* as in struct hp_modules_where */
	struct hp_modconf *conf;   /* read when it is needed first */
	struct hp_module_allow *allow;
	size_t n_allow;
	bool rules_read;
	int legacy_fd; /* all settings, where there is a modprobe.conf; else -1 */
	char legacy_path[32];
};

/* A struct hp_module is libkmod's struct kmod_module; these two say so. */
static inline struct kmod_module *to_kmod(const struct hp_module *module)
{
	return (struct kmod_module *)module;
}

static inline struct hp_module *from_kmod(struct kmod_module *kmod)
{
	return (struct hp_module *)kmod;
}

static inline void kmod_listp(struct kmod_list **list)
{
	kmod_module_unref_list(*list);
}

static inline void kmod_modulep(struct kmod_module **kmod)
{
	kmod_module_unref(*kmod);
}

/*
 * Runs an install or remove command of modprobe.d with /bin/sh, the one place where a
 * shell is promised, and an environment of its own. modprobe_options: as in struct
 * hp_module_action. Returns 0 (it ended with 0, or is inside a module load after
 * COMMAND_TIMEOUT_S); -ECHILD where it ended with another status, or the negative errno
 * of hp_child_run(); both logged.
 */
int hp_module_run_command(struct kmod_module *kmod, const char *command,
			  const char *modprobe_options);

/* The command with options for each $CMDLINE_OPTS; NULL without memory. */
char *hp_module_expand_command(const char *command, const char *options);

/* Removes the module alone, with the wait_ms of action and its HP_MODULE_FORCE_REMOVE.
 * Returns 0 or the negative errno of delete_module(2). */
int hp_module_delete(struct kmod_module *kmod, const struct hp_module_action *action);

/* An array of references. */
struct hp_module_list {
	struct kmod_module **at;
	size_t n;
};

/* Returns 0 or -ENOMEM. */
int hp_module_list_append(struct hp_module_list *list, const struct kmod_list *more);

/* Also for _cleanup_(). */
void hp_module_list_free(struct hp_module_list *list);

/*
 * Reads modprobe.d and legacy into conf, and writes what libkmod shall know of them to
 * legacy_fd, which legacy_path names. Returns 0 or a negative errno: nothing of legacy is
 * in force then.
 */
int hp_modules_read_legacy(struct hp_modules *modules, const char *legacy);

/* Reads modprobe.d for what stands below, once. Returns 0 or -ENOMEM. */
int hp_modules_read_rules(struct hp_modules *modules);
void hp_modules_free_rules(struct hp_modules *modules);

/* Appends the modules of all softdep lines about kmod. Returns 0 or -ENOMEM. */
int hp_modules_softdeps(struct hp_modules *modules, struct kmod_module *kmod,
			struct hp_module_list *pre, struct hp_module_list *post);

/* Whether deny or allow-only keeps the module, or one that it needs and that is not
 * loaded, from being loaded; the line that does is logged at level. */
bool hp_modules_deny(struct hp_modules *modules, struct kmod_module *kmod,
		     const struct hp_module_action *action, enum hp_log_level level);

#endif
