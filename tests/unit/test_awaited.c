/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: tests of lib/awaited.c. */
#include "awaited.h"
#include "sandbox.h"

static void add_all(struct hp_awaited *awaited, const uint64_t seqnums[], size_t n)
{
	for (size_t i = 0; i < n; i++)
		assert_int_equal(hp_awaited_add(awaited, seqnums[i]), 0);
	assert_int_equal(awaited->left, n);
}

static void test_any_order(void **state)
{
	static const uint64_t seqnums[] = {7, 3, UINT64_MAX, 5, 4, 9, 1};
	struct hp_awaited awaited = {0};

	add_all(&awaited, seqnums, ARRAY_SIZE(seqnums));
	assert_false(hp_awaited_has(&awaited, 6));
	for (size_t i = 0; i < ARRAY_SIZE(seqnums); i++) {
		assert_true(hp_awaited_has(&awaited, seqnums[i]));
		hp_awaited_finish(&awaited, seqnums[i]);
		assert_false(hp_awaited_has(&awaited, seqnums[i]));
		assert_int_equal(awaited.left, ARRAY_SIZE(seqnums) - 1 - i);
	}
	hp_awaited_free(&awaited);
}

static void test_finish_once(void **state)
{
	static const uint64_t seqnums[] = {2, 1};
	struct hp_awaited awaited = {0};

	hp_awaited_finish(&awaited, 1);
	assert_false(hp_awaited_has(&awaited, 1));
	add_all(&awaited, seqnums, ARRAY_SIZE(seqnums));
	hp_awaited_finish(&awaited, 1);
	hp_awaited_finish(&awaited, 1);
	hp_awaited_finish(&awaited, 3);
	assert_int_equal(awaited.left, 1);
	hp_awaited_free(&awaited);
	assert_int_equal(awaited.left, 0);
	assert_false(hp_awaited_has(&awaited, 2));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_any_order),
		cmocka_unit_test(test_finish_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
