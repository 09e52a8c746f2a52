/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: read a directory without a heap, for programs that live 200 microseconds. */
#ifndef HP_DIR_H
#define HP_DIR_H

#include "macro.h"

/* Called for each name that does not begin with '.'; type is d_type of getdents64(2)
 * (DT_UNKNOWN where the file system does not tell). A negative return ends the reading.
 */
typedef int (*hp_dir_handler)(const char *name, unsigned char type, void *data);

/* Reads the directory behind fd from its beginning. Returns 0, what the handler returned
 * where that was negative, or the negative errno of getdents64(2). */
int hp_dir_read(int fd, hp_dir_handler handler, void *data) _must_check_;

#endif
