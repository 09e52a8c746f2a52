/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: tests of lib/indexmodules and lib/indexmodulewrite: plans, names, and what the
 * index may not be trusted with.
 */
#include <sys/stat.h>

#include "checksum.h"
#include "index_made.h"

#define NEEDED	   TREE "/modules.dep.bin"
#define MODULE_N   1000
/* More than what put_small() fills of its page. */
#define USED_BYTES 400

static void module(enum hp_index_module kind, const char *path, const char *a,
		   const char *b)
{
	const char *const needs[] = {a, b};

	assert_int_equal(hp_index_writer_module(writer, kind, path, needs, !!a + !!b), 0);
}

static void begin(void)
{
	struct hp_stamp stamp;

	sandbox_write(NEEDED, "dependencies");
	assert_int_equal(hp_stamp_take(&stamp, sandbox_path(NEEDED)), 0);
	begin_index();
	assert_int_equal(hp_index_writer_needed(writer, HP_INDEX_REQUIRED,
						"modules.dep.bin", &stamp),
			 0);
}

/* The names, a blank behind each, or the error's text. */
static const char *show(int r, const struct hp_names *names)
{
	static char text[65536];
	size_t at = 0;

	if (r < 0)
		return strcpy(text, strerror(-r));
	text[0] = '\0';
	for (size_t i = 0; i < names->n; i++)
		at += sprintf(text + at, "%s ", names->name[i]);
	return text;
}

typedef int (*question)(struct hp_index *index, const char *name, struct hp_names *names);

static const char *ask(question fn, const char *name)
{
	_cleanup_(hp_index_closep) struct hp_index *index = NULL;
	_cleanup_(hp_names_free) struct hp_names names = {0};
	int r = hp_index_open(&index, RELEASE);

	if (r == 0)
		r = fn(index, name, &names);
	return show(r, &names);
}

#define plan(name)    ask(hp_index_plan, name)
#define resolve(name) ask(hp_index_resolve, name)

static void put_small(void)
{
	begin();
	module(HP_INDEX_PLAIN, "kernel/net/cdc-ether.ko", "kernel/mii.ko.xz",
	       "kernel/usbnet.ko");
	module(HP_INDEX_PLAIN, "kernel/usbnet.ko", "kernel/mii.ko.xz", NULL);
	module(HP_INDEX_PLAIN, "kernel/mii.ko.xz", NULL, NULL);
	module(HP_INDEX_SPECIAL, "kernel/snd-pcsp.ko", NULL, NULL);
	module(HP_INDEX_PLAIN, "kernel/needs-special.ko", "kernel/snd-pcsp.ko", NULL);
	module(HP_INDEX_PLAIN, "kernel/needs-other.ko", "kernel/none.ko", NULL);
	module(HP_INDEX_BUILTIN, "unix", NULL, NULL);
}

static void test_plans(void **state)
{
	put_small();
	finish_index();
	assert_string_equal(plan("cdc_ether"), "kernel/mii.ko.xz kernel/usbnet.ko "
					       "kernel/net/cdc-ether.ko ");
	assert_string_equal(plan("cdc-ether"), plan("cdc_ether"));
	assert_string_equal(plan("mii"), "kernel/mii.ko.xz ");
	assert_string_equal(plan("unix"), "");
}

static void test_no_plan(void **state)
{
	static const char *const names[] = {
		"snd_pcsp", "needs_special", "needs_other", "none", "", "zzz",
		"mi",	    "miii",	     "kernel/mii",  "x[y"};

	put_small();
	finish_index();
	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		assert_string_equal(plan(names[i]), strerror(ENOENT));
}

static void test_many(void **state)
{
	char path[64], need[64], expected[160], name[16];

	begin();
	for (int i = 0; i < MODULE_N; i++) {
		snprintf(path, sizeof(path), "kernel/d%d/m-%d.ko", i % 7, i);
		snprintf(need, sizeof(need), "kernel/d%d/m-%d.ko", (i + 500) % 1000 % 7,
			 (i + 500) % 1000);
		module(HP_INDEX_PLAIN, path, need, NULL);
	}
	finish_index();
	for (int i = 0; i < MODULE_N; i++) {
		snprintf(expected, sizeof(expected),
			 "kernel/d%d/m-%d.ko kernel/d%d/m-%d.ko ", (i + 500) % 1000 % 7,
			 (i + 500) % 1000, i % 7, i);
		snprintf(name, sizeof(name), "m_%d", i);
		assert_string_equal(plan(name), expected);
	}
	assert_string_equal(plan("m_1000"), strerror(ENOENT));
}

