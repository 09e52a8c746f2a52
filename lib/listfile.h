/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: files that are lists of names.
 *
 * One name a line, '#' begins a comment, blank lines mean nothing.
 */
#ifndef HP_LISTFILE_H
#define HP_LISTFILE_H

#include "names.h"

/*
 * Adds the names of the file, and to *lines, which is to be freed with free(3), the line
 * (1..) where each was first; lines may be NULL, else names must be empty. A line that is
 * no name (it has blanks, control bytes or '/' in it) is logged at warning as
 * "FILE:LINE:COLUMN: not WHAT: ..." and skipped. Returns 0, -ENOMEM, or as
 * hp_textfile_read() with a limit of 1 MiB, and for these nothing is logged.
 */
int hp_listfile_read(struct hp_names *names, unsigned int **lines, const char *path,
		     const char *what) _must_check_;

#endif
