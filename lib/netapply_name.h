/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: names that interfaces exchange. Only netapply.c includes this. */
#ifndef HP_NETAPPLY_NAME_H
#define HP_NETAPPLY_NAME_H

#include "netapply.h"

/* Gives the interface that name, and whoever has it the one that the files want for that,
 * and so on, under one lock; all of them or none. What was done is kept in
 * apply->exchange, which is freed with free(). Returns 0; -EEXIST, said by then, where
 * another one is to keep it; -ETIMEDOUT; or another negative errno. */
int hp_net_rename(struct hp_net_apply *apply, const char *name) _must_check_;

/* Gives back all names that the last hp_net_rename() took. Returns 0; -ETIMEDOUT; or the
 * negative errno of the first that could not be had, each of which is logged. */
int hp_net_rename_back(struct hp_net_apply *apply) _must_check_;

#endif
