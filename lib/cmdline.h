/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: what the kernel's command line has to say about modules. */
#ifndef HP_CMDLINE_H
#define HP_CMDLINE_H

#include "macro.h"

#define HP_CMDLINE_MAX 16384 /* COMMAND_LINE_SIZE is 256 to 8192 */

struct hp_cmdline {
	char text[HP_CMDLINE_MAX];
};

/* Reads /proc/cmdline. Returns 0, -EFBIG, or the negative errno of open(2) or read(2). */
int hp_cmdline_read(struct hp_cmdline *ret) _must_check_;

/*
 * Whether a parameter of the module may be there: "NAME." anywhere but within a longer
 * name, '-' and '_' being equal. However the kernel (lib/cmdline.c) and libkmod take
 * quotes and blanks apart, that is in all that they take for one.
 */
bool hp_cmdline_mentions(const struct hp_cmdline *cmdline, const char *module);

#endif
