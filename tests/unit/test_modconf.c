/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: tests of lib/modconf.c. */
#include "modconf.h"
#include "sandbox.h"

static char problems[4096];

static void on_problem(const char *file, unsigned int line, unsigned int column,
		       const char *text, void *data)
{
	size_t n = strlen(problems);

	snprintf(problems + n, sizeof(problems) - n, "%s:%u:%u: %s\n",
		 strrchr(file, '/') ?: file, line, column, text);
}

static const struct hp_modconf_where told = {.problem = on_problem};

/* "LINE:COLUMN WORD KEY=VALUE;" of each setting. */
static const char *list_settings(const struct hp_modconf *conf)
{
	const struct hp_modconf_setting *setting = NULL;
	static char text[8192];
	size_t n = 0;

	text[0] = '\0';
	while ((setting = hp_modconf_next(conf, setting)))
		n += snprintf(text + n, sizeof(text) - n, "%u:%u %s %s=%s;",
			      setting->line, setting->column,
			      hp_modconf_word_name(setting->word), setting->key,
			      setting->value ?: "");
	return text;
}

static const char *parse(const char *text)
{
	_cleanup_(hp_modconf_freep) struct hp_modconf *conf = hp_modconf_new();

	problems[0] = '\0';
	assert_int_equal(hp_modconf_append_text(conf, "f", text, strlen(text), &told), 0);
	return list_settings(conf);
}

static void test_words(void **state)
{
	assert_string_equal(parse("alias a-b[0-9]* c-d\nblacklist x-y\n"),
			    "1:1 alias a_b[0-9]*=c_d;2:1 blacklist x_y=;");
	assert_string_equal(parse("options a-b c-d=1  e\ninstall m true; false\n"),
			    "1:1 options a_b=c-d=1  e;2:1 install m=true; false;");
	assert_string_equal(parse("remove m x\nsoftdep m pre: a-b\nweakdep m c\n"),
			    "1:1 remove m=x;2:1 softdep m=pre: a-b;3:1 weakdep m=c;");
	assert_string_equal(parse("deny f-w\ndeny *   no good\nallow-only /a-b\n"),
			    "1:1 deny f_w=;2:1 deny *=no good;3:1 allow-only /a-b=;");
	assert_string_equal(problems, "");
}

static void test_blanks_and_lines(void **state)
{
	assert_string_equal(parse("\n\n \talias\ta \t b\n# alias c d\n#\n"),
			    "3:3 alias a=b;");
	assert_string_equal(parse("alias \\\n  a \\\nb\nblacklist c"),
			    "1:1 alias a=b;4:1 blacklist c=;");
	assert_string_equal(parse("options a \\b\\\\c\n"), "1:1 options a=b\\c;");
	/* As libkmod takes it: one blank belongs to the word, all others to the value. */
	assert_string_equal(parse("options a  b \n"), "1:1 options a= b ;");
	assert_string_equal(problems, "");
	assert_string_equal(parse("alias a b\\"), "1:1 alias a=b;");
	assert_string_equal(parse("\\"), "");
	assert_string_equal(parse(""), "");
	assert_string_equal(problems, "");
}

static void assert_problem(const char *text, const char *settings, const char *want)
{
	assert_string_equal(parse(text), settings);
	assert_string_equal(problems, want);
}

static void test_problems(void **state)
{
	assert_problem("alias a b\n  alais c d\n", "1:1 alias a=b;",
		       "f:2:3: unknown word 'alais'\n");
	assert_problem("alias a\n", "", "f:1:8: the name of the module is missing\n");
	assert_problem("alias", "", "f:1:6: the alias is missing\n");
	assert_problem("blacklist a b\n", "1:1 blacklist a=;",
		       "f:1:13: 'b' and what follows is ignored\n");
	assert_problem("install m\n", "", "f:1:10: nothing stands behind 'm'\n");
	assert_problem("alias x[0 b\n", "",
		       "f:1:7: a bracket without the other: 'x[0'\n");
	assert_problem("alias \\\n x] b\n", "",
		       "f:2:2: a bracket without the other: 'x]'\n");
	assert_problem("softdep m a pre: b\n", "1:1 softdep m=a pre: b;",
		       "f:1:11: what stands before 'pre:' or 'post:' is ignored\n");
	assert_problem("allow-only x\n", "", "f:1:12: an absolute path is missing\n");
	assert_problem("include /x\n", "", "f:1:1: include is for modprobe.conf alone\n");
}

