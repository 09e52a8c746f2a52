/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: tests of modprobe's command line and MODPROBE_OPTIONS.
 *
 *	test_modprobe_options MODPROBE
 */
#include "modprobe_run.h"

static int run_options(const char *options, const char *word)
{
	char variable[2 * PATH_MAX];
	char *const environment[] = {variable, (char *)"KMOD_LOG=debug",
				     (char *)"PATH=/none", NULL};
	const char *words[] = {word, NULL};

	snprintf(variable, sizeof(variable), "MODPROBE_OPTIONS=%s", options);
	return run_with(environment, false, words);
}

static void test_modprobe_options(void **state)
{
	assert_int_equal(run_options("-n  -v", "foo"), 0);
	assert_string_equal(ran(), "");
	assert_contains(sandbox_read("/out"), "install echo foo");
	assert_int_equal(run_options("-Z", "foo"), 1);
	assert_string_equal(ran(), "");
	assert_int_equal(run_options("", "foo"), 0);
	assert_string_equal(ran(), "foo\n");
}

static void test_modprobe_options_with_quotes(void **state)
{
	char options[PATH_MAX];

	sandbox_write("/a b/x.conf", "install quoted exit 0\n");
	snprintf(options, sizeof(options), "-C '%s' -q", sandbox_path("/a b"));
	assert_int_equal(run_options(options, "quoted"), 0);
	snprintf(options, sizeof(options), "-C %s\" \"b", sandbox_path("/a"));
	assert_int_equal(run_options(options, "quoted"), 0);
	assert_int_equal(run_options("-q", "quoted"), 1);
}

static void test_the_kernel_sets_no_options(void **state)
{
	static const char *const kernel[] = {"modprobe", "-q", "--", "foo", NULL};
	static const char *const person[] = {"modprobe", "-q", "foo", NULL};
	char variable[PATH_MAX];
	char *const environment[] = {variable, NULL};

	snprintf(variable, sizeof(variable), "MODPROBE_OPTIONS=-C %s",
		 sandbox_path("/etc/modprobe.d"));
	assert_int_equal(run_bare(environment, false, kernel), 1);
	assert_string_equal(ran(), "");
	assert_int_equal(run_bare(environment, false, person), 0);
	assert_string_equal(ran(), "foo\n");
}

static void test_options_reach_commands(void **state)
{
	char text[PATH_MAX], want[PATH_MAX];

	snprintf(text, sizeof(text), "install env echo $MODPROBE_OPTIONS >%s\n",
		 sandbox_path("/ran"));
	sandbox_write("/etc/modprobe.d/env.conf", text);
	assert_int_equal(run("-v", "-s", "env"), 0);
	snprintf(want, sizeof(want), "-C %s -v -s\n", sandbox_path("/etc/modprobe.d"));
	assert_string_equal(ran(), want);
	assert_int_equal(run_options("-b -v", "env"), 0);
	snprintf(want, sizeof(want), "-b -v -C %s\n", sandbox_path("/etc/modprobe.d"));
	assert_string_equal(ran(), want);
}

static void test_config(void **state)
{
	sandbox_write("/etc/modprobe.d/test.conf",
		      "softdep a pre: b\nblacklist x-y\noptions a  b=1\tc=2\n"
		      "alias p:* a\nremove a exit 1\ninstall a exit 2\n");
	assert_int_equal(run("-c"), 0);
	assert_contains(sandbox_read("/out"),
			"blacklist x_y\ninstall a exit 2\nremove a exit 1\nalias p:* a\n"
			"options a  b=1 c=2\n");
	/* Between them stands what the kernel's command line has. */
	assert_contains(sandbox_read("/out"),
			"softdep a pre: b\n"
			"\n# End of configuration files. Dumping indexes now:\n\n");
	assert_int_equal(run("--showconfig", "more", "words"), 0);
	assert_int_equal(run("--show-config"), 0);
}

static void test_check(void **state)
{
	assert_int_equal(run("--check"), 0);
	assert_string_equal(sandbox_read("/out"), "");
	sandbox_write("/etc/modprobe.d/test.conf",
		      "install f*o exit 0\n alais a b\ninstall foo exit 0\n"
		      "allow-only /nonexistent\n");
	assert_int_equal(run("--check"), 1);
	assert_contains(sandbox_read("/out"), "/test.conf:2:2: unknown word 'alais'\n");
	assert_contains(sandbox_read("/out"), "/test.conf:3:1: an earlier line has the "
					      "same word and name\n");
	assert_contains(sandbox_read("/out"), "/test.conf:4:1: No such file or dir");
	assert_int_equal(count_lines(sandbox_read("/out")), 3);
}

static void test_several_configs(void **state)
{
	const char *more = strdupa(sandbox_path("/more.conf"));

	sandbox_write("/more.conf", "install extra exit 0\n");
	assert_int_equal(run("-C", more, "-a", "foo", "extra"), 0);
	assert_string_equal(ran(), "foo\n");
}

