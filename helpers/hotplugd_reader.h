/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: hotplugd: the process that hears the kernel, and is trusted with nothing else.
 * It receives messages, checks their senders and their form, looks up for which events
 * there is nothing to do, and tells the daemon, in the words of lib/heard.h.
 *
 * Events with nothing to do wait for others, a hundredth of a second at most, so that the
 * daemon need not be woken for each. Where the reader is killed, another takes its place,
 * on the same socket, and says so: what the first had not told yet is lost.
 */
#ifndef HP_HOTPLUGD_READER_H
#define HP_HOTPLUGD_READER_H

#include "hotplugd_keeper.h"

/* hotplugd.monitor and hotplugd.outlooks are there. Makes both ends to talk on, and fills
 * the role in. Returns the daemon's end, or a negative errno of socketpair(2) or mmap(2);
 * fds[0] of the role is the caller's to close, fds[1] the monitor's. */
int hotplugd_reader_open(struct hotplugd_role *ret) _must_check_;

/* In the daemon: whether it wants to see each event at once, whole. */
void hotplugd_reader_want_all(bool wants_all);

/* In the reader: gives up all that it does not need. What the kernel does not offer is
 * logged, where it is not there again. */
void hotplugd_confine_reader(bool again);

#endif
