/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: tests of lib/hooks.c. */
#include <errno.h>

#include "hooks.h"
#include "sandbox.h"

static char found[1024], unreadable[1024];

static void on_unreadable(const char *path, int r, void *data)
{
	assert_int_equal(r, -ENOTDIR);
	snprintf(unreadable, sizeof(unreadable), "%s", path);
}

/* "PATH VERDICT" of each, a line each. */
static void assert_found(const char *subdir, bool all, const char *text)
{
	struct hp_hooks hooks = {
		.subdir = subdir, .all = all, .unreadable = on_unreadable};
	char path[PATH_MAX];

	*found = *unreadable = '\0';
	assert_int_equal(hp_hooks_find(&hooks), 0);
	for (size_t i = 0; i < hooks.n; i++) {
		const struct hp_hook *hook = &hooks.list[i];

		snprintf(path, sizeof(path), "the agent's place");
		if (hook->tier)
			assert_int_equal(
				hp_hooks_path(&hooks, hook->tier, hook->name, path), 0);
		snprintf(found + strlen(found), sizeof(found) - strlen(found),
			 "%.200s %d\n",
			 hook->tier ? path + strlen(sandbox_path("")) : path,
			 hook->verdict);
	}
	hp_hooks_free(&hooks);
	assert_int_equal(hooks.n, 0);
	assert_string_equal(found, text);
}

#define RUNS	 " 0\n"
#define REPLACED " 5\n"
#define NAME	 " 6\n"
#define NO_FILE	 " 7\n"
#define RUN_DIR	 " 8\n"

static void test_none(void **state)
{
	assert_found("bus", false, "");
	assert_found("default", false, "the agent's place" RUNS);
	assert_string_equal(unreadable, "");
}

static void test_order(void **state)
{
	sandbox_executable(HP_HOOKDIR "/default/z.hotplug");
	sandbox_executable(HP_VENDORDIR "/default/b.hotplug");
	sandbox_executable(HP_HOOKDIR "/default/b.hotplug");
	sandbox_write(HP_VENDORDIR "/default/e.sh", "");
	sandbox_mkdir(HP_VENDORDIR "/default/f.hotplug");
	sandbox_executable(HP_RUNHOOKDIR "/default/g.hotplug");
	sandbox_link("/dev/null", HP_RUNHOOKDIR "/default/b.hotplug");
	assert_found("default", false,
		     HP_HOOKDIR "/default/b.hotplug" RUNS
				"the agent's place" RUNS HP_HOOKDIR
				"/default/z.hotplug" RUNS);
	assert_found("default", true,
		     HP_HOOKDIR
		     "/default/b.hotplug" RUNS HP_VENDORDIR "/default/b.hotplug" REPLACED
		     "the agent's place" RUNS HP_VENDORDIR
		     "/default/e.sh" NAME HP_VENDORDIR
		     "/default/f.hotplug" NO_FILE HP_RUNHOOKDIR
		     "/default/g.hotplug" RUN_DIR HP_HOOKDIR "/default/z.hotplug" RUNS);
}

/* What is no hook takes the place of none. */
static void test_namesakes(void **state)
{
	sandbox_mkdir(HP_HOOKDIR "/bus/a.hotplug");
	sandbox_executable(HP_VENDORDIR "/bus/a.hotplug");
	assert_found("bus", true,
		     HP_HOOKDIR "/bus/a.hotplug" NO_FILE HP_VENDORDIR
				"/bus/a.hotplug" RUNS);
}

static void test_unreadable(void **state)
{
	sandbox_write(HP_HOOKDIR "/bus", "");
	assert_found("bus", false, "");
	assert_string_equal(unreadable, sandbox_path(HP_HOOKDIR "/bus"));
}

static void test_masks(void **state)
{
	char path[PATH_MAX];

	assert_false(hp_hooks_is_masked("bus", "a.hotplug", path));
	sandbox_link("/dev/nul", HP_RUNHOOKDIR "/bus/a.hotplug");
	sandbox_link("/dev/nullx", HP_RUNHOOKDIR "/bus/b.hotplug");
	sandbox_link("/dev/null", HP_RUNHOOKDIR "/bus/c.hotplug");
	assert_false(hp_hooks_is_masked("bus", "a.hotplug", path));
	assert_false(hp_hooks_is_masked("bus", "b.hotplug", path));
	assert_true(hp_hooks_is_masked("bus", "c.hotplug", path));
	assert_string_equal(path, sandbox_path(HP_RUNHOOKDIR "/bus/c.hotplug"));
	assert_true(hp_hooks_is_mask(path));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, sandbox_setup, sandbox_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_none),       TEST(test_order), TEST(test_namesakes),
		TEST(test_unreadable), TEST(test_masks),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
