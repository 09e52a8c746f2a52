/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the kernel's command line: its words, and what they say about modules. */
#ifndef HP_BOOTLINE_H
#define HP_BOOTLINE_H

#include "macro.h"

#define HP_BOOTLINE_MAX 16384 /* COMMAND_LINE_SIZE is 256 to 8192 */

struct hp_bootline {
	char text[HP_BOOTLINE_MAX];
};

/* Reads /proc/cmdline (under hp_root_get()). Returns 0, -EFBIG, or the negative errno of
 * open(2) or read(2). */
int hp_bootline_read(struct hp_bootline *ret) _must_check_;

/*
 * Takes the next word off the front of the line: up to a blank that is not between double
 * quotes, which stay in it. Returns what follows; ret_len is 0 where there is none.
 * Source of the contract: next_arg() in lib/cmdline.c of Linux 6.1.
 */
const char *hp_bootline_next(const char *line, const char **ret_word, size_t *ret_len);

/* Whether modprobe.blacklist= names the module ('-' and '_' are equal), as libkmod reads
 * the line: a list with ',' between, each time the word is there. */
bool hp_bootline_blacklists(const char *line, const char *module);

/* The same for the kernel's own module_blacklist=, which counts before a "--" alone and
 * may be quoted. Source of the contract: blacklisted() in kernel/module/main.c. */
bool hp_bootline_kernel_blacklists(const char *line, const char *module);

/*
 * Whether a parameter of the module may be there: "NAME." anywhere but within a longer
 * name, '-' and '_' being equal. However the kernel and libkmod take quotes and blanks
 * apart, that is in all that they take for one.
 */
bool hp_bootline_mentions(const char *line, const char *module);

/*
 * What "KEY=VALUE" says where VALUE is yes or no, as systemd.syntax(7) spells them, or
 * "KEY" alone, which is yes; '-' and '_' are equal, the last one counts. Returns usual
 * where it is not there, or is neither. Source of the contract: proc_cmdline_get_bool()
 * of systemd.
 */
bool hp_bootline_switch(const char *line, const char *key, bool usual);

#endif
