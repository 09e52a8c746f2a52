/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: all aliases and modules of a module tree and all of modprobe.d, as libkmod has
 * them.
 *
 * Source of the contract: libkmod.h of kmod 30. Only hotplug-depmap and tests need this.
 */
#ifndef HP_ALIASES_H
#define HP_ALIASES_H

#include "macro.h"

struct hp_aliases;

/* Opens a module tree (DIR/modules.alias.bin, ...). config: the files and directories of
 * modprobe.d, ended by NULL; those that do not exist are left out; nothing else is read.
 * Returns 0 or -ENOMEM. */
int hp_aliases_open(struct hp_aliases **ret, const char *dir,
		    const char *const *config) _must_check_;
void hp_aliases_close(struct hp_aliases *aliases);

static inline void hp_aliases_closep(struct hp_aliases **aliases)
{
	hp_aliases_close(*aliases);
}

/* Called for one line after the other; a negative return ends the walk. module: the
 * command itself for `install` and `remove`. */
typedef int (*hp_aliases_fn)(const char *glob, const char *module, void *data);

/* Every alias of modules.alias.bin, in no particular order. Returns what fn returned
 * last; -ENOENT where there is no modules.alias.bin, or libkmod cannot read it; or the
 * negative errno of a temporary file. */
int hp_aliases_each(struct hp_aliases *aliases, hp_aliases_fn fn, void *data);

/* Every module of modules.dep.bin: its name, and as module "PATH: PATH...", itself and
 * what it needs, as modules.dep has it, which see: the last is to be loaded first.
 * Returns as hp_aliases_each(). */
int hp_aliases_each_module(struct hp_aliases *aliases, hp_aliases_fn fn, void *data);

/* Every builtin module of modules.builtin.bin; module is "". Returns as
 * hp_aliases_each(). */
int hp_aliases_each_builtin(struct hp_aliases *aliases, hp_aliases_fn fn, void *data);

enum hp_aliases_config {
	HP_ALIASES_ALIAS,
	HP_ALIASES_INSTALL,
	HP_ALIASES_REMOVE,
};

/* Every line of one kind in modprobe.d, in libkmod's order, names and globs normalized.
 * Returns what fn returned last, or 0. */
int hp_aliases_config(struct hp_aliases *aliases, enum hp_aliases_config kind,
		      hp_aliases_fn fn, void *data);

#endif
