/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: tests of lib/bootline: words of the kernel's command line. */
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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_words),
		cmocka_unit_test(test_blacklists),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
