/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: whether a file may be run, or obeyed, as root because of an event.
 */
#ifndef HP_TRUST_H
#define HP_TRUST_H

#include <limits.h>

#include "macro.h"

#define HP_TRUST_WHY_MAX 256

/*
 * Resolves the links of path (absolute, the root prefix already in it) and checks that
 * the result is a regular executable file, owned by root (under --root: or by the
 * effective user), not writable by group or others, and that the same holds for every
 * directory on the resolved path, so that only root could swap the file between this
 * check and its run. Under --root nothing outside that directory passes, and links are
 * resolved inside it.
 *
 * Returns 0 with the resolved path; -ENOENT where nothing is there; -ECANCELED where it
 * is masked (a link to /dev/null); -EACCES where it is refused (a link that leads nowhere
 * included), with the reason in why; an errno of hp_scarce_is() where it cannot be told.
 */
int hp_trust_executable(const char *path, char ret[static PATH_MAX],
			char why[static HP_TRUST_WHY_MAX]) _must_check_;

/* The same for a file that is only read: it need not be executable. */
int hp_trust_file(const char *path, char ret[static PATH_MAX],
		  char why[static HP_TRUST_WHY_MAX]) _must_check_;

/* The directory that hp_trust_file_near() looked at last; {0}: none yet. */
struct hp_trust_near {
	char dir[PATH_MAX], resolved[PATH_MAX];
};

/* As hp_trust_file(), for many files in a row: a directory that passed is not looked at
 * again for the files in it. */
int hp_trust_file_near(struct hp_trust_near *near, const char *path,
		       char ret[static PATH_MAX],
		       char why[static HP_TRUST_WHY_MAX]) _must_check_;

#endif
