/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: the kernel's uevents as netlink brings them, and nobody else's.
 *
 * Source of the contract: lib/kobject_uevent.c of Linux 6.1, netlink(7), and
 * SCM_CREDENTIALS of unix(7).
 */
#ifndef HP_MONITOR_H
#define HP_MONITOR_H

#include <sys/types.h>

#include "macro.h"

/* Header, variables, and what a namespace's injected event may add. */
#define HP_MONITOR_MESSAGE_MAX 8192

/* Opens a non-blocking socket in group 1 of NETLINK_KOBJECT_UEVENT, with as large a
 * receive buffer as is to be had up to 128 MiB. Returns it or a negative errno. */
int hp_monitor_open(void) _must_check_;

/*
 * Receives one message that the kernel sent: nl_pid 0, group 1, and credentials of uid 0.
 *
 * Returns its length; -EAGAIN where there is none; -ENOBUFS where the kernel had to drop
 * messages; -EPERM where somebody else sent it, -EMSGSIZE where it does not fit (both
 * have been taken off the socket); or another negative errno of recvmsg(2).
 */
ssize_t hp_monitor_receive(int fd, char *buf, size_t size) _must_check_;

#endif
