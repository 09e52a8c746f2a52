/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: what a parser of lib/procfile.h makes of a text, as text: a row a line. */
#ifndef HP_TEST_PROCTEXT_H
#define HP_TEST_PROCTEXT_H

#include <errno.h>
#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "procfile.h"

static inline void proctext_write(FILE *out, const struct hp_proc_field *field)
{
	fprintf(out, "%s=", field->key);
	if (!field->text && field->kind == HP_PROC_TEXT)
		fputc('-', out);
	else if (!field->text)
		fprintf(out, "%" PRId64, (int64_t)field->number);
	else
		for (const char *c = field->text; *c; c++)
			fputc(*c == '\n' ? '|' : *c, out);
}

/* "key=value key=value\n", with '-' for NULL and '|' between the texts of a list; good
 * until the next call. */
static inline const char *proctext_of(const struct hp_proctable *table)
{
	static char text[1 << 16];
	FILE *out = fmemopen(text, sizeof(text), "w");

	text[0] = '\0';
	for (size_t i = 0; i < table->n; i++)
		for (size_t j = 0; j < table->row[i].n; j++) {
			proctext_write(out, &table->row[i].field[j]);
			fputc(j + 1 < table->row[i].n ? ' ' : '\n', out);
		}
	fclose(out);
	return text;
}

/* Adds what the text says to the table. Returns as the parser. */
static inline int proctext_add(struct hp_proctable *table, hp_procfile_parser parse,
			       const char *text)
{
	_cleanup_free_ char *copy = strdup(text);

	table->line = 0;
	return parse(table, copy);
}

/* The rows are these, and the parser takes all of it. */
static inline void proctext_expect(hp_procfile_parser parse, const char *text,
				   const char *rows)
{
	_cleanup_(hp_proctable_free) struct hp_proctable table = {0};

	assert_int_equal(proctext_add(&table, parse, text), 0);
	assert_string_equal(proctext_of(&table), rows);
}

/* It is not as the kernel writes it from that line on; n rows stand. */
static inline void proctext_refuse(hp_procfile_parser parse, const char *text,
				   unsigned int line, size_t n)
{
	_cleanup_(hp_proctable_free) struct hp_proctable table = {0};

	if (proctext_add(&table, parse, text) != -EBADMSG || table.line != line ||
	    table.n != n)
		fail_msg("'%s': line %u, %zu rows", text, table.line, table.n);
}

#endif
