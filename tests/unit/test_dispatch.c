/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: tests of lib/dispatch: the plan for an event, without running it. */
#include "dispatch.h"
#include "sandbox.h"

static struct hp_uevent event;
static struct hp_plan plan;

static void parse(const char *subsystem, const char *modalias)
{
	char alias[64], why[HP_UEVENT_WHY_MAX] = "";
	const char *const vars[] = {"ACTION=add", "DEVPATH=/devices/x",
				    modalias ? alias : NULL, NULL};

	snprintf(alias, sizeof(alias), "MODALIAS=%s", modalias ? modalias : "");
	if (hp_uevent_from_environ(&event, (char *const *)vars, subsystem, why) < 0)
		fail_msg("%s", why);
}

/* The plan is these paths, and so many were refused, each with one line. */
static void assert_plan(unsigned int refused, const char *const paths[])
{
	size_t n = 0;

	capture_begin();
	assert_int_equal(hp_plan_make(&plan, &event), 0);
	assert_int_equal(count_lines(capture_end()), refused);
	assert_int_equal(plan.refused, refused);
	for (; paths[n]; n++) {
		if (n == plan.n)
			fail_msg("no step for %s", paths[n]);
		assert_string_equal(plan.steps[n].name, sandbox_path(paths[n]));
	}
	assert_int_equal(plan.n, n);
	hp_plan_free(&plan);
	assert_int_equal(plan.n, 0);
}

#define ASSERT_PLAN(refused, ...)                                                        \
	assert_plan(refused, (const char *const[]){__VA_ARGS__, NULL})
#define ASSERT_EMPTY(refused) assert_plan(refused, (const char *const[]){NULL})

static void test_empty(void **state)
{
	parse("bus", NULL);
	ASSERT_EMPTY(0);
	sandbox_mkdir(HP_HOOKDIR "/bus");
	sandbox_mkdir(HP_VENDORDIR "/default");
	sandbox_executable(HP_HOOKDIR "/pci/a.hotplug");
	sandbox_executable(HP_AGENTDIR "/pci.agent");
	sandbox_executable(HP_AGENTDIR "/modalias.agent");
	ASSERT_EMPTY(0);
}

static void test_order(void **state)
{
	parse("bus", NULL);
	sandbox_executable(HP_HOOKDIR "/bus/20.hotplug");
	sandbox_executable(HP_VENDORDIR "/bus/10.hotplug");
	sandbox_executable(HP_VENDORDIR "/bus/30.hotplug");
	sandbox_executable(HP_VENDORDIR "/default/c.hotplug");
	sandbox_executable(HP_HOOKDIR "/default/e.hotplug");
	sandbox_executable(HP_AGENTDIR "/bus.agent");
	ASSERT_PLAN(0, HP_VENDORDIR "/bus/10.hotplug", HP_HOOKDIR "/bus/20.hotplug",
		    HP_VENDORDIR "/bus/30.hotplug", HP_VENDORDIR "/default/c.hotplug",
		    HP_AGENTDIR "/bus.agent", HP_HOOKDIR "/default/e.hotplug");
}

static void test_tiers(void **state)
{
	parse("bus", NULL);
	sandbox_executable(HP_VENDORDIR "/bus/a.hotplug");
	sandbox_executable(HP_VENDORDIR "/bus/b.hotplug");
	sandbox_executable(HP_VENDORDIR "/bus/c.hotplug");
	sandbox_executable(HP_HOOKDIR "/bus/a.hotplug");
	sandbox_link("/dev/null", HP_RUNHOOKDIR "/bus/a.hotplug");
	sandbox_link("/dev/null", HP_RUNHOOKDIR "/bus/b.hotplug");
	sandbox_executable(HP_RUNHOOKDIR "/bus/d.hotplug");
	sandbox_link("/dev/null", HP_HOOKDIR "/bus/c.hotplug");
	ASSERT_PLAN(0, HP_HOOKDIR "/bus/a.hotplug");
}

