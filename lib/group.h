/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the numbers of groups and users. Programs are linked statically and have no
 * name service switch: they are those of /etc/group and /etc/passwd, see group(5),
 * passwd(5). */
#ifndef HP_GROUP_H
#define HP_GROUP_H

#include <sys/types.h>

#include "macro.h"

/* name: a name, or a decimal number. Returns 0, -ENOENT where there is no such group or
 * user, or a negative errno of hp_textfile_read(). */
int hp_group_find(const char *name, gid_t *ret) _must_check_;
int hp_user_find(const char *name, uid_t *ret) _must_check_;

#endif
