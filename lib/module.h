/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: kernel modules: find them by name or alias, load them, remove them.
 *
 * module_kmod.h is the one file that includes libkmod's header. What libkmod has to say
 * goes into the log of hp_log(); where it speaks of a configuration file, as
 * "FILE:LINE:1:". Source of the contract: libkmod.h of kmod 30, modprobe(8),
 * modprobe.d(5).
 */
#ifndef HP_MODULE_H
#define HP_MODULE_H

#include <stdint.h>

#include "macro.h"

/* MODULE_NAME_LEN of the kernel is 64 less a word at most; a file's may be longer. */
#define HP_MODULE_NAME_BYTES 256

/* One module tree and the modprobe.d that belongs to it. */
struct hp_modules;

/* One module of a tree; lives as long as the call that it was handed to. */
struct hp_module;

struct hp_modules_where {
	const char *root;    /* what lies before /lib/modules; NULL: nothing */
	const char *release; /* NULL: the running kernel's */
	/* Files and directories in place of modprobe.d, ended by NULL; NULL: the default
	 * ones, wherever the tree is. Must outlive the tree. */
	const char *const *config;
	const char *legacy; /* a modprobe.conf that is read below all others, or NULL */
};

/* Opens a tree; nothing of it need exist. where NULL: the running kernel's. Set the level
 * of the log before: libkmod's follows it. Returns 0, -ENAMETOOLONG, -ENOMEM or what
 * uname(2) gave. */
int hp_modules_new(struct hp_modules **ret,
		   const struct hp_modules_where *where) _must_check_;

/* Takes NULL. */
void hp_modules_free(struct hp_modules *modules);

static inline void hp_modules_freep(struct hp_modules **modules)
{
	hp_modules_free(*modules);
}

/* Keeps the indexes of the tree open: for who looks up more than a few names. */
void hp_modules_load_indexes(struct hp_modules *modules);

/* "/lib/modules/RELEASE", with the root. */
const char *hp_modules_dir(const struct hp_modules *modules);

/* Called for one module after the other. */
typedef void (*hp_module_fn)(struct hp_module *module, void *data);

/*
 * Looks a name, an alias or "symbol:NAME" up, in libkmod's order (aliases of modprobe.d,
 * names, symbols, install commands, aliases of the tree, builtin), and calls fn for every
 * match.
 *
 * Returns the number of matches (0: none), -EINVAL for a name that hp_modulename_valid()
 * refuses, or libkmod's negative errno.
 */
int hp_modules_lookup(struct hp_modules *modules, const char *name, hp_module_fn fn,
		      void *data) _must_check_;

/*
 * Calls fn for the module in the file at path, whatever its name; what it needs still
 * comes from the tree. Returns 0, -ENOENT, -EISDIR, or libkmod's negative errno.
 */
int hp_modules_from_path(struct hp_modules *modules, const char *path, hp_module_fn fn,
			 void *data) _must_check_;

/* Called for each setting of modprobe.d and the kernel's command line: word is the one
 * that stands first in its line; value is NULL where there is none. */
typedef void (*hp_modules_setting_fn)(const char *word, const char *key,
				      const char *value, void *data);

/* All settings, in the order of `modprobe -c`. */
void hp_modules_settings(const struct hp_modules *modules, hp_modules_setting_fn fn,
			 void *data);

/* Writes the aliases, then the symbols of the tree to fd, as lines of modprobe.d. */
void hp_modules_dump_indexes(struct hp_modules *modules, int fd);

/* Called for each symbol of a module's file. */
typedef void (*hp_module_symbol_fn)(const char *symbol, uint64_t crc, void *data);

/* The symbols that the module needs, with the versions it was built for. Returns 0 or
 * libkmod's negative errno (-ENODATA: it has none). */
int hp_module_versions(const struct hp_module *module, hp_module_symbol_fn fn,
		       void *data) _must_check_;

/* The symbols that the module exports. Returns as hp_module_versions(). */
int hp_module_exports(const struct hp_module *module, hp_module_symbol_fn fn,
		      void *data) _must_check_;

/* With '_', never '-'. */
const char *hp_module_name(const struct hp_module *module);

enum hp_module_state {
	HP_MODULE_ABSENT,
	HP_MODULE_BUILTIN,
	HP_MODULE_LIVE,
	HP_MODULE_COMING,
	HP_MODULE_GOING,
};

enum hp_module_state hp_module_state(const struct hp_module *module);