static void test_files(void **state)
{
	const char *file = strdupa(sandbox_path("/x.ko"));
	const char *const kernel[] = {"-q", "--", file, NULL};

	sandbox_write("/x.ko", "no module");
	/* The path is taken: what fails is the load. */
	assert_int_equal(run("-D", file), 0);
	assert_contains(sandbox_read("/out"), "insmod ");
	assert_contains(sandbox_read("/out"), "/x.ko ");
	assert_int_equal(run("-R", file), 0);
	assert_string_equal(sandbox_read("/out"), "x\n");
	assert_int_equal(chdir(sandbox_dir), 0);
	assert_int_equal(run("-n", "-v", "./x.ko", "a=1"), 0);
	assert_contains(sandbox_read("/out"), "/x.ko a=1\n");
	assert_int_equal(chdir("/"), 0);
	assert_string_equal(sandbox_read("/log"), "");
	assert_int_equal(run("/nonexistent.ko"), 1);
	assert_logged("Failed to get module from path /nonexistent.ko: No such file");
	assert_int_equal(run("/"), 1);
	assert_int_equal(run_with(kernel_environment, false, kernel), 1);
	assert_logged("is not the name of a module");
	logged_clear();
	assert_int_equal(run("-r", file), 1);
	assert_logged("is not the name of a module");
}

static void test_symbols_of_no_module(void **state)
{
	sandbox_write("/x.ko", "no module");
	assert_int_equal(run("--show-exports", sandbox_path("/x.ko")), 1);
	assert_logged("could not read the symbols of 'x'");
	assert_int_equal(run("--dump-modversions", sandbox_path("/y.ko")), 1);
	assert_logged("y.ko not found.");
	assert_int_equal(run("--show-modversions", "nothing"), 1);
	assert_int_equal(run("--show-exports"), 1);
}

static void test_remove(void **state)
{
	char text[PATH_MAX];

	snprintf(text, sizeof(text),
		 "install foo exit 0\nremove foo echo foo >>%s\nremove bad exit 3\n"
		 "alias two bad\nalias two foo\n",
		 sandbox_path("/ran"));
	sandbox_write("/etc/modprobe.d/test.conf", text);
	assert_int_equal(run("-r", "-w", "10", "foo"), 0);
	assert_string_equal(ran(), "foo\n");
	assert_int_equal(run("-r", "-w", "x", "foo"), 1);
	assert_logged("unexpected wait value 'x'");
	assert_int_equal(run("-r", "-w", "", "foo"), 1);
	/* Alone, -r ends at the first failure; so do the modules of an alias. */
	assert_int_equal(run("-r", "bad", "foo"), 1);
	assert_int_equal(run("-r", "two"), 1);
	assert_string_equal(ran(), "foo\n");
	assert_int_equal(run("-r", "-a", "bad", "foo"), 1);
	assert_int_equal(run("-r", "-q", "bad", "foo"), 1);
	assert_string_equal(ran(), "foo\nfoo\nfoo\n");
	assert_int_equal(run("-r", "-i", "-D", "foo"), 0);
	assert_string_equal(sandbox_read("/out"), "rmmod foo\n");
	assert_int_equal(run("-r", "-n", "-v", "--remove-holders", "foo"), 0);
	assert_contains(sandbox_read("/out"), "remove echo foo");
	assert_string_equal(ran(), "foo\nfoo\nfoo\n");
}

static void test_resolve(void **state)
{
	assert_int_equal(run("-R", "foo", "bar"), 0);
	assert_string_equal(sandbox_read("/out"), "foo\n");
	assert_int_equal(run("-R", "-a", "foo", "nothing", "bar"), 1);
	assert_string_equal(sandbox_read("/out"), "foo\nbar\n");
	assert_int_equal(run("--show-alias", "net-pf-99"), 0);
	assert_string_equal(sandbox_read("/out"), "foo\n");
}

static void test_quiet_and_verbose(void **state)
{
	assert_int_equal(run("-n", "-v", "-q", "foo"), 0);
	assert_string_equal(sandbox_read("/out"), "");
	assert_int_equal(run("-q", "-D", "foo"), 0);
	assert_contains(sandbox_read("/out"), "install echo foo");
	assert_int_equal(run("-h", "-Z"), 0);
}

int main(int argc, char *argv[])
{
	const struct CMUnitTest tests[] = {
		TEST(test_modprobe_options),
		TEST(test_modprobe_options_with_quotes),
		TEST(test_the_kernel_sets_no_options),
		TEST(test_options_reach_commands),
		TEST(test_config),
		TEST(test_check),
		TEST(test_several_configs),
		TEST(test_files),
		TEST(test_symbols_of_no_module),
		TEST(test_remove),
		TEST(test_resolve),
		TEST(test_quiet_and_verbose),
	};

	if (argc != 2) {
		fprintf(stderr, "usage: %s MODPROBE\n", argv[0]);
		return 2;
	}
	modprobe = realpath(argv[1], NULL); /* tests change the directory */
	return cmocka_run_group_tests(tests, NULL, NULL);
}
