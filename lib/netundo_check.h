/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: whether a change that was read from a file is one. Only netundo_pack.c and
 * tests include this. */
#ifndef HP_NETUNDO_CHECK_H
#define HP_NETUNDO_CHECK_H

#include "netundo.h"

/* Whether each member of it that is used as an index, a length, a text or a truth is
 * within its bounds, and a name is one. Its kind is one already. */
bool hp_net_change_is_sane(const struct hp_net_change *change);

#endif
