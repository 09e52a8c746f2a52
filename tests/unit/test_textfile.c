/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: tests of lib/textfile.c. */
#include "sandbox.h"
#include "textfile.h"

static void assert_text(const char *path, const char *wanted, size_t n)
{
	_cleanup_free_ char *text = NULL;
	size_t len;

	assert_int_equal(hp_textfile_read(path, 9, &text, &len), 0);
	assert_int_equal(len, n);
	assert_memory_equal(text, wanted, n);
}

static void test_text(void **state)
{
	sandbox_write_bytes("/a", "a\0b\n", 4, 0644);
	assert_text(sandbox_path("/a"), "a\0b\n", 4);
	sandbox_write("/a", "");
	assert_text(sandbox_path("/a"), "", 0);
	assert_text("/dev/null", "", 0);
	assert_text("/dev/zero", "", 0);
}

static void test_no_text(void **state)
{
	char *text = NULL;
	size_t len;

	assert_int_equal(hp_textfile_read(sandbox_path("/a"), 9, &text, &len), -ENOENT);
	sandbox_mkdir("/a");
	assert_int_equal(hp_textfile_read(sandbox_path("/a"), 9, &text, &len), -EINVAL);
	assert_int_equal(mkfifo(sandbox_path("/fifo"), 0600), 0);
	assert_int_equal(hp_textfile_read(sandbox_path("/fifo"), 9, &text, &len),
			 -EINVAL);
	sandbox_write("/big", "0123456789");
	assert_int_equal(hp_textfile_read(sandbox_path("/big"), 9, &text, &len), -EFBIG);
	assert_null(text);
}

#define TEST(fn) cmocka_unit_test_setup_teardown(fn, sandbox_setup, sandbox_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {TEST(test_text), TEST(test_no_text)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
