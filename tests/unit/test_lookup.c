/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: tests of lib/lookup.c where there are no indexes, so that maps and modprobe.d
 * answer; with indexes: tests/hotplug/lookup.py.
 */
#include "lookup.h"
#include "sandbox.h"

#define TREE "/lib/modules/1"
#define ROW  " 0x8086 0x100e 0xffffffff 0xffffffff 0 0 0\n"

static struct hp_lookup lookup;

static int ask(const char *what)
{
	static const char *config[2];
	const struct hp_modules_where where = {
		.root = sandbox_dir, .release = "1", .config = config};
	_cleanup_(hp_modules_freep) struct hp_modules *modules = NULL;
	char why[HP_IDQUERY_WHY_MAX];
	struct hp_idquery query;
	bool ids = hp_idquery_parse(&query, what, why) == 0;

	config[0] = sandbox_path("/etc/modprobe.d");
	assert_int_equal(hp_modules_new(&modules, &where), 0);
	hp_lookup_free(&lookup);
	return hp_lookup(&lookup, modules, ids ? query.modalias : what,
			 ids ? &query : NULL);
}

static void assert_source(size_t i, enum hp_lookup_kind kind, const char *module,
			  unsigned int line)
{
	assert_true(i < lookup.n);
	assert_int_equal(lookup.source[i].kind, kind);
	assert_string_equal(lookup.source[i].module, module);
	assert_int_equal(lookup.source[i].line, line);
}

static void test_maps_and_modprobe_d(void **state)
{
	sandbox_write("/etc/hotplug/pci.handmap", "\n  by-hand" ROW);
	sandbox_write(TREE "/modules.pcimap", "e100" ROW "e1000" ROW);
	sandbox_write("/etc/modprobe.d/a.conf", "alias pci:v00008086d* all-intel\n");
	assert_int_equal(ask("pci:8086:100e"), 0);
	assert_int_equal(lookup.n, 5);
	assert_source(0, HP_LOOKUP_HANDMAP, "by_hand", 2);
	assert_int_equal(lookup.source[0].column, 3);
	assert_source(1, HP_LOOKUP_MAP, "e100", 1);
	assert_source(2, HP_LOOKUP_MAP, "e1000", 2);
	assert_source(3, HP_LOOKUP_LIBKMOD, "all_intel", 0);
	assert_source(4, HP_LOOKUP_ALIAS, "all_intel", 1);
	assert_true(hp_lookup_names(&lookup, HP_LOOKUP_MAP, "e1000"));
	assert_false(hp_lookup_names(&lookup, HP_LOOKUP_LIBKMOD, "e1000"));
	assert_int_equal(lookup.n_unused, 0);
	assert_false(lookup.has_index);
}

static void test_what_cannot_be_used(void **state)
{
	sandbox_mkdir("/etc/hotplug/pci.handmap");
	sandbox_write(TREE "/modules.hotplug.bin", "no index");
	assert_int_equal(ask("pci:8086:100e"), 0);
	assert_int_equal(lookup.n, 0);
	assert_int_equal(lookup.n_unused, 2);
	assert_string_equal(lookup.unused[0].why, "Is a directory");
	assert_string_equal(lookup.unused[1].why, "corrupt");
}

static void test_what_is_no_name(void **state)
{
	assert_int_equal(ask("../x"), -EINVAL);
	assert_int_equal(ask("a\nb"), -EINVAL);
	assert_int_equal(ask("nothing"), 0);
	assert_int_equal(lookup.n, 0);
}

static int teardown(void **state)
{
	hp_lookup_free(&lookup);
	return logged_teardown(state);
}

#define TEST(fn) cmocka_unit_test_setup_teardown(fn, logged_setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_maps_and_modprobe_d),
		TEST(test_what_cannot_be_used),
		TEST(test_what_is_no_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