/* Of an agent's names, the first that is there decides. */
static void test_agents(void **state)
{
	parse("bus", "bus:x");
	sandbox_executable(HP_AGENTDIR "/modalias.agent");
	ASSERT_PLAN(0, HP_AGENTDIR "/modalias.agent");
	sandbox_executable(HP_AGENTDIR "/bus.agent");
	ASSERT_PLAN(0, HP_AGENTDIR "/bus.agent");
	sandbox_executable(HP_CONFDIR "/bus.agent");
	ASSERT_PLAN(0, HP_CONFDIR "/bus.agent");
	chmod(sandbox_path(HP_CONFDIR "/bus.agent"), 0600);
	ASSERT_EMPTY(1);
	assert_int_equal(unlink(sandbox_path(HP_CONFDIR "/bus.agent")), 0);
	sandbox_link("/dev/null", HP_CONFDIR "/bus.agent");
	ASSERT_EMPTY(0);
	sandbox_executable(HP_HOOKDIR "/default/default.hotplug");
	ASSERT_PLAN(0, HP_HOOKDIR "/default/default.hotplug");
}

/* The suite's own are those in its own directory; a copy is not a link. */
static void test_whose_agent(void **state)
{
	parse("bus", NULL);
	sandbox_executable(HP_AGENTDIR "/bus.agent");
	assert_int_equal(hp_plan_make(&plan, &event), 0);
	assert_true(plan.steps[0].is_ours);
	assert_null(plan.steps[0].built_in);
	hp_plan_free(&plan);
	sandbox_executable(HP_CONFDIR "/bus.agent");
	assert_int_equal(hp_plan_make(&plan, &event), 0);
	assert_false(plan.steps[0].is_ours);
	hp_plan_free(&plan);
}

static const struct hp_agent stand_in = {.name = "bus.agent"};

static const struct hp_agent *find_stand_in(const char *path)
{
	return strstr(path, "/bus.agent") ? &stand_in : NULL;
}

/* Called only where what would be executed is this very program. */
static void test_built_in(void **state)
{
	parse("bus", NULL);
	sandbox_executable(HP_HELPERDIR "/hotplug");
	sandbox_executable(HP_CONFDIR "/other");
	hp_dispatch_set_built_in(find_stand_in);
	sandbox_link(HP_HELPERDIR "/hotplug", HP_AGENTDIR "/bus.agent");
	assert_int_equal(hp_plan_make(&plan, &event), 0);
	assert_ptr_equal(plan.steps[0].built_in, &stand_in);
	assert_string_equal(plan.steps[0].path, sandbox_path(HP_HELPERDIR "/hotplug"));
	hp_plan_free(&plan);
	/* What the admin put in its place is executed. */
	sandbox_link(HP_HELPERDIR "/hotplug", HP_CONFDIR "/bus.agent");
	assert_int_equal(hp_plan_make(&plan, &event), 0);
	assert_null(plan.steps[0].built_in);
	hp_plan_free(&plan);
	assert_int_equal(unlink(sandbox_path(HP_CONFDIR "/bus.agent")), 0);
	assert_int_equal(unlink(sandbox_path(HP_AGENTDIR "/bus.agent")), 0);
	sandbox_link(HP_CONFDIR "/other", HP_AGENTDIR "/bus.agent");
	assert_int_equal(hp_plan_make(&plan, &event), 0);
	assert_null(plan.steps[0].built_in);
	hp_plan_free(&plan);
	hp_dispatch_set_built_in(NULL);
}

static bool wants_add(const struct hp_uevent *wanted)
{
	return wanted->action == HP_ACTION_ADD;
}

static const struct hp_agent picky = {.name = "bus.agent", .wants = wants_add};

static const struct hp_agent *find_picky(const char *path)
{
	return strstr(path, "/bus.agent") ? &picky : NULL;
}

/* No step for what it does not want; only it knows, not what was put in its place. */
static void test_built_in_wants(void **state)
{
	parse("bus", "bus:x");
	sandbox_executable(HP_HELPERDIR "/hotplug");
	sandbox_executable(HP_AGENTDIR "/modalias.agent");
	assert_int_equal(link(sandbox_path(HP_HELPERDIR "/hotplug"),
			      sandbox_path(HP_AGENTDIR "/bus.agent")),
			 0);
	hp_dispatch_set_built_in(find_picky);
	ASSERT_PLAN(0, HP_AGENTDIR "/bus.agent");
	event.action = HP_ACTION_BIND;
	ASSERT_EMPTY(0);
	hp_dispatch_set_built_in(NULL);
	ASSERT_PLAN(0, HP_AGENTDIR "/bus.agent");
	hp_dispatch_set_built_in(find_picky);
	sandbox_executable(HP_CONFDIR "/bus.agent");
	ASSERT_PLAN(0, HP_CONFDIR "/bus.agent");
	assert_int_equal(unlink(sandbox_path(HP_CONFDIR "/bus.agent")), 0);
	assert_int_equal(unlink(sandbox_path(HP_AGENTDIR "/bus.agent")), 0);
	sandbox_executable(HP_AGENTDIR "/bus.agent");
	ASSERT_PLAN(0, HP_AGENTDIR "/bus.agent");
	hp_dispatch_set_built_in(NULL);
}

