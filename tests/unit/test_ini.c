/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: tests of lib/ini.c. */
#include "ini.h"
#include "sandbox.h"

static char seen[1 << 14];

/* One line for each entry: LINE:COLUMN [SECTION]#N KEY=VALUE. */
static int note(const struct hp_ini_entry *entry, void *data)
{
	size_t n = strlen(seen);

	if (data && entry->key && streq(entry->key, data))
		return -ECANCELED;
	snprintf(seen + n, sizeof(seen) - n, "%u:%u [%s]#%u %s=%s\n", entry->line,
		 entry->column, entry->section, entry->section_n,
		 entry->key ? entry->key : "", entry->value);
	return 0;
}

static int read_bytes(const void *bytes, size_t n)
{
	seen[0] = '\0';
	sandbox_write_bytes("/f.conf", bytes, n, 0644);
	return hp_ini_read(sandbox_path("/f.conf"), note, NULL);
}

static int read_text(const char *text)
{
	return read_bytes(text, strlen(text));
}

static void test_positions(void **state)
{
	assert_int_equal(read_text("# a comment\n[one]\nkey=value\n  k2 =  two words  \n"
				   "\n[one]\n[two]\n\tempty=\n"),
			 0);
	assert_string_equal(seen, "2:1 [one]#1 =\n"
				  "3:5 [one]#1 key=value\n"
				  "4:9 [one]#1 k2=two words\n"
				  "6:1 [one]#2 =\n"
				  "7:1 [two]#3 =\n"
				  "8:2 [two]#3 empty=\n");
	assert_string_equal(sandbox_read("/log"), "");
}

/* Where inih would take an indented line for a continuation, ';' for a comment, ':' for
 * '=', and cut at 50 and 200 bytes. */
static void test_traps_of_inih(void **state)
{
	char text[1024], expect[1024], section[81], value[601];

	memset(section, 's', 80);
	memset(value, 'v', 600);
	section[80] = value[600] = '\0';
	snprintf(text, sizeof(text), "[%s]\n  a=1\n    b=2\nc=x ; y # z\nd=1:2\ne=%s\n",
		 section, value);
	snprintf(expect, sizeof(expect),
		 "1:1 [%1$s]#1 =\n2:5 [%1$s]#1 a=1\n3:7 [%1$s]#1 b=2\n"
		 "4:3 [%1$s]#1 c=x ; y # z\n5:3 [%1$s]#1 d=1:2\n",
		 section);
	assert_int_equal(read_text(text), 0);
	assert_contains(seen, expect);
	assert_contains(seen, value);
}

static void test_continuation(void **state)
{
	assert_int_equal(read_text("[a]\nx=one \\\n# in between\n  two\\\nthree\n"
				   "y=\\\n   far\nz=even\\\\\nlast=end\\"),
			 0);
	assert_string_equal(seen, "1:1 [a]#1 =\n"
				  "2:3 [a]#1 x=one    two three\n"
				  "7:4 [a]#1 y=far\n"
				  "8:3 [a]#1 z=even\\\\\n"
				  "9:6 [a]#1 last=end\n");
}

static void test_line_ends_and_byte_order_mark(void **state)
{
	assert_int_equal(read_text("\xef\xbb\xbf[a]\r\nk=v\r\nlone=x\ry"), 0);
	assert_string_equal(seen, "1:1 [a]#1 =\n2:3 [a]#1 k=v\n3:6 [a]#1 lone=x\ry\n");
}

static void test_bad_lines_are_located(void **state)
{
	static const char text[] = "early=1\n[a]\nnothing\n  =5\nhw 00:11=5\n[b\nlost=1\n"
				   "[c] x\nlost=2\n[]\nn=\0z\n[d]\nok=1\n";

	assert_int_equal(read_bytes(text, sizeof(text) - 1), 8);
	assert_string_equal(seen, "2:1 [a]#1 =\n12:1 [d]#5 =\n13:4 [d]#5 ok=1\n");
	assert_logged("/f.conf:1:1: ");
	assert_logged("/f.conf:3:1: ");
	assert_logged("/f.conf:4:3: ");
	assert_logged("/f.conf:5:1: what stands before '=' is no name of a key");
	assert_logged("/f.conf:6:1: '[' without ']'");
	assert_logged("/f.conf:8:1: text behind ']'");
	assert_logged("/f.conf:10:1: ");
	assert_logged("/f.conf:11:3: NUL byte");
}

