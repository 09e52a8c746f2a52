/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: test lib/watch: every way in which a directory changes is seen, and nothing
 * else is. */
#include <sched.h>
#include <sys/mount.h>

#include "sandbox.h"
#include "watch.h"

#define DIR_PATH "/etc/hotplug.d/net"

static struct hp_watch *watch;

static void add(const char *path)
{
	assert_int_equal(hp_watch_add(watch, sandbox_path(path)), 0);
	assert_false(hp_watch_has_changed(watch));
}

/* It is seen once, and then watched anew. */
static void is_seen(void)
{
	assert_true(hp_watch_has_changed(watch));
	assert_false(hp_watch_has_changed(watch));
	add(DIR_PATH);
}

static void is_not_seen(void)
{
	assert_false(hp_watch_has_changed(watch));
}

static void entries_are_seen(void **state)
{
	sandbox_mkdir(DIR_PATH);
	add(DIR_PATH);
	sandbox_write(DIR_PATH "/a", "");
	is_seen();
	sandbox_write(DIR_PATH "/a", "other");
	is_seen();
	assert_int_equal(chmod(sandbox_path(DIR_PATH "/a"), 0700), 0);
	is_seen();
	assert_int_equal(rename(sandbox_path(DIR_PATH "/a"), sandbox_path(DIR_PATH "/b")),
			 0);
	is_seen();
	assert_int_equal(unlink(sandbox_path(DIR_PATH "/b")), 0);
	is_seen();
	assert_int_equal(symlink("/dev/null", sandbox_path(DIR_PATH "/c")), 0);
	is_seen();
}

static void what_is_missing_is_seen_when_it_comes(void **state)
{
	sandbox_mkdir("/etc");
	add(DIR_PATH);
	assert_int_equal(mkdir(sandbox_path("/etc/other"), 0755), 0);
	is_not_seen();
	assert_int_equal(mkdir(sandbox_path("/etc/hotplug.d"), 0755), 0);
	is_seen();
	assert_int_equal(mkdir(sandbox_path(DIR_PATH), 0755), 0);
	is_seen();
	sandbox_write(DIR_PATH "/a", "");
	is_seen();
}

static void directories_on_the_way_are_seen(void **state)
{
	sandbox_mkdir(DIR_PATH);
	add(DIR_PATH);
	assert_int_equal(chmod(sandbox_path("/etc"), 0777), 0);
	is_seen();
	assert_int_equal(rename(sandbox_path("/etc/hotplug.d"), sandbox_path("/etc/x")),
			 0);
	is_seen();
	sandbox_write("/etc/x/net/a", "");
	is_not_seen();
	assert_int_equal(rename(sandbox_path("/etc/x"), sandbox_path("/etc/hotplug.d")),
			 0);
	is_seen();
}

static void links_are_followed(void **state)
{
	sandbox_mkdir("/etc/hotplug.d");
	sandbox_mkdir("/there");
	assert_int_equal(symlink("../../there", sandbox_path(DIR_PATH)), 0);
	add(DIR_PATH);
	sandbox_write("/there/a", "");
	is_seen();
	assert_int_equal(unlink(sandbox_path(DIR_PATH)), 0);
	is_seen();
	sandbox_write("/there/a", "");
	is_not_seen();
}

static void a_file_is_watched(void **state)
{
	sandbox_write("/etc/hotplug.d/net", "");
	add(DIR_PATH);
	sandbox_write("/etc/hotplug.d/other", "");
	is_not_seen();
	sandbox_write(DIR_PATH, "other");
	is_seen();
}

static void mounts_are_seen(void **state)
{
	if (unshare(CLONE_NEWNS) < 0 ||
	    mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) < 0)
		skip();
	sandbox_mkdir(DIR_PATH);
	hp_watch_close(watch);
	assert_int_equal(hp_watch_open(&watch), 0);
	add(DIR_PATH);
	assert_int_equal(mount("none", sandbox_path("/etc"), "tmpfs", 0, NULL), 0);
	is_seen();
	assert_int_equal(umount(sandbox_path("/etc")), 0);
	is_seen();
}

static int set_up(void **state)
{
	return sandbox_setup(state) ?: hp_watch_open(&watch);
}

static int tear_down(void **state)
{
	hp_watch_close(watch);
	return sandbox_teardown(state);
}

#define WATCH_TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		WATCH_TEST(entries_are_seen),
		WATCH_TEST(what_is_missing_is_seen_when_it_comes),
		WATCH_TEST(directories_on_the_way_are_seen),
		WATCH_TEST(links_are_followed),
		WATCH_TEST(a_file_is_watched),
		WATCH_TEST(mounts_are_seen),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
