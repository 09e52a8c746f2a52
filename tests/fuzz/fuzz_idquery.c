/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: any bytes as what a person looks up, and as an alias to compare it with: a
 * device matches the alias that is its own MODALIAS. */
#include <stdint.h>

#include "idquery.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The first line is the query, the rest the alias. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	_cleanup_free_ char *text = malloc(size + 1);
	char why[HP_IDQUERY_WHY_MAX] = "", *alias;
	struct hp_idquery query, again;
	struct hp_idquery_key key;

	if (!text)
		abort();
	memcpy(text, data, size);
	text[size] = '\0';
	alias = text + strcspn(text, "\n");
	if (*alias)
		*alias++ = '\0';
	if (hp_idquery_parse(&query, text, why) < 0)
		return 0;
	hp_idquery_match_alias(&query, alias);
	hp_idquery_key(&key, &query);
	if (!key.key.at[1] || key.key.at[HP_HWIDS_DEPTH_MAX])
		abort();
	if (hp_idquery_parse(&again, query.modalias, why) == 0 &&
	    hp_idquery_match_row(&again, &query.row) != HP_IDQUERY_YES)
		abort();
	return 0;
}
