/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: one module out of a file of one's own: what the file says, and to load and
 * remove that module alone, as insmod(8) and rmmod(8) do.
 */
#ifndef HP_MODULE_INFO_H
#define HP_MODULE_INFO_H

#include "module.h"
#include "names.h"

/* The section .modinfo: what MODULE_*() of linux/module.h and modpost put there. */
struct hp_module_info {
	char *name;	/* the module's own, whatever its file is called */
	char *vermagic; /* "RELEASE FLAG..."; these are "" where the file says nothing */
	char *version;
	struct hp_names depends;
	struct hp_names aliases; /* exact */
	struct hp_names parameters;
};

/* Frees what info holds. For _cleanup_() as well. */
void hp_module_info_free(struct hp_module_info *info);

/*
 * Reads the module's file at path, compressed or not. Returns 0; -ENOEXEC where it is no
 * module; or the negative errno of stat(2), open(2), read(2); -EISDIR.
 */
int hp_modules_read_info(struct hp_modules *modules, const char *path,
			 struct hp_module_info *ret) _must_check_;

/* Called for a parameter: what type it has ("uint", "array of int") and what it is for;
 * NULL where the file does not say. */
typedef void (*hp_module_parameter_fn)(const char *name, const char *type,
				       const char *description, void *data);

/* Calls fn for each parameter of the module of that name, of the tree or built in.
 * Returns 0; -ENOENT where there is no such module, or its file or
 * modules.builtin.modinfo is not there; -EINVAL for what is no name; or libkmod's
 * negative errno. */
int hp_modules_each_parameter(struct hp_modules *modules, const char *name,
			      hp_module_parameter_fn fn, void *data) _must_check_;

/*
 * Loads the file at path and nothing else. options: parameters, or "".
 *
 * Returns 0, or the negative errno of finit_module(2): -EEXIST (loaded), -ENOEXEC (for
 * another kernel), -ENOENT (a symbol is missing), -EKEYREJECTED, -EPERM, or the one with
 * which the module's own init failed.
 */
int hp_modules_insert_file(struct hp_modules *modules, const char *path,
			   const char *options) _must_check_;

/* Removes one loaded module, none of what it needed. Returns as hp_module_remove(), and
 * -ENOENT where it is not loaded. */
int hp_modules_remove_only(struct hp_modules *modules, const char *name,
			   unsigned int wait_ms) _must_check_;

#endif
