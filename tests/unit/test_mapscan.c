/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: tests of lib/mapscan.c. */
#include "mapscan.h"
#include "sandbox.h"

#define ROW " 0x8086 0x100e 0xffffffff 0xffffffff 0x0 0x0 0x0"

static int note(const struct hp_map_row *row, unsigned int line, const char *text,
		void *data)
{
	char *seen = data;
	size_t n = strlen(seen);

	snprintf(seen + n, 256 - n, "%u %.*s %zu;", line, (int)row->name_len, row->name,
		 strlen(text));
	return streq(text, "end" ROW) ? -ECANCELED : 0;
}

static int scan(const char *text, char seen[static 256])
{
	seen[0] = '\0';
	sandbox_write("/pci.handmap", text);
	return hp_mapscan(sandbox_path("/pci.handmap"), HP_MAP_PCI, note, seen);
}

static void test_rows_have_their_lines(void **state)
{
	char seen[256];

	assert_int_equal(scan("# pci\n\na" ROW "\nb" ROW "\n", seen), 0);
	assert_string_equal(seen, "3 a 49;4 b 49;");
	assert_int_equal(scan("a" ROW "\nend" ROW "\nb" ROW "\n", seen), -ECANCELED);
	assert_string_equal(seen, "1 a 49;2 end 51;");
	assert_string_equal(sandbox_read("/log"), "");
}

static void test_bad_lines_are_named(void **state)
{
	char seen[256];

	assert_int_equal(scan("a" ROW "\nx 1 2\nb" ROW, seen), 0);
	assert_logged("/pci.handmap:2:6: the line ends too early, line skipped");
	assert_string_equal(seen, "1 a 49;3 b 49;");
}

static void test_no_map(void **state)
{
	assert_int_equal(hp_mapscan(sandbox_path("/none"), HP_MAP_PCI, note, NULL),
			 -ENOENT);
	sandbox_mkdir("/dir");
	assert_int_equal(hp_mapscan(sandbox_path("/dir"), HP_MAP_PCI, note, NULL),
			 -EISDIR);
}

#define TEST(fn) cmocka_unit_test_setup_teardown(fn, logged_setup, logged_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_rows_have_their_lines),
		TEST(test_bad_lines_are_named),
		TEST(test_no_map),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