static void test_long_lines(void **state)
{
	static char text[16384];
	size_t n = sprintf(text, "[a]\nk=");

	memset(text + n, 'v', 4094);
	strcpy(text + n + 4094, "\nlong=");
	n = strlen(text);
	memset(text + n, 'w', 4092);
	strcpy(text + n + 4092, "\\\nstill the long one\nafter=1\n");
	assert_int_equal(read_text(text), 1);
	assert_contains(seen, "2:3 [a]#1 k=vvv");
	assert_contains(seen, "5:7 [a]#1 after=1\n");
	assert_null(strstr(seen, "long"));
	assert_logged("/f.conf:3:4097: line above 4096 bytes");
}

/* Counted without the mark, and in the line of the file. */
static void test_nul_bytes(void **state)
{
	static const char text[] =
		"\xef\xbb\xbf[a]\0\n[b]\nx=1 \\\n # of it\n \\\n y\0z\0\n"
		"#\0\nk=v\n";

	assert_int_equal(read_bytes(text, sizeof(text) - 1), 2);
	assert_string_equal(seen, "2:1 [b]#1 =\n8:3 [b]#1 k=v\n");
	assert_logged("/f.conf:1:4: NUL byte; skipping it");
	assert_logged("/f.conf:6:3: NUL byte; skipping it");
}

static void test_handler_ends_the_reading(void **state)
{
	seen[0] = '\0';
	sandbox_write("/f.conf", "[a]\nx=1\nstop=1\ny=2\n[b]\n");
	assert_int_equal(hp_ini_read(sandbox_path("/f.conf"), note, (char *)"stop"),
			 -ECANCELED);
	assert_string_equal(seen, "1:1 [a]#1 =\n2:3 [a]#1 x=1\n");
}

static void test_what_is_no_file(void **state)
{
	sandbox_mkdir("/dir");
	assert_int_equal(mkfifo(sandbox_path("/fifo"), 0600), 0);
	assert_int_equal(hp_ini_read(sandbox_path("/none"), note, NULL), -ENOENT);
	assert_int_equal(hp_ini_read(sandbox_path("/dir"), note, NULL), -EINVAL);
	assert_int_equal(hp_ini_read(sandbox_path("/fifo"), note, NULL), -EINVAL);
	assert_int_equal(hp_ini_read("/dev/null", note, NULL), 0);
}

static void test_secrets_are_in_no_message(void **state)
{
#define SECRET "yAnz5TF0lXXJte14tji3zlMNqphdYjI6bb3BgB3fBmk="
	logged_clear();
	assert_int_equal(read_text(SECRET "\n[WireGuard]\nPrivateKey: " SECRET "\n" SECRET
					  "\n=" SECRET "\nPrivateKey yAnz5\n"),
			 5);
	assert_logged("/f.conf:1:1: ");
	assert_logged("/f.conf:3:1: ");
	assert_logged("/f.conf:4:1: ");
	assert_logged("/f.conf:5:1: ");
	assert_logged("/f.conf:6:1: ");
	assert_not_logged("yAnz5");
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_positions, logged_setup,
						logged_teardown),
		cmocka_unit_test_setup_teardown(test_traps_of_inih, logged_setup,
						logged_teardown),
		cmocka_unit_test_setup_teardown(test_continuation, logged_setup,
						logged_teardown),
		cmocka_unit_test_setup_teardown(test_line_ends_and_byte_order_mark,
						logged_setup, logged_teardown),
		cmocka_unit_test_setup_teardown(test_bad_lines_are_located, logged_setup,
						logged_teardown),
		cmocka_unit_test_setup_teardown(test_nul_bytes, logged_setup,
						logged_teardown),
		cmocka_unit_test_setup_teardown(test_long_lines, logged_setup,
						logged_teardown),
		cmocka_unit_test_setup_teardown(test_handler_ends_the_reading,
						logged_setup, logged_teardown),
		cmocka_unit_test_setup_teardown(test_what_is_no_file, logged_setup,
						logged_teardown),
		cmocka_unit_test_setup_teardown(test_secrets_are_in_no_message,
						logged_setup, logged_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
