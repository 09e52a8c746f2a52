/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: rows of named values. See proctable.h. */
#include "array.h"
#include "proctable.h"

static void free_row(struct hp_proc_row *row)
{
	for (size_t i = 0; i < row->n; i++) {
		free(row->field[i].key);
		free(row->field[i].text);
	}
	free(row->field);
}

void hp_proctable_free(struct hp_proctable *table)
{
	for (size_t i = 0; i < table->n; i++)
		free_row(&table->row[i]);
	free(table->row);
	*table = (struct hp_proctable){0};
}

void hp_proctable_row(struct hp_proctable *table)
{
	if (table->error == 0)
		table->error = hp_array_grow(&table->row, table->n, sizeof(*table->row));
	if (table->error == 0)
		table->row[table->n++] = (struct hp_proc_row){0};
}

static void add(struct hp_proctable *table, struct hp_proc_field field)
{
	struct hp_proc_row *row = &table->row[table->n - 1];
	int r = -ENOMEM;

	if (field.key && table->error == 0)
		r = hp_array_grow(&row->field, row->n, sizeof(*row->field));
	if (r == 0) {
		row->field[row->n++] = field;
		return;
	}
	free(field.key);
	free(field.text);
	table->error = r;
}

void hp_proctable_text(struct hp_proctable *table, enum hp_proc_kind kind,
		       const char *key, const char *text)
{
	struct hp_proc_field field = {.kind = kind};

	if (table->error < 0)
		return;
	field.text = text ? strdup(text) : NULL;
	if (!text || field.text)
		field.key = strdup(key);
	add(table, field);
}

void hp_proctable_number(struct hp_proctable *table, enum hp_proc_kind kind,
			 const char *key, uint64_t number)
{
	if (table->error == 0)
		add(table, (struct hp_proc_field){kind, strdup(key), NULL, number});
}

const struct hp_proc_field *hp_proc_row_find(const struct hp_proc_row *row,
					     const char *key)
{
	for (size_t i = 0; i < row->n; i++)
		if (streq(row->field[i].key, key))
			return &row->field[i];
	return NULL;
}

/* The next field, from *i on, that tells rows apart; NULL behind the last. */
static const struct hp_proc_field *next_identity(const struct hp_proc_row *row, size_t *i)
{
	while (*i < row->n && row->field[*i].kind > HP_PROC_ADDRESS)
		++*i;
	return *i < row->n ? &row->field[(*i)++] : NULL;
}

static bool equal(const struct hp_proc_field *a, const struct hp_proc_field *b)
{
	if (a->kind != b->kind)
		return false;
	return a->text && b->text ? streq(a->text, b->text) : a->number == b->number;
}

bool hp_proc_row_same(const struct hp_proc_row *a, const struct hp_proc_row *b)
{
	const struct hp_proc_field *of_a, *of_b;
	size_t at_a = 0, at_b = 0;

	do {
		of_a = next_identity(a, &at_a);
		of_b = next_identity(b, &at_b);
		if (of_a && of_b && !equal(of_a, of_b))
			return false;
	} while (of_a && of_b);
	return !of_a && !of_b;
}

void hp_proctable_drop(struct hp_proctable *table)
{
	free_row(&table->row[--table->n]);
}

void hp_proctable_copy(struct hp_proctable *table, const struct hp_proc_row *row)
{
	const struct hp_proc_field *field;

	hp_proctable_row(table);
	for (field = row->field; field < row->field + row->n; field++)
		if (field->kind == HP_PROC_NAME || field->kind == HP_PROC_TEXT ||
		    field->kind == HP_PROC_LIST)
			hp_proctable_text(table, field->kind, field->key, field->text);
		else
			hp_proctable_number(table, field->kind, field->key,
					    field->number);
}
