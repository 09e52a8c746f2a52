/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: tests of lib/netskip.c and lib/listfile.c. */
#include "conf.h"
#include "listfile.h"
#include "netskip.h"
#include "sandbox.h"

static void test_globs(void **state)
{
	_cleanup_(hp_names_free) struct hp_names skip = {0};

	sandbox_write(HP_CONFDIR "/net.skip", "lo\nppp*\t# pppd\n v[ae]th?\na-b\n");
	assert_int_equal(hp_net_skip_read(&skip), 0);
	assert_true(hp_net_skip_has(&skip, "lo"));
	assert_true(hp_net_skip_has(&skip, "ppp0"));
	assert_true(hp_net_skip_has(&skip, "ppp"));
	assert_true(hp_net_skip_has(&skip, "veth1"));
	assert_true(hp_net_skip_has(&skip, "a-b"));
	assert_false(hp_net_skip_has(&skip, "a_b"));
	assert_false(hp_net_skip_has(&skip, "lo0"));
	assert_false(hp_net_skip_has(&skip, "eth0"));
	assert_false(hp_net_skip_has(&skip, "#"));
	assert_string_equal(sandbox_read("/log"), "");
}

static void test_configured(void **state)
{
	_cleanup_(hp_names_free) struct hp_names skip = {0};

	sandbox_write(HP_CONFDIR "/net.skip", "lo\n");
	sandbox_write(HP_CONFDIR "/hotplug.conf", "[Hotplug]\nNetSkip= wg*  eth[1-3]\n");
	assert_int_equal(hp_conf_reload(), 0);
	assert_int_equal(hp_net_skip_read(&skip), 0);
	assert_true(hp_net_skip_has(&skip, "lo"));
	assert_true(hp_net_skip_has(&skip, "wg7"));
	assert_true(hp_net_skip_has(&skip, "eth3"));
	assert_false(hp_net_skip_has(&skip, "eth4"));
	sandbox_write(HP_CONFDIR "/hotplug.conf", "[Hotplug]\nNetSkip=a/b\n");
	assert_int_equal(hp_conf_reload(), -EINVAL);
	assert_logged("hotplug.conf:2:9: NetSkip=a/b: takes globs of names without '/'");
	sandbox_write(HP_CONFDIR "/hotplug.conf", "");
	assert_int_equal(hp_conf_reload(), 0);
}

static void test_none(void **state)
{
	_cleanup_(hp_names_free) struct hp_names skip = {0};

	assert_int_equal(hp_net_skip_read(&skip), 0);
	assert_false(hp_net_skip_has(&skip, "lo"));
	sandbox_link("/dev/null", HP_CONFDIR "/net.skip");
	sandbox_write(HP_AGENTDIR "/net.skip", "lo\n");
	assert_int_equal(hp_net_skip_read(&skip), 0);
	assert_false(hp_net_skip_has(&skip, "lo"));
	assert_string_equal(sandbox_read("/log"), "");
}

static void test_unreadable(void **state)
{
	_cleanup_(hp_names_free) struct hp_names skip = {0};

	sandbox_mkdir(HP_CONFDIR "/net.skip");
	assert_int_equal(hp_net_skip_read(&skip), 0);
	assert_logged("/net.skip: Invalid argument");
}

static void test_list_adds(void **state)
{
	_cleanup_(hp_names_free) struct hp_names names = {.exact = true};

	sandbox_write("/a", "one\ntwo\n");
	sandbox_write("/b", "two\nth/ree\nfour");
	assert_int_equal(hp_listfile_read(&names, NULL, sandbox_path("/a"), "a number"),
			 0);
	assert_int_equal(hp_listfile_read(&names, NULL, sandbox_path("/b"), "a number"),
			 0);
	assert_int_equal(hp_listfile_read(&names, NULL, "/dev/null", "a number"), 0);
	assert_int_equal(names.n, 3);
	assert_string_equal(names.name[2], "four");
	assert_logged("/b:2:1: not a number: 'th/ree'");
}

#define TEST(fn) cmocka_unit_test_setup_teardown(fn, logged_setup, logged_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_globs),      TEST(test_configured), TEST(test_none),
		TEST(test_unreadable), TEST(test_list_adds),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
