/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: the sockets on which the suite's daemon is spoken to: HP_RUNDIR/NAME, AF_UNIX,
 * SOCK_SEQPACKET, root's (the effective user's).
 */
#ifndef HP_RUNSOCKET_H
#define HP_RUNSOCKET_H

#include <sys/types.h>

#include "macro.h"

/* Opens the listening socket, non-blocking, mode 0700; one that a dead daemon left is
 * replaced. Returns it, or a negative errno; -EADDRINUSE where somebody listens. */
int hp_runsocket_listen(const char *name) _must_check_;

/* Lets the members of a group connect as well; (gid_t)-1: nobody but its owner. Returns 0
 * or the negative errno of chown(2) or chmod(2). */
int hp_runsocket_admit(const char *name, gid_t group) _must_check_;

/* Who does that for this process from now on: one that is confined may not. NULL: the
 * process itself. */
void hp_runsocket_set_admitter(int (*admit)(const char *name, gid_t group));

/* Accepts one connection; flags: 0 or SOCK_NONBLOCK. Returns it or a negative errno. */
int hp_runsocket_accept(int listener, int flags) _must_check_;

/* Whether what hp_runsocket_accept() returned will not pass by itself: no descriptors, no
 * memory. Then the listener stays readable. */
bool hp_runsocket_is_exhausted(int r);

/* Connects, non-blocking. Only a socket in a directory, both root's or our own and not
 * writable by others, is trusted. Returns it, or a negative errno; -ENOENT where there is
 * no such socket. */
int hp_runsocket_connect(const char *name) _must_check_;

#endif
