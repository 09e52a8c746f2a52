/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: tests of lib/netvalue.c. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "netvalue.h"

/* As the kernel does it: 0 to 32 and 0xa0 by isspace(), '/', ':', '%', no "." or "..". */
static void test_ifname_by_byte(void **state)
{
	unsigned int refused = 0;

	for (int c = 1; c < 256; c++) {
		char name[] = {'a', (char)c, 'b', '\0'};

		refused += !hp_ifname_is_valid(name);
	}
	assert_int_equal(refused, 10);
	assert_false(hp_ifname_is_valid("a\xa0"));
	assert_false(hp_ifname_is_valid("a b"));
	assert_false(hp_ifname_is_valid("eth%d"));
	assert_true(hp_ifname_is_valid("\x1b$(id)"));
}

static void test_ifname_length(void **state)
{
	assert_false(hp_ifname_is_valid(""));
	assert_false(hp_ifname_is_valid("."));
	assert_false(hp_ifname_is_valid(".."));
	assert_true(hp_ifname_is_valid("..."));
	assert_true(hp_ifname_is_valid("fifteen-bytes-x"));
	assert_false(hp_ifname_is_valid("sixteen-bytes-xx"));
}

static void test_hwaddr(void **state)
{
	static const char *const good[] = {"02:00:5e:10:00:0a", "2:0:5E:10:0:A",
					   "02-00-5e-10-00-0a", "0200.5e10.000a"};
	static const char *const bad[] = {"",
					  "02",
					  "02:00:5e:10:00:",
					  ":02:00",
					  "02:00-5e",
					  "022:00:00:00:00:00",
					  "02:00:5g:10:00:0a",
					  "02:00:5e:10:00:0a ",
					  "0200.5e10.000aa",
					  "02::01"};
	char text[HP_HWADDR_TEXT], longest[4 * HP_HWADDR_MAX] = "01";
	struct hp_hwaddr addr, other;

	for (size_t i = 0; i < ARRAY_SIZE(good); i++) {
		assert_int_equal(hp_hwaddr_parse(&addr, good[i]), 0);
		assert_string_equal(hp_hwaddr_format(&addr, text), "02:00:5e:10:00:0a");
	}
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++)
		if (hp_hwaddr_parse(&other, bad[i]) != -EINVAL)
			fail_msg("'%s' was taken", bad[i]);
	for (int i = 1; i < HP_HWADDR_MAX; i++)
		strcat(longest, ":ff");
	assert_int_equal(hp_hwaddr_parse(&addr, longest), 0);
	assert_string_equal(hp_hwaddr_format(&addr, text), longest);
	assert_int_equal(hp_hwaddr_parse(&addr, strcat(longest, ":ff")), -EINVAL);
}

static void test_prefix(void **state)
{
	static const struct {
		const char *text, *shown, *masked;
	} good[] = {
		{"10.0.2.15/24", "10.0.2.15/24", "10.0.2.0/24"},
		{"10.0.2.15/32", "10.0.2.15", "10.0.2.15"},
		{"10.0.2.15", "10.0.2.15", "10.0.2.15"},
		{"10.255.2.15/9", "10.255.2.15/9", "10.128.0.0/9"},
		{"1.2.3.4/0", "1.2.3.4/0", "0.0.0.0/0"},
		{"fd00::15/64", "fd00::15/64", "fd00::/64"},
		{"::1/128", "::1", "::1"},
		{"2001:db8:ffff::/33", "2001:db8:ffff::/33", "2001:db8:8000::/33"},
	};
	static const char *const bad[] = {
		"",
		"10.0.2.300/24",
		"10.0.2.15/33",
		"10.0.2.15/",
		"10.0.2.15/-1",
		"10.0.2/24",
		"fd00::/129",
		"fd00::g/64",
		"/24",
		"10.0.2.15/24 ",
		"010.0.0.1x/8",
		"1111:2222:3333:4444:5555:6666:7777:8888:9999:aaaa/64"};
	char text[HP_PREFIX_TEXT];
	struct hp_prefix p;

	for (size_t i = 0; i < ARRAY_SIZE(good); i++) {
		assert_int_equal(hp_prefix_parse(&p, good[i].text), 0);
		assert_string_equal(hp_prefix_format(&p, text), good[i].shown);
		hp_prefix_mask(&p);
		assert_string_equal(hp_prefix_format(&p, text), good[i].masked);
	}
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++)
		if (hp_prefix_parse(&p, bad[i]) != -EINVAL)
			fail_msg("'%s' was taken", bad[i]);
	assert_int_equal(hp_ip_parse(&p, "10.0.0.1/8"), -EINVAL);
}

