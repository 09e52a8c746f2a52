/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: tests of lib/jsonread.c. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "jsonread.h"

static struct hp_json_reader reader;

static struct hp_json_reader *read_text(const char *text)
{
	reader = (struct hp_json_reader){.at = text, .end = text + strlen(text)};
	return &reader;
}

static void assert_refused(const char *text, size_t column, const char *what)
{
	assert_string_equal(reader.what, what);
	assert_int_equal(reader.where - text + 1, column);
}

static void test_string(void **state)
{
	char value[64];
	size_t len = 0;

	assert_int_equal(hp_json_take_string(read_text(" \"a\\\"\\\\\\/\\b\\f\\n\\r\\t"
						       "\\u0001\\u00fF\xc3\xa4\" "),
					     value, sizeof(value), &len),
			 0);
	assert_string_equal(value, "a\"\\/\b\f\n\r\t\x01\xff\xc3\xa4");
	assert_int_equal(len, strlen(value));
	assert_int_equal(hp_json_take_end(&reader), 0);
}

static void test_bad_strings(void **state)
{
	static const struct {
		const char *text;
		size_t column;
		const char *what;
	} bad[] = {
		{"x", 1, "a string is expected"},
		{"", 1, "a string is expected"},
		{"\"ab", 1, "a string without its end"},
		{"\"abcdefgh\"", 1, "a string that is too long"},
		{"\"a\nb\"", 3, "a control byte that is not escaped"},
		{"\"a\\x\"", 3, "no escape of JSON"},
		{"\"a\\", 3, "an escape without its letter"},
		{"\"\\u12", 2, "\\u without four digits"},
		{"\"\\u12g4\"", 2, "\\u without four digits"},
		{"\"\\u0000\"", 2, "not one of \\u0001 to \\u00ff"},
		{"\"\\u0100\"", 2, "not one of \\u0001 to \\u00ff"},
	};
	char value[8];

	for (size_t i = 0; i < ARRAY_SIZE(bad); i++) {
		assert_int_equal(hp_json_take_string(read_text(bad[i].text), value,
						     sizeof(value), NULL),
				 -EINVAL);
		assert_refused(bad[i].text, bad[i].column, bad[i].what);
	}
}

static void test_number(void **state)
{
	static const char *const bad[] = {"-1", "01", "", "x", "18446744073709551616"};
	uint64_t n;

	assert_int_equal(hp_json_take_number(read_text(" 18446744073709551615"), &n), 0);
	assert_true(n == UINT64_MAX);
	assert_int_equal(hp_json_take_number(read_text("0"), &n), 0);
	assert_int_equal(n, 0);
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++)
		assert_int_equal(hp_json_take_number(read_text(bad[i]), &n), -EINVAL);
}

static char seen[64];

static int on_member(struct hp_json_reader *from, const char *key, void *data)
{
	strcat(strcat(seen, key), " ");
	return hp_json_skip(from);
}

static void test_object(void **state)
{
	const char *text = " { \"a\" : [1, -2.5e3, {\"x\":[]}, \"\\u0041\"] ,\n"
			   "\"b\":null,\"c\":{},\"d\":true } ";

	*seen = '\0';
	assert_int_equal(hp_json_take_object(read_text(text), on_member, NULL), 0);
	assert_string_equal(seen, "a b c d ");
	assert_int_equal(hp_json_take_end(&reader), 0);
}

static void test_bad_objects(void **state)
{
	static const struct {
		const char *text;
		size_t column;
		const char *what;
	} bad[] = {
		{"[]", 1, "'{' is expected"},
		{"{\"a\":1", 7, "',' or '}' is expected"},
		{"{\"a\" 1}", 6, "':' is expected"},
		{"{\"a\":}", 6, "no value"},
		{"{\"a\":1,}", 8, "a string is expected"},
		{"{\"a\":[1}", 8, "',' or ']' is expected"},
		{"{\"a\":\"}", 6, "a string without its end"},
		{"{\"a\":[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]}", 21, "too deep"},
	};

	for (size_t i = 0; i < ARRAY_SIZE(bad); i++) {
		*seen = '\0';
		assert_int_equal(
			hp_json_take_object(read_text(bad[i].text), on_member, NULL),
			-EINVAL);
		assert_refused(bad[i].text, bad[i].column, bad[i].what);
	}
}

static void test_end(void **state)
{
	assert_int_equal(hp_json_take_end(read_text(" x")), -EINVAL);
	assert_int_equal(reader.where - reader.end, -1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_string),	    cmocka_unit_test(test_bad_strings),
		cmocka_unit_test(test_number),	    cmocka_unit_test(test_object),
		cmocka_unit_test(test_bad_objects), cmocka_unit_test(test_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
