/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: a packet on an AF_UNIX socket of type SOCK_SEQPACKET, and one descriptor with
 * it (SCM_RIGHTS of unix(7)). */
#ifndef HP_FDPACKET_H
#define HP_FDPACKET_H

#include <sys/types.h>

#include "macro.h"

/* Makes two sockets that are connected, close-on-exec. Returns 0 or the negative errno of
 * socketpair(2). */
int hp_fdpacket_pair(int ret_ends[2]) _must_check_;

/* Returns 0 or a negative errno of sendmsg(2): -EPIPE where nobody has the other end,
 * -EAGAIN where too many descriptors are on their way. */
int hp_fdpacket_send(int fd, char *packet, size_t n, int with) _must_check_;

/* Returns the bytes received, 0 where nobody has the other end, or a negative errno of
 * recvmsg(2). ret_with: the caller's to close, the first where more were sent, which are
 * closed; -1 where none came. */
ssize_t hp_fdpacket_receive(int fd, char *packet, size_t size,
			    int *ret_with) _must_check_;

#endif
