/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: tests of lib/trust: what may be run as root, and what is said of the rest. */
#include "sandbox.h"
#include "trust.h"

#define NOBODY 65534
#define HOOK   "/etc/hotplug.d/net/10-x.hotplug"

static char resolved[PATH_MAX], why[HP_TRUST_WHY_MAX];

static int check(const char *path)
{
	strcpy(resolved, "untouched");
	why[0] = '\0';
	return hp_trust_executable(sandbox_path(path), resolved, why);
}

static void assert_trusted(const char *path, const char *as)
{
	int r = check(path);

	if (r < 0)
		fail_msg("%s: %d %s", path, r, why);
	assert_string_equal(resolved, sandbox_path(as));
}

/* Refused, and for the object and reason named. */
static void assert_refused(const char *path, const char *object, const char *reason)
{
	char expected[PATH_MAX + 64];

	assert_int_equal(check(path), -EACCES);
	snprintf(expected, sizeof(expected), "%s %s", sandbox_path(object), reason);
	assert_string_equal(why, expected);
	assert_string_equal(resolved, "untouched");
}

static void test_regular(void **state)
{
	sandbox_executable(HOOK);
	assert_trusted(HOOK, HOOK);
	for (int bit = 0; bit < 3; bit++) {
		chmod(sandbox_path(HOOK), 0400 | 1 << (bit * 3));
		assert_trusted(HOOK, HOOK);
	}
}

static void test_absent(void **state)
{
	assert_int_equal(check(HOOK), -ENOENT);
	sandbox_mkdir("/etc/hotplug.d/net");
	assert_int_equal(check(HOOK), -ENOENT);
	assert_string_equal(resolved, "untouched");
}

static void test_mode(void **state)
{
	sandbox_executable(HOOK);
	chmod(sandbox_path(HOOK), 0775);
	assert_refused(HOOK, HOOK, "is writable by its group");
	chmod(sandbox_path(HOOK), 0757);
	assert_refused(HOOK, HOOK, "is writable by others");
	chmod(sandbox_path(HOOK), 0644);
	assert_refused(HOOK, HOOK, "is not executable");
}

/* What is only read is held to the same, but for that bit. */
static void test_file(void **state)
{
	sandbox_write("/etc/a", "x");
	assert_int_equal(hp_trust_file(sandbox_path("/etc/a"), resolved, why), 0);
	assert_string_equal(resolved, sandbox_path("/etc/a"));
	chmod(sandbox_path("/etc/a"), 0664);
	assert_int_equal(hp_trust_file(sandbox_path("/etc/a"), resolved, why), -EACCES);
	assert_int_equal(hp_trust_file(sandbox_path("/etc"), resolved, why), -EACCES);
	assert_contains(why, "is no regular file");
}

static void assert_near(struct hp_trust_near *near, const char *path, int expect)
{
	char as[PATH_MAX], whole[PATH_MAX], its[HP_TRUST_WHY_MAX];
	int r = hp_trust_file_near(near, sandbox_path(path), as, its);

	assert_int_equal(r, expect);
	assert_int_equal(hp_trust_file(sandbox_path(path), whole, why), expect);
	if (r == 0)
		assert_string_equal(as, whole);
	else if (r == -EACCES)
		assert_string_equal(its, why);
}

/* Many files in a row, each as if it were the only one. */
static void test_near(void **state)
{
	struct hp_trust_near near = {0};

	sandbox_write("/etc/d/a", "");
	sandbox_write("/etc/d/open", "");
	sandbox_write("/etc/e/a", "");
	sandbox_link("../e/a", "/etc/d/link");
	sandbox_link("/dev/null", "/etc/d/mask");
	sandbox_link("e", "/etc/f");
	chmod(sandbox_path("/etc/d/open"), 0666);
	assert_near(&near, "/etc/d/a", 0);
	assert_near(&near, "/etc/d/a", 0);
	assert_near(&near, "/etc/d/open", -EACCES);
	assert_near(&near, "/etc/d/link", 0);
	assert_near(&near, "/etc/d/mask", -ECANCELED);
	assert_near(&near, "/etc/d/none", -ENOENT);
	assert_near(&near, "/etc/d", -EACCES);
	assert_near(&near, "/etc/f/a", 0);
	assert_near(&near, "/etc/f/none", -ENOENT);
	assert_near(&near, "/etc/d/a", 0);
	chmod(sandbox_path("/etc/e"), 0777);
	assert_near(&near, "/etc/e/a", -EACCES);
	assert_near(&near, "/etc/f/a", -EACCES);
	assert_near(&near, "/etc/none/a", -ENOENT);
}

