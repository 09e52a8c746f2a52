/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: hotplugctl proc: for a person, and as JSON. See ctl_proc.h. */
#include <errno.h>
#include <inttypes.h>

#include "ctl_proc.h"
#include "log.h"

#define COLUMNS_MAX 512 /* the rest of a row is not shown to a person */

/* The texts of a list with ", " between; the caller frees it. NULL without memory. */
static char *join(const char *list)
{
	char *text = malloc(2 * strlen(list) + 1), *to = text;

	for (; text && *list; list++) {
		*to++ = *list == '\n' ? ',' : *list;
		if (*list == '\n')
			*to++ = ' ';
	}
	if (text)
		*to = '\0';
	return text;
}

/* Not escaped; text of its own, or NULL without memory. */
static char *raw_value(const struct hp_proc_field *field)
{
	char number[32];

	switch (field->kind) {
	case HP_PROC_NAME:
	case HP_PROC_TEXT:
		return strdup(!field->text ? "-" : *field->text ? field->text : "\"\"");
	case HP_PROC_LIST:
		return field->text && *field->text ? join(field->text) : strdup("-");
	case HP_PROC_BOOLEAN:
		return strdup(field->number ? "yes" : "no");
	case HP_PROC_ADDRESS:
		snprintf(number, sizeof(number), "%04" PRIx64, field->number);
		break;
	case HP_PROC_SIGNED:
		snprintf(number, sizeof(number), "%" PRId64, (int64_t)field->number);
		break;
	case HP_PROC_INDEX:
	case HP_PROC_NUMBER:
	case HP_PROC_COUNTER:
	case HP_PROC_COUNTER32:
		snprintf(number, sizeof(number), "%" PRIu64, field->number);
		break;
	}
	return strdup(number);
}

char *ctl_proc_value(const struct hp_proc_field *field)
{
	_cleanup_free_ char *raw = raw_value(field);
	size_t size = raw ? 4 * strlen(raw) + 1 : 0;
	char *escaped = raw ? malloc(size) : NULL;

	return escaped ? hp_log_escape(escaped, size, raw) : NULL;
}

static void json_list(struct hp_json *json, const char *key, const char *list)
{
	hp_json_open(json, key, '[');
	for (size_t n; list && *list; list += n + (list[n] == '\n')) {
		_cleanup_free_ char *text = NULL;

		n = strcspn(list, "\n");
		text = strndup(list, n);
		hp_json_string(json, NULL, text);
	}
	hp_json_close(json, ']');
}

void ctl_proc_json_value(struct hp_json *json, const char *key,
			 const struct hp_proc_field *field)
{
	switch (field->kind) {
	case HP_PROC_NAME:
	case HP_PROC_TEXT:
		hp_json_string(json, key, field->text);
		break;
	case HP_PROC_LIST:
		json_list(json, key, field->text);
		break;
	case HP_PROC_BOOLEAN:
		hp_json_boolean(json, key, field->number);
		break;
	case HP_PROC_SIGNED:
		hp_json_signed(json, key, field->number);
		break;
	case HP_PROC_ADDRESS:
	case HP_PROC_INDEX:
	case HP_PROC_NUMBER:
	case HP_PROC_COUNTER:
	case HP_PROC_COUNTER32:
		hp_json_number(json, key, field->number);
		break;
	}
}

static void json_table(struct hp_json *json, const char *key,
		       const struct hp_proctable *table)
{
	hp_json_open(json, key, '[');
	for (size_t i = 0; i < table->n; i++) {
		const struct hp_proc_row *row = &table->row[i];

		hp_json_open(json, NULL, '{');
		for (size_t j = 0; j < row->n; j++)
			ctl_proc_json_value(json, row->field[j].key, &row->field[j]);
		hp_json_close(json, '}');
	}
	hp_json_close(json, ']');
}

static bool has_same_keys(const struct hp_proc_row *a, const struct hp_proc_row *b)
{
	if (a->n != b->n)
		return false;
	for (size_t i = 0; i < a->n; i++)
		if (!streq(a->field[i].key, b->field[i].key) ||
		    a->field[i].kind != b->field[i].kind)
			return false;
	return true;
}

static bool is_text(const struct hp_proc_field *field)
{
	return field->kind == HP_PROC_NAME || field->kind == HP_PROC_TEXT ||
	       field->kind == HP_PROC_LIST || field->kind == HP_PROC_BOOLEAN;
}

