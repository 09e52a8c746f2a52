/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: one line for each thing a person should know.
 *
 * Where it goes: stderr where somebody reads it (a terminal, pipe, socket or file), else
 * syslog (/dev/log), else /dev/kmsg (warnings and above only, at most 10 in 5 s over all
 * processes, then a count of what was held back), else /dev/console.
 * Every byte that is not printable ASCII goes out as \xNN, so that a message is one line
 * whatever a device calls itself.
 */
#ifndef HP_LOG_H
#define HP_LOG_H

#include "macro.h"

/* The levels of syslog(3). */
enum hp_log_level {
	HP_LOG_ERR = 3,
	HP_LOG_WARNING = 4,
	HP_LOG_NOTICE = 5,
	HP_LOG_INFO = 6,
	HP_LOG_DEBUG = 7,
};

/* Reads "err", "warning", "notice", "info" or "debug". Returns 0 or -EINVAL. */
int hp_log_level_parse(const char *name, enum hp_log_level *ret) _must_check_;

const char *hp_log_level_name(enum hp_log_level level);

/* Names the program in each message; the string is kept, not copied. Returns the name
 * before. No file is opened before the first message. */
const char *hp_log_open(const char *program);

/* Messages above level are dropped; the default is HP_LOG_NOTICE. */
void hp_log_set_level(enum hp_log_level level);
enum hp_log_level hp_log_get_level(void);

/* Gives every line that is logged from now on, escaped, to receiver, and sends it nowhere
 * else. NULL: no longer. */
typedef void (*hp_log_receiver)(const char *line, void *data);
void hp_log_divert(hp_log_receiver receiver, void *data);

void hp_log(enum hp_log_level level, const char *fmt, ...) _printf_(2, 3);

/* Logs at HP_LOG_ERR (HP_LOG_WARNING); where r is a negative errno, ": " and its text are
 * appended. Returns r, so that a caller can write `return hp_error(r, ...)`. */
int hp_error(int r, const char *fmt, ...) _printf_(2, 3);
int hp_warning(int r, const char *fmt, ...) _printf_(2, 3);

#define hp_notice(...) hp_log(HP_LOG_NOTICE, __VA_ARGS__)
#define hp_info(...)   hp_log(HP_LOG_INFO, __VA_ARGS__)
#define hp_debug(...)  hp_log(HP_LOG_DEBUG, __VA_ARGS__)

/* Writes src with every byte that is not printable ASCII (and the backslash) as \xNN into
 * dst, at most size bytes with the final NUL; what does not fit is cut. Returns dst. */
char *hp_log_escape(char *dst, size_t size, const char *src);

#endif
