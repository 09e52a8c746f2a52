/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: tests of lib/keyfile.c. */
#include <errno.h>
#include <sys/stat.h>

#include "keyfile.h"
#include "sandbox.h"
#include "wgkey.h"

#define KEY "AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA="

static void test_read(void **state)
{
	uint8_t key[HP_WGKEY_BYTES];
	bool open = false;
	char path[PATH_MAX];

	sandbox_write("/key", KEY "\n");
	assert_int_equal(hp_path(path, "/key"), 0);
	assert_int_equal(chmod(path, 0640), 0);
	assert_int_equal(hp_keyfile_read(key, hp_wgkey_parse, "/key", &open), 0);
	assert_int_equal(key[31], 32);
	assert_false(open);
	assert_int_equal(chmod(path, 0604), 0);
	assert_int_equal(hp_keyfile_read(key, hp_wgkey_parse, "/key", &open), 0);
	assert_true(open);
	sandbox_write("/key", "none\n");
	assert_int_equal(hp_keyfile_read(key, hp_wgkey_parse, "/key", &open), -EINVAL);
	assert_int_equal(hp_keyfile_read(key, hp_wgkey_parse, "/other", &open), -ENOENT);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_read, sandbox_setup,
						sandbox_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