static void test_owner(void **state)
{
	sandbox_executable(HOOK);
	assert_int_equal(chown(sandbox_path(HOOK), NOBODY, 0), 0);
	assert_refused(HOOK, HOOK, "is owned by uid 65534, not by root");
	/* A group of its own is no harm while it cannot write. */
	assert_int_equal(chown(sandbox_path(HOOK), 0, NOBODY), 0);
	assert_trusted(HOOK, HOOK);
}

static void test_kinds(void **state)
{
	sandbox_mkdir(HOOK);
	assert_refused(HOOK, HOOK, "is no regular file");
	assert_int_equal(rmdir(sandbox_path(HOOK)), 0);
	assert_int_equal(mkfifo(sandbox_path(HOOK), 0755), 0);
	assert_refused(HOOK, HOOK, "is no regular file");
}

/* Every directory on the way, the topmost included. */
static void test_directories(void **state)
{
	static const char *const dirs[] = {"/etc/hotplug.d/net", "/etc/hotplug.d", "/etc",
					   "/"};

	sandbox_executable(HOOK);
	for (size_t i = 0; i < ARRAY_SIZE(dirs); i++) {
		chmod(sandbox_path(dirs[i]), 0775);
		assert_refused(HOOK, dirs[i], "is writable by its group");
		chmod(sandbox_path(dirs[i]), 01777);
		assert_refused(HOOK, dirs[i], "is writable by others");
		chmod(sandbox_path(dirs[i]), 0755);
		assert_int_equal(chown(sandbox_path(dirs[i]), NOBODY, NOBODY), 0);
		assert_refused(HOOK, dirs[i], "is owned by uid 65534, not by root");
		assert_int_equal(chown(sandbox_path(dirs[i]), 0, 0), 0);
		assert_trusted(HOOK, HOOK);
	}
}

/* The file and the directories that a link leads through count, not only those that it
 * is in. */
static void test_links(void **state)
{
	sandbox_executable("/usr/lib/x/run");
	sandbox_link("/usr/lib/x/run", HOOK);
	assert_trusted(HOOK, "/usr/lib/x/run");
	sandbox_link("../../../usr/lib/x/run", "/etc/hotplug.d/net/relative");
	assert_trusted("/etc/hotplug.d/net/relative", "/usr/lib/x/run");
	sandbox_link("./../net//./relative", "/etc/hotplug.d/net/again");
	assert_trusted("/etc/hotplug.d/net/again", "/usr/lib/x/run");
	sandbox_link("/usr/lib", "/opt/lib");
	sandbox_link("/opt/lib/x/run", "/etc/hotplug.d/net/dir");
	assert_trusted("/etc/hotplug.d/net/dir", "/usr/lib/x/run");

	chmod(sandbox_path("/opt"), 0777);
	assert_refused("/etc/hotplug.d/net/dir", "/opt", "is writable by others");
	assert_trusted(HOOK, "/usr/lib/x/run");
	chmod(sandbox_path("/usr/lib"), 0777);
	assert_refused(HOOK, "/usr/lib", "is writable by others");
	chmod(sandbox_path("/usr/lib"), 0755);
	assert_int_equal(chown(sandbox_path("/usr/lib/x/run"), NOBODY, 0), 0);
	assert_refused(HOOK, "/usr/lib/x/run", "is owned by uid 65534, not by root");
}

static void test_links_without_end(void **state)
{
	char name[32], target[32];

	sandbox_link("b", "/a");
	sandbox_link("a", "/b");
	assert_int_equal(check("/a"), -EACCES);
	assert_contains(why, "leads through too many links");
	sandbox_executable("/l0");
	for (int i = 1; i <= 41; i++) {
		snprintf(name, sizeof(name), "/l%d", i);
		snprintf(target, sizeof(target), "l%d", i - 1);
		sandbox_link(target, name);
	}
	assert_trusted("/l40", "/l0");
	assert_int_equal(check("/l41"), -EACCES);
	assert_contains(why, "leads through too many links");
}

/* Something is there, and it cannot be run: that is no absent file. */
static void test_dangling(void **state)
{
	sandbox_link("/usr/lib/x/none", HOOK);
	assert_int_equal(check(HOOK), -EACCES);
	assert_contains(why, "leads nowhere");
	sandbox_link("none/below", "/etc/hotplug.d/net/chain");
	assert_int_equal(check("/etc/hotplug.d/net/chain"), -EACCES);
	sandbox_executable("/etc/file");
	sandbox_link("/etc/file/below", "/etc/hotplug.d/net/below");
	assert_int_equal(check("/etc/hotplug.d/net/below"), -EACCES);
}

