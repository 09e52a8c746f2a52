/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: how many events there were, and how long they took. See stats.h. */
#include "stats.h"

static const char outcome_names[HP_OUTCOMES][8] = {
	[HP_OUTCOME_NOTHING] = "nothing",
	[HP_OUTCOME_DONE] = "done",
	[HP_OUTCOME_FAILED] = "failed",
	[HP_OUTCOME_DROPPED] = "dropped",
};

const char *hp_outcome_name(enum hp_outcome outcome)
{
	return outcome_names[outcome];
}

static struct hp_stats_row *find_row(struct hp_stats *stats, const char *subsystem)
{
	struct hp_stats_row *row = stats->rows, *end = row + stats->n_rows;

	while (row < end &&
	       strncmp(row->subsystem, subsystem, sizeof(row->subsystem) - 1))
		row++;
	if (row < end)
		return row;
	if (stats->n_rows == HP_STATS_ROWS)
		return end - 1;
	if (++stats->n_rows == HP_STATS_ROWS)
		subsystem = HP_STATS_OTHERS;
	snprintf(row->subsystem, sizeof(row->subsystem), "%s", subsystem);
	return row;
}

void hp_stats_count(struct hp_stats *stats, const char *subsystem,
		    enum hp_outcome outcome)
{
	find_row(stats, subsystem)->outcomes[outcome]++;
}

/* 0 to 3 have a bucket each; then the two bits behind the highest one choose. */
static unsigned int bucket_of(uint64_t us)
{
	unsigned int high, bucket;

	if (us < 4)
		return us;
	high = 63 - __builtin_clzll(us);
	bucket = (high - 1) * 4 + (us >> (high - 2) & 3);
	return bucket < HP_STATS_BUCKETS ? bucket : HP_STATS_BUCKETS - 1;
}

uint64_t hp_stats_bound(unsigned int bucket)
{
	unsigned int high = bucket / 4 + 1;

	if (bucket < 4)
		return bucket;
	if (bucket >= HP_STATS_BUCKETS - 1)
		return UINT64_MAX;
	return ((UINT64_C(4) + bucket % 4 + 1) << (high - 2)) - 1;
}

void hp_stats_time(struct hp_stats *stats, uint64_t us)
{
	stats->buckets[bucket_of(us)]++;
	stats->sum_us += us;
}

uint64_t hp_stats_times(const struct hp_stats *stats)
{
	uint64_t n = 0;

	for (unsigned int i = 0; i < HP_STATS_BUCKETS; i++)
		n += stats->buckets[i];
	return n;
}

uint64_t hp_stats_percentile(const struct hp_stats *stats, unsigned int percent)
{
	uint64_t n = hp_stats_times(stats), seen = 0;
	unsigned int i = 0;

	if (!n)
		return 0;
	/* The smallest bound with at least that share at or below it. */
	while ((seen += stats->buckets[i]) * 100 < n * percent || !seen)
		i++;
	return hp_stats_bound(i);
}

bool hp_stats_is_valid(const struct hp_stats *stats)
{
	if (stats->n_rows > HP_STATS_ROWS)
		return false;
	for (size_t i = 0; i < stats->n_rows; i++)
		if (!memchr(stats->rows[i].subsystem, 0, HP_STATS_NAME_MAX))
			return false;
	return true;
}
