/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: the administrator's setup scripts, HP_CONFDIR/pci/MODULE and
 * HP_CONFDIR/usb/NAME, run when a device appears.
 *
 * Source of the contract: hotplug.functions and usb.agent of linux-hotplug.
 */
#ifndef HP_SETUP_H
#define HP_SETUP_H

#include "child.h"
#include "names.h"

#define HP_SETUP_TIMEOUT_S 60

/*
 * Adds to scripts (which has exact set) the files of HP_CONFDIR/dir that are named after
 * one of modules, spelled as there, with '_' only, or with '-' only.
 * Returns 0 or -ENOMEM.
 */
int hp_setup_find(const char *dir, const struct hp_names *modules,
		  struct hp_names *scripts) _must_check_;

/*
 * Runs HP_CONFDIR/dir/NAME for each of scripts, without arguments, one after the other. A
 * script that is not there, is refused by hp_trust_executable(), fails, or takes more
 * than HP_SETUP_TIMEOUT_S is logged, and the next one is run.
 * Under dry run: "run PATH" on stdout, a line each.
 *
 * Returns 0 or the negative errno of the first failure; -EIO where a script failed.
 */
int hp_setup_run(const char *dir, const struct hp_names *scripts,
		 const struct hp_environment *env) _must_check_;

/* The same for one program at path (the root prefix already in it). */
int hp_setup_run_program(const char *path, const struct hp_environment *env) _must_check_;

#endif
