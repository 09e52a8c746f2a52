/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: test lib/seqnums: each event once, and none never. */
#include <errno.h>

#include "sandbox.h"
#include "seqnums.h"

#define WINDOW ((uint64_t)HP_SEQNUMS_WINDOW)

static void nothing_is_known_at_first(void **state)
{
	static struct hp_seqnums seqnums;

	assert_false(hp_seqnums_has(&seqnums, 0));
	assert_false(hp_seqnums_has(&seqnums, 1));
	assert_false(hp_seqnums_has(&seqnums, UINT64_MAX));
}

static void zero_is_never_marked(void **state)
{
	static struct hp_seqnums seqnums;

	hp_seqnums_mark(&seqnums, 0);
	assert_false(hp_seqnums_has(&seqnums, 0));
}

static void what_was_marked_is_known(void **state)
{
	static struct hp_seqnums seqnums;

	for (uint64_t n = 100; n < 3 * WINDOW; n += 3) {
		hp_seqnums_mark(&seqnums, n);
		assert_true(hp_seqnums_has(&seqnums, n));
		assert_false(hp_seqnums_has(&seqnums, n - 1));
		assert_false(hp_seqnums_has(&seqnums, n + 1));
	}
}

static void one_out_of_order_is_marked(void **state)
{
	static struct hp_seqnums seqnums;

	hp_seqnums_mark(&seqnums, 1000);
	hp_seqnums_mark(&seqnums, 990);
	assert_true(hp_seqnums_has(&seqnums, 990));
	assert_true(hp_seqnums_has(&seqnums, 1000));
	assert_false(hp_seqnums_has(&seqnums, 995));
}

/* Its place in the ring is another's by then. */
static void what_left_the_window_is_unknown(void **state)
{
	static struct hp_seqnums seqnums;

	hp_seqnums_mark(&seqnums, 5);
	hp_seqnums_mark(&seqnums, 5 + WINDOW - 1);
	assert_true(hp_seqnums_has(&seqnums, 5));
	hp_seqnums_mark(&seqnums, 5 + WINDOW);
	assert_false(hp_seqnums_has(&seqnums, 5));
	hp_seqnums_mark(&seqnums, 5);
	assert_false(hp_seqnums_has(&seqnums, 5));
	assert_false(hp_seqnums_has(&seqnums, 5 + 2 * WINDOW));
}

static void a_leap_forgets_all_before(void **state)
{
	static struct hp_seqnums seqnums;

	hp_seqnums_mark(&seqnums, 7);
	hp_seqnums_mark(&seqnums, UINT64_MAX);
	assert_true(hp_seqnums_has(&seqnums, UINT64_MAX));
	assert_false(hp_seqnums_has(&seqnums, 7));
	assert_false(hp_seqnums_has(&seqnums, UINT64_MAX - 1));
}

static void the_window_ends_with_the_numbers(void **state)
{
	static struct hp_seqnums seqnums;

	hp_seqnums_mark(&seqnums, UINT64_MAX - 2);
	hp_seqnums_mark(&seqnums, UINT64_MAX);
	assert_true(hp_seqnums_has(&seqnums, UINT64_MAX));
	assert_false(hp_seqnums_has(&seqnums, UINT64_MAX - 1));
	assert_true(hp_seqnums_has(&seqnums, UINT64_MAX - 2));
}

static void the_kernels_newest_is_read(void **state)
{
	uint64_t newest;

	assert_int_equal(hp_seqnums_read_newest(&newest), -ENOENT);
	sandbox_write("/sys/kernel/uevent_seqnum", "18446744073709551615\n");
	assert_int_equal(hp_seqnums_read_newest(&newest), 0);
	assert_int_equal(newest, UINT64_MAX);
	sandbox_write("/sys/kernel/uevent_seqnum", "");
	assert_int_equal(hp_seqnums_read_newest(&newest), -EINVAL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_is_known_at_first),
		cmocka_unit_test(zero_is_never_marked),
		cmocka_unit_test(what_was_marked_is_known),
		cmocka_unit_test(one_out_of_order_is_marked),
		cmocka_unit_test(what_left_the_window_is_unknown),
		cmocka_unit_test(a_leap_forgets_all_before),
		cmocka_unit_test(the_window_ends_with_the_numbers),
		cmocka_unit_test_setup_teardown(the_kernels_newest_is_read, sandbox_setup,
						sandbox_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
