/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: test lib/scarce. */
#include <errno.h>

#include "clock.h"
#include "sandbox.h"
#include "scarce.h"

static void only_what_may_pass_is_tried_again(void **state)
{
	static const int others[] = {0, 1, -EIO, -ENOENT, -ENOSPC, -ETIMEDOUT};
	unsigned int waits = 0;

	for (size_t i = 0; i < ARRAY_SIZE(others); i++) {
		assert_false(hp_scarce_is(others[i]));
		assert_false(hp_scarce_wait(others[i], &waits));
	}
	assert_int_equal(waits, 0);
}

static void each_wait_is_longer(void **state)
{
	unsigned int waits = 0;
	int64_t began = hp_clock_ms();

	for (unsigned int i = 1; i <= 4; i++) {
		assert_true(hp_scarce_wait(-EAGAIN, &waits));
		assert_int_equal(waits, i);
	}
	assert_true(hp_clock_ms() - began >= 10 + 20 + 40 + 80 - 4);
}

static void it_gives_up(void **state)
{
	unsigned int waits = 10;

	assert_false(hp_scarce_wait(-ENOMEM, &waits));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(only_what_may_pass_is_tried_again),
		cmocka_unit_test(each_wait_is_longer),
		cmocka_unit_test(it_gives_up),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