static int measure(const struct hp_proc_row *row, size_t widths[static COLUMNS_MAX])
{
	for (size_t i = 0; i < row->n && i < COLUMNS_MAX; i++) {
		_cleanup_free_ char *value = ctl_proc_value(&row->field[i]);
		size_t key = strlen(row->field[i].key);

		if (!value)
			return -ENOMEM;
		if (widths[i] < key)
			widths[i] = key;
		if (widths[i] < strlen(value))
			widths[i] = strlen(value);
	}
	return 0;
}

/* Numbers to the right; nothing stands behind the last text. */
static void print_cell(const struct hp_proc_row *row, size_t i, const char *text,
		       const size_t widths[static COLUMNS_MAX])
{
	if (!is_text(&row->field[i]))
		printf("  %*s", (int)widths[i], text);
	else if (i + 1 == row->n)
		printf("  %s", text);
	else
		printf("  %-*s", (int)widths[i], text);
}

static int print_row(const struct hp_proc_row *row,
		     const size_t widths[static COLUMNS_MAX])
{
	for (size_t i = 0; i < row->n && i < COLUMNS_MAX; i++) {
		_cleanup_free_ char *value = ctl_proc_value(&row->field[i]);

		if (!value)
			return -ENOMEM;
		print_cell(row, i, value, widths);
	}
	putchar('\n');
	return 0;
}

/* Rows with the same keys, under one head. */
static int print_rows(const struct hp_proc_row *row, const struct hp_proc_row *end)
{
	size_t widths[COLUMNS_MAX] = {0};
	int r = 0;

	for (const struct hp_proc_row *one = row; r == 0 && one < end; one++)
		r = measure(one, widths);
	for (size_t i = 0; i < row->n && i < COLUMNS_MAX; i++)
		print_cell(row, i, row->field[i].key, widths);
	putchar('\n');
	for (; r == 0 && row < end; row++)
		r = print_row(row, widths);
	return r;
}

static int print_columns(const struct hp_proctable *table)
{
	const struct hp_proc_row *row = table->row, *end = table->row + table->n, *next;
	int r = 0;

	for (; r == 0 && row < end; row = next) {
		for (next = row + 1; next < end && has_same_keys(row, next);)
			next++;
		r = print_rows(row, next);
	}
	return r;
}

/* A line for each value. */
static int print_block(const struct hp_proc_row *row, size_t width)
{
	for (size_t i = 0; i < row->n; i++) {
		_cleanup_free_ char *value = ctl_proc_value(&row->field[i]);

		if (!value)
			return -ENOMEM;
		printf("  %s%-*s  %s\n", i ? "  " : "", (int)width + (i ? 0 : 2),
		       row->field[i].key, value);
	}
	return 0;
}

static int print_blocks(const struct hp_proctable *table)
{
	size_t width = 0, n;
	int r = 0;

	for (size_t i = 0; i < table->n; i++)
		for (size_t j = 0; j < table->row[i].n; j++) {
			n = strlen(table->row[i].field[j].key);
			width = n > width ? n : width;
		}
	for (size_t i = 0; r == 0 && i < table->n; i++)
		r = print_block(&table->row[i], width);
	return r;
}

static int print_part(const struct ctl_proc_part *part)
{
	const struct ctl_proc_section *section = part->section;

	printf("%s: %s", section->name, section->place);
	if (part->r == -ENOENT)
		printf(": %s", section->missing ? section->missing : "not there");
	else if (part->table.n == 0)
		printf(": %s", part->r < 0 ? "cannot be read" : "nothing");
	putchar('\n');
	return section->blocks ? print_blocks(&part->table) : print_columns(&part->table);
}

static void print_json(const struct ctl_proc_state *state, struct hp_json *json)
{
	hp_json_open(json, NULL, '{');
	for (const struct ctl_proc_part *part = state->part;
	     part < state->part + state->n; part++)
		if (part->r < 0 && !part->table.n)
			hp_json_string(json, part->section->name, NULL);
		else
			json_table(json, part->section->name, &part->table);
	hp_json_close(json, '}');
	putchar('\n');
	json->comma = false;
}

int ctl_proc_print(const struct ctl_proc_state *state, struct hp_json *json)
{
	int r = 0;

	if (json)
		return print_json(state, json), 0;
	for (size_t i = 0; r == 0 && i < state->n; i++) {
		if (i)
			putchar('\n');
		r = print_part(&state->part[i]);
	}
	return r;
}
