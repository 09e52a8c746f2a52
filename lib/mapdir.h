/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: the comment at the head of a map of hotplug-depmap that tells what the map was
 * made from, and where in its sorted rows to look.
 *
 *	# hotplug-depmap 1 pci size N mtime S directory N from N S.NNNNNNNNN SUM
 *	#@ VENDOR DEVICE OFFSET
 *	...
 *
 * size and mtime are the map's own: whoever edits or copies the map breaks them, and then
 * its rows are read one by one. The directory has one line of fixed width for each block
 * of rows (hexadecimal: the key of the block's first row, its offset in the file).
 */
#ifndef HP_MAPDIR_H
#define HP_MAPDIR_H

#include <sys/stat.h>

#include "maprow.h"
#include "stamp.h"

#define HP_MAPDIR_BLOCK	     4096 /* bytes of rows, at least; then to the line's end */
#define HP_MAPDIR_LINES_MAX  256
#define HP_MAPDIR_BYTES_MAX  (8 * 1024 + 256) /* within which the directory ends */
#define HP_MAPDIR_LINE	     "#@ %08x %08x %08x\n"
#define HP_MAPDIR_LINE_BYTES 30
#define HP_MAPDIR_HEAD	     "# hotplug-depmap 1 "

struct hp_mapdir {
	enum hp_map_kind kind;
	size_t n;	   /* lines; 0: there is no directory to go by */
	const char *lines; /* in the text that was parsed */
};

/*
 * Reads the head of a map out of its first len bytes; st is the map's own.
 *
 * Returns 0 with the stamp of what it was made from, and the directory if it may be used
 * (else ret->n is 0); -ENOENT where the map is not one of hotplug-depmap.
 */
int hp_mapdir_parse(struct hp_mapdir *ret, const char *text, size_t len,
		    const struct stat *st, struct hp_stamp *ret_from) _must_check_;

/* Where to begin to look for the rows of key: none of them stands before. ret_first is
 * the key of the row that should be there. dir->n is not 0. */
off_t hp_mapdir_find(const struct hp_mapdir *dir, uint64_t key, uint64_t *ret_first);

#endif