static const char *read_paths(const char *const *paths)
{
	_cleanup_(hp_modconf_freep) struct hp_modconf *conf = NULL;
	struct hp_modconf_where where = told;

	problems[0] = '\0';
	where.paths = paths;
	where.tree = strdupa(sandbox_path("/tree"));
	assert_int_equal(hp_modconf_read(&conf, &where), 0);
	return list_settings(conf);
}

static void test_files(void **state)
{
	const char *paths[] = {
		strdupa(sandbox_path("/a")), strdupa(sandbox_path("/none")),
		strdupa(sandbox_path("/b")), strdupa(sandbox_path("/p.conf")), NULL};

	sandbox_write("/a/z.conf", "blacklist az\n");
	sandbox_write("/b/z.conf", "blacklist bz\n");
	sandbox_write("/b/b.alias", "alias b b\n");
	sandbox_write("/b/.h.conf", "blacklist h\n");
	sandbox_write("/b/n.txt", "blacklist n\n");
	sandbox_write("/p.conf", "blacklist p\n");
	sandbox_write("/tree/modules.softdep", "softdep m pre: x\n");
	sandbox_write("/tree/modules.weakdep", "# of depmod\nweakdep m y\n");
	sandbox_link("/dev/null", "/a/m.conf");
	sandbox_write("/b/m.conf", "blacklist masked\n");
	assert_string_equal(read_paths(paths),
			    "1:1 alias b=b;1:1 softdep m=pre: x;2:1 weakdep m=y;"
			    "1:1 blacklist p=;1:1 blacklist az=;");
	assert_string_equal(problems, "");
	sandbox_mkdir("/a/d.conf");
	sandbox_link("/nonexistent", "/a/l.conf");
	read_paths(paths);
	assert_string_equal(problems, "/a:1:1: a directory in it is not read\n");
}

static void test_include(void **state)
{
	_cleanup_(hp_modconf_freep) struct hp_modconf *conf = hp_modconf_new();
	char text[1024];

	problems[0] = '\0';
	snprintf(text, sizeof(text), "blacklist a\ninclude %s\ninclude %s\nblacklist z\n",
		 sandbox_path("/d"), sandbox_path("/main"));
	sandbox_write("/main", text);
	sandbox_write("/d/x.conf", "blacklist x\n");
	assert_int_equal(hp_modconf_append(conf, sandbox_path("/main"), &told), 0);
	assert_true(skip_prefix(list_settings(conf), "1:1 blacklist a=;1:1 blacklist x=;"
						     "1:1 blacklist a=;"));
	assert_contains(problems, "/main:3:1: too many files include each other\n");
	assert_int_equal(hp_modconf_append(conf, "/nonexistent", &told), -ENOENT);
}

static void test_matches(void **state)
{
	struct hp_modconf_setting setting = {.key = "snd_*"};

	assert_true(hp_modconf_matches(&setting, "snd_pcm"));
	assert_false(hp_modconf_matches(&setting, "usbcore"));
}

#define TEST(fn) cmocka_unit_test_setup_teardown(fn, sandbox_setup, sandbox_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_words),
		cmocka_unit_test(test_blanks_and_lines),
		cmocka_unit_test(test_problems),
		TEST(test_files),
		TEST(test_include),
		cmocka_unit_test(test_matches),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
