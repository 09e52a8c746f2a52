/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the whole text of a file that people write. */
#ifndef HP_TEXTFILE_H
#define HP_TEXTFILE_H

#include "macro.h"

/*
 * Reads it, and adds a NUL that is not counted; the caller frees *ret. A character device
 * (a link to /dev/null masks a file) is empty.
 *
 * Returns 0; -ENOENT where there is none; -EINVAL where it is no regular file; -EFBIG
 * above max bytes; -ENOMEM; or the negative errno of open(2) or read(2).
 */
int hp_textfile_read(const char *path, size_t max, char **ret,
		     size_t *ret_len) _must_check_;

#endif
