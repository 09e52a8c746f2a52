/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: tests of lib/loaded: a made-up /sys/module. */
#include "loaded.h"
#include "sandbox.h"
#include "sysmodule.h"

static void test_loaded(void **state)
{
	_cleanup_(hp_names_free) struct hp_names holders = {0};
	char text[HP_LOADED_TEXT_MAX];
	struct stat st;

	sandbox_write("/sys/module/mii/initstate", "live\n");
	sandbox_write("/sys/module/mii/taint", "OE\n");
	sandbox_write("/sys/module/mii/version", "");
	sandbox_mkdir("/sys/module/mii/holders/8139cp");
	sandbox_mkdir("/sys/module/mii/holders/8139too");
	sandbox_mkdir("/sys/module/printk/parameters");
	assert_int_equal(stat(sandbox_path("/sys/module/mii"), &st), 0);

	assert_true(hp_loaded_inode("mii") == st.st_ino);
	assert_true(hp_loaded_inode("printk") == 0 && hp_loaded_inode("none") == 0);
	assert_int_not_equal(hp_sysmodule_state("mii"), HP_SYSMODULE_BUILTIN);
	assert_int_equal(hp_sysmodule_state("printk"), HP_SYSMODULE_BUILTIN);
	assert_int_not_equal(hp_sysmodule_state("none"), HP_SYSMODULE_BUILTIN);

	assert_int_equal(hp_loaded_holders("mii", &holders), 0);
	assert_int_equal(holders.n, 2);
	assert_true(hp_names_has(&holders, "8139too"));
	assert_int_equal(hp_loaded_holders("none", &holders), 0);
	assert_int_equal(holders.n, 2);

	hp_loaded_attribute("mii", "taint", text);
	assert_string_equal(text, "OE");
	hp_loaded_attribute("mii", "version", text);
	assert_string_equal(text, "");
	hp_loaded_attribute("mii", "none", text);
	assert_string_equal(text, "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_loaded, sandbox_setup,
						sandbox_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
