/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: tests of lib/module.c, with modules that only modprobe.d knows: their install
 * commands stand for the load.
 */
#include "log.h"
#include "modconf.h"
#include "module.h"
#include "modulename.h"
#include "sandbox.h"

static struct hp_modules *open_tree(const char *config)
{
	static const char *paths[2];
	struct hp_modules_where where = {
		.root = sandbox_dir, .release = "1", .config = paths};
	struct hp_modules *modules;

	paths[0] = sandbox_path("/modprobe.d");
	sandbox_file("/modprobe.d/test.conf", 0644, config);
	assert_int_equal(hp_modules_new(&modules, &where), 0);
	return modules;
}

struct seen {
	unsigned int n;
	char name[8][64];
	const struct hp_module_action *action; /* insert with it */
	bool remove;
	struct hp_modules *modules;
	int r;
};

static void on_module(struct hp_module *module, void *data)
{
	struct seen *seen = data;

	assert_true(seen->n < ARRAY_SIZE(seen->name));
	snprintf(seen->name[seen->n++], sizeof(seen->name[0]), "%s",
		 hp_module_name(module));
	if (seen->action)
		seen->r = (seen->remove ? hp_module_remove : hp_module_insert)(
			seen->modules, module, seen->action);
}

static void test_names_from_outside(void **state)
{
	char name[8] = "a?b";
	int c;

	for (c = 1; c < 256; c++) {
		name[1] = c;
		assert_int_equal(hp_modulename_valid(name),
				 c >= 0x20 && c != 0x7f && c != '/');
	}
	assert_false(hp_modulename_valid(""));
	assert_false(hp_modulename_valid("/usbserial"));
	assert_false(hp_modulename_valid("netdev-/usbserial"));
	assert_false(hp_modulename_valid("fs-x:/snd_pcm"));
	assert_false(hp_modulename_valid("/x:y"));
	assert_true(hp_modulename_valid("dmi:bvnX:bd08/13/2019:"));
}

static void test_lookup(void **state)
{
	_cleanup_(hp_modules_freep) struct hp_modules *modules =
		open_tree("alias pci:v00008086d* foo-bar\nalias pci:v*d0000100E* baz\n"
			  "alias a_b-c d\n");
	struct seen seen = {0};

	assert_int_equal(
		hp_modules_lookup(modules, "pci:v00008086d0000100E", on_module, &seen),
		2);
	assert_int_equal(seen.n, 2);
	assert_string_equal(seen.name[0], "foo_bar");
	assert_string_equal(seen.name[1], "baz");
	assert_int_equal(hp_modules_lookup(modules, "a-b_c", on_module, &seen), 1);
	assert_int_equal(hp_modules_lookup(modules, "nothing", on_module, &seen), 0);
	assert_int_equal(hp_modules_lookup(modules, "../d", on_module, &seen), -EINVAL);
	assert_int_equal(seen.n, 3);
	assert_string_equal(sandbox_read("/log"), "");
}

static void test_long_name(void **state)
{
	_cleanup_(hp_modules_freep) struct hp_modules *modules = open_tree("alias a b\n");
	static char name[5000];
	struct seen seen = {0};

	memset(name, 'a', 300);
	assert_int_equal(hp_modules_lookup(modules, name, on_module, &seen), 0);
	memset(name, 'a', sizeof(name) - 1);
	assert_int_equal(hp_modules_lookup(modules, name, on_module, &seen), -EINVAL);
	assert_int_equal(seen.n, 0);
}

static void test_config_errors_have_a_place(void **state)
{
	_cleanup_(hp_modules_freep) struct hp_modules *modules =
		open_tree("alias a b\n\nalais c d\n");
	struct seen seen = {0};

	assert_int_equal(hp_modules_lookup(modules, "a", on_module, &seen), 1);
	assert_logged("/modprobe.d/test.conf:3:1: ignoring bad line");
}

static int insert(const char *config, const char *name, unsigned int flags,
		  const char *options)
{
	_cleanup_(hp_modules_freep) struct hp_modules *modules = open_tree(config);
	struct hp_module_action action = {.flags = flags, .options = options};
	struct seen seen = {.action = &action, .modules = modules};

	assert_int_equal(hp_modules_lookup(modules, name, on_module, &seen), 1);
	return seen.r;
}

static void test_install_command(void **state)
{
	char config[2 * PATH_MAX];

	setenv("MODPROBE_OPTIONS", "-n", 1);
	setenv("BASH_ENV", "/nonexistent", 1);
	snprintf(config, sizeof(config),
		 "install foo (echo $MODPROBE_MODULE $CMDLINE_OPTS; env) >%s\n",
		 sandbox_path("/ran"));
	assert_int_equal(insert(config, "foo", 0, "a=1"), 0);
	assert_non_null(strstr(sandbox_read("/ran"), "foo a=1\n"));
	assert_non_null(strstr(sandbox_read("/ran"), "PATH=/sbin:"));
	assert_null(strstr(sandbox_read("/ran"), "MODPROBE_OPTIONS"));
	assert_null(strstr(sandbox_read("/ran"), "BASH_ENV"));
	unsetenv("MODPROBE_OPTIONS");
	unsetenv("BASH_ENV");
}

