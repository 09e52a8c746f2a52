/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: tests of lib/tier.c. */
#include "sandbox.h"
#include "tier.h"

static void assert_tier(const char *dir)
{
	char path[PATH_MAX], wanted[64];

	assert_int_equal(hp_tier_path(path, "list"), 0);
	snprintf(wanted, sizeof(wanted), "%s/list", dir);
	assert_string_equal(path, sandbox_path(wanted));
}

static void test_the_first_that_is_there(void **state)
{
	assert_tier(HP_CONFDIR);
	sandbox_write(HP_AGENTDIR "/list", "");
	assert_tier(HP_AGENTDIR);
	sandbox_write(HP_RUNDIR "/list", "");
	assert_tier(HP_RUNDIR);
	sandbox_write(HP_CONFDIR "/list", "");
	assert_tier(HP_CONFDIR);
}

/* A link counts, wherever it leads; nothing behind it does. */
static void test_links(void **state)
{
	sandbox_write(HP_AGENTDIR "/list", "");
	sandbox_link("/dev/null", HP_RUNDIR "/list");
	assert_tier(HP_RUNDIR);
	sandbox_link("nowhere", HP_CONFDIR "/list");
	assert_tier(HP_CONFDIR);
}

/* What is no directory has no file. */
static void test_no_directory(void **state)
{
	sandbox_write(HP_RUNDIR, "");
	sandbox_write(HP_AGENTDIR "/list", "");
	assert_tier(HP_AGENTDIR);
}

static void test_too_long(void **state)
{
	char path[PATH_MAX], name[PATH_MAX];

	memset(name, 'a', sizeof(name) - 1);
	name[sizeof(name) - 1] = '\0';
	assert_int_equal(hp_tier_path(path, name), -ENAMETOOLONG);
}

#define TEST(fn) cmocka_unit_test_setup_teardown(fn, sandbox_setup, sandbox_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_the_first_that_is_there),
		TEST(test_links),
		TEST(test_no_directory),
		TEST(test_too_long),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
