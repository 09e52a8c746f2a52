/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: make modules.hotplug.bin. Only hotplug-depmap and tests need this. */
#ifndef HP_INDEXWRITE_H
#define HP_INDEXWRITE_H

#include "indexfile.h"
#include "stamp.h"

struct hp_index_writer;

int hp_index_writer_new(struct hp_index_writer **ret) _must_check_;
void hp_index_writer_free(struct hp_index_writer *writer);

static inline void hp_index_writer_freep(struct hp_index_writer **writer)
{
	hp_index_writer_free(*writer);
}

/* Each of these copies what it is given, and returns 0, -ENOMEM, or -E2BIG for a module's
 * name or a glob that the format has no room for. */

/* A file or directory that the index is made from; stamp: NULL for HP_INDEX_ABSENT. */
int hp_index_writer_source(struct hp_index_writer *writer, enum hp_index_source kind,
			   const char *path, const struct hp_stamp *stamp) _must_check_;

/* A line of modprobe.d, each kind in libkmod's order. */
int hp_index_writer_config(struct hp_index_writer *writer, enum hp_index_config kind,
			   const char *glob, const char *module) _must_check_;
int hp_index_writer_denied(struct hp_index_writer *writer,
			   const char *module) _must_check_;

/* A line of modules.alias (normalized, as depmod writes it), in any order. rank: the
 * module's place in the order of loading. */
int hp_index_writer_alias(struct hp_index_writer *writer, const char *glob,
			  const char *module, uint32_t rank) _must_check_;

/* A file or directory that only what follows was made from. */
int hp_index_writer_needed(struct hp_index_writer *writer, enum hp_index_source kind,
			   const char *path, const struct hp_stamp *stamp) _must_check_;

/* A module of modules.dep, with the paths of all that it needs in the order of loading,
 * or one that is builtin, whose path is its name. A plain one that needs one that is not
 * plain, or is there under two paths, becomes special. */
int hp_index_writer_module(struct hp_index_writer *writer, enum hp_index_module kind,
			   const char *path, const char *const needs[],
			   size_t n_needs) _must_check_;

/* Gives the whole file, which the caller frees. Returns 0 or -ENOMEM. */
int hp_index_writer_finish(struct hp_index_writer *writer, unsigned char **ret,
			   size_t *ret_len) _must_check_;

#endif
