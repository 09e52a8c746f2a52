/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: test lib/stats: rows of subsystems, and what is told of times. */
#include "sandbox.h"
#include "stats.h"

static struct hp_stats stats;

static int setup(void **state)
{
	stats = (struct hp_stats){0};
	return 0;
}

static void test_rows(void **state)
{
	hp_stats_count(&stats, "net", HP_OUTCOME_DONE);
	hp_stats_count(&stats, "ne", HP_OUTCOME_NOTHING);
	hp_stats_count(&stats, "net", HP_OUTCOME_DONE);
	hp_stats_count(&stats, "", HP_OUTCOME_FAILED);
	assert_int_equal(stats.n_rows, 3);
	assert_string_equal(stats.rows[0].subsystem, "net");
	assert_int_equal(stats.rows[0].outcomes[HP_OUTCOME_DONE], 2);
	assert_int_equal(stats.rows[1].outcomes[HP_OUTCOME_NOTHING], 1);
	assert_int_equal(stats.rows[2].outcomes[HP_OUTCOME_FAILED], 1);
	assert_true(hp_stats_is_valid(&stats));
}

/* Names that somebody made up, as many and as long as they may be. */
static void test_full(void **state)
{
	char name[64];

	for (unsigned int i = 0; i < 1000; i++) {
		snprintf(name, sizeof(name), "%u-%050u", i, 0);
		hp_stats_count(&stats, name, HP_OUTCOME_NOTHING);
		hp_stats_count(&stats, name, HP_OUTCOME_NOTHING);
	}
	assert_int_equal(stats.n_rows, HP_STATS_ROWS);
	assert_int_equal(strlen(stats.rows[0].subsystem), HP_STATS_NAME_MAX - 1);
	assert_int_equal(stats.rows[0].outcomes[HP_OUTCOME_NOTHING], 2);
	assert_string_equal(stats.rows[HP_STATS_ROWS - 1].subsystem, HP_STATS_OTHERS);
	assert_int_equal(stats.rows[HP_STATS_ROWS - 1].outcomes[HP_OUTCOME_NOTHING],
			 2 * (1000 - HP_STATS_ROWS + 1));
	assert_true(hp_stats_is_valid(&stats));
}

/* Each time is counted in the first bucket whose bound is not below it, and that bound is
 * less than a quarter above it. */
static void test_bounds(void **state)
{
	assert_int_equal(hp_stats_bound(0), 0);
	for (unsigned int i = 1; i < HP_STATS_BUCKETS; i++)
		assert_true(hp_stats_bound(i) > hp_stats_bound(i - 1));
	assert_true(hp_stats_bound(HP_STATS_BUCKETS - 1) == UINT64_MAX);
	for (uint64_t us = 0; us < UINT64_C(1) << 32; us += us / 50 + 1) {
		uint64_t bound;

		stats = (struct hp_stats){0};
		hp_stats_time(&stats, us);
		bound = hp_stats_percentile(&stats, 100);
		assert_true(bound >= us && bound <= us + us / 4);
	}
	hp_stats_time(&stats, UINT64_MAX);
	assert_true(hp_stats_percentile(&stats, 100) == UINT64_MAX);
}

static void test_percentiles(void **state)
{
	assert_int_equal(hp_stats_times(&stats), 0);
	assert_int_equal(hp_stats_percentile(&stats, 50), 0);
	for (unsigned int i = 0; i < 98; i++)
		hp_stats_time(&stats, 3);
	hp_stats_time(&stats, 1000);
	hp_stats_time(&stats, 1000000);
	assert_int_equal(hp_stats_times(&stats), 100);
	assert_int_equal(stats.sum_us, 98 * 3 + 1000 + 1000000);
	assert_int_equal(hp_stats_percentile(&stats, 0), 3);
	assert_int_equal(hp_stats_percentile(&stats, 50), 3);
	assert_int_equal(hp_stats_percentile(&stats, 98), 3);
	assert_in_range(hp_stats_percentile(&stats, 99), 1000, 1250);
	assert_in_range(hp_stats_percentile(&stats, 100), 1000000, 1250000);
}

static void test_not_valid(void **state)
{
	stats.n_rows = HP_STATS_ROWS + 1;
	assert_false(hp_stats_is_valid(&stats));
	stats.n_rows = 1;
	memset(stats.rows[0].subsystem, 'x', HP_STATS_NAME_MAX);
	assert_false(hp_stats_is_valid(&stats));
}

#define TEST(name) cmocka_unit_test_setup(name, setup)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_rows),	TEST(test_full),      TEST(test_bounds),
		TEST(test_percentiles), TEST(test_not_valid),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
