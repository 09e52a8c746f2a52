/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: tests of lib/blacklist.c. */
#include "blacklist.h"
#include "sandbox.h"

static struct hp_blacklist *read_text(const char *text)
{
	struct hp_blacklist *blacklist = NULL;

	sandbox_file("/blacklist", 0644, text);
	assert_int_equal(hp_blacklist_read(&blacklist, sandbox_path("/blacklist")), 0);
	return blacklist;
}

static void test_spellings_are_equal(void **state)
{
	_cleanup_(hp_blacklist_freep) struct hp_blacklist *blacklist =
		read_text("usb-storage\nsnd_pcsp\n");

	assert_true(hp_blacklist_has(blacklist, "usb_storage"));
	assert_true(hp_blacklist_has(blacklist, "usb-storage"));
	assert_true(hp_blacklist_has(blacklist, "snd-pcsp"));
	assert_false(hp_blacklist_has(blacklist, "usb"));
	assert_false(hp_blacklist_has(blacklist, "usb_storage2"));
	assert_string_equal(sandbox_read("/log"), "");
}

static void test_comments_and_blanks(void **state)
{
	_cleanup_(hp_blacklist_freep) struct hp_blacklist *blacklist =
		read_text("# evbug\n\n \t \n  joydev # and why\r\neth1394#x\r\ntsdev");

	assert_false(hp_blacklist_has(blacklist, "evbug"));
	assert_true(hp_blacklist_has(blacklist, "joydev"));
	assert_true(hp_blacklist_has(blacklist, "eth1394"));
	assert_true(hp_blacklist_has(blacklist, "tsdev"));
	assert_string_equal(sandbox_read("/log"), "");
}

static void test_lines(void **state)
{
	_cleanup_(hp_blacklist_freep) struct hp_blacklist *blacklist =
		read_text("# first\nusb-storage\n\nb\nusb_storage\nb\nc\nd\ne\n");

	assert_int_equal(hp_blacklist_line(blacklist, "usb_storage"), 2);
	assert_int_equal(hp_blacklist_line(blacklist, "b"), 4);
	assert_int_equal(hp_blacklist_line(blacklist, "c"), 7);
	assert_int_equal(hp_blacklist_line(blacklist, "e"), 9);
	assert_int_equal(hp_blacklist_line(blacklist, "f"), 0);
	assert_int_equal(hp_blacklist_line(NULL, "b"), 0);
}

static void test_bad_lines_are_named(void **state)
{
	_cleanup_(hp_blacklist_freep) struct hp_blacklist *blacklist =
		read_text("one\nblacklist two\n   ../three\nfo\x01ur\nfive\n");

	assert_true(hp_blacklist_has(blacklist, "one"));
	assert_true(hp_blacklist_has(blacklist, "five"));
	assert_false(hp_blacklist_has(blacklist, "two"));
	assert_logged("/blacklist:2:1: ");
	assert_logged("/blacklist:3:4: ");
	assert_logged("/blacklist:4:1: ");
	assert_not_logged("/blacklist:5:");
}

static void test_long_names(void **state)
{
	char text[2001], name[301];
	struct hp_blacklist *blacklist;

	memset(text, 'a', sizeof(text) - 1);
	text[300] = '\n';
	text[2000] = '\0';
	memset(name, 'a', 300);
	name[300] = '\0';
	blacklist = read_text(text);
	assert_true(hp_blacklist_has(blacklist, name));
	name[299] = '\0';
	assert_false(hp_blacklist_has(blacklist, name));
	hp_blacklist_free(blacklist);
}

static void test_what_is_no_file(void **state)
{
	struct hp_blacklist *blacklist = NULL;

	assert_int_equal(hp_blacklist_read(&blacklist, sandbox_path("/none")), -ENOENT);
	sandbox_mkdir_mode("/dir", 0755);
	assert_int_equal(hp_blacklist_read(&blacklist, sandbox_path("/dir")), -EINVAL);
	assert_int_equal(mkfifo(sandbox_path("/fifo"), 0600), 0);
	assert_int_equal(hp_blacklist_read(&blacklist, sandbox_path("/fifo")), -EINVAL);
	assert_null(blacklist);
	assert_false(hp_blacklist_has(NULL, "x"));
}

static void test_too_big(void **state)
{
	struct hp_blacklist *blacklist = NULL;

	sandbox_file("/blacklist", 0644, "a\n");
	assert_int_equal(truncate(sandbox_path("/blacklist"), (1 << 20) + 1), 0);
	assert_int_equal(hp_blacklist_read(&blacklist, sandbox_path("/blacklist")),
			 -EFBIG);
}

#define TEST(fn) cmocka_unit_test_setup_teardown(fn, logged_setup, logged_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_spellings_are_equal),
		TEST(test_comments_and_blanks),
		TEST(test_lines),
		TEST(test_bad_lines_are_named),
		TEST(test_long_names),
		TEST(test_what_is_no_file),
		TEST(test_too_big),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
