/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: tests of lib/json.c. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "json.h"

static void test_members(void **state)
{
	_cleanup_free_ char *text = NULL;
	size_t n = 0;
	struct hp_json json = {.out = open_memstream(&text, &n)};

	hp_json_open(&json, NULL, '{');
	hp_json_string(&json, "a\"b", "c\\d\n\x7f\xc3");
	hp_json_open(&json, "list", '[');
	hp_json_number(&json, NULL, 4294967295u);
	hp_json_string(&json, NULL, NULL);
	hp_json_open(&json, NULL, '{');
	hp_json_close(&json, '}');
	hp_json_close(&json, ']');
	hp_json_number(&json, "n", UINT64_MAX);
	hp_json_signed(&json, "below", INT64_MIN);
	hp_json_boolean(&json, "yes", true);
	hp_json_boolean(&json, "no", false);
	hp_json_close(&json, '}');
	fclose(json.out);
	assert_string_equal(text,
			    "{\"a\\\"b\":\"c\\\\d\\u000a\\u007f\\u00c3\","
			    "\"list\":[4294967295,null,{}],\"n\":18446744073709551615,"
			    "\"below\":-9223372036854775808,"
			    "\"yes\":true,\"no\":false}");
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_members)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
