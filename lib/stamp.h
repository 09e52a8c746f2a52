/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: whether a file is still the one that something was made from.
 */
#ifndef HP_STAMP_H
#define HP_STAMP_H

#include <stdint.h>
#include <sys/stat.h>

#include "macro.h"

struct hp_stamp {
	uint64_t size; /* bytes */
	int64_t sec;   /* st_mtim */
	uint32_t nsec; /* 0 .. 999999999 */
	uint64_t sum;  /* hp_checksum() of the content; 0 of what is no regular file */
};

/* Stamps the file at path. Returns 0 or the negative errno of stat(2), open(2), read(2).
 */
int hp_stamp_take(struct hp_stamp *ret, const char *path) _must_check_;

/*
 * Whether the file at path has that stamp: the same size and modification time; where
 * only the time differs (a copy, a rerun with the same result), the same content, which
 * costs reading it. A file whose time has no nanoseconds (out of an archive or an image)
 * compares by the second.
 *
 * Returns 1, 0, or the negative errno of stat(2) (-ENOENT: there is none), open(2) or
 * read(2).
 */
int hp_stamp_holds(const struct hp_stamp *stamp, const char *path) _must_check_;

#endif
