/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: rows of named values: what a file of /proc says, decoded.
 *
 * The rows of a table need not have the same fields. Memory that is missing is remembered
 * in the table, so that only the last step has to look.
 */
#ifndef HP_PROCTABLE_H
#define HP_PROCTABLE_H

#include <stdint.h>

#include "macro.h"

enum hp_proc_kind {
	/* These tell a row from others. */
	HP_PROC_NAME,
	HP_PROC_INDEX,
	HP_PROC_ADDRESS, /* a number that people read in hexadecimal */

	HP_PROC_TEXT, /* NULL: nobody can tell */
	HP_PROC_LIST, /* texts, with '\n' between */
	HP_PROC_NUMBER,
	HP_PROC_SIGNED, /* an int64_t */
	HP_PROC_BOOLEAN,
	HP_PROC_COUNTER,   /* how often something happened */
	HP_PROC_COUNTER32, /* the same, or a sum of such, where the kernel has 32 bits */
};

struct hp_proc_field {
	enum hp_proc_kind kind;
	char *key;  /* small letters, digits, '_' */
	char *text; /* any bytes but NUL; NULL for kinds with a number */
	uint64_t number;
};

struct hp_proc_row {
	size_t n;
	struct hp_proc_field *field;
};

/* {0} is one without rows. */
struct hp_proctable {
	size_t n;
	struct hp_proc_row *row;
	unsigned int line; /* of the file that is being read, from 1; 0: none yet */
	int error;	   /* 0 or -ENOMEM: then rows or fields are missing */
};

/* Frees what the table holds, which is then without rows. For _cleanup_() as well. */
void hp_proctable_free(struct hp_proctable *table);

/* Begins a row; what is added from then on is added to it. */
void hp_proctable_row(struct hp_proctable *table);

/* Both copy what they are given. */
void hp_proctable_text(struct hp_proctable *table, enum hp_proc_kind kind,
		       const char *key, const char *text);
void hp_proctable_number(struct hp_proctable *table, enum hp_proc_kind kind,
			 const char *key, uint64_t number);

/* The field of that key, or NULL. */
const struct hp_proc_field *hp_proc_row_find(const struct hp_proc_row *row,
					     const char *key);

/* Whether both rows are of the same thing. */
bool hp_proc_row_same(const struct hp_proc_row *a, const struct hp_proc_row *b);

/* Takes the last row off again. */
void hp_proctable_drop(struct hp_proctable *table);

/* Adds a copy of a row, which is none of this table's. */
void hp_proctable_copy(struct hp_proctable *table, const struct hp_proc_row *row);

#endif
