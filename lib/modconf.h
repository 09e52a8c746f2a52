/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: the settings of modprobe.d, each with its place.
 *
 * Read as libkmod reads them (modprobe.d(5)): the same files in the same order, the same
 * lines taken and left out. Beyond its words: weakdep, deny and allow-only, see
 * hotplug-modprobe.d(5); and `include FILE` where a caller wants it.
 */
#ifndef HP_MODCONF_H
#define HP_MODCONF_H

#include <limits.h>

#include "macro.h"

enum hp_modconf_word {
	HP_MODCONF_ALIAS,
	HP_MODCONF_BLACKLIST,
	HP_MODCONF_OPTIONS,
	HP_MODCONF_INSTALL,
	HP_MODCONF_REMOVE,
	HP_MODCONF_SOFTDEP,
	HP_MODCONF_WEAKDEP,
	HP_MODCONF_DENY,
	HP_MODCONF_ALLOW_ONLY,
};

struct hp_modconf_setting {
	enum hp_modconf_word word;
	const char *key;   /* '-' is '_' but between brackets; of allow-only: the path */
	const char *value; /* what stands behind; NULL where nothing does */
	const char *file;
	unsigned int line, column; /* 1.., of the word */
};

struct hp_modconf;

/* Called for whatever is left out, and for what is taken but means less than it says. */
typedef void (*hp_modconf_problem_fn)(const char *file, unsigned int line,
				      unsigned int column, const char *text, void *data);

struct hp_modconf_where {
	/* Files and directories, ended by NULL; NULL: the default directories. */
	const char *const *paths;
	const char *tree; /* the directory with modules.softdep and .weakdep, or NULL */
	hp_modconf_problem_fn problem; /* or NULL */
	void *data;
	bool own_words_only; /* only problems with words that libkmod does not tell of */
};

/* The default directories, in their order: those of libkmod. A directory that is another
 * by a link adds nothing. */
#define HP_MODCONF_DIRS 5
extern const char *const hp_modconf_dirs[HP_MODCONF_DIRS + 1]; /* with a NULL */

/* The same below hp_root_get(). */
struct hp_modconf_dirs {
	const char *path[HP_MODCONF_DIRS + 1]; /* with a NULL; points into text */
	char text[HP_MODCONF_DIRS][PATH_MAX];
};

/* Returns 0 or -ENAMETOOLONG. */
int hp_modconf_find_dirs(struct hp_modconf_dirs *ret) _must_check_;

/* "alias", ... */
const char *hp_modconf_word_name(enum hp_modconf_word word);

/*
 * Reads every file. A file or directory that is not there has no settings; of a file that
 * cannot be read, or is above 4 MiB, that is a problem. Returns 0 or -ENOMEM.
 */
int hp_modconf_read(struct hp_modconf **ret,
		    const struct hp_modconf_where *where) _must_check_;

/* Appends what the file at path says, and where it says `include`, what that file or
 * directory says (8 deep). Returns 0, -ENOMEM, or the negative errno of open(2), which is
 * no problem by itself; -EFBIG; -EINVAL for what is no file. */
int hp_modconf_append(struct hp_modconf *conf, const char *path,
		      const struct hp_modconf_where *where) _must_check_;

/* Appends what a text says; file stands in messages. Returns 0 or -ENOMEM. */
int hp_modconf_append_text(struct hp_modconf *conf, const char *file, const char *text,
			   size_t len, const struct hp_modconf_where *where) _must_check_;

/* A configuration without settings, or NULL where there is no memory. */
struct hp_modconf *hp_modconf_new(void);

/* All settings in the order in which they were read; NULL ends them. */
const struct hp_modconf_setting *hp_modconf_next(const struct hp_modconf *conf,
						 const struct hp_modconf_setting *last);

/* Puts '_' for '-' into a name or pattern, but between brackets. Returns whether each of
 * those has its other. */
bool hp_modconf_normalize(char *name);

/* Whether the pattern in a setting's key is about the module (name: with '_'). */
bool hp_modconf_matches(const struct hp_modconf_setting *setting, const char *name);

/* Writes the setting as a line that is read as the same. */
void hp_modconf_write(const struct hp_modconf_setting *setting, FILE *out);

/* Takes NULL. */
void hp_modconf_free(struct hp_modconf *conf);

static inline void hp_modconf_freep(struct hp_modconf **conf)
{
	hp_modconf_free(*conf);
}

#endif
