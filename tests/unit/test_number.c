/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: tests of lib/number: whole numbers or none. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "number.h"

static const struct {
	const char *text;
	unsigned int base;
	uint64_t max, value;
} numbers[] = {
	{"0", 10, 0, 0},
	{"0", 16, 0, 0},
	{"00", 10, 0, 0},
	{"255", 10, 255, 255},
	{"0000000000000000000000000000255", 10, 255, 255},
	{"18446744073709551615", 10, UINT64_MAX, UINT64_MAX},
	{"ffffffffffffffff", 16, UINT64_MAX, UINT64_MAX},
	{"FfFf", 16, 0xffff, 0xffff},
	{"10", 16, 16, 16},
};

static const struct {
	const char *text;
	unsigned int base;
	uint64_t max;
} no_numbers[] = {
	{"", 10, 9},
	{"", 16, 9},
	{" 1", 10, 9},
	{"1 ", 10, 9},
	{"1\n", 10, 9},
	{"+1", 10, 9},
	{"-1", 10, UINT64_MAX},
	{"-0", 10, UINT64_MAX},
	{"0x1", 16, 0xffff},
	{"0x", 16, 0xffff},
	{"a", 10, 99},
	{"1a", 10, 99},
	{"g", 16, 0xff},
	{"G", 16, 0xff},
	{"@", 16, 0xff},
	{"`", 16, 0xff},
	{":", 10, 99},
	{"/", 10, 99},
	{"1.0", 10, 99},
	{"\xb2", 10, 99},
	{"1", 10, 0},
	{"9", 10, 8},
	{"256", 10, 255},
	{"260", 10, 255},
	{"1000", 10, 255},
	{"18446744073709551616", 10, UINT64_MAX},
	{"99999999999999999999", 10, UINT64_MAX},
	{"10000000000000000", 16, UINT64_MAX},
};

static void test_parse(void **state)
{
	for (size_t i = 0; i < ARRAY_SIZE(numbers); i++) {
		uint64_t value = ~numbers[i].value;

		assert_int_equal(hp_number_parse(numbers[i].text, numbers[i].base,
						 numbers[i].max, &value),
				 0);
		assert_true(value == numbers[i].value);
	}
}

static void test_refuse(void **state)
{
	for (size_t i = 0; i < ARRAY_SIZE(no_numbers); i++) {
		uint64_t value = 4711;

		if (hp_number_parse(no_numbers[i].text, no_numbers[i].base,
				    no_numbers[i].max, &value) != -EINVAL)
			fail_msg("'%s' was taken", no_numbers[i].text);
		assert_int_equal(value, 4711);
	}
}

/* Every number next to every limit, against the compiler's own arithmetic. */
static void test_limits(void **state)
{
	char text[16];
	uint64_t value;

	for (unsigned int max = 0; max < 300; max++) {
		for (unsigned int n = 0; n < 320; n++) {
			snprintf(text, sizeof(text), "%u", n);
			assert_int_equal(hp_number_parse(text, 10, max, &value),
					 n <= max ? 0 : -EINVAL);
			snprintf(text, sizeof(text), "%x", n);
			assert_int_equal(hp_number_parse(text, 16, max, &value),
					 n <= max ? 0 : -EINVAL);
		}
	}
}

static const struct {
	const char *text;
	uint64_t value;
	const char *rest; /* NULL: no number */
} begun[] = {
	{"0", 0, ""},
	{"12:34", 12, ":34"},
	{"007-", 7, "-"},
	{"5\n", 5, "\n"},
	{"18446744073709551615 ", UINT64_MAX, " "},
	{"18446744073709551616", 0, NULL},
	{"99999999999999999999", 0, NULL},
	{"", 0, NULL},
	{" 1", 0, NULL},
	{"+1", 0, NULL},
	{"-1", 0, NULL},
	{"x", 0, NULL},
};

static void test_take(void **state)
{
	for (size_t i = 0; i < ARRAY_SIZE(begun); i++) {
		uint64_t value = 77;
		const char *rest = hp_number_take(begun[i].text, &value);

		if (!begun[i].rest) {
			assert_null(rest);
			assert_int_equal(value, 77);
			continue;
		}
		assert_string_equal(rest, begun[i].rest);
		assert_int_equal(value, begun[i].value);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_parse),
		cmocka_unit_test(test_refuse),
		cmocka_unit_test(test_limits),
		cmocka_unit_test(test_take),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