static void test_kinds_of_ip(void **state)
{
	struct hp_prefix p;

	assert_int_equal(hp_ip_parse(&p, "0.0.0.0"), 0);
	assert_true(hp_ip_is_zero(&p));
	assert_int_equal(hp_ip_parse(&p, "::"), 0);
	assert_true(hp_ip_is_zero(&p));
	assert_int_equal(hp_ip_parse(&p, "224.0.0.1"), 0);
	assert_true(hp_ip_is_multicast(&p));
	assert_int_equal(hp_ip_parse(&p, "ff02::1"), 0);
	assert_true(hp_ip_is_multicast(&p));
	assert_int_equal(hp_ip_parse(&p, "240.0.0.1"), 0);
	assert_false(hp_ip_is_multicast(&p) || hp_ip_is_zero(&p));
}

static void test_size(void **state)
{
	uint32_t size = 7;

	assert_int_equal(hp_size_parse(&size, "1400"), 0);
	assert_int_equal(size, 1400);
	assert_int_equal(hp_size_parse(&size, "9K"), 0);
	assert_int_equal(size, 9216);
	assert_int_equal(hp_size_parse(&size, "3G"), 0);
	assert_int_equal(size, 3221225472u);
	assert_int_equal(hp_size_parse(&size, "4G"), -ERANGE);
	assert_int_equal(hp_size_parse(&size, "4294967296"), -ERANGE);
	assert_int_equal(hp_size_parse(&size, "99999999999999999999999"), -ERANGE);
	assert_int_equal(hp_size_parse(&size, "K"), -EINVAL);
	assert_int_equal(hp_size_parse(&size, ""), -EINVAL);
	assert_int_equal(hp_size_parse(&size, "-1"), -EINVAL);
	assert_int_equal(hp_size_parse(&size, "1400x"), -EINVAL);
	assert_int_equal(hp_size_parse(&size, "1KK"), -EINVAL);
	assert_int_equal(size, 3221225472u);
}

static void test_rate(void **state)
{
	static const char *const wrong[] = {"",
					    "K",
					    "-1",
					    "1k",
					    "1KK",
					    "1 M",
					    "1.5.M",
					    "1T",
					    "18446744073709551616",
					    "18446744073709552K"};
	uint64_t bits = 7;

	assert_int_equal(hp_rate_parse(&bits, "18446744073709551615"), 0);
	assert_int_equal(bits, UINT64_MAX);
	assert_int_equal(hp_rate_parse(&bits, "2.5G"), 0);
	assert_int_equal(bits, 2500000000);
	assert_int_equal(hp_rate_parse(&bits, "10M"), 0);
	assert_int_equal(bits, 10000000);
	for (size_t i = 0; i < ARRAY_SIZE(wrong); i++)
		assert_int_equal(hp_rate_parse(&bits, wrong[i]), -EINVAL);
	assert_int_equal(bits, 10000000);
}

static void test_boolean(void **state)
{
	static const char *const yes[] = {"1", "yes", "Y", "True", "t", "ON"};
	static const char *const no[] = {"0", "no", "N", "False", "f", "OFF"};
	static const char *const none[] = {"", "2", "yess", "o", "00"};
	bool value;

	for (size_t i = 0; i < ARRAY_SIZE(yes); i++) {
		value = false;
		assert_int_equal(hp_boolean_parse(&value, yes[i]), 0);
		assert_true(value);
		assert_int_equal(hp_boolean_parse(&value, no[i]), 0);
		assert_false(value);
	}
	for (size_t i = 0; i < ARRAY_SIZE(none); i++)
		assert_int_equal(hp_boolean_parse(&value, none[i]), -EINVAL);
}

static void test_word(void **state)
{
	static const struct hp_word words[] = {{"main", 254}, {"local", 255}, {NULL}};
	uint32_t value;

	assert_int_equal(hp_word_parse(&value, words, 300, "main"), 0);
	assert_int_equal(value, 254);
	assert_int_equal(hp_word_parse(&value, words, 300, "300"), 0);
	assert_int_equal(value, 300);
	assert_int_equal(hp_word_parse(&value, words, 300, "301"), -EINVAL);
	assert_int_equal(hp_word_parse(&value, words, 300, "Main"), -EINVAL);
	assert_int_equal(hp_word_parse(&value, words, 300, ""), -EINVAL);
	assert_int_equal(value, 300);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_ifname_by_byte),
		cmocka_unit_test(test_ifname_length),
		cmocka_unit_test(test_hwaddr),
		cmocka_unit_test(test_prefix),
		cmocka_unit_test(test_kinds_of_ip),
		cmocka_unit_test(test_size),
		cmocka_unit_test(test_rate),
		cmocka_unit_test(test_boolean),
		cmocka_unit_test(test_word),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
