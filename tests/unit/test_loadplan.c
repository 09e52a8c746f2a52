/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: tests of lib/loadplan: when a plan is used, and what is said where the kernel
 * takes none of its files, which are no modules here.
 */
#include "indexwrite.h"
#include "loadplan.h"
#include "log.h"
#include "sandbox.h"

#define RELEASE "6.1.0-test"
#define TREE	"/lib/modules/" RELEASE

static struct hp_index *index_;
static struct hp_loadplan plan;

static void module(struct hp_index_writer *writer, const char *path, const char *need)
{
	char file[128];

	snprintf(file, sizeof(file), TREE "/%s", path);
	sandbox_write(file, "no module");
	assert_int_equal(hp_index_writer_module(writer, HP_INDEX_PLAIN, path,
						(const char *[]){need}, !!need),
			 0);
}

static int setup(void **state)
{
	_cleanup_(hp_index_writer_freep) struct hp_index_writer *writer = NULL;
	_cleanup_free_ unsigned char *bytes = NULL;
	struct hp_stamp stamp;
	size_t len;
	int r = logged_setup(state);

	hp_log_set_level(HP_LOG_NOTICE);
	sandbox_write(TREE "/modules.dep.bin", "dependencies");
	sandbox_write("/proc/cmdline", "quiet e1000e.debug=1\n");
	assert_int_equal(hp_stamp_take(&stamp, sandbox_path(TREE "/modules.dep.bin")), 0);
	assert_int_equal(hp_index_writer_new(&writer), 0);
	assert_int_equal(hp_index_writer_needed(writer, HP_INDEX_REQUIRED,
						"modules.dep.bin", &stamp),
			 0);
	module(writer, "a/e1000.ko", "b/mii-x.ko");
	module(writer, "b/mii-x.ko", NULL);
	module(writer, "b/packed.ko.xz", NULL);
	assert_int_equal(hp_index_writer_finish(writer, &bytes, &len), 0);
	sandbox_write_bytes(TREE "/" HP_INDEX_FILE, bytes, len, 0644);
	assert_int_equal(hp_index_open(&index_, RELEASE), 0);
	return r;
}

static int teardown(void **state)
{
	hp_loadplan_free(&plan);
	plan = (struct hp_loadplan){0};
	hp_index_close(TAKE_PTR(index_));
	return logged_teardown(state);
}

static int make(const char *name)
{
	static const char *kept;

	kept = name;
	return hp_loadplan_make(&plan, index_, &kept, 1);
}

static void put_live(const char *name)
{
	char path[128];

	snprintf(path, sizeof(path), "/sys/module/%s/initstate", name);
	sandbox_write(path, "live\n");
}

static void test_inserts_what_is_not_there(void **state)
{
	put_live("mii_x");
	assert_int_equal(make("e1000"), 0);
	assert_int_equal(plan.module[0].files.n, 2);
	assert_int_equal(hp_loadplan_open(&plan), 0);
	/* ENOEXEC, or EPERM or ENOSYS by whom and where this runs. */
	assert_true(hp_loadplan_insert(&plan, 0) < 0);
	assert_logged("could not insert 'e1000': ");
	assert_int_equal(count_lines(sandbox_read("/log")), 1);
}

static void test_a_need_fails(void **state)
{
	assert_int_equal(make("e1000"), 0);
	assert_int_equal(hp_loadplan_open(&plan), 0);
	assert_true(hp_loadplan_insert(&plan, 0) < 0);
	assert_logged("could not insert 'e1000': ");
	assert_not_logged("loaded");
	assert_int_equal(count_lines(sandbox_read("/log")), 1);
}

static void test_all_there(void **state)
{
	put_live("e1000");
	assert_int_equal(unlink(sandbox_path("/proc/cmdline")), 0);
	assert_int_equal(make("e1000"), 0);
	assert_int_equal(hp_loadplan_open(&plan), 0);
	assert_int_equal(hp_loadplan_insert(&plan, 0), 0);
	assert_string_equal(sandbox_read("/log"), "");
}

static void test_no_plan(void **state)
{
	assert_int_equal(make("other"), -ENOENT);
}

static void test_one_of_several_has_none(void **state)
{
	static const char *const names[] = {"mii_x", "other"};

	assert_int_equal(hp_loadplan_make(&plan, index_, names, 2), -ENOENT);
}

static void test_command_line(void **state)
{
	static const char *const lines[] = {"x e1000.debug=1", "mii-x.y",
					    "\"mii_x.y=1 2\"", "modprobe.blacklist=z"};

	for (size_t i = 0; i < ARRAY_SIZE(lines); i++) {
		sandbox_write("/proc/cmdline", lines[i]);
		assert_int_equal(make("e1000"), -EPERM);
		hp_loadplan_free(&plan);
		plan = (struct hp_loadplan){0};
	}
	assert_int_equal(unlink(sandbox_path("/proc/cmdline")), 0);
	assert_int_equal(make("e1000"), -ENOENT);
}

static void test_modprobe_conf(void **state)
{
	sandbox_write("/etc/modprobe.conf", "");
	assert_int_equal(make("e1000"), -EPERM);
}

static void test_file_is_missing(void **state)
{
	assert_int_equal(unlink(sandbox_path(TREE "/b/mii-x.ko")), 0);
	assert_int_equal(make("e1000"), 0);
	assert_int_equal(hp_loadplan_open(&plan), -ENOENT);
	assert_string_equal(sandbox_read("/log"), "");
}

static void test_file_is_none(void **state)
{
	assert_int_equal(unlink(sandbox_path(TREE "/b/mii-x.ko")), 0);
	sandbox_mkdir(TREE "/b/mii-x.ko");
	assert_int_equal(make("e1000"), 0);
	assert_int_equal(hp_loadplan_open(&plan), -EINVAL);
}

static void test_compression(void **state)
{
	assert_int_equal(make("packed"), 0);
	sandbox_write("/sys/module/compression", "zstd\n");
	assert_int_equal(hp_loadplan_open(&plan), -EOPNOTSUPP);
}

/* The kernel's decoder takes no check but CRC32. */
static void test_compression_of_the_kernel(void **state)
{
	static const struct {
		char check;
		int r;
	} files[] = {{0, 0}, {1, 0}, {4, -EOPNOTSUPP}, {10, -EOPNOTSUPP}};

	sandbox_write("/sys/module/compression", "xz\n");
	for (size_t i = 0; i < ARRAY_SIZE(files); i++) {
		const char head[] = {0xfd, '7', 'z', 'X', 'Z', 0, 0, files[i].check};

		sandbox_write_bytes(TREE "/b/packed.ko.xz", head, sizeof(head), 0644);
		assert_int_equal(make("packed"), 0);
		assert_int_equal(hp_loadplan_open(&plan), files[i].r);
		hp_loadplan_free(&plan);
		plan = (struct hp_loadplan){0};
	}
}

#define TEST(fn) cmocka_unit_test_setup_teardown(fn, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_inserts_what_is_not_there),
		TEST(test_a_need_fails),
		TEST(test_all_there),
		TEST(test_no_plan),
		TEST(test_one_of_several_has_none),
		TEST(test_command_line),
		TEST(test_modprobe_conf),
		TEST(test_file_is_missing),
		TEST(test_file_is_none),
		TEST(test_compression),
		TEST(test_compression_of_the_kernel),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