static void test_install_command_fails(void **state)
{
	assert_int_equal(insert("install foo exit 3\n", "foo", 0, NULL), -ECHILD);
	assert_logged("foo: 'exit 3' ended with status 3");
}

static void test_dry_run_runs_nothing(void **state)
{
	char config[2 * PATH_MAX];

	snprintf(config, sizeof(config), "install foo touch %s\nremove foo touch %s\n",
		 sandbox_path("/ran"), sandbox_path("/ran"));
	assert_int_equal(insert(config, "foo", HP_MODULE_DRY_RUN, NULL), 0);
	assert_false(sandbox_has_entry("/ran"));
}

static void test_blacklist(void **state)
{
	char config[2 * PATH_MAX];

	snprintf(config, sizeof(config),
		 "alias x:y foo-bar\ninstall foo-bar touch %s\nblacklist foo_bar\n",
		 sandbox_path("/ran"));
	/* For an alias always, for the name only where asked for. */
	assert_int_equal(insert(config, "foo_bar", HP_MODULE_BLACKLIST, NULL), 1);
	assert_int_equal(insert(config, "x:y", 0, NULL), 1);
	assert_false(sandbox_has_entry("/ran"));
	assert_int_equal(insert(config, "foo-bar", 0, NULL), 0);
	assert_true(sandbox_has_entry("/ran"));
}

static void test_denied(void **state)
{
	char config[2 * PATH_MAX];

	snprintf(config, sizeof(config),
		 "install foo_bar touch %s\ndeny foo-b* because of this\n",
		 sandbox_path("/ran"));
	assert_int_equal(insert(config, "foo-bar", 0, NULL), 2);
	assert_logged("/modprobe.d/test.conf:2:1: foo_bar is denied: because of this\n");
	assert_not_logged("bad line");
	assert_int_equal(insert(config, "foo_bar", HP_MODULE_DRY_RUN, NULL), 2);
	assert_false(sandbox_has_entry("/ran"));
	assert_int_equal(insert("install foo exit 0\ndeny bar\n", "foo", 0, NULL), 0);
}

static void test_allow_only(void **state)
{
	char config[2 * PATH_MAX];

	sandbox_write("/list", "foo-bar\n");
	snprintf(config, sizeof(config),
		 "install foo_bar exit 0\ninstall baz exit 0\nallow-only %s\n",
		 sandbox_path("/list"));
	assert_int_equal(insert(config, "foo_bar", 0, NULL), 0);
	assert_string_equal(sandbox_read("/log"), "");
	assert_int_equal(insert(config, "baz", 0, NULL), 2);
	assert_logged("test.conf:3:1: baz is not in ");
}

static void test_softdeps_and_commands(void **state)
{
	char config[4 * PATH_MAX];

	snprintf(config, sizeof(config),
		 "install a echo a >>%s\ninstall b echo b >>%s\ninstall c echo c >>%s\n"
		 "softdep a pre: b\nsoftdep a post: c nothing\n",
		 sandbox_path("/ran"), sandbox_path("/ran"), sandbox_path("/ran"));
	assert_int_equal(insert(config, "a", 0, NULL), 0);
	assert_string_equal(sandbox_read("/ran"), "b\na\nc\n");
	/* A softdep is a wish; a ring of them ends. */
	assert_int_equal(insert("install a exit 0\ninstall b exit 1\n"
				"softdep a pre: b\nsoftdep b pre: a\n",
				"a", 0, NULL),
			 0);
	assert_int_equal(insert("install a exit 0\ninstall b exit 0\ndeny b no\n"
				"softdep a pre: b\n",
				"a", 0, NULL),
			 0);
	assert_logged("b is denied: no");
}

static void collect(const char *word, const char *key, const char *value, void *data)
{
	size_t n = strlen(data);

	/* What the kernel's command line has is options, too. */
	if (strstr(value ?: "", "our="))
		snprintf((char *)data + n, 1024 - n, "%s %s %s;", word, key, value);
}

static struct hp_modules *open_legacy(void)
{
	static const char *paths[2];
	const struct hp_modules_where where = {.root = sandbox_dir,
					       .release = "1",
					       .config = paths,
					       .legacy = sandbox_path("/modprobe.conf")};
	struct hp_modules *modules;

	sandbox_mkdir("/run");
	paths[0] = sandbox_path("/modprobe.d");
	assert_int_equal(hp_modules_new(&modules, &where), 0);
	return modules;
}