static const struct hp_agent loader = {.name = "bus.agent", .loads = true};

static const struct hp_agent *find_loader(const char *path)
{
	return strstr(path, "/bus.agent") ? &loader : NULL;
}

/* What loads is the suite's own agent, not what was put in its place. */
static void test_parts(void **state)
{
	parse("bus", NULL);
	sandbox_executable(HP_HELPERDIR "/hotplug");
	sandbox_executable(HP_HOOKDIR "/bus/a.hotplug");
	sandbox_mkdir(HP_AGENTDIR);
	assert_int_equal(link(sandbox_path(HP_HELPERDIR "/hotplug"),
			      sandbox_path(HP_AGENTDIR "/bus.agent")),
			 0);
	hp_dispatch_set_built_in(find_loader);
	ASSERT_PLAN(0, HP_HOOKDIR "/bus/a.hotplug", HP_AGENTDIR "/bus.agent");
	hp_plan_part = HP_PLAN_WITHOUT_LOADS;
	ASSERT_PLAN(0, HP_HOOKDIR "/bus/a.hotplug");
	hp_plan_part = HP_PLAN_LOADS;
	ASSERT_PLAN(0, HP_AGENTDIR "/bus.agent");
	sandbox_executable(HP_CONFDIR "/bus.agent");
	ASSERT_EMPTY(0);
	hp_plan_part = HP_PLAN_WITHOUT_LOADS;
	ASSERT_PLAN(0, HP_HOOKDIR "/bus/a.hotplug", HP_CONFDIR "/bus.agent");
	hp_plan_part = HP_PLAN_WHOLE;
	hp_dispatch_set_built_in(NULL);
}

static void test_refused(void **state)
{
	parse("bus", NULL);
	sandbox_executable(HP_HOOKDIR "/bus/a.hotplug");
	sandbox_executable(HP_HOOKDIR "/bus/b.hotplug");
	sandbox_write(HP_HOOKDIR "/bus/c.hotplug", "#!/bin/sh\n");
	sandbox_link("/none", HP_HOOKDIR "/bus/d.hotplug");
	sandbox_link("e.hotplug", HP_HOOKDIR "/bus/e.hotplug");
	chmod(sandbox_path(HP_HOOKDIR "/bus/b.hotplug"), 0777);
	ASSERT_PLAN(4, HP_HOOKDIR "/bus/a.hotplug");
	chmod(sandbox_path(HP_HOOKDIR "/bus"), 0777);
	ASSERT_EMPTY(5);
}

/* A directory that cannot be read is not an empty one. */
static void test_unreadable_directory(void **state)
{
	parse("bus", NULL);
	sandbox_write(HP_HOOKDIR "/bus", "");
	sandbox_executable(HP_VENDORDIR "/bus/a.hotplug");
	ASSERT_PLAN(1, HP_VENDORDIR "/bus/a.hotplug");
}

static char told[4096];

/* "PLACE/NAME VERDICT", or with the name of the file that why is the path of. */
static void on_note(const struct hp_note *note, void *data)
{
	static const char *const verdicts[HP_VERDICTS] = {
		[HP_VERDICT_RUNS] = "runs",	    [HP_VERDICT_REFUSED] = "refused",
		[HP_VERDICT_MASK] = "mask",	    [HP_VERDICT_MASKED] = "masked",
		[HP_VERDICT_REPLACED] = "replaced", [HP_VERDICT_NAME] = "name",
		[HP_VERDICT_NO_FILE] = "no file",   [HP_VERDICT_RUN_DIR] = "run dir",
		[HP_VERDICT_IDLE] = "idle",
	};
	const char *root = data;

	snprintf(told + strlen(told), sizeof(told) - strlen(told), "%s %s %s\n",
		 note->place, note->path + strlen(root), verdicts[note->verdict]);
	if (note->verdict == HP_VERDICT_MASKED || note->verdict == HP_VERDICT_REPLACED)
		snprintf(told + strlen(told) - 1, sizeof(told) - strlen(told), " by %s\n",
			 note->why + strlen(root));
}

