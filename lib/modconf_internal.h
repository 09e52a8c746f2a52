/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: what modconf.c and modconf_files.c share. */
#ifndef HP_MODCONF_INTERNAL_H
#define HP_MODCONF_INTERNAL_H

#include "modconf.h"

#define INCLUDE_DEPTH_MAX 8

struct hp_modconf {
	struct hp_modconf_setting *settings;
	char **texts; /* what the key and value of each setting point into */
	size_t n;
	char **files; /* names */
	size_t n_files;
	unsigned int depth; /* of hp_modconf_append() and its includes; else 0 */
};

/* A line with those that a backslash joins to it. */
struct logical_line {
	const char *file;
	char *text; /* length bytes and a NUL; taking words puts more of them into it */
	size_t length;
	const char **at;   /* where each byte of text, and the end, stood in the file */
	const char *begin; /* where the line begins in the file */
	unsigned int number;
	char *rest; /* what is not taken yet, or NULL */
	bool own;   /* the word is none of libkmod's */
	const struct hp_modconf_where *where;
};

/* Appends a file, or the files of a directory. Returns as hp_modconf_append(). */
int hp_modconf_include(struct hp_modconf *conf, const char *path,
		       const struct hp_modconf_where *where);

#endif