enum hp_module_flags {
	HP_MODULE_DRY_RUN = 1 << 0,   /* load and remove nothing */
	HP_MODULE_BLACKLIST = 1 << 1, /* obey `blacklist` for names as for aliases */
	HP_MODULE_IGNORE_COMMANDS = 1 << 2, /* no install, no remove commands */
	HP_MODULE_IGNORE_LOADED = 1 << 3,   /* act as if nothing was loaded */
	HP_MODULE_FIRST_TIME = 1 << 4,	    /* -EEXIST, -ENOENT: nothing was left to do */
	HP_MODULE_FORCE_VERMAGIC = 1 << 5,
	HP_MODULE_FORCE_MODVERSION = 1 << 6,
	HP_MODULE_FORCE_REMOVE = 1 << 7, /* O_TRUNC of delete_module(2) */
	HP_MODULE_REMOVE_HOLDERS = 1 << 8,
};

/* A step as modprobe -v prints it: word, what, and options where there are any. */
struct hp_module_shown {
	const char *word;    /* insmod, install, builtin, rmmod or remove */
	const char *module;  /* its name */
	const char *what;    /* the path, the command, or the name again */
	const char *options; /* of insmod and install; else NULL */
};

/* Called before each step. */
typedef void (*hp_module_show)(const struct hp_module_shown *step, void *data);

struct hp_module_action {
	unsigned int flags;  /* enum hp_module_flags */
	const char *options; /* more parameters for the module; NULL: none */
	hp_module_show show; /* NULL: shown to nobody */
	void *data;
	/* "MODPROBE_OPTIONS=..." for the install and remove commands, or NULL. */
	const char *modprobe_options;
	unsigned int wait_ms; /* how long a module to remove may still be in use */
};

/*
 * Loads the module with what it needs: dependencies, softdeps, options, and install
 * commands, which /bin/sh runs with an environment of its own and 60 s of time. What was
 * loaded is one line of the log at notice.
 *
 * Returns 0 (loaded now, before, or builtin), 1 (blacklisted, nothing done), 2 (it or
 * what it needs is denied by modprobe.d, nothing done, the line is logged), or a negative
 * errno: -ENOENT for a symbol or parameter that the kernel does not know, else
 * what hp_rival_insert() gave; -ECHILD where an install command failed. Nothing is logged
 * for it.
 */
int hp_module_insert(struct hp_modules *modules, struct hp_module *module,
		     const struct hp_module_action *action);

/*
 * Removes the module, then what it needed and nothing needs any more; softdeps and remove
 * commands as modprobe.d says. options is not used.
 *
 * Returns 0 (removed, or was not there), -EBUSY (in use), -EAGAIN (in use after wait_ms),
 * -ENOTSUP (builtin), or a negative errno of delete_module(2); -ECHILD where a remove
 * command failed.
 */
int hp_module_remove(struct hp_modules *modules, struct hp_module *module,
		     const struct hp_module_action *action);

struct hp_modconf_setting;

/* As hp_modules_setting_fn; place: the line, or NULL of what the kernel's command line
 * says. */
typedef void (*hp_modules_placed_fn)(const char *word, const char *key, const char *value,
				     const struct hp_modconf_setting *place, void *data);

/* hp_modules_settings(), each with its place. Returns 0 or -ENOMEM. */
int hp_modules_placed_settings(struct hp_modules *modules, hp_modules_placed_fn fn,
			       void *data) _must_check_;

/* Called for one line after the other; setting is good until the call returns. */
typedef void (*hp_modules_line_fn)(const struct hp_modconf_setting *setting, void *data);

/*
 * The alias lines that make name a module: of modprobe.d, or else of the tree. None where
 * name is a module's own. Returns 0 or a negative errno.
 */
int hp_modules_each_source(struct hp_modules *modules, const char *name,
			   hp_modules_line_fn fn, void *data) _must_check_;

/* Every alias line of modprobe.d, then of the tree. Returns 0 or a negative errno. */
int hp_modules_each_alias(struct hp_modules *modules, hp_modules_line_fn fn,
			  void *data) _must_check_;

/* The lines of modprobe.d whose name or pattern is a module's (name: with '_'), but alias
 * lines. Returns 0 or -ENOMEM. */
int hp_modules_each_line(struct hp_modules *modules, const char *name,
			 hp_modules_line_fn fn, void *data) _must_check_;

/* What keeps a module from being loaded. */
struct hp_module_denial {
	const struct hp_modconf_setting *setting; /* deny or allow-only */
	char module[HP_MODULE_NAME_BYTES]; /* what it is about: the module, or a need */
};

/*
 * Finds the first deny or allow-only line that is about the module or one that it needs,
 * whether or not they are loaded. The setting is good as long as modules is. Returns 1, 0
 * where there is none, or a negative errno.
 */
int hp_module_find_denial(struct hp_modules *modules, const struct hp_module *module,
			  struct hp_module_denial *ret) _must_check_;

/* As the log has it: "mii, which asix needs, is denied: MESSAGE". target: what would be
 * loaded. */
void hp_module_describe_denial(const struct hp_module_denial *denial, const char *target,
			       char *ret, size_t size);

#endif
