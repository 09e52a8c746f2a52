/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: tests of lib/version.c. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "version.h"

static int sign(int n)
{
	return (n > 0) - (n < 0);
}

/* Each is older than those behind it; the first lines are the specification's. */
static void test_order(void **state)
{
	static const char *const ordered[] = {
		"~",	      "",	 "ab",	    "abb",	"abc",	     "0001",
		"002",	      "12",	 "122",	    "122.9",	"123~rc1-1", "123",
		"123-a",      "123-a.1", "123-a1",  "123-a1-1", "123-3",     "123-3.1",
		"123^patch1", "123^1",	 "123.a-1", "123.1-1",	"123a-1",    "124",
		"999-1",      "999.9",	 "1000",    "2000-rc1",
	};

	for (size_t i = 0; i < ARRAY_SIZE(ordered); i++)
		for (size_t k = 0; k < ARRAY_SIZE(ordered); k++)
			if (sign(hp_version_compare(ordered[i], ordered[k])) !=
			    (i > k) - (i < k))
				fail_msg("'%s' and '%s': %d", ordered[i], ordered[k],
					 hp_version_compare(ordered[i], ordered[k]));
}

static void test_kernels(void **state)
{
	assert_true(hp_version_compare("6.1.0-13-amd64", "6.1") > 0);
	assert_true(hp_version_compare("6.9", "6.10") < 0);
	assert_true(hp_version_compare("6.10.0", "6.9.12-arch1") > 0);
	assert_true(hp_version_compare("6.1.0_1", "6.1.0+1") == 0);
}

static bool holds(const char *is, const char *expression)
{
	const char *wanted;
	const struct hp_comparison *comparison = hp_comparison_take(expression, &wanted);

	return hp_comparison_holds(comparison, is, wanted);
}

static void test_comparisons(void **state)
{
	static const struct {
		const char *expression;
		bool holds; /* for 6.1.0 */
	} cases[] = {
		{"<6.2", true},	   {"<6.1.0", false},  {"<=6.1.0", true},
		{"==6.1.0", true}, {"==06.1.0", true}, {"=06.1.0", false},
		{"=6.1.0", true},  {"!=6.1.0", false}, {"<>6.1.0", false},
		{"<>6.2", true},   {">=6.1.0", true},  {">6.1.0", false},
		{">6", true},	   {"$=6.*", true},    {"!$=6.*", false},
		{"6.*", true},	   {"5.*", false},     {"6.1", false},
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++)
		if (holds("6.1.0", cases[i].expression) != cases[i].holds)
			fail_msg("%s", cases[i].expression);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_order),
		cmocka_unit_test(test_kernels),
		cmocka_unit_test(test_comparisons),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
