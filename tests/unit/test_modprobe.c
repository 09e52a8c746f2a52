/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: tests of helpers/modprobe as a program; install commands stand for the load.
 *
 *	test_modprobe MODPROBE
 */
#include "modprobe_run.h"

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

/* With stderr a file, as of a person: an error. Of the kernel, whose it is not: in the
 * guest. */
static void test_the_kernels_form_by_hand(void **state)
{
	static const char *const words[] = {"modprobe", "-q", "--", "../x\x1b", NULL};

	assert_int_equal(run_bare(kernel_environment, false, words), 1);
	assert_logged("'../x\\x1b' is not the name of a module");
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

int main(int argc, char *argv[])
{
	const struct CMUnitTest tests[] = {
		TEST(test_as_the_kernel_calls),
		TEST(test_not_found),
		TEST(test_names_are_refused),
		TEST(test_the_kernels_form_by_hand),
		TEST(test_all_goes_on),
		TEST(test_parameters),
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
	modprobe = realpath(argv[1], NULL); /* tests change the directory */
	return cmocka_run_group_tests(tests, NULL, NULL);
}
