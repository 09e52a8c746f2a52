/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: hotplugctl proc --watch: what has changed, and how fast. See ctl_proc.h. */
#include <errno.h>
#include <inttypes.h>

#include "ctl_proc.h"

/* Where changes are printed. */
struct changes {
	struct hp_json *json; /* NULL: for a person */
	uint64_t us;	      /* between the two looks */
	const char *section;
	const struct hp_proc_row *row; /* of now, or the one that has gone */
	bool any;		       /* one was printed */
};

static bool is_equal(const struct hp_proc_field *a, const struct hp_proc_field *b)
{
	if (!a->text || !b->text)
		return !a->text == !b->text && a->number == b->number;
	return streq(a->text, b->text);
}

static bool is_counter(const struct hp_proc_field *field)
{
	return field->kind == HP_PROC_COUNTER || field->kind == HP_PROC_COUNTER32;
}

/* One that is below what it was began anew, as with another device; but one of 32 bits
 * has wrapped where it was in their upper half. */
static uint64_t difference(const struct hp_proc_field *before,
			   const struct hp_proc_field *now)
{
	if (now->number >= before->number)
		return now->number - before->number;
	if (now->kind == HP_PROC_COUNTER32 && before->number - now->number > INT32_MAX)
		return (uint32_t)(now->number - before->number);
	return now->number;
}

static uint64_t per_second(const struct changes *changes, uint64_t n)
{
	return changes->us ? (uint64_t)((double)n * 1e6 / changes->us + 0.5) : 0;
}

/* "SECTION NAME...:" once a row. */
static int print_name(struct changes *changes)
{
	printf("%s", changes->section);
	for (size_t i = 0; i < changes->row->n; i++) {
		const struct hp_proc_field *field = &changes->row->field[i];
		_cleanup_free_ char *value = NULL;

		if (field->kind > HP_PROC_ADDRESS)
			continue;
		value = ctl_proc_value(field);
		if (!value)
			return -ENOMEM;
		printf(" %s%s%s", field->kind == HP_PROC_INDEX ? field->key : "",
		       field->kind == HP_PROC_INDEX ? " " : "", value);
	}
	return putchar(':') == EOF ? -EIO : 0;
}

static void json_begin(struct changes *changes, const char *what)
{
	struct hp_json *json = changes->json;

	if (!changes->any) {
		hp_json_open(json, NULL, '{');
		hp_json_number(json, "us", changes->us);
		hp_json_open(json, "changes", '[');
	}
	changes->any = true;
	hp_json_open(json, NULL, '{');
	hp_json_string(json, "section", changes->section);
	hp_json_string(json, "change", what);
	for (size_t i = 0; i < changes->row->n; i++)
		if (changes->row->field[i].kind <= HP_PROC_ADDRESS)
			ctl_proc_json_value(json, changes->row->field[i].key,
					    &changes->row->field[i]);
}

/* A row that has come or gone. */
static int tell_row(struct changes *changes, const struct hp_proc_row *row,
		    const char *what)
{
	int r;

	changes->row = row;
	if (changes->json) {
		json_begin(changes, what);
		hp_json_close(changes->json, '}');
		return 0;
	}
	r = print_name(changes);
	printf(" %s\n", what);
	return r;
}

static void json_field(struct changes *changes, const struct hp_proc_field *before,
		       const struct hp_proc_field *now)
{
	struct hp_json *json = changes->json;
	uint64_t n = difference(before, now);

	json_begin(changes, "value");
	hp_json_string(json, "key", now->key);
	ctl_proc_json_value(json, "before", before);
	ctl_proc_json_value(json, "now", now);
	if (is_counter(now)) {
		hp_json_number(json, "difference", n);
		hp_json_number(json, "per_second", per_second(changes, n));
	}
	hp_json_close(json, '}');
}

static int print_field(const struct changes *changes, const struct hp_proc_field *before,
		       const struct hp_proc_field *now)
{
	_cleanup_free_ char *was = ctl_proc_value(before), *is = ctl_proc_value(now);
	uint64_t n = difference(before, now);

	if (!was || !is)
		return -ENOMEM;
	if (is_counter(now))
		printf(" %s +%" PRIu64 " (%" PRIu64 "/s)", now->key, n,
		       per_second(changes, n));
	else
		printf(" %s %s -> %s", now->key, was, is);
	return 0;
}

static int compare_row(struct changes *changes, const struct hp_proc_row *before,
		       const struct hp_proc_row *now)
{
	bool named = false;
	int r = 0;

	changes->row = now;
	for (size_t i = 0; r == 0 && i < now->n; i++) {
		const struct hp_proc_field *field = &now->field[i],
					   *old = hp_proc_row_find(before, field->key);

		if (!old || is_equal(old, field))
			continue;
		if (changes->json) {
			json_field(changes, old, field);
			continue;
		}
		if (!named)
			r = print_name(changes);
		named = true;
		if (r == 0)
			r = print_field(changes, old, field);
	}
	if (named)
		putchar('\n');
	return r;
}

/* The row of the same thing, looked for from where the last one was, for rows keep their
 * order; NULL where there is none. Moves *at. */
static const struct hp_proc_row *find(const struct hp_proctable *table, size_t *at,
				      const struct hp_proc_row *row)
{
	for (size_t i = 0; i < table->n; i++) {
		size_t here = (*at + i) % table->n;

		if (!hp_proc_row_same(&table->row[here], row))
			continue;
		*at = here + 1;
		return &table->row[here];
	}
	return NULL;
}

static int compare_part(struct changes *changes, const struct hp_proctable *before,
			const struct hp_proctable *now)
{
	const struct hp_proc_row *row;
	size_t at = 0;
	int r = 0;

	for (size_t i = 0; r == 0 && i < before->n; i++)
		if (!find(now, &at, &before->row[i]))
			r = tell_row(changes, &before->row[i], "gone");
	at = 0;
	for (size_t i = 0; r == 0 && i < now->n; i++) {
		row = find(before, &at, &now->row[i]);
		r = row ? compare_row(changes, row, &now->row[i])
			: tell_row(changes, &now->row[i], "new");
	}
	return r;
}

int ctl_proc_print_changes(const struct ctl_proc_state *before,
			   const struct ctl_proc_state *now, struct hp_json *json)
{
	struct changes changes = {.json = json, .us = now->at_us - before->at_us};
	int r = 0;

	for (size_t i = 0; r == 0 && i < now->n; i++) {
		changes.section = now->part[i].section->name;
		r = compare_part(&changes, &before->part[i].table, &now->part[i].table);
	}
	if (changes.any) {
		hp_json_close(json, ']');
		hp_json_close(json, '}');
		putchar('\n');
		json->comma = false;
	}
	return r;
}