static void test_legacy(void **state)
{
	_cleanup_(hp_modules_freep) struct hp_modules *modules = NULL;
	char text[PATH_MAX], settings[1024] = "";
	struct seen seen = {0};

	sandbox_write("/modprobe.d/zz.conf", "options m our=new\ninstall m our=1\n"
					     "alias pci:1* m\n");
	snprintf(text, sizeof(text),
		 "alias eth0 e1000\noptions m our=old \\\\\ninstall m our=2\n"
		 "include %s\nalias pci:1* m\nbad line\n",
		 sandbox_path("/modprobe.d"));
	sandbox_write("/modprobe.conf", text);
	modules = open_legacy();
	hp_modules_settings(modules, collect, settings);
	assert_string_equal(settings, "install m our=1;install m our=2;"
				      "options m our=old \\;options m our=new;");
	assert_int_equal(hp_modules_lookup(modules, "eth0", on_module, &seen), 1);
	assert_string_equal(seen.name[0], "e1000");
	assert_int_equal(hp_modules_lookup(modules, "pci:12", on_module, &seen), 1);
	assert_logged("/modprobe.conf:6:1: unknown word 'bad'");
	assert_logged("/modprobe.conf is read, below modprobe.d; LegacyConf=no");
	assert_true(sandbox_has("/run/hotplug/modprobe.conf"));
}

static void collect_place(const char *word, const char *key, const char *value,
			  const struct hp_modconf_setting *place, void *data)
{
	size_t n = strlen(data);

	if (strstr(value ?: "", "our="))
		snprintf((char *)data + n, 1024 - n, "%s %s:%u;", value,
			 place ? strrchr(place->file, '/') + 1 : "nowhere",
			 place ? place->line : 0);
}

/* libkmod gets the lines of modprobe.conf in another order, out of a file of ours. */
static void test_places_with_legacy(void **state)
{
	_cleanup_(hp_modules_freep) struct hp_modules *modules = NULL;
	char places[1024] = "";

	sandbox_write("/modprobe.d/zz.conf", "#\noptions m our=new\ninstall m our=1\n");
	sandbox_write("/modprobe.conf",
		      "options m our=old\ninstall m our=2\noptions m our=new\n");
	modules = open_legacy();
	assert_int_equal(hp_modules_placed_settings(modules, collect_place, places), 0);
	assert_string_equal(places, "our=1 zz.conf:3;our=2 modprobe.conf:2;"
				    "our=old modprobe.conf:1;our=new zz.conf:2;");
}

static void test_legacy_is_told_of_once(void **state)
{
	sandbox_write("/modprobe.conf", "deny foo no\nsoftdep a pre: b\n");
	sandbox_write("/modprobe.d/a.conf", "install foo exit 0\ninstall bar exit 0\n");
	hp_modules_free(open_legacy());
	assert_logged("is read, below modprobe.d");
	logged_clear();
	for (int i = 0; i < 2; i++) {
		_cleanup_(hp_modules_freep) struct hp_modules *modules = open_legacy();
		struct hp_module_action action = {0};
		struct seen seen = {.action = &action, .modules = modules};

		assert_int_equal(hp_modules_lookup(modules, "foo", on_module, &seen), 1);
		assert_int_equal(seen.r, 2);
		assert_logged("/modprobe.conf:1:1: foo is denied: no\n");
		assert_not_logged("is read");
	}
	/* Without the file all is as before. */
	assert_int_equal(unlink(sandbox_path("/modprobe.conf")), 0);
	logged_clear();
	hp_modules_free(open_legacy());
	assert_logged("/modprobe.conf is not read: No such file");
}

static void show_step(const struct hp_module_shown *step, void *data)
{
	assert_null(step->options);
	snprintf(data, 256, "%s %s %s", step->module, step->word, step->what);
}

static void test_remove_command(void **state)
{
	_cleanup_(hp_modules_freep) struct hp_modules *modules = open_tree(
		"remove foo exit 0\nsoftdep foo pre: bar\nsoftdep bar pre: foo\n"
		"alias bar bar\nremove bar exit 0\n");
	char line[256] = "";
	struct hp_module_action action = {
		.flags = HP_MODULE_DRY_RUN, .show = show_step, .data = line};
	struct seen seen = {.action = &action, .remove = true, .modules = modules};

	/* A ring of softdeps ends. */
	assert_int_equal(hp_modules_lookup(modules, "foo", on_module, &seen), 1);
	assert_int_equal(seen.r, 0);
	assert_non_null(strstr(line, "foo remove exit 0"));
}

#define TEST(fn) cmocka_unit_test_setup_teardown(fn, logged_setup, logged_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_names_from_outside),
		TEST(test_lookup),
		TEST(test_long_name),
		TEST(test_config_errors_have_a_place),
		TEST(test_install_command),
		TEST(test_install_command_fails),
		TEST(test_dry_run_runs_nothing),
		TEST(test_blacklist),
		TEST(test_denied),
		TEST(test_allow_only),
		TEST(test_softdeps_and_commands),
		TEST(test_legacy),
		TEST(test_places_with_legacy),
		TEST(test_legacy_is_told_of_once),
		TEST(test_remove_command),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
