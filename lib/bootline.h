/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the words of the kernel's command line. */
#ifndef HP_BOOTLINE_H
#define HP_BOOTLINE_H

#include "macro.h"

/*
 * Takes the next word off the front of the line: up to a blank that is not between double
 * quotes, which stay in it. Returns what follows; ret_len is 0 where there is none.
 * Source of the contract: next_arg() in lib/cmdline.c of Linux 6.1.
 */
const char *hp_bootline_next(const char *line, const char **ret_word, size_t *ret_len);

/* Whether modprobe.blacklist= names the module ('-' and '_' are equal), as libkmod reads
 * the line: a list with ',' between, each time the word is there. */
bool hp_bootline_blacklists(const char *line, const char *module);

#endif
