/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: fuzz the reader of recorded events: what it takes is written as a line that is
 * read as the same. */
#include <stdint.h>

#include "record.h"
#include "root.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool condition)
{
	if (!condition)
		abort();
}

static void check_same(const struct hp_record *a, const struct hp_record *b)
{
	require(a->missed == b->missed && a->received == b->received &&
		a->started == b->started && a->finished == b->finished &&
		streq(a->outcome, b->outcome));
	if (a->missed)
		return;
	require(a->event.n_vars == b->event.n_vars);
	for (size_t i = 0; i < a->event.n_vars; i++)
		require(streq(a->event.vars[i], b->event.vars[i]));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct hp_record record, again;
	struct hp_record_error error = {0};
	_cleanup_free_ char *text = NULL;
	size_t n = 0;
	FILE *out;

	/* What net events look up in /sys is not there. */
	require(hp_root_set("/nonexistent") == 0);
	if (hp_record_parse(&record, (const char *)data, size, &error) < 0) {
		require(error.column >= 1 && error.column <= size + 1 && *error.what);
		return 0;
	}
	out = open_memstream(&text, &n);
	require(out);
	hp_record_write(out, &record);
	require(fclose(out) == 0 && n < HP_RECORD_LINE_MAX);
	require(hp_record_parse(&again, text, n - 1, &error) == 0);
	check_same(&record, &again);
	return 0;
}
