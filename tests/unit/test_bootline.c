/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: tests of lib/bootline: the kernel's command line. */
#include "bootline.h"
#include "sandbox.h"

static void test_words(void **state)
{
	static const struct {
		const char *line, *words; /* each word with '|' behind it */
	} lines[] = {
		{"", ""},
		{" \t\n", ""},
		{"quiet", "quiet|"},
		{"  root=/dev/sda1 ro\n", "root=/dev/sda1|ro|"},
		{"a=\"b c\" d", "a=\"b c\"|d|"},
		{"\"a b=c\" d", "\"a b=c\"|d|"},
		{"a=\"b c", "a=\"b c|"},
		{"a=b\"c d\"e f", "a=b\"c d\"e|f|"},
		{"quiet -- single", "quiet|--|single|"},
	};
	const char *line, *word;
	char text[256];
	size_t len, at;

	for (size_t i = 0; i < ARRAY_SIZE(lines); i++) {
		text[0] = '\0';
		line = lines[i].line;
		for (at = 0; (line = hp_bootline_next(line, &word, &len)), len;)
			at += sprintf(text + at, "%.*s|", (int)len, word);
		assert_string_equal(text, lines[i].words);
	}
}

static void test_blacklists(void **state)
{
	static const struct {
		const char *line;
		bool a, snd_hda;
	} lines[] = {
		{"quiet", false, false},
		{"modprobe.blacklist=a", true, false},
		{"quiet modprobe.blacklist=b,snd-hda,a ro\n", true, true},
		{"modprobe.blacklist=snd_hda modprobe.blacklist=a", true, true},
		{"modprobe.blacklist=,,a,", true, false},
		{"modprobe.blacklist=", false, false},
		{"modprobe.blacklist a", false, false},
		{"xmodprobe.blacklist=a", false, false},
		{"x=\"y modprobe.blacklist=a\"", false, false},
		{"modprobe.blacklist=ab,ba", false, false},
		/* What of the next word there is does not count. */
		{"modprobe.blacklist=b a", false, false},
	};

	for (size_t i = 0; i < ARRAY_SIZE(lines); i++)
		if (hp_bootline_blacklists(lines[i].line, "a") != lines[i].a ||
		    hp_bootline_blacklists(lines[i].line, "snd_hda") != lines[i].snd_hda)
			fail_msg("'%s'", lines[i].line);
}

static void test_kernel_blacklists(void **state)
{
	static const struct {
		const char *line, *module;
		bool has;
	} lines[] = {
		{"quiet module_blacklist=e1000,e1000e ro\n", "e1000", true},
		{"module_blacklist=e1000,e1000e", "e1000e", true},
		{"module_blacklist=usb-storage", "usb_storage", true},
		{"module_blacklist=a module_blacklist=b", "b", true},
		{"module_blacklist=\"a,b\" c", "b", true},
		{"\"module_blacklist=a,b\" c", "b", true},
		{"module_blacklist=e1000e", "e1000", false},
		{"module_blacklist=", "e1000", false},
		{"module_blacklist e1000", "e1000", false},
		{"xmodule_blacklist=e1000", "e1000", false},
		{"modprobe.blacklist=e1000", "e1000", false},
		{"a=b -- module_blacklist=e1000", "e1000", false},
		{"", "e1000", false},
	};

	for (size_t i = 0; i < ARRAY_SIZE(lines); i++)
		if (hp_bootline_kernel_blacklists(lines[i].line, lines[i].module) !=
		    lines[i].has)
			fail_msg("'%s'", lines[i].line);
}

static void test_mentions(void **state)
{
	assert_true(hp_bootline_mentions("e1000.debug=1", "e1000"));
	assert_true(hp_bootline_mentions("quiet snd-hda-intel.x=1", "snd_hda_intel"));
	assert_true(hp_bootline_mentions("quiet snd_hda_intel.x", "snd-hda-intel"));
	assert_true(hp_bootline_mentions("a=\"b c\" \"e1000.debug=1 2\"", "e1000"));
	assert_true(hp_bootline_mentions("modprobe.blacklist=e1000", "modprobe"));
	assert_true(hp_bootline_mentions("x\te1000.debug", "e1000"));
	assert_false(hp_bootline_mentions("e1000e.debug=1", "e1000"));
	assert_false(hp_bootline_mentions("ae1000.debug=1", "e1000"));
	assert_false(hp_bootline_mentions("a_e1000.debug=1 b-e1000.debug", "e1000"));
	assert_false(hp_bootline_mentions("e1000 e1000=1 debug.e1000", "e1000"));
	assert_false(hp_bootline_mentions("", "e1000"));
}

static void test_switch(void **state)
{
	assert_true(hp_bootline_switch("a-b.c=yes", "a-b.c", false));
	assert_true(hp_bootline_switch("x a_b.c=On y", "a-b.c", false));
	assert_true(hp_bootline_switch("a-b.c", "a-b.c", false));
	assert_false(hp_bootline_switch("a-b.c=1 a-b.c=f", "a-b.c", true));
	assert_false(hp_bootline_switch("a-b.c=maybe", "a-b.c", false));
	assert_true(hp_bootline_switch("a-b.c=maybe a-b=0 a-b.cd=0", "a-b.c", true));
	assert_true(hp_bootline_switch("", "a-b.c", true));
}

static void test_read(void **state)
{
	static struct hp_bootline line;
	_cleanup_free_ char *text = malloc(HP_BOOTLINE_MAX + 1);

	assert_int_equal(hp_bootline_read(&line), -ENOENT);
	sandbox_write("/proc/cmdline", "quiet e1000.debug=1\n");
	assert_int_equal(hp_bootline_read(&line), 0);
	assert_string_equal(line.text, "quiet e1000.debug=1\n");
	memset(text, 'a', HP_BOOTLINE_MAX);
	text[HP_BOOTLINE_MAX] = '\0';
	sandbox_write("/proc/cmdline", text);
	assert_int_equal(hp_bootline_read(&line), -EFBIG);
	text[HP_BOOTLINE_MAX - 1] = '\0';
	sandbox_write("/proc/cmdline", text);
	assert_int_equal(hp_bootline_read(&line), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_words),
		cmocka_unit_test(test_blacklists),
		cmocka_unit_test(test_kernel_blacklists),
		cmocka_unit_test(test_mentions),
		cmocka_unit_test(test_switch),
		cmocka_unit_test_setup_teardown(test_read, sandbox_setup,
						sandbox_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