static void assert_told(const char *text)
{
	char root[PATH_MAX];

	snprintf(root, sizeof(root), "%s", sandbox_path(""));
	*told = '\0';
	capture_begin();
	assert_int_equal(hp_plan_explain(&plan, &event, on_note, root), 0);
	assert_string_equal(capture_end(), "");
	hp_plan_free(&plan);
	assert_string_equal(told, text);
}

/* Each file of each tier, in the order in which they would be run. */
static void test_explain_hooks(void **state)
{
	parse("bus", NULL);
	sandbox_executable(HP_HOOKDIR "/bus/a.hotplug");
	sandbox_executable(HP_VENDORDIR "/bus/a.hotplug");
	sandbox_executable(HP_VENDORDIR "/bus/b.hotplug");
	sandbox_link("/dev/null", HP_RUNHOOKDIR "/bus/b.hotplug");
	sandbox_executable(HP_RUNHOOKDIR "/bus/b2.hotplug");
	sandbox_link("/dev/null", HP_HOOKDIR "/bus/c.hotplug");
	sandbox_executable(HP_VENDORDIR "/bus/c.hotplug");
	sandbox_write(HP_HOOKDIR "/bus/d.hotplug", "");
	sandbox_write(HP_HOOKDIR "/bus/e.sh", "");
	sandbox_mkdir(HP_HOOKDIR "/bus/f.hotplug");
	sandbox_executable(HP_VENDORDIR "/bus/f.hotplug");
	assert_told("bus " HP_HOOKDIR "/bus/a.hotplug runs\n"
		    "bus " HP_VENDORDIR "/bus/a.hotplug replaced by " HP_HOOKDIR
		    "/bus/a.hotplug\n"
		    "bus " HP_VENDORDIR "/bus/b.hotplug masked by " HP_RUNHOOKDIR
		    "/bus/b.hotplug\n"
		    "bus " HP_RUNHOOKDIR "/bus/b2.hotplug run dir\n"
		    "bus " HP_HOOKDIR "/bus/c.hotplug mask\n"
		    "bus " HP_VENDORDIR "/bus/c.hotplug masked by " HP_HOOKDIR
		    "/bus/c.hotplug\n"
		    "bus " HP_HOOKDIR "/bus/d.hotplug refused\n"
		    "bus " HP_HOOKDIR "/bus/e.sh name\n"
		    "bus " HP_HOOKDIR "/bus/f.hotplug no file\n"
		    "bus " HP_VENDORDIR "/bus/f.hotplug runs\n");
}

static void test_explain_agents(void **state)
{
	parse("bus", NULL);
	sandbox_executable(HP_AGENTDIR "/modalias.agent");
	assert_told("agent " HP_AGENTDIR "/modalias.agent idle\n");
	parse("bus", "bus:x");
	assert_told("agent " HP_AGENTDIR "/modalias.agent runs\n");
	sandbox_executable(HP_CONFDIR "/bus.agent");
	assert_told("agent " HP_CONFDIR "/bus.agent runs\n"
		    "agent " HP_AGENTDIR "/modalias.agent replaced by " HP_CONFDIR
		    "/bus.agent\n");
	sandbox_link("/dev/null", HP_RUNHOOKDIR "/default/default.hotplug");
	assert_told("agent " HP_CONFDIR "/bus.agent masked by " HP_RUNHOOKDIR
		    "/default/default.hotplug\n"
		    "agent " HP_AGENTDIR "/modalias.agent replaced by " HP_CONFDIR
		    "/bus.agent\n");
	sandbox_executable(HP_HOOKDIR "/default/default.hotplug");
	assert_told("default " HP_HOOKDIR "/default/default.hotplug runs\n"
		    "agent " HP_CONFDIR "/bus.agent replaced by " HP_HOOKDIR
		    "/default/default.hotplug\n"
		    "agent " HP_AGENTDIR "/modalias.agent replaced by " HP_HOOKDIR
		    "/default/default.hotplug\n");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, sandbox_setup, sandbox_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_empty),	   TEST(test_order),
		TEST(test_tiers),	   TEST(test_agents),
		TEST(test_whose_agent),	   TEST(test_built_in),
		TEST(test_built_in_wants), TEST(test_parts),
		TEST(test_refused),	   TEST(test_unreadable_directory),
		TEST(test_explain_hooks),  TEST(test_explain_agents),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
