/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: tests of lib/wgkey.c. */
#include <errno.h>

#include "sandbox.h"
#include "wgkey.h"

#define KEY "AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA="

static void test_parse(void **state)
{
	uint8_t key[HP_WGKEY_BYTES] = {0};

	assert_int_equal(hp_wgkey_parse(key, KEY), 0);
	for (int i = 0; i < HP_WGKEY_BYTES; i++)
		assert_int_equal(key[i], i + 1);
	assert_int_equal(
		hp_wgkey_parse(key, "//////////////////////////////////////////8="), 0);
	assert_int_equal(key[0], 0xff);
	assert_int_equal(key[31], 0xff);
}

static void test_wrong(void **state)
{
	static const char *const wrong[] = {
		"",
		"AQID",
		"AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA",
		"AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA==",
		"AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyB=",
		"AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eH-A=",
		" QIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA=",
		"AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyAA",
	};
	uint8_t key[HP_WGKEY_BYTES] = {7};

	for (size_t i = 0; i < ARRAY_SIZE(wrong); i++)
		assert_int_equal(hp_wgkey_parse(key, wrong[i]), -EINVAL);
	assert_int_equal(key[0], 7);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_parse),
		cmocka_unit_test(test_wrong),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