static void test_two_of_one_name(void **state)
{
	begin();
	module(HP_INDEX_PLAIN, "kernel/a-b.ko", NULL, NULL);
	module(HP_INDEX_PLAIN, "updates/a_b.ko", NULL, NULL);
	module(HP_INDEX_PLAIN, "kernel/c.ko", "kernel/a-b.ko", NULL);
	finish_index();
	assert_string_equal(plan("a_b"), strerror(ENOENT));
	assert_string_equal(plan("c"), strerror(ENOENT));
	assert_string_equal(resolve("a_b"), "a_b ");
}

static void test_too_big_for_a_plan(void **state)
{
	const char *needs[HP_INDEX_NEEDS_MAX + 1];
	char path[4096];

	begin();
	module(HP_INDEX_PLAIN, "a.ko", NULL, NULL);
	for (size_t i = 0; i < ARRAY_SIZE(needs); i++)
		needs[i] = "a.ko";
	assert_int_equal(hp_index_writer_module(writer, HP_INDEX_PLAIN, "b.ko", needs,
						ARRAY_SIZE(needs)),
			 0);
	assert_int_equal(hp_index_writer_module(writer, HP_INDEX_PLAIN, "c.ko", needs,
						ARRAY_SIZE(needs) - 1),
			 0);
	memset(path, 'd', sizeof(path));
	strcpy(path + sizeof(path) - 6, "/d.ko");
	module(HP_INDEX_PLAIN, path, NULL, NULL);
	strcpy(path + 100, ".ko");
	assert_int_equal(hp_index_writer_module(writer, HP_INDEX_PLAIN, path, NULL, 0),
			 -E2BIG);
	finish_index();
	assert_string_equal(plan("b"), strerror(ENOENT));
	assert_string_equal(plan("c"), "a.ko c.ko ");
	assert_string_equal(plan("d"), strerror(ENOENT));
}

/* As libkmod looks a name up. */
static void test_resolve(void **state)
{
	put_small();
	config(HP_INDEX_ALIAS, "us*", "mine");
	config(HP_INDEX_ALIAS, "usb*", "mine_too");
	config(HP_INDEX_COMMAND, "command", "command");
	config(HP_INDEX_COMMAND, "mii", "mii");
	config(HP_INDEX_LINE, "net-pf-*", "");
	assert_int_equal(hp_index_writer_alias(writer, "net_pf_9", "mii", 1), 0);
	assert_int_equal(hp_index_writer_alias(writer, "unix", "later", 1), 0);
	finish_index();
	assert_string_equal(resolve("usbnet"), "mine mine_too ");
	assert_string_equal(resolve("cdc-ether"), "cdc_ether ");
	assert_string_equal(resolve("snd-pcsp"), "snd_pcsp ");
	assert_string_equal(resolve("command"), "command ");
	assert_string_equal(resolve("mii"), "mii ");
	assert_string_equal(resolve("net-pf-9"), "mii ");
	assert_string_equal(resolve("unix"), "later ");
	assert_string_equal(resolve("symbol:mii"), "");
	assert_string_equal(resolve("nothing"), "");
	assert_string_equal(resolve("x[y"), strerror(EINVAL));
}

static void test_builtin(void **state)
{
	put_small();
	finish_index();
	assert_string_equal(resolve("unix"), "unix ");
}

static int has_line(struct hp_index *index, const char *name, struct hp_names *names)
{
	int r = hp_index_has_line(index, name);

	return r > 0 ? hp_names_add(names, "yes", 3) : r;
}

static void test_lines(void **state)
{
	put_small();
	config(HP_INDEX_LINE, "net_pf_*", "");
	finish_index();
	assert_string_equal(ask(has_line, "net-pf-9"), "yes ");
	assert_string_equal(ask(has_line, "snd-pcsp"), "yes ");
	assert_string_equal(ask(has_line, "mii"), "");
	assert_string_equal(ask(has_line, "nothing"), "");
}

static void test_stale(void **state)
{
	put_small();
	finish_index();
	sandbox_write(NEEDED, "DEPENDENCIES");
	assert_string_equal(plan("mii"), strerror(ESTALE));
	assert_string_equal(resolve("mii"), strerror(ESTALE));
	assert_string_equal(ask(has_line, "mii"), strerror(ESTALE));
	assert_int_equal(unlink(sandbox_path(NEEDED)), 0);
	assert_string_equal(plan("mii"), strerror(ESTALE));
	sandbox_write(NEEDED, "dependencies");
	assert_string_equal(plan("mii"), "kernel/mii.ko.xz ");
}

static void test_without_modules(void **state)
{
	begin();
	finish_index();
	assert_string_equal(plan("mii"), strerror(ENOENT));
	assert_string_equal(resolve("mii"), strerror(ENOENT));
}

static void test_who_may_write_it(void **state)
{
	put_small();
	finish_index();
	assert_int_equal(chmod(sandbox_path(FILE_AT), 0664), 0);
	assert_string_equal(plan("mii"), strerror(EPERM));
	assert_int_equal(chmod(sandbox_path(FILE_AT), 0646), 0);
	assert_string_equal(plan("mii"), strerror(EPERM));
	assert_int_equal(chmod(sandbox_path(FILE_AT), 0644), 0);
	assert_string_equal(plan("mii"), "kernel/mii.ko.xz ");
	if (geteuid() != 0)
		return;
	assert_int_equal(chown(sandbox_path(FILE_AT), 65534, 0), 0);
	assert_string_equal(plan("mii"), strerror(EPERM));
}

