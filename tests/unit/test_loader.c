/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: tests of lib/loader.c and lib/modprobe.c, with a script in modprobe's place
 * that writes down how it was called.
 */
#include <sys/utsname.h>

#include "agent.h"
#include "indexwrite.h"
#include "loader.h"
#include "log.h"
#include "sandbox.h"

#define MODPROBE HP_AGENTDIR "/modprobe"

static struct hp_uevent event = {
	.action = HP_ACTION_ADD, .subsystem = "pci", .devpath = "/devices/pci0/1"};

/* A path in the module tree of the running kernel. */
static const char *in_tree(const char *file)
{
	static char path[2][512];
	static unsigned int next;
	struct utsname uts;
	char *ret = path[next++ % 2];

	uname(&uts);
	snprintf(ret, sizeof(path[0]), "/lib/modules/%s/%s", uts.release, file);
	return ret;
}

/* The last words of each call, behind "--", a line each. */
static const char *calls(void)
{
	return sandbox_read("/calls");
}

static void put_modprobe(mode_t mode, int status)
{
	char text[2 * PATH_MAX];

	snprintf(text, sizeof(text),
		 "#!/bin/sh\necho \"$*\" >>%s\n"
		 "while [ \"$1\" != -- ]; do shift; done; shift\n"
		 "echo \"$*\" >>%s\nexit %d\n",
		 sandbox_path("/words"), sandbox_path("/calls"), status);
	sandbox_file(MODPROBE, mode, text);
}

struct line {
	const char *glob, *module;
};

static void put_index(const struct line *lines, size_t n, const char *denied)
{
	_cleanup_(hp_index_writer_freep) struct hp_index_writer *writer = NULL;
	_cleanup_free_ unsigned char *bytes = NULL;
	size_t i, len;

	assert_int_equal(hp_index_writer_new(&writer), 0);
	for (i = 0; i < n; i++)
		assert_int_equal(
			hp_index_writer_alias(writer, lines[i].glob, lines[i].module, i),
			0);
	if (denied)
		assert_int_equal(hp_index_writer_denied(writer, denied), 0);
	assert_int_equal(hp_index_writer_finish(writer, &bytes, &len), 0);
	sandbox_write_bytes(in_tree(HP_INDEX_FILE), bytes, len, 0644);
}

static void put_state(const char *module, const char *state)
{
	char path[512];

	snprintf(path, sizeof(path), "/sys/module/%s/initstate", module);
	sandbox_file(path, 0444, state);
}

static int setup(void **state)
{
	int r = logged_setup(state);

	put_modprobe(0755, 0);
	event.modalias = "x:a";
	return r;
}

static struct hp_loader loader;

static int load(void)
{
	assert_int_equal(hp_loader_init(&loader, &event), 0);
	return hp_loader_load(&loader);
}

static int teardown(void **state)
{
	hp_loader_free(&loader);
	loader = (struct hp_loader){0};
	return logged_teardown(state);
}

static const struct line two[] = {{"x:a*", "one-two"}, {"x:*", "three"}};

static void test_all_matches_by_one_exec(void **state)
{
	put_index(two, 2, NULL);
	assert_int_equal(load(), 0);
	assert_string_equal(calls(), "one-two three\n");
	assert_null(strstr(sandbox_read("/words"), "-q"));
	assert_int_equal(loader.names.n, 2);
}

static void test_present_costs_no_exec(void **state)
{
	put_index(two, 2, NULL);
	put_state("one_two", "live\n");
	sandbox_mkdir("/sys/module/three/parameters");
	assert_int_equal(load(), 0);
	assert_false(sandbox_has("/calls"));
	/* Their setup scripts are run all the same. */
	assert_int_equal(loader.names.n, 2);
}

static bool has_loaded(void)
{
	bool r;

	assert_int_equal(hp_loader_init(&loader, &event), 0);
	r = hp_loader_has_loaded(&loader);
	hp_loader_free(&loader);
	loader = (struct hp_loader){0};
	return r;
}

static void test_has_loaded(void **state)
{
	assert_false(has_loaded());
	put_index(two, 1, "two");
	assert_false(has_loaded());
	put_state("one_two", "going\n");
	assert_false(has_loaded());
	put_state("one_two", "live\n");
	assert_true(has_loaded());
	put_index(two, 2, "three");
	assert_true(has_loaded());
	put_index(two, 2, NULL);
	assert_false(has_loaded());
	event.modalias = "y:a";
	assert_true(has_loaded());
	assert_false(sandbox_has("/calls"));
}

