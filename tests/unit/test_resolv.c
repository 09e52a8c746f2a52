/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: tests of lib/resolv.c, and of the keys that lead there. */
#include "netfiles.h"
#include "resolv.h"

#define MERGED HP_RUNDIR "/resolv.conf"

/* What the interface adds by a file with these lines; "" where that is nothing. */
static const char *text_of(const char *lines)
{
	static char *text;
	char file[512];

	snprintf(file, sizeof(file), "[Match]\nName=a\n[Network]\n%s", lines);
	sandbox_write(ETC "a.network", file);
	read_all();
	free(text);
	text = hp_resolv_format("eth0", &conf.files[0].dns, &conf.files[0].domains);
	assert_non_null(text);
	return text;
}

static void test_keys(void **state)
{
	assert_string_equal(text_of("DNS=192.0.2.1 2001:db8::1\nDNS=fe80::1%eth0\n"
				    "Domains=example.org _a.b-c.example.org.\n"),
			    "# eth0\nnameserver 192.0.2.1\nnameserver 2001:db8::1\n"
			    "nameserver fe80::1%eth0\n"
			    "search example.org _a.b-c.example.org.\n");
	assert_string_equal(text_of("DNS=192.0.2.1\nDNS=\nDNS=192.0.2.2 192.0.2.2\n"
				    "Domains=a\nDomains=\n"),
			    "# eth0\nnameserver 192.0.2.2\n");
	assert_string_equal(text_of("DNS=\n"), "# eth0\n");
	assert_not_logged("DNS");
}

static void test_wrong_values(void **state)
{
	assert_string_equal(
		text_of("DNS=192.0.2.256 192.0.2.1:53 192.0.2.1%eth0 fe80::1%a/b one\n"
			"Domains=~example.org .a -a a$b\n"),
		"# eth0\n");
	assert_logged("a.network:4:5: '192.0.2.256' is no address of a server");
	assert_logged("a.network:4:5: '192.0.2.1:53' is no address");
	assert_logged("a.network:4:5: '192.0.2.1%eth0' is no address");
	assert_logged("a.network:4:5: 'fe80::1%a/b' is no address");
	assert_logged("a.network:5:9: '~example.org' would only choose among servers");
	assert_logged("a.network:5:9: 'a$b' is no domain");
	assert_string_equal(text_of("DNS=192.0.2.1#dns.example.org\n"),
			    "# eth0\nnameserver 192.0.2.1\n");
	assert_logged("'192.0.2.1' is asked without encryption: the name "
		      "'dns.example.org' is left out");
}

static void test_kept(void **state)
{
	_cleanup_free_ char *none = NULL, *text = NULL, *retired = NULL;
	char name[IFNAMSIZ];

	assert_int_equal(hp_resolv_write(5, "# eth0\n"), -ENOENT);
	sandbox_mkdir(HP_RUNDIR "/net");
	assert_int_equal(hp_resolv_read(5, &none, name), 0);
	assert_string_equal(none, "");
	assert_string_equal(name, "");
	assert_int_equal(hp_resolv_write(5, "# eth0\nnameserver 192.0.2.1\n"), 0);
	assert_int_equal(hp_resolv_read(5, &text, name), 0);
	assert_string_equal(text, "# eth0\nnameserver 192.0.2.1\n");
	assert_string_equal(name, "eth0");
	assert_int_equal(hp_resolv_merge(), 0);
	assert_true(sandbox_has(MERGED));
	assert_int_equal(hp_resolv_retire(5, "eth0"), 0);
	assert_int_equal(hp_resolv_merge(), 0);
	assert_false(sandbox_has(MERGED));
	assert_int_equal(hp_resolv_read(5, &retired, name), 0);
	assert_string_equal(retired, "# eth0\n");
	hp_resolv_drop(5);
	assert_int_equal(hp_resolv_open(5), -ENOENT);
}

static void test_merged(void **state)
{
	sandbox_mkdir(HP_RUNDIR "/net");
	sandbox_write(HP_RUNDIR "/net/3", "a record\n");
	sandbox_write(HP_RUNDIR "/net/3.dhcp4", "nameserver 9.9.9.9\n");
	sandbox_write(HP_RUNDIR "/net/x.resolv", "nameserver 9.9.9.9\n");
	assert_int_equal(hp_resolv_write(10, "# b\nnameserver 192.0.2.1\nsearch b a\n"),
			 0);
	assert_int_equal(
		hp_resolv_write(9, "# a\nnameserver 192.0.2.2\nnameserver 192.0.2.1\n"
				   "search a\n"),
		0);
	assert_int_equal(hp_resolv_merge(), 0);
	assert_string_equal(sandbox_read(MERGED),
			    "nameserver 192.0.2.2\nnameserver 192.0.2.1\nsearch a b\n");
	hp_resolv_drop(9);
	assert_int_equal(hp_resolv_merge(), 0);
	assert_string_equal(sandbox_read(MERGED), "nameserver 192.0.2.1\nsearch b a\n");
	hp_resolv_drop(10);
	assert_int_equal(hp_resolv_merge(), 0);
	assert_false(sandbox_has(MERGED));
	assert_int_equal(hp_resolv_merge(), 0);
}

#define TEST(fn) cmocka_unit_test_setup_teardown(fn, setup, teardown)

int main(void)
{
	static const struct CMUnitTest tests[] = {
		TEST(test_keys),
		TEST(test_wrong_values),
		TEST(test_kept),
		TEST(test_merged),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
