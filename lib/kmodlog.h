/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: what libkmod has to say goes into our log, and names files as we do. */
#ifndef HP_KMODLOG_H
#define HP_KMODLOG_H

#include "macro.h"

/*
 * Logs one message of libkmod at the priority of syslog(3) (above HP_LOG_ERR: as that);
 * "FILE line N: what" as "FILE:N:1: what". text is changed.
 */
void hp_kmodlog_line(int priority, char *text);

/* Both -1 where nothing is caught. */
struct hp_kmodlog {
	int file;
	int saved; /* the real stderr */
};

/* From here to hp_kmodlog_release() all that is written to stderr is held back. */
void hp_kmodlog_catch(struct hp_kmodlog *ret);

/* Logs what was held back: what is about a line of a file at warning, anything else (the
 * kernel's command line) at info. */
void hp_kmodlog_release(struct hp_kmodlog *log);

#endif
