/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: the file that tells others a daemon's process number.
 *
 * Where it is may be closed to the daemon itself by then: another process, which was
 * forked from it, can write and remove it in its place.
 */
#ifndef HP_PIDFILE_H
#define HP_PIDFILE_H

#include "macro.h"

/* The file, which must stay the caller's, is to tell the number of this process; NULL:
 * there is none. Children know both as well. */
void hp_pidfile_set(const char *path);

/* Whole or not at all: a stale one is replaced, whatever it is. Returns 0 or a negative
 * errno. */
int hp_pidfile_write(void) _must_check_;

/* Where it tells the number that it is to tell: the next daemon's may be there by now.
 * Returns 0. */
int hp_pidfile_remove(void);

/* From now on both are done by this, which gets whether the file is to be there; NULL: by
 * this process. */
void hp_pidfile_set_writer(int (*write)(bool is_there));

#endif