/* Only one that hotplug-depmap did not write can say more than the index. */
static void test_asks_map(void **state)
{
	put_index(two, 2, NULL);
	assert_int_equal(hp_loader_init(&loader, &event), 0);
	assert_false(hp_loader_asks_map(&loader, "modules.pcimap"));
	sandbox_write(in_tree("modules.pcimap"), "a 0x8086 0 0 0 0 0 0\n");
	assert_true(hp_loader_asks_map(&loader, "modules.pcimap"));
}

static void test_not_ready_is_not_present(void **state)
{
	put_index(two, 2, NULL);
	put_state("one_two", "coming\n");
	put_state("three", "going\n");
	assert_int_equal(load(), 0);
	assert_string_equal(calls(), "one-two three\n");
}

static void test_no_match_costs_no_exec(void **state)
{
	put_index(two, 2, NULL);
	event.modalias = "y:b";
	assert_int_equal(load(), 0);
	assert_false(sandbox_has("/calls"));
	assert_string_equal(sandbox_read("/log"), "");
}

static void test_blacklist_spellings(void **state)
{
	put_index(two, 2, NULL);
	sandbox_write("/etc/hotplug/blacklist", "# no\none_two\n");
	assert_int_equal(load(), 0);
	assert_string_equal(calls(), "three\n");
	assert_int_equal(loader.names.n, 1);
	assert_string_equal(loader.names.name[0], "three");
}

static void test_blacklist_does_not_hide_what_is_loaded(void **state)
{
	put_index(two, 1, NULL);
	put_state("one_two", "live\n");
	sandbox_write("/etc/hotplug/blacklist", "one-two\n");
	assert_int_equal(load(), 0);
	assert_int_equal(loader.names.n, 1);
}

static void test_blacklist_of_modprobe_d(void **state)
{
	put_index(two, 2, "three");
	assert_int_equal(load(), 0);
	assert_string_equal(calls(), "one-two\n");
}

static void test_blacklist_that_cannot_be_read(void **state)
{
	put_index(two, 2, NULL);
	sandbox_mkdir("/etc/hotplug/blacklist");
	assert_int_equal(load(), -EINVAL);
	assert_false(sandbox_has("/calls"));
	assert_logged("/etc/hotplug/blacklist: ");
}

static void test_names_of_others(void **state)
{
	static const char *const bad[] = {"../x", "a/b", "..", "", "a b", "-r", "a\x01"};
	size_t i;

	event.modalias = NULL;
	assert_int_equal(hp_loader_init(&loader, &event), 0);
	for (i = 0; i < ARRAY_SIZE(bad); i++)
		assert_int_equal(hp_names_add(&loader.names, bad[i], strlen(bad[i])), 1);
	assert_int_equal(hp_names_add(&loader.names, "good", 4), 1);
	assert_int_equal(hp_loader_load(&loader), 0);
	assert_string_equal(calls(), "good\n");
	assert_int_equal(loader.names.n, 1);
	assert_logged("'../x' is not the name of a module");
}

static void test_long_name(void **state)
{
	char name[301];

	memset(name, 'a', 300);
	name[300] = '\0';
	event.modalias = NULL;
	assert_int_equal(hp_loader_init(&loader, &event), 0);
	assert_int_equal(hp_names_add(&loader.names, name, 300), 1);
	assert_int_equal(hp_loader_load(&loader), 0);
	assert_non_null(strstr(calls(), name));
}

static void test_no_index_asks(void **state)
{
	setenv("MODPROBE_OPTIONS", "-r", 1);
	assert_int_equal(load(), 0);
	unsetenv("MODPROBE_OPTIONS");
	assert_string_equal(calls(), "x:a\n");
	assert_non_null(strstr(sandbox_read("/words"), "-q --ignore-missing"));
	assert_non_null(strstr(sandbox_read("/words"), "/etc/hotplug/blacklist -- "));
}

static void test_root_is_told(void **state)
{
	char words[2 * PATH_MAX];

	put_index(two, 1, NULL);
	assert_int_equal(load(), 0);
	snprintf(words, sizeof(words),
		 "-ab --ignore-no-device -d %s -C %s/etc/modprobe.d ", sandbox_dir,
		 sandbox_dir);
	assert_ptr_equal(strstr(sandbox_read("/words"), words), sandbox_read("/words"));
}

static void test_corrupt_index_is_named(void **state)
{
	put_index(two, 2, NULL);
	assert_int_equal(truncate(sandbox_path(in_tree(HP_INDEX_FILE)), 100), 0);
	assert_int_equal(load(), 0);
	assert_string_equal(calls(), "x:a\n");
	assert_logged(HP_INDEX_FILE);
}

static void test_bound_driver_is_known_after_asking(void **state)
{
	sandbox_link("../../../bus/pci/drivers/e1000", "/sys/devices/pci0/1/driver");
	sandbox_link("../../../../module/e1000", "/sys/bus/pci/drivers/e1000/module");
	sandbox_mkdir("/sys/devices/pci0/1");
	assert_int_equal(load(), 0);
	assert_int_equal(loader.names.n, 1);
	assert_string_equal(loader.names.name[0], "e1000");
}

