/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: where a program of the system is, and whether it may be run as root. */
#ifndef HP_PROGRAM_H
#define HP_PROGRAM_H

#include "trust.h"

/* The directories of PATH, as everything that is started here gets it, in their order. */
#define HP_PROGRAM_DIRS "/sbin:/bin:/usr/sbin:/usr/bin"

/*
 * Looks for the program of that name there, under the root prefix, and checks the first
 * that it finds as hp_trust_executable() does.
 *
 * Returns 0 with the resolved path; -ENOENT where there is none; -EACCES where it is
 * refused, with the reason in why; an errno of hp_scarce_is().
 */
int hp_program_find(const char *name, char ret[static PATH_MAX],
		    char why[static HP_TRUST_WHY_MAX]) _must_check_;

#endif
