/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: tests of helpers/modprobe as a program; install commands stand for the load.
 *
 *	test_modprobe MODPROBE
 */
#include <sys/wait.h>

#include "sandbox.h"

static const char *modprobe;

/* Runs it with nothing but argv. How fds 0 to 2 are left is the caller's: `closed` as the
 * kernel does. */
static int run_bare(char *const environment[], bool closed, const char *const argv[])
{
	int status;
	pid_t pid = fork();

	if (pid == 0) {
		dup2(open(sandbox_path("/out"), O_WRONLY | O_CREAT | O_TRUNC, 0600), 1);
		if (closed)
			for (int fd = 0; fd < 3; fd++)
				close(fd);
		execve(modprobe, (char *const *)argv, environment);
		_exit(127);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

/* With the words (NULL ends them) and the sandbox's modprobe.d. */
static int run_with(char *const environment[], bool closed, const char *const words[])
{
	const char *argv[64] = {"modprobe", "-d", sandbox_dir, "-S", "1", "-C"};
	size_t n = 6;

	argv[n++] = sandbox_path("/etc/modprobe.d");
	while ((argv[n++] = *words))
		words++;
	return run_bare(environment, closed, argv);
}

static char *const kernel_environment[] = {(char *)"HOME=/", (char *)"TERM=linux",
					   (char *)"PATH=/sbin:/usr/sbin:/bin:/usr/bin",
					   NULL};

#define run(...)                                                                         \
	run_with(kernel_environment, false, (const char *const[]){__VA_ARGS__, NULL})

static int setup(void **state)
{
	char text[4 * PATH_MAX];
	int r = logged_setup(state);

	snprintf(text, sizeof(text),
		 "alias net-pf-99 foo\nalias x:* foo\nalias x:b* fails\n"
		 "install foo echo foo $CMDLINE_OPTS >>%s\n"
		 "install bar echo bar >>%s\ninstall fails exit 5\n"
		 "install listed echo listed >>%s\nblacklist listed\nalias y:* listed\n",
		 sandbox_path("/ran"), sandbox_path("/ran"), sandbox_path("/ran"));
	sandbox_write("/etc/modprobe.d/test.conf", text);
	return r;
}

static const char *ran(void)
{
	return sandbox_read("/ran");
}

static void test_as_the_kernel_calls(void **state)
{
	static const char *const found[] = {"-q", "--", "net-pf-99", NULL};
	static const char *const unknown[] = {"-q", "--", "net-pf-98", NULL};

	assert_int_equal(run_with(kernel_environment, true, found), 0);
	assert_string_equal(ran(), "foo\n");
	assert_int_equal(run_with(kernel_environment, true, unknown), 1);
	assert_string_equal(sandbox_read("/log"), "");
}

static void test_not_found(void **state)
{
	assert_int_equal(run("-q", "nothing"), 1);
	assert_string_equal(sandbox_read("/log"), "");
	assert_int_equal(run("nothing"), 1);
	assert_logged("Module nothing not found in directory ");
	logged_clear();
	assert_int_equal(run("--ignore-missing", "nothing"), 0);
	assert_string_equal(sandbox_read("/log"), "");
}

static void test_names_are_refused(void **state)
{
	static const char *const names[] = {"/foo",	 "netdev-/foo", "../foo",
					    "./foo",	 "foo\n",	"f\x7foo",
					    "fs-x:/foo", "\x1b[2J",	""};
	char name[301];
	size_t i;

	for (i = 0; i < ARRAY_SIZE(names); i++) {
		assert_int_equal(run("-q", "--", names[i]), 1);
		assert_logged("is not the name of a module");
		logged_clear();
	}
	memset(name, 'a', 300);
	name[300] = '\0';
	assert_int_equal(run("-q", "--", name), 1);
	assert_string_equal(ran(), "");
}

static void test_all_goes_on(void **state)
{
	assert_int_equal(run("-a", "foo", "fails", "nothing", "bar"), 1);
	assert_string_equal(ran(), "foo\nbar\n");
	assert_logged("fails");
	assert_logged("Module nothing not found");
	assert_int_equal(run("-a", "foo", "bar"), 0);
}

static void test_parameters(void **state)
{
	assert_int_equal(run("foo", "a=1", "b=two words", "c", "d=\"x y\""), 0);
	assert_string_equal(ran(), "foo a=1 b=two words c d=x y\n");
}

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

static void test_dry_run(void **state)
{
	assert_int_equal(run("-n", "-v", "foo", "a=1"), 0);
	assert_string_equal(ran(), "");
	assert_non_null(strstr(sandbox_read("/out"), "install echo foo"));
	assert_int_equal(run("-D", "foo"), 0);
	assert_string_equal(ran(), "");
	assert_non_null(strstr(sandbox_read("/out"), "install echo foo"));
}

static void test_blacklist(void **state)
{
	assert_int_equal(run("-b", "listed"), 0);
	assert_int_equal(run("y:1"), 0);
	assert_string_equal(ran(), "");
	assert_int_equal(run("listed"), 0);
	assert_string_equal(ran(), "listed\n");
}

static void test_blacklist_file(void **state)
{
	const char *file = strdupa(sandbox_path("/list"));

	sandbox_write("/list", "foo # x\n");
	assert_int_equal(run("-a", "--blacklist-file", file, "foo", "bar"), 0);
	assert_string_equal(ran(), "bar\n");
	assert_int_equal(run("--blacklist-file", "/nonexistent", "foo"), 0);
	assert_int_equal(run("--blacklist-file", "/", "bar"), 1);
	assert_string_equal(ran(), "bar\nfoo\n");
}

static void test_ignore_install(void **state)
{
	assert_int_equal(run("-i", "foo"), 1);
	assert_string_equal(ran(), "");
}

static void test_all_matches_and_the_status_of_the_last(void **state)
{
	assert_int_equal(run("x:bc"), 1);
	assert_string_equal(ran(), "foo\n");
	assert_int_equal(run("-R", "x:bc"), 0);
	assert_string_equal(sandbox_read("/out"), "foo\nfails\n");
}

static void test_usage(void **state)
{
	assert_int_equal(run("-Z"), 1);
	assert_int_equal(run("-d"), 1);
	assert_int_equal(run("-q"), 1);
	assert_logged("no name of a module is given");
	assert_int_equal(run("-h"), 0);
	assert_non_null(strstr(sandbox_read("/out"), "--use-blacklist"));
	assert_int_equal(run("-V"), 0);
	assert_non_null(strstr(sandbox_read("/out"), HP_VERSION));
}

static void test_syslog(void **state)
{
	assert_int_equal(run("-s", "nothing"), 1);
	assert_string_equal(sandbox_read("/log"), "");
}

#define TEST(fn) cmocka_unit_test_setup_teardown(fn, setup, logged_teardown)

int main(int argc, char *argv[])
{
	const struct CMUnitTest tests[] = {
		TEST(test_as_the_kernel_calls),
		TEST(test_not_found),
		TEST(test_names_are_refused),
		TEST(test_all_goes_on),
		TEST(test_parameters),
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
		TEST(test_dry_run),
		TEST(test_blacklist),
		TEST(test_blacklist_file),
		TEST(test_ignore_install),
		TEST(test_all_matches_and_the_status_of_the_last),
		TEST(test_usage),
		TEST(test_syslog),
	};

	if (argc != 2) {
		fprintf(stderr, "usage: %s MODPROBE\n", argv[0]);
		return 2;
	}
	/* meson names it by a path from the build folder; the tests change theirs. */
	modprobe = realpath(argv[1], NULL);
	if (!modprobe) {
		perror(argv[1]);
		return 2;
	}
	return cmocka_run_group_tests(tests, NULL, NULL);
}
