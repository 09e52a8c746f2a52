/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: who has which ports and which memory. See procregion.h. */
#include <errno.h>

#include "number.h"
#include "procregion.h"

struct region {
	uint64_t start, end, depth;
	const char *name;
};

/* "  START-END : NAME" */
static int take_region(char *line, struct region *ret)
{
	size_t indent = strspn(line, " ");
	char *name = strstr(line, " : "), *end = strchr(line, '-');

	if (!name || !end || end > name)
		return -EBADMSG;
	*name = *end = '\0';
	ret->depth = indent / 2;
	ret->name = name + strlen(" : ");
	return hp_number_parse(line + indent, 16, UINT64_MAX, &ret->start) < 0 ||
			       hp_number_parse(end + 1, 16, UINT64_MAX, &ret->end) < 0
		       ? -EBADMSG
		       : 0;
}

static int parse_region(struct hp_proctable *table, char *line)
{
	struct region region;
	int r = take_region(line, &region);

	if (r < 0)
		return r;
	hp_proctable_row(table);
	hp_proctable_number(table, HP_PROC_ADDRESS, "start", region.start);
	hp_proctable_number(table, HP_PROC_ADDRESS, "end", region.end);
	hp_proctable_text(table, HP_PROC_NAME, "name", region.name);
	hp_proctable_number(table, HP_PROC_NUMBER, "depth", region.depth);
	return 0;
}

/* Not even the first page ends where it begins. */
static bool are_hidden(const struct hp_proctable *table, size_t first)
{
	for (size_t i = first; i < table->n; i++)
		if (table->row[i].field[0].number || table->row[i].field[1].number)
			return false;
	return true;
}

int hp_procregion_parse(struct hp_proctable *table, char *text)
{
	size_t first = table->n;
	int r = hp_procfile_each(table, text, 0, parse_region);

	if (r == 0 && are_hidden(table, first))
		for (size_t i = first; i < table->n; i++)
			table->row[i].field[0].kind = table->row[i].field[1].kind =
				HP_PROC_TEXT;
	return r;
}

void hp_procregion_find(struct hp_proctable *table, const struct hp_proctable *all,
			const char *name)
{
	uint64_t depth = UINT64_MAX; /* of the one that the row stands in */

	for (size_t i = 0; i < all->n; i++) {
		const struct hp_proc_field *row = all->row[i].field;
		bool inside = row[3].number > depth;

		if (!inside)
			depth = streq(row[2].text, name) ? row[3].number : UINT64_MAX;
		if (inside || depth != UINT64_MAX)
			hp_proctable_copy(table, &all->row[i]);
	}
}
