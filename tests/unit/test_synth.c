/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: tests of lib/synth.c: what is written to uevent files. */
#include <ctype.h>

#include "sandbox.h"
#include "synth.h"

static void test_uuid(void **state)
{
	char a[HP_SYNTH_UUID_MAX], b[HP_SYNTH_UUID_MAX];

	assert_int_equal(hp_synth_uuid(a), 0);
	assert_int_equal(hp_synth_uuid(b), 0);
	assert_string_not_equal(a, b);
	assert_int_equal(strlen(a), 36);
	for (int i = 0; i < 36; i++) {
		if (i == 8 || i == 13 || i == 18 || i == 23)
			assert_int_equal(a[i], '-');
		else
			assert_true(isxdigit((unsigned char)a[i]));
	}
	assert_int_equal(a[14], '4');
	assert_non_null(memchr("89ab", a[19], 4));
}

static void test_add(void **state)
{
	sandbox_write("/sys/devices/a/uevent", "");
	assert_int_equal(hp_synth_add(sandbox_path("/sys/devices/a"), "U-U"), 0);
	assert_string_equal(sandbox_read("/sys/devices/a/uevent"), "add U-U");
	assert_int_equal(hp_synth_add(sandbox_path("/sys/devices/gone"), "U-U"), -ENOENT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_uuid),
		cmocka_unit_test_setup_teardown(test_add, sandbox_setup,
						sandbox_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
