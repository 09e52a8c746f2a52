/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: make modules.pcimap and modules.usbmap. Only hotplug-depmap and tests need
 * this. */
#ifndef HP_MAPWRITE_H
#define HP_MAPWRITE_H

#include "maprow.h"
#include "stamp.h"

struct hp_map_writer;

int hp_map_writer_new(struct hp_map_writer **ret, enum hp_map_kind kind) _must_check_;
void hp_map_writer_free(struct hp_map_writer *writer);

static inline void hp_map_writer_freep(struct hp_map_writer **writer)
{
	hp_map_writer_free(*writer);
}

/* Adds a row, in any order; row->name is not used, module is copied. Rows of one vendor
 * and device are written by rank, the module's place in the order of loading. Returns 0
 * or -ENOMEM. */
int hp_map_writer_add(struct hp_map_writer *writer, const struct hp_map_row *row,
		      const char *module, uint32_t rank) _must_check_;

size_t hp_map_writer_rows(const struct hp_map_writer *writer);

/*
 * Gives the whole file, which the caller frees. from: modules.alias.bin. mtime: the
 * seconds that the caller gives the file as its modification time, with 0 nanoseconds;
 * with any other the file is good as well, but every line of it is read.
 * Returns 0, -ENOMEM, or -EFBIG.
 */
int hp_map_writer_finish(struct hp_map_writer *writer, const struct hp_stamp *from,
			 int64_t mtime, char **ret, size_t *ret_len) _must_check_;

#endif
