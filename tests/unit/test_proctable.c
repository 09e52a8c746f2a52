/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: tests of lib/proctable and lib/procfile: rows of named values, and files. */
#include "proctext.h"
#include "sandbox.h"

static void test_same(void **state)
{
	static const struct {
		const char *name;
		uint64_t index, value;
		bool same; /* as the first */
	} rows[] = {
		{"a", 1, 1, true},  {"a", 1, 2, true},	 {"a", 2, 1, false},
		{"b", 1, 1, false}, {NULL, 1, 1, false},
	};
	_cleanup_(hp_proctable_free) struct hp_proctable table = {0};

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		hp_proctable_row(&table);
		if (rows[i].name)
			hp_proctable_text(&table, HP_PROC_NAME, "name", rows[i].name);
		hp_proctable_number(&table, HP_PROC_INDEX, "index", rows[i].index);
		hp_proctable_number(&table, HP_PROC_COUNTER, "value", rows[i].value);
	}
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		assert_int_equal(hp_proc_row_same(&table.row[0], &table.row[i]),
				 rows[i].same);
		assert_int_equal(hp_proc_row_same(&table.row[i], &table.row[0]),
				 rows[i].same);
	}
	assert_int_equal(hp_proc_row_find(&table.row[1], "value")->number, 2);
	assert_null(hp_proc_row_find(&table.row[1], "valu"));
}

static void test_copy(void **state)
{
	_cleanup_(hp_proctable_free) struct hp_proctable from = {0}, to = {0};

	hp_proctable_row(&from);
	hp_proctable_text(&from, HP_PROC_NAME, "name", "a");
	hp_proctable_text(&from, HP_PROC_TEXT, "none", NULL);
	hp_proctable_text(&from, HP_PROC_LIST, "list", "b\nc");
	hp_proctable_number(&from, HP_PROC_SIGNED, "below", -5);
	hp_proctable_copy(&to, &from.row[0]);
	hp_proctable_copy(&to, &from.row[0]);
	hp_proctable_drop(&to);
	assert_string_equal(proctext_of(&to), "name=a none=- list=b|c below=-5\n");
}

static int take_line(struct hp_proctable *table, char *text)
{
	static const struct hp_procfile_column columns[] = {
		{"word", HP_PROC_NAME}, {"number", HP_PROC_NUMBER, 16}};

	hp_proctable_row(table);
	return hp_procfile_columns(table, &text, columns, ARRAY_SIZE(columns));
}

static int take_lines(struct hp_proctable *table, char *text)
{
	return hp_procfile_each(table, text, 1, take_line);
}

static void test_lines(void **state)
{
	proctext_expect(take_lines, "head\n a\t ff  more\n\n \t\nb 0",
			"word=a number=255\n"
			"word=b number=0\n");
	proctext_refuse(take_lines, "head\na 1\nb\n", 3, 1);
	proctext_refuse(take_lines, "head\na 1\nb x\n", 3, 1);
	proctext_refuse(take_lines, "head\na 0x1\n", 2, 0);
}

static void test_keys(void **state)
{
	static const struct {
		const char *prefix, *name, *key;
	} keys[] = {
		{"", "MII Polling Interval (ms)", "mii_polling_interval_ms"},
		{"", "ARP IP target/s (n.n.n.n form)", "arp_ip_target_s_n_n_n_n_form"},
		{"info_", "  Port: ", "info_port"},
		{"", "\x1b[31m", "31m"},
		{"", "", ""},
		{"", "a very long key that does not fit",
		 "a_very_long_key_that_does_not"},
	};
	char key[32];

	for (size_t i = 0; i < ARRAY_SIZE(keys); i++) {
		hp_procfile_key(key, sizeof(key), keys[i].prefix, keys[i].name);
		assert_string_equal(key, keys[i].key);
	}
}

/* Of any size, though the kernel calls it 0; not without end. */
static void test_read(void **state)
{
	static char big[100001];
	_cleanup_free_ char *text = NULL, *none = NULL;

	memset(big, 'x', sizeof(big) - 1);
	sandbox_write("/proc/big", big);
	assert_int_equal(hp_procfile_read("/proc/big", &text), 0);
	assert_string_equal(text, big);
	assert_int_equal(hp_procfile_read("/proc/none", &none), -ENOENT);
	sandbox_mkdir("/proc/dir");
	assert_int_equal(hp_procfile_read("/proc/dir", &none), -EISDIR);
	sandbox_write("/proc/huge", "");
	assert_int_equal(truncate(sandbox_path("/proc/huge"), HP_PROCFILE_MAX), 0);
	assert_int_equal(hp_procfile_read("/proc/huge", &none), -EFBIG);
	assert_null(none);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_same),
		cmocka_unit_test(test_copy),
		cmocka_unit_test(test_lines),
		cmocka_unit_test(test_keys),
		cmocka_unit_test_setup_teardown(test_read, sandbox_setup,
						sandbox_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
