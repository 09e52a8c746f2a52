/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the one file that includes libkmod's header; what the files of module.h share.
 */
#ifndef HP_MODULE_KMOD_H
#define HP_MODULE_KMOD_H

#include <libkmod.h>

#include "module.h"

struct hp_modules {
	struct kmod_ctx *kmod;
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

#endif