/* As where /usr is merged: what a link leads to is there, the file in it is not. */
static void test_absent_behind_a_link(void **state)
{
	sandbox_executable("/usr/sbin/there");
	sandbox_link("usr/sbin", "/sbin");
	assert_trusted("/sbin/there", "/usr/sbin/there");
	assert_int_equal(check("/sbin/none"), -ENOENT);
	assert_int_equal(check("/sbin/none/below"), -ENOENT);
	sandbox_link("/sbin", "/other");
	assert_int_equal(check("/other/none"), -ENOENT);
	sandbox_link("/other/gone", "/nowhere");
	assert_int_equal(check("/nowhere/none"), -EACCES);
	assert_contains(why, "leads nowhere");
}

static void test_long_components(void **state)
{
	char target[4000] = "/etc/file/";

	sandbox_executable("/etc/file");
	memset(target + strlen(target), 'n', 300);
	sandbox_link(target, HOOK);
	assert_int_equal(check(HOOK), -EACCES);
	for (size_t i = 1; i < sizeof(target) - 2; i += 2)
		memcpy(target + i, "./", 3);
	sandbox_link(target, "/etc/dots");
	assert_int_equal(check("/etc/dots"), -EACCES);
	assert_contains(why, "is no regular file");
}

static void test_mask(void **state)
{
	sandbox_link("/dev/null", HOOK);
	assert_int_equal(check(HOOK), -ECANCELED);
	sandbox_link(HOOK, "/etc/hotplug.d/net/chain");
	assert_int_equal(check("/etc/hotplug.d/net/chain"), -ECANCELED);
}

/* Nothing outside of the root is run, whichever way leads there. */
static void test_outside_of_root(void **state)
{
	sandbox_link("/bin/sh", HOOK);
	assert_int_equal(check(HOOK), -EACCES);
	sandbox_link("../../../../../../../../../../bin/sh", "/etc/up");
	assert_int_equal(check("/etc/up"), -EACCES);
	assert_int_equal(hp_trust_executable("/bin/sh", resolved, why), -EACCES);
	assert_contains(why, "/bin/sh is outside ");
	sandbox_executable("/bin/sh");
	assert_trusted(HOOK, "/bin/sh");
	assert_trusted("/etc/up", "/bin/sh");
}

static void test_namesake_of_root(void **state)
{
	char beside[128];

	snprintf(beside, sizeof(beside), "%sx/hook", sandbox_dir);
	assert_int_equal(hp_trust_executable(beside, resolved, why), -EACCES);
	assert_contains(why, " is outside ");
}

/* Without a root: what is below /tmp could be anybody's. */
static void test_real_root(void **state)
{
	sandbox_executable(HOOK);
	hp_root_set(NULL);
	assert_int_equal(check(HOOK), -EACCES);
	assert_string_equal(why, "/tmp is writable by others");
	assert_int_equal(hp_trust_executable("/bin/sh", resolved, why), 0);
	assert_int_equal(access(resolved, X_OK), 0);
	assert_int_equal(hp_trust_executable("bin/sh", resolved, why), -EACCES);
	hp_root_set(sandbox_dir);
}

/* Under a root of one's own, one's own files do; elsewhere root's only. */
static void test_effective_user(void **state)
{
	static const char *const all[] = {"/", "/etc", HOOK};

	sandbox_executable(HOOK);
	for (size_t i = 0; i < ARRAY_SIZE(all); i++)
		assert_int_equal(chown(sandbox_path(all[i]), NOBODY, NOBODY), 0);
	assert_int_equal(seteuid(NOBODY), 0);
	assert_trusted(HOOK, HOOK);
	assert_int_equal(seteuid(0), 0);
	assert_refused(HOOK, "/", "is owned by uid 65534, not by root");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, sandbox_setup, sandbox_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_regular),
		TEST(test_absent),
		TEST(test_mode),
		TEST(test_file),
		TEST(test_near),
		TEST(test_owner),
		TEST(test_kinds),
		TEST(test_directories),
		TEST(test_links),
		TEST(test_links_without_end),
		TEST(test_dangling),
		TEST(test_absent_behind_a_link),
		TEST(test_long_components),
		TEST(test_mask),
		TEST(test_outside_of_root),
		TEST(test_namesake_of_root),
		TEST(test_real_root),
		TEST(test_effective_user),
	};

	if (geteuid() != 0) {
		printf("owners can be changed by root only\n");
		return 77;
	}
	return cmocka_run_group_tests(tests, NULL, NULL);
}
