/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: the kernel's uevents as netlink brings them, and nobody else's; where it is
 * asked for, udev's as well.
 *
 * Source of the contract: lib/kobject_uevent.c of Linux 6.1, netlink(7), recvmmsg(2), and
 * SCM_CREDENTIALS of unix(7).
 */
#ifndef HP_MONITOR_H
#define HP_MONITOR_H

#include <sys/types.h>

#include "macro.h"

/* Header, variables, and what a namespace's injected event may add. */
#define HP_MONITOR_MESSAGE_MAX 8192

#define HP_MONITOR_BUFFER_MIN  (1 << 20)
#define HP_MONITOR_BUFFER_MAX  (128 << 20)

/* One socket and what it brought last, in buffers that stay. */
struct hp_monitor;

/* A sixteenth of the machine's memory, HP_MONITOR_BUFFER_MIN to _MAX. */
size_t hp_monitor_buffer(void);

/*
 * Opens a non-blocking socket in group 1 of NETLINK_KOBJECT_UEVENT. buffer: bytes for its
 * receive buffer; 0: hp_monitor_buffer().
 * Without CAP_NET_ADMIN it ends at net.core.rmem_max, which is logged at warning.
 *
 * Returns 0 or a negative errno.
 */
int hp_monitor_open(struct hp_monitor **ret, size_t buffer) _must_check_;

/* Another receive buffer, as hp_monitor_open() has it. */
void hp_monitor_set_buffer(const struct hp_monitor *monitor, size_t buffer);

void hp_monitor_close(struct hp_monitor *monitor);

/* For poll(2). */
int hp_monitor_fd(const struct hp_monitor *monitor);

/*
 * Receives what is there, up to a bound: the messages of the call before are gone.
 *
 * Returns how many they are; -EAGAIN where there is none; -ENOBUFS where the kernel had
 * to drop messages; or another negative errno of recvmmsg(2).
 */
int hp_monitor_receive(struct hp_monitor *monitor) _must_check_;

#define HP_MONITOR_MESSAGES 32 /* at once */

/* The same behind the first `kept` of them (less than HP_MONITOR_MESSAGES), which stay:
 * the first that is received gets that number. */
int hp_monitor_receive_behind(struct hp_monitor *monitor, unsigned int kept) _must_check_;

/* Hears in group 2 what udev has finished (see udevmsg.h), or no more. Returns 0 or the
 * negative errno of setsockopt(2). */
int hp_monitor_hear_udev(struct hp_monitor *monitor, bool hear) _must_check_;

/* Takes it that udev is heard: in a process that has inherited the socket, whose owner
 * hears udev or does not. */
void hp_monitor_expect_udev(struct hp_monitor *monitor);

/* Whether that message, which is valid, is udev's and not the kernel's. */
bool hp_monitor_is_udevs(const struct hp_monitor *monitor, unsigned int i);

/*
 * One of them, from 0. Valid is what the kernel sent: nl_pid 0, group 1, and credentials
 * of uid 0; and while udev is heard, what a process of uid 0 sent to group 2.
 *
 * Returns its length, or -EPERM where somebody else sent it, -EMSGSIZE where it is longer
 * than HP_MONITOR_MESSAGE_MAX.
 */
ssize_t hp_monitor_message(const struct hp_monitor *monitor, unsigned int i,
			   const char **ret) _must_check_;

#endif