static void test_modprobe_fails(void **state)
{
	put_index(two, 2, NULL);
	put_modprobe(0755, 1);
	assert_int_equal(load(), -EIO);
	put_modprobe(0755, 139);
	hp_loader_free(&loader);
	assert_int_equal(load(), -EIO);
	assert_logged("ended with status 139");
}

static void test_modprobe_is_refused(void **state)
{
	put_index(two, 2, NULL);
	put_modprobe(0757, 0);
	assert_int_equal(load(), -EACCES);
	assert_logged(MODPROBE " is refused: ");
	unlink(sandbox_path(MODPROBE));
	hp_loader_free(&loader);
	assert_int_equal(load(), -ENOENT);
	assert_false(sandbox_has("/calls"));
}

static void test_dry_run(void **state)
{
	put_index(two, 2, NULL);
	hp_dry_run = true;
	assert_int_equal(load(), 0);
	hp_dry_run = false;
	assert_false(sandbox_has("/calls"));
}

static int match_all(struct hp_idmap *map, const void *id, struct hp_names *names)
{
	return hp_idmap_match_pci(map, id, names);
}

static void test_maps(void **state)
{
	static const struct hp_pci_id id = {0x8086, 0x100e, 1, 2, 0x20000};

	event.modalias = NULL;
	sandbox_write("/etc/hotplug/pci.handmap",
		      "good 0x8086 0x100e 0xffffffff 0xffffffff 0 0 0\n"
		      "cut 0x8086\n"
		      "../evil 0x8086 0x100e 0xffffffff 0xffffffff 0 0 0\n");
	sandbox_write(in_tree("modules.pcimap"),
		      "other 0x8086 0xffffffff 0xffffffff 0xffffffff 0 0 0\n");
	assert_int_equal(hp_loader_init(&loader, &event), 0);
	assert_int_equal(hp_loader_add_handmap(&loader, "pci.handmap", match_all, &id),
			 0);
	assert_int_equal(hp_loader_add_handmap(&loader, "none", match_all, &id), 0);
	assert_int_equal(hp_loader_add_map(&loader, "modules.pcimap", match_all, &id), 0);
	assert_int_equal(hp_loader_load(&loader), 0);
	assert_string_equal(calls(), "good other\n");
	assert_logged("/etc/hotplug/pci.handmap:2:");
	assert_logged("/etc/hotplug/pci.handmap:3:1: ");
}

static void test_stale_map_is_not_used(void **state)
{
	static const struct hp_pci_id id = {0x8086, 0x100e, 1, 2, 0x20000};
	static const struct timespec old[2] = {{1000, 0}, {1000, 0}};

	sandbox_write(in_tree("modules.pcimap"),
		      "other 0x8086 0xffffffff 0xffffffff 0xffffffff 0 0 0\n");
	assert_int_equal(
		utimensat(AT_FDCWD, sandbox_path(in_tree("modules.pcimap")), old, 0), 0);
	sandbox_write(in_tree("modules.alias.bin"), "new");
	event.modalias = NULL;
	assert_int_equal(hp_loader_init(&loader, &event), 0);
	hp_log_set_level(HP_LOG_DEBUG);
	assert_int_equal(hp_loader_add_map(&loader, "modules.pcimap", match_all, &id), 0);
	assert_int_equal(loader.names.n, 0);
	assert_logged("modules.pcimap is older than the modules: not used");
	logged_clear();
	assert_int_equal(hp_loader_add_map(&loader, "modules.pcimap", match_all, &id), 0);
	assert_not_logged("modules.pcimap");
}

#define TEST(fn) cmocka_unit_test_setup_teardown(fn, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_all_matches_by_one_exec),
		TEST(test_present_costs_no_exec),
		TEST(test_has_loaded),
		TEST(test_asks_map),
		TEST(test_not_ready_is_not_present),
		TEST(test_no_match_costs_no_exec),
		TEST(test_blacklist_spellings),
		TEST(test_blacklist_does_not_hide_what_is_loaded),
		TEST(test_blacklist_of_modprobe_d),
		TEST(test_blacklist_that_cannot_be_read),
		TEST(test_names_of_others),
		TEST(test_long_name),
		TEST(test_no_index_asks),
		TEST(test_root_is_told),
		TEST(test_corrupt_index_is_named),
		TEST(test_bound_driver_is_known_after_asking),
		TEST(test_modprobe_fails),
		TEST(test_modprobe_is_refused),
		TEST(test_dry_run),
		TEST(test_maps),
		TEST(test_stale_map_is_not_used),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
