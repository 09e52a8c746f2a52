/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the number of a group. Programs are linked statically and have no name service
 * switch: groups are those of /etc/group, see group(5). */
#ifndef HP_GROUP_H
#define HP_GROUP_H

#include <sys/types.h>

#include "macro.h"

/* name: a name, or a decimal number. Returns 0, -ENOENT where there is no such group, or
 * a negative errno of hp_textfile_read(). */
int hp_group_find(const char *name, gid_t *ret) _must_check_;

#endif
