/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: hotplugd: the process that others of its processes are forked from, again
 * where one is killed. It reads nothing, so that none of them begins with what came from
 * outside.
 */
#ifndef HP_HOTPLUGD_KEEPER_H
#define HP_HOTPLUGD_KEEPER_H

#include "macro.h"

#define HOTPLUGD_ROLE_FDS 2

/* What one of them does. */
struct hotplugd_role {
	const char *name;	    /* as ps(1) shows it, up to 15 bytes */
	int fds[HOTPLUGD_ROLE_FDS]; /* its descriptors beside 0, 1 and 2; -1: none */
	/* Returns 0 or a negative errno. It is started again, whatever that is, until
	 * fds[0] has hung up (POLLHUP). again: one was there before. */
	int (*run)(const int fds[HOTPLUGD_ROLE_FDS], bool again);
};

/* Forks the keeper, a child of the caller, who closes what is the roles'. It ends with
 * the last of them. Returns 0, -E2BIG or the negative errno of fork(2). */
int hotplugd_keep(const struct hotplugd_role *roles, unsigned int n) _must_check_;

#endif
