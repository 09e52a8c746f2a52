/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: read an INI file and know where each thing stood in it.
 *
 * The one file that includes inih's header is ini.c. The syntax is systemd.syntax(7): '='
 * alone separates, '#' and ';' begin a comment line only, '\' at the end of a line
 * continues it, there are no inline comments, indentation means nothing, and a repeated
 * section is a section of its own.
 */
#ifndef HP_INI_H
#define HP_INI_H

#include <stdarg.h>

#include "macro.h"

struct hp_ini_entry {
	const char *file;    /* as given to hp_ini_read() */
	unsigned int line;   /* 1.. */
	unsigned int column; /* 1.., of the value; of the key where there is no value */
	const char *section; /* without brackets */
	unsigned int section_n; /* 1.., counts the [section] lines of this file */
	const char *key;	/* NULL: the section's own line */
	const char *value;	/* trimmed; "" where nothing follows '=' */
	unsigned int n_bad;	/* lines so far that were no good, each logged */
};

/* Called for every section line and every assignment, in order. A negative return ends
 * the reading and is what hp_ini_read() returns. */
typedef int (*hp_ini_handler)(const struct hp_ini_entry *entry, void *data);

/*
 * Reads the file. Whatever is no section, assignment or comment (a line without '=', a
 * '[' without ']', a key that is not 1 to 42 letters, digits and "-_.", a NUL byte, a
 * line that is above 4096 bytes with its continuations, an assignment before any section)
 * is logged as "FILE:LINE:COLUMN: ..." and counted, and reading goes on behind it; behind
 * a '[' line that is no section, at the next section. What such a line says may be a
 * secret, and is not logged.
 *
 * Returns the number of such lines, or a negative errno (-ENOENT where there is no file,
 * -EINVAL where it is neither a regular file nor /dev/null, which is empty).
 */
int hp_ini_read(const char *path, hp_ini_handler handler, void *data) _must_check_;

/* The same for an open stream, which stays the caller's; name stands in messages. */
int hp_ini_read_stream(FILE *stream, const char *name, hp_ini_handler handler,
		       void *data) _must_check_;

/* Logs "FILE:LINE:COLUMN: ..." for an entry at level warning. What is long, as the value
 * of a key may be, is cut in its middle: its end says what was expected. */
void hp_ini_warn(const struct hp_ini_entry *entry, const char *fmt, ...) _printf_(2, 3);

/* The same for a place in a file. */
void hp_ini_vwarn_at(const char *file, unsigned int line, unsigned int column,
		     const char *fmt, va_list args) _printf_(4, 0);

#endif
