/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: tests of lib/sysdevices.c with the /sys of this machine. */
#include "names.h"
#include "sandbox.h"
#include "sysdevices.h"

static int take(const char *path, void *data)
{
	return hp_names_add(data, path, strlen(path)) == 1 ? 0 : -EEXIST;
}

static bool is_below(const char *path, const char *parent)
{
	const char *rest = skip_prefix(path, parent);

	return rest && *rest == '/';
}

/* Each once, a parent before its children. */
static void test_order(void **state)
{
	_cleanup_(hp_names_free) struct hp_names found = {.exact = true};

	assert_int_equal(hp_sysdevices_each(NULL, take, &found), 0);
	assert_true(hp_names_has(&found, "/sys/devices/virtual/net/lo"));
	assert_true(hp_names_has(&found, "/sys/devices/virtual/mem/null"));
	for (size_t i = 0; i < found.n; i++)
		for (size_t k = i + 1; k < found.n; k++)
			if (is_below(found.name[i], found.name[k]))
				fail_msg("%s comes before %s", found.name[i],
					 found.name[k]);
}

static void test_subsystems(void **state)
{
	_cleanup_(hp_names_free) struct hp_names found = {.exact = true};
	const char *const none[] = {"nosuch", NULL};
	const char *const two[] = {"mem", "net", NULL};

	assert_int_equal(hp_sysdevices_each(none, take, &found), 0);
	assert_int_equal(found.n, 0);
	assert_int_equal(hp_sysdevices_each(two, take, &found), 0);
	assert_true(hp_names_has(&found, "/sys/devices/virtual/net/lo"));
	assert_true(hp_names_has(&found, "/sys/devices/virtual/mem/null"));
	for (size_t i = 0; i < found.n; i++)
		assert_true(strstr(found.name[i], "/net/") ||
			    strstr(found.name[i], "/mem/"));
}

static int stop(const char *path, void *data)
{
	unsigned int *calls = data;

	++*calls;
	return -EINTR;
}

static void test_stop(void **state)
{
	unsigned int calls = 0;

	assert_int_equal(hp_sysdevices_each(NULL, stop, &calls), -EINTR);
	assert_int_equal(calls, 1);
}

static void test_modalias(void **state)
{
	char text[HP_SYSDEVICES_MODALIAS_MAX] = "";

	sandbox_write("/a/modalias", "acpi:X:\nof:N*\n");
	sandbox_write("/b/modalias", "\n");
	assert_int_equal(hp_sysdevices_modalias(sandbox_path("/a"), text), 0);
	assert_string_equal(text, "acpi:X:");
	assert_int_equal(hp_sysdevices_modalias(sandbox_path("/b"), text), -ENOENT);
	assert_int_equal(hp_sysdevices_modalias(sandbox_path("/c"), text), -ENOENT);
	assert_string_equal(text, "acpi:X:");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_order),
		cmocka_unit_test(test_subsystems),
		cmocka_unit_test(test_stop),
		cmocka_unit_test_setup_teardown(test_modalias, sandbox_setup,
						sandbox_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
