/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: tests of lib/timespan.c. */
#include "sandbox.h"
#include "timespan.h"

static void test_read(void **state)
{
	static const struct {
		const char *text;
		uint64_t us;
	} cases[] = {
		{"0", 0},	    {"15", 15000000},	     {"100ms", 100000},
		{"100 ms", 100000}, {"1.5s", 1500000},	     {"0.000001", 1},
		{"0.0000001", 0},   {"1min 30s", 90000000},  {"1min30", 90000000},
		{"2h", 7200000000}, {"1w 1d", 691200000000}, {"7us", 7},
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		uint64_t us = 42;

		assert_int_equal(hp_timespan_parse(&us, cases[i].text), 0);
		assert_int_equal(us, cases[i].us);
	}
}

static void test_refuse(void **state)
{
	static const char *const cases[] = {
		"",	 "s",	  "-1",	  "1x", "1.5.5", "ms 1", "18446744073709551615",
		"1 s x", "1min,", "0x10", ".5",
	};
	uint64_t us = 42;

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++)
		assert_int_equal(hp_timespan_parse(&us, cases[i]), -EINVAL);
	assert_int_equal(us, 42);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_read),
		cmocka_unit_test(test_refuse),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
