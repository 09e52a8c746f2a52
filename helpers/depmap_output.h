/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: replace the files of hotplug-depmap in a module tree, all or none. */
#ifndef HP_DEPMAP_OUTPUT_H
#define HP_DEPMAP_OUTPUT_H

#include "depmap_build.h"

/*
 * Writes every file under another name in the tree's directory, syncs it, and only when
 * all are written renames them. On any failure, and when a signal ends the program, what
 * was written is removed again and the old files stay as they were.
 *
 * Returns 0 or a negative errno, logged.
 */
int depmap_write(const struct depmap *depmap, const char *tree) _must_check_;

#endif
