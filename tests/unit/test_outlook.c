/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: tests of lib/outlook.c: what is remembered of events, and for how long. */
#include "dispatch.h"
#include "outlook.h"
#include "sandbox.h"

#include <sys/utsname.h>

static struct hp_outlooks *outlooks;
static bool loaded;
static unsigned int asked;

static bool yes(const char *subsystem)
{
	return true;
}

static bool has_loaded(const struct hp_uevent *event)
{
	asked++;
	return loaded;
}

static const struct hp_agent *find_agent(const char *path)
{
	static const struct hp_agent agent = {
		.name = "modalias.agent", .only_loads = yes, .has_loaded = has_loaded};

	return strstr(path, "modalias.agent") ? &agent : NULL;
}

static const char *tree(const char *file)
{
	static char path[PATH_MAX];
	struct utsname uts;

	assert_int_equal(uname(&uts), 0);
	snprintf(path, sizeof(path), "/lib/modules/%s/%s", uts.release, file);
	return path;
}

static bool has_work(const char *subsystem, const char *modalias)
{
	const struct hp_uevent event = {.subsystem = subsystem, .modalias = modalias};

	hp_outlooks_refresh(outlooks);
	return hp_outlooks_has_work(outlooks, &event);
}

static struct hp_outlooks_count count(void)
{
	struct hp_outlooks_count ret;

	hp_outlooks_count(outlooks, &ret);
	return ret;
}

static void test_hooks_come_and_go(void **state)
{
	for (int turn = 0; turn < 3; turn++) {
		assert_false(has_work("net", NULL));
		assert_false(has_work("net", NULL));
		sandbox_executable(HP_HOOKDIR "/net/a.hotplug");
		assert_true(has_work("net", NULL));
		assert_true(has_work("net", NULL));
		assert_int_equal(unlink(sandbox_path(HP_HOOKDIR "/net/a.hotplug")), 0);
	}
	assert_int_equal(count().hits, 6);
	assert_int_equal(count().misses, 6);
}

/* Each MODALIAS is looked up once, and only while it leads somewhere again and again. */
static void test_modalias(void **state)
{
	assert_true(has_work("mem", "a:b"));
	assert_true(has_work("mem", "a:b"));
	assert_int_equal(asked, 2);
	loaded = true;
	assert_false(has_work("mem", "a:b"));
	assert_false(has_work("mem", "a:b"));
	assert_int_equal(asked, 3);
	assert_false(has_work("mem", "a:c"));
	assert_false(has_work("mtd", "a:b"));
	assert_int_equal(asked, 5);
	assert_int_equal(count().hits, 1);
}

static void test_modules_change(void **state)
{
	static const char *const files[] = {"modules.hotplug.bin", "modules.pcimap"};

	loaded = true;
	for (size_t i = 0; i < ARRAY_SIZE(files); i++) {
		assert_false(has_work("mem", "a:b"));
		assert_false(has_work("mem", "a:b"));
		assert_int_equal(asked, i + 1);
		sandbox_write(tree(files[i]), "");
	}
	assert_false(has_work("mem", "a:b"));
	assert_int_equal(asked, 3);
	sandbox_write(HP_CONFDIR "/blacklist", "");
	assert_false(has_work("mem", "a:b"));
	assert_int_equal(asked, 4);
}

/* What was there may have to be loaded again. */
static void test_a_module_goes(void **state)
{
	const struct hp_uevent gone = {.action = HP_ACTION_REMOVE, .subsystem = "module"};

	loaded = true;
	assert_false(has_work("mem", "a:b"));
	loaded = false;
	assert_false(has_work("mem", "a:b"));
	assert_false(hp_outlooks_has_work(outlooks, &gone));
	assert_true(has_work("mem", "a:b"));
	loaded = true;
	assert_false(has_work("mem", "a:b"));
	hp_outlooks_forget(outlooks);
	loaded = false;
	assert_true(has_work("mem", "a:b"));
}

static void test_what_has_not_come_is_not_counted(void **state)
{
	static const struct hp_uevent event = {.subsystem = "net"};

	for (int i = 0; i < 2; i++)
		assert_false(hp_outlooks_would_have_work(outlooks, &event));
	assert_int_equal(count().n, 1);
	assert_int_equal(count().hits + count().misses, 0);
	sandbox_executable(HP_HOOKDIR "/net/a.hotplug");
	hp_outlooks_refresh(outlooks);
	assert_true(hp_outlooks_would_have_work(outlooks, &event));
}

static bool recalls_nothing(enum hp_action action, const char *subsystem,
			    uint32_t *ret_generation)
{
	const struct hp_uevent event = {.action = action, .subsystem = subsystem};

	return hp_outlooks_recall_nothing(outlooks, &event, ret_generation);
}

/* As a process that was forked from this one sees it, and what this one makes of that. */
static void test_recalled_by_another(void **state)
{
	uint32_t generation;

	assert_false(recalls_nothing(HP_ACTION_ADD, "net", &generation));
	assert_false(has_work("net", NULL));
	assert_true(recalls_nothing(HP_ACTION_ADD, "net", &generation));
	assert_true(hp_outlooks_holds(outlooks, generation));
	assert_int_equal(count().hits, 1);
	sandbox_executable(HP_HOOKDIR "/net/a.hotplug");
	assert_true(recalls_nothing(HP_ACTION_ADD, "net", &generation));
	hp_outlooks_refresh(outlooks);
	assert_false(hp_outlooks_holds(outlooks, generation));
	assert_false(recalls_nothing(HP_ACTION_ADD, "net", &generation));
	assert_int_equal(count().hits, 1);
}

/* It is always to be asked about. */
static void test_end_of_module_is_never_recalled(void **state)
{
	static const struct hp_uevent end = {.action = HP_ACTION_REMOVE,
					     .subsystem = "module"};
	uint32_t generation;

	assert_false(hp_outlooks_has_work(outlooks, &end));
	assert_int_equal(count().n, 1);
	assert_false(recalls_nothing(HP_ACTION_REMOVE, "module", &generation));
}

static void test_count(void **state)
{
	assert_int_equal(count().n, 0);
	assert_false(has_work("net", NULL));
	assert_false(has_work("block", NULL));
	assert_int_equal(count().n, 2);
	assert_int_equal(hp_outlooks_answers(outlooks)->n, 2);
	assert_int_equal(count().n_max, HP_ANSWERS_MAX);
	hp_outlooks_forget(outlooks);
	assert_int_equal(count().n, 0);
	assert_int_equal(count().forgotten, 1);
}

static int set_up(void **state)
{
	int r = logged_setup(state);

	asked = 0;
	loaded = false;
	hp_dispatch_set_built_in(find_agent);
	sandbox_executable(HP_HELPERDIR "/hotplug");
	sandbox_mkdir_of(HP_AGENTDIR "/modalias.agent");
	sandbox_mkdir_of(tree("modules.alias.bin"));
	r |= link(sandbox_path(HP_HELPERDIR "/hotplug"),
		  sandbox_path(HP_AGENTDIR "/modalias.agent"));
	return r ?: hp_outlooks_new(&outlooks);
}

static int tear_down(void **state)
{
	hp_outlooks_free(outlooks);
	hp_dispatch_set_built_in(NULL);
	return logged_teardown(state);
}

#define TEST(fn) cmocka_unit_test_setup_teardown(fn, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_hooks_come_and_go),
		TEST(test_modalias),
		TEST(test_modules_change),
		TEST(test_a_module_goes),
		TEST(test_what_has_not_come_is_not_counted),
		TEST(test_recalled_by_another),
		TEST(test_end_of_module_is_never_recalled),
		TEST(test_count),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
