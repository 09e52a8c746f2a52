/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: what the kernel logs from now on.
 *
 * Source of the contract: Documentation/ABI/testing/dev-kmsg of the kernel: one read(2)
 * gives one record, "PRIORITY,SEQUENCE,MICROSECONDS,FLAGS[,...];TEXT", then lines with
 * its dictionary.
 */
#ifndef HP_KMSG_H
#define HP_KMSG_H

#include "macro.h"

/* Opens /dev/kmsg behind its last record. Returns a file descriptor, or the negative
 * errno of open(2) (-EPERM: dmesg_restrict). */
int hp_kmsg_open(void) _must_check_;

/* level: that of syslog(3). text: one line of printable ASCII, since the kernel writes all
 * else as \xNN (msg_print_ext_body() of printk.c). */
typedef void (*hp_kmsg_fn)(unsigned int level, const char *text, void *data);

/*
 * Calls fn for each message that has come since; it does not wait for more. What programs
 * wrote there is passed over. Returns 0, -EPIPE where some were lost (it goes on behind
 * them), or another negative errno of read(2).
 */
int hp_kmsg_read(int fd, hp_kmsg_fn fn, void *data);

/* Takes one record of the kernel apart; record is changed. Returns 0, or -EINVAL where it
 * is no such record, or none of the kernel's own. */
int hp_kmsg_parse(char *record, unsigned int *ret_level,
		  const char **ret_text) _must_check_;

#endif