static void test_paths_that_lead_out(void **state)
{
	static const char *const paths[] = {
		"/etc/mii.ko", "../mii.ko", "a/../mii.ko", "a//mii.ko", "./mii.ko",
		"a/./mii.ko",  "mii.ko/",   "mii.ko/..",   "..",	""};

	for (size_t i = 0; i < ARRAY_SIZE(paths); i++) {
		begin();
		module(HP_INDEX_PLAIN, paths[i], NULL, NULL);
		module(HP_INDEX_PLAIN, "user.ko", paths[i], NULL);
		finish_index();
		capture_begin();
		assert_string_equal(plan("user"), strerror(EBADMSG));
		assert_contains(capture_end(), "corrupt (a module)");
	}
	begin();
	module(HP_INDEX_PLAIN, ".a/..b/c.d/mii.ko", NULL, NULL);
	finish_index();
	assert_string_equal(plan("mii"), ".a/..b/c.d/mii.ko ");
}

static size_t read_file(unsigned char *data, size_t size)
{
	_cleanup_close_ int fd = open(sandbox_path(FILE_AT), O_RDONLY | O_CLOEXEC);
	ssize_t n = read(fd, data, size);

	assert_true(n > 0 && n < (ssize_t)size);
	return n;
}

/* Every byte of the modules, with the checksum made right: a right answer, another
 * plan, or an error, and no path that leads out. */
static void test_damage(void **state)
{
	static unsigned char whole[1 << 16];
	unsigned int refused = 0;
	unsigned char *page, keep;
	uint64_t sum;
	size_t n;

	put_small();
	finish_index();
	n = read_file(whole, sizeof(whole));
	page = whole + n - HP_INDEX_PAGE;
	sum = hp_get64(whole + HP_INDEX_HEAD_SUM);
	capture_begin();
	for (size_t i = HP_INDEX_PAGE_SUMMED; i < USED_BYTES; i++) {
		const char *answer;

		keep = page[i];
		page[i] ^= 1 + i % 255;
		hp_put64(page, hp_checksum(page + HP_INDEX_PAGE_SUMMED,
					   HP_INDEX_PAGE - HP_INDEX_PAGE_SUMMED, sum));
		sandbox_write_bytes(FILE_AT, whole, n, 0644);
		answer = plan("cdc_ether");
		assert_null(strstr(answer, ".."));
		refused += streq(answer, strerror(EBADMSG));
		page[i] = keep;
	}
	capture_end();
	assert_true(refused > 3);
}

static int check_plans(void)
{
	_cleanup_(hp_index_closep) struct hp_index *index = NULL;

	assert_int_equal(hp_index_open(&index, RELEASE), 0);
	return hp_index_check_plans(index);
}

/* That there are none can be right, too. */
static void test_whether_plans_are_current(void **state)
{
	static const char softdep[] = TREE "/modules.softdep";

	put_small();
	finish_index();
	assert_int_equal(check_plans(), 0);
	sandbox_write(NEEDED, "other");
	assert_int_equal(check_plans(), -ESTALE);
	begin();
	assert_int_equal(hp_index_writer_needed(writer, HP_INDEX_ABSENT, softdep, NULL),
			 0);
	finish_index();
	assert_int_equal(check_plans(), 0);
	assert_int_equal(chmod(sandbox_path(FILE_AT), 0666), 0);
	assert_int_equal(check_plans(), -EPERM);
	assert_int_equal(chmod(sandbox_path(FILE_AT), 0644), 0);
	sandbox_write(softdep, "");
	assert_int_equal(check_plans(), -ESTALE);
	begin_index();
	finish_index();
	assert_int_equal(check_plans(), -ENOENT);
}

#define IN_SANDBOX(test)                                                                 \
	cmocka_unit_test_setup_teardown(test, sandbox_setup, sandbox_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_SANDBOX(test_plans),
		IN_SANDBOX(test_no_plan),
		IN_SANDBOX(test_many),
		IN_SANDBOX(test_two_of_one_name),
		IN_SANDBOX(test_too_big_for_a_plan),
		IN_SANDBOX(test_resolve),
		IN_SANDBOX(test_builtin),
		IN_SANDBOX(test_lines),
		IN_SANDBOX(test_stale),
		IN_SANDBOX(test_without_modules),
		IN_SANDBOX(test_who_may_write_it),
		IN_SANDBOX(test_paths_that_lead_out),
		IN_SANDBOX(test_damage),
		IN_SANDBOX(test_whether_plans_are_current),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
