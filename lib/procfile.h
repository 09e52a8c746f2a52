/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: a file of /proc or /sys, whose size nobody knows before, and the lines and
 * words in it.
 */
#ifndef HP_PROCFILE_H
#define HP_PROCFILE_H

#include "proctable.h"

/* A parser: adds to the table what the text of a file says, and cuts the text to pieces.
 * Returns 0; -EBADMSG where line table->line is not as the kernel writes it (the rows
 * before it stand); or -ENOMEM. */
typedef int (*hp_procfile_parser)(struct hp_proctable *table, char *text);

#define HP_PROCFILE_MAX (16 << 20)

/* Reads all of it, below hp_root_get(), and adds a NUL; the caller frees *ret. Returns 0,
 * -EFBIG above HP_PROCFILE_MAX, -ENOMEM, or the negative errno of open(2) or pread(2). A
 * file of /proc that goes between those is -EIO: fs/proc/inode.c. */
int hp_procfile_read(const char *path, char **ret) _must_check_;

/* Reads the file and has it parsed. Returns as both. */
int hp_procfile_parse(const char *path, hp_procfile_parser parse,
		      struct hp_proctable *table) _must_check_;

/* What is done with a name of a directory; returns 0 or a negative errno. */
typedef int (*hp_procfile_name_fn)(struct hp_proctable *table, const char *dir,
				   const char *name, const void *data);

/* Calls fn for each name in the directory, below hp_root_get(), that does not begin with
 * '.', in the order of versionsort(3). Returns 0, what fn returned where that was
 * negative, or the negative errno of scandir(3). */
int hp_procfile_each_name(struct hp_proctable *table, const char *dir,
			  hp_procfile_name_fn fn, const void *data) _must_check_;

/* Takes the next line off the text and counts it; NULL behind the last one. */
char *hp_procfile_line(struct hp_proctable *table, char **text);

/* Calls fn for each line that is not empty, but for the first ones, the headers; the rows
 * of a line that fn does not take are taken off. Returns as hp_procfile_parser. */
int hp_procfile_each(struct hp_proctable *table, char *text, unsigned int headers,
		     hp_procfile_parser fn) _must_check_;

/* Takes the next word off the line; NULL where there is none. */
char *hp_procfile_word(char **line);

/* What a word of a line is. */
struct hp_procfile_column {
	const char *key;
	enum hp_proc_kind kind;
	unsigned int base; /* of a number: 10 or 16 */
};

/* Takes a word for each of n columns and adds it. Returns 0; -EBADMSG where one is
 * missing or is no number. */
int hp_procfile_columns(struct hp_proctable *table, char **line,
			const struct hp_procfile_column *columns, size_t n) _must_check_;

/* Takes the blanks at both ends away. Returns what is left of the text. */
char *hp_procfile_trim(char *text);

/* What a key of a file is called here: small letters and digits, and '_' for all that
 * stands between. Cut to size. */
void hp_procfile_key(char *ret, size_t size, const char *prefix, const char *name);

#endif
