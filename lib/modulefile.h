/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: what the name of a module's file tells: the module's own, and how it is
 * packed. */
#ifndef HP_MODULEFILE_H
#define HP_MODULEFILE_H

#include "macro.h"

/* With its NUL: MODULE_NAME_LEN of the kernel is 56 on 64-bit machines, 60 on others. */
#define HP_MODULEFILE_NAME_MAX 64

/* Writes the name of the module in the file at path: "kernel/drivers/net/foo-bar.ko.xz"
 * is foo_bar. Returns 0, or -ENAMETOOLONG. */
int hp_modulefile_name(char ret[static HP_MODULEFILE_NAME_MAX],
		       const char *path) _must_check_;

/* "gzip", "xz" or "zstd", as /sys/module/compression calls them; "" for a file that is
 * not packed; NULL for any other name. */
const char *hp_modulefile_compression(const char *path);

#endif
