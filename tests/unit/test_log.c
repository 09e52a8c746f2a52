/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: tests of lib/log: one line a message, whatever is in it. */
#include "log.h"
#include "sandbox.h"

static const struct {
	const char *from;
	size_t size;
	const char *to;
} escapes[] = {
	{"", 1, ""},
	{"abc", 8, "abc"},
	{"a b~!", 8, "a b~!"},
	{"a\nb", 16, "a\\x0ab"},
	{"\x1b[31m", 16, "\\x1b[31m"},
	{"\x7f\x80\xff\x01", 32, "\\x7f\\x80\\xff\\x01"},
	{"a\\x0a", 16, "a\\x5cx0a"},
	{"%n%s", 16, "%n%s"},
	/* What is cut is cut between two bytes of the source. */
	{"abc", 4, "abc"},
	{"abc", 3, "ab"},
	{"abc", 1, ""},
	{"\n", 4, ""},
	{"\n", 5, "\\x0a"},
	{"a\n", 5, "a"},
	{"\nb", 5, "\\x0a"},
};

static void test_escape(void **state)
{
	char text[64];

	for (size_t i = 0; i < ARRAY_SIZE(escapes); i++) {
		memset(text, '#', sizeof(text));
		assert_ptr_equal(hp_log_escape(text, escapes[i].size, escapes[i].from),
				 text);
		assert_string_equal(text, escapes[i].to);
		assert_int_equal(text[escapes[i].size], '#');
	}
}

static void test_escape_every_byte(void **state)
{
	char text[8], expected[8];

	for (int byte = 1; byte < 256; byte++) {
		char from[] = {byte, '\0'};

		hp_log_escape(text, sizeof(text), from);
		snprintf(expected, sizeof(expected),
			 byte < 0x20 || byte > 0x7e || byte == '\\' ? "\\x%02x" : "%c",
			 byte);
		assert_string_equal(text, expected);
	}
}

static void keep_line(const char *line, void *data)
{
	snprintf(data, 64, "%s", line);
}

/* Whoever asked for the lines has them, and nobody else. */
static void test_divert(void **state)
{
	char line[64] = "";

	capture_begin();
	hp_log_divert(keep_line, line);
	hp_warning(-ENOENT, "a\n%d", 1);
	hp_info("below the level");
	hp_log_divert(NULL, NULL);
	hp_warning(0, "b");
	assert_string_equal(line, "a\\x0a1: No such file or directory");
	assert_string_equal(capture_end(), "hotplug: b\n");
}

static void test_levels(void **state)
{
	static const struct {
		enum hp_log_level level;
		const char *shown;
	} levels[] = {
		{HP_LOG_ERR, "test: e\n"},
		{HP_LOG_WARNING, "test: e\ntest: w\n"},
		{HP_LOG_NOTICE, "test: e\ntest: w\ntest: n\n"},
		{HP_LOG_INFO, "test: e\ntest: w\ntest: n\ntest: i\n"},
		{HP_LOG_DEBUG, "test: e\ntest: w\ntest: n\ntest: i\ntest: d\n"},
	};

	assert_int_equal(hp_log_get_level(), HP_LOG_NOTICE);
	hp_log_open("test");
	for (size_t i = 0; i < ARRAY_SIZE(levels); i++) {
		hp_log_set_level(levels[i].level);
		assert_int_equal(hp_log_get_level(), levels[i].level);
		capture_begin();
		hp_error(0, "e");
		hp_warning(0, "w");
		hp_notice("n");
		hp_info("i");
		hp_debug("d");
		assert_string_equal(capture_end(), levels[i].shown);
	}
	hp_log_set_level(HP_LOG_NOTICE);
}

static void test_errno(void **state)
{
	capture_begin();
	errno = 42;
	assert_int_equal(hp_error(-ENOENT, "cannot open %s", "x"), -ENOENT);
	assert_int_equal(hp_warning(-EPERM, "odd"), -EPERM);
	assert_int_equal(hp_error(0, "plain"), 0);
	assert_int_equal(hp_error(7, "plain"), 7);
	assert_int_equal(errno, 42);
	assert_string_equal(capture_end(),
			    "test: cannot open x: No such file or directory\n"
			    "test: odd: Operation not permitted\n"
			    "test: plain\n"
			    "test: plain\n");
}

static void test_one_line(void **state)
{
	capture_begin();
	hp_error(0, "%s", "name\nhotplug: all is well\r\x1b[2K%s%n");
	assert_string_equal(capture_end(), "test: name\\x0ahotplug: all is well\\x0d"
					   "\\x1b[2K%s%n\n");
}

static void test_long_line(void **state)
{
	static char text[70000];
	const char *shown;

	for (int byte = 0; byte < 2; byte++) {
		memset(text, byte ? '\n' : 'x', sizeof(text) - 1);
		capture_begin();
		hp_error(-ENOENT, "%s", text);
		shown = capture_end();
		assert_int_equal(count_lines(shown), 1);
		assert_in_range(strlen(shown), 1000, 1050);
		assert_int_equal(shown[strlen(shown) - 1], '\n');
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_escape),
		cmocka_unit_test(test_escape_every_byte),
		cmocka_unit_test(test_divert),
		cmocka_unit_test(test_levels),
		cmocka_unit_test(test_errno),
		cmocka_unit_test(test_one_line),
		cmocka_unit_test(test_long_line),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
