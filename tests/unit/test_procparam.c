/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: tests of lib/procparam: the parameters of a module. */
#include "procparam.h"
#include "proctext.h"
#include "sandbox.h"

#define DIR "/sys/module/snd_hda/parameters"

static void test_parameters(void **state)
{
	_cleanup_(hp_proctable_free) struct hp_proctable table = {0};

	sandbox_file(DIR "/zero", 0600, "");
	sandbox_file(DIR "/model", 0444, "auto,(null)\n");
	sandbox_file(DIR "/level", 0644, "-1\n");
	assert_int_equal(hp_procparam_read(&table, "snd-hda"), 0);
	assert_string_equal(
		proctext_of(&table),
		"module=snd-hda parameter=level value=-1 permission=0644\n"
		"module=snd-hda parameter=model value=auto,(null) permission=0444\n"
		"module=snd-hda parameter=zero value= permission=0600\n");
	assert_int_equal(hp_procparam_read(&table, "none"), -ENOENT);
	assert_int_equal(hp_procparam_read(&table, "../module/snd_hda"), -ENOENT);
}

static void test_value(void **state)
{
	_cleanup_free_ char *value = NULL;

	sandbox_file(DIR "/level", 0644, "2\n");
	value = hp_procparam_value("snd-hda", "level");
	assert_string_equal(value, "2");
	assert_null(hp_procparam_value("snd-hda", "none"));
	assert_null(hp_procparam_value("snd-hda", "../parameters/level"));
	assert_null(hp_procparam_value("../module/snd_hda", "level"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_parameters, sandbox_setup,
						sandbox_teardown),
		cmocka_unit_test_setup_teardown(test_value, sandbox_setup,
						sandbox_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
