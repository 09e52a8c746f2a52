/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: tests of lib/queue in one process: what is worked, in which order, and what is
 * not. */
#include <inttypes.h>

#include "queue.h"
#include "sandbox.h"

#define QUEUE  HP_RUNDIR "/queue"
#define DEVICE HP_RUNDIR "/device"
#define NOBODY 65534

static struct hp_uevent event;
static struct hp_queue queue;
static char log_of_work[4096];

/* "SEQNUM:ACTION:KERNEL " for each event. */
static int worker(const struct hp_uevent *worked)
{
	size_t n = strlen(log_of_work);

	snprintf(log_of_work + n, sizeof(log_of_work) - n, "%" PRIu64 ":%s:%s ",
		 worked->seqnum, hp_action_name(worked->action),
		 strrchr(worked->devpath, '/') + 1);
	return 0;
}

static void make_event(const char *action, uint64_t seqnum, const char *kernel)
{
	char var[3][64], why[HP_UEVENT_WHY_MAX] = "";
	const char *const vars[] = {var[0], var[1], seqnum ? var[2] : NULL, NULL};

	snprintf(var[0], sizeof(var[0]), "ACTION=%s", action);
	snprintf(var[1], sizeof(var[1]), "DEVPATH=/devices/%s", kernel);
	snprintf(var[2], sizeof(var[2]), "SEQNUM=%" PRIu64, seqnum);
	if (hp_uevent_from_environ(&event, (char *const *)vars, "bus", why) < 0)
		fail_msg("%s", why);
}

static void put(const char *action, uint64_t seqnum, const char *kernel)
{
	make_event(action, seqnum, kernel);
	assert_int_equal(hp_queue_put(&queue, &event), 0);
}

static void plug(const char *kernel)
{
	char path[64];

	snprintf(path, sizeof(path), "/sys/devices/%s", kernel);
	sandbox_mkdir(path);
}

static void unplug(const char *kernel)
{
	char path[64];

	snprintf(path, sizeof(path), "/sys/devices/%s", kernel);
	assert_int_equal(rmdir(sandbox_path(path)), 0);
}

static void assert_drained(const char *expected)
{
	log_of_work[0] = '\0';
	hp_queue_drain(&queue, 4, worker);
	assert_string_equal(log_of_work, expected);
}

static size_t count_entries(const char *path)
{
	_cleanup_closedir_ DIR *dir = opendir(sandbox_path(path));
	struct dirent *entry;
	size_t n = 0;

	while (dir && (entry = readdir(dir)))
		n += entry->d_name[0] != '.';
	return n;
}

static int setup(void **state)
{
	if (sandbox_setup(state) < 0)
		return -1;
	sandbox_mkdir("/run");
	sandbox_mkdir("/sys/devices");
	plug("a");
	plug("b");
	log_of_work[0] = '\0';
	return hp_queue_open(&queue);
}

static int teardown(void **state)
{
	hp_queue_close(&queue);
	return sandbox_teardown(state);
}

static void test_order(void **state)
{
	put("change", 10, "a");
	put("change", 9, "a");
	put("add", 100, "b");
	put("change", UINT64_MAX, "a");
	put("remove", 2, "c");
	assert_int_equal(count_entries(QUEUE), 5);
	assert_drained("2:remove:c 9:change:a 10:change:a 100:add:b "
		       "18446744073709551615:change:a ");
	assert_int_equal(count_entries(QUEUE), 0);
	assert_drained("");
}

static struct hp_uevent copy;

static int compare(const struct hp_uevent *worked)
{
	assert_int_equal(worked->n_vars, copy.n_vars);
	for (size_t i = 0; i < copy.n_vars; i++)
		assert_string_equal(worked->vars[i], copy.vars[i]);
	assert_null(worked->vars[copy.n_vars]);
	strcpy(log_of_work, "!");
	return -EIO;
}

/* The largest event there can be comes out as it went in. */
static void test_whole_event(void **state)
{
	static char vars[64][2048], why[HP_UEVENT_WHY_MAX];
	const char *envp[67] = {"ACTION=change", "DEVPATH=/devices/a", "SUBSYSTEM=bus",
				"SEQNUM=1"};
	size_t n = 4, used = sizeof("ACTION=change") + sizeof("DEVPATH=/devices/a") +
			     sizeof("SUBSYSTEM=bus") + sizeof("SEQNUM=1");

	for (; n < 64; n++) {
		used += snprintf(vars[n], 64, "ODD %zu=\x01\n@\xff", n) + 1;
		envp[n] = vars[n];
	}
	memset(vars[63] + strlen(vars[63]), 'x', 2048 - used);
	envp[n++] = "HOME=/";
	envp[n++] = "PATH=/sbin:/bin:/usr/sbin:/usr/bin";
	assert_int_equal(hp_uevent_from_environ(&copy, (char *const *)envp, "bus", why),
			 0);
	assert_int_equal(copy.n_buf, 2048);
	assert_int_equal(hp_queue_put(&queue, &copy), 0);
	/* A worker that fails has done the event all the same. */
	hp_queue_drain(&queue, 4, compare);
	assert_string_equal(log_of_work, "!");
	assert_int_equal(count_entries(QUEUE), 0);
}

static void test_empty(void **state)
{
	assert_true(hp_queue_is_empty(&queue));
	put("add", 1, "a");
	assert_false(hp_queue_is_empty(&queue));
	plug("a");
	assert_drained("1:add:a ");
	assert_true(hp_queue_is_empty(&queue));
}

static void test_add_of_what_is_gone(void **state)
{
	put("add", 5, "none");
	put("add", 6, "a");
	put("change", 7, "none");
	put("bind", 8, "none");
	assert_drained("6:add:a 7:change:none 8:bind:none ");
	put("add", 9, "a");
	unplug("a");
	assert_drained("");
}

/* The same path with another inode is another device. */
static void test_add_of_another_instance(void **state)
{
	put("add", 5, "a");
	/* Made while the first is there, it has another inode. */
	plug("other");
	unplug("a");
	assert_int_equal(rename(sandbox_path("/sys/devices/other"),
				sandbox_path("/sys/devices/a")),
			 0);
	put("add", 7, "a");
	assert_drained("7:add:a ");
}

static void test_older_remove(void **state)
{
	put("add", 10, "a");
	assert_drained("10:add:a ");
	put("remove", 9, "a");
	put("remove", 9, "b");
	assert_drained("9:remove:b ");
	put("remove", 11, "a");
	assert_drained("11:remove:a ");
	/* What was recorded is gone with it. */
	put("remove", 8, "a");
	assert_drained("8:remove:a ");
	assert_int_equal(count_entries(DEVICE), 0);
}

/* bind, change and move neither cancel an add nor are cancelled by one. */
static void test_other_actions(void **state)
{
	static const char *const actions[] = {"change",	 "move", "online",
					      "offline", "bind", "unbind"};
	char expected[64];

	for (size_t i = 0; i < ARRAY_SIZE(actions); i++) {
		put("add", 20, "a");
		put(actions[i], 30, "a");
		snprintf(expected, sizeof(expected), "20:add:a 30:%s:a ", actions[i]);
		assert_drained(expected);
		put(actions[i], 10, "a");
		snprintf(expected, sizeof(expected), "10:%s:a ", actions[i]);
		assert_drained(expected);
		put("add", 25, "a");
		assert_drained("25:add:a ");
	}
}

/* An event without SEQNUM is never obsolete, whatever came before. */
static void test_without_seqnum(void **state)
{
	put("add", 10, "a");
	assert_drained("10:add:a ");
	log_of_work[0] = '\0';
	make_event("remove", 0, "a");
	assert_int_equal(hp_queue_work_now(&queue, &event, 4, worker), 0);
	assert_string_equal(log_of_work, "0:remove:a ");
	put("remove", 9, "a");
	assert_drained("9:remove:a ");
}

static int fail_with_eio(const struct hp_uevent *worked)
{
	return -EIO;
}

static void test_work_now(void **state)
{
	make_event("add", 0, "a");
	assert_int_equal(hp_queue_work_now(&queue, &event, 4, fail_with_eio), -EIO);
	/* What others left meanwhile is worked as well, behind it. */
	put("change", 3, "a");
	put("change", 2, "b");
	make_event("change", 0, "a");
	assert_int_equal(hp_queue_work_now(&queue, &event, 4, worker), 0);
	assert_string_equal(log_of_work, "0:change:a 2:change:b 3:change:a ");
	assert_int_equal(count_entries(QUEUE), 0);
	/* Nothing to do for what is not there. */
	log_of_work[0] = '\0';
	make_event("add", 0, "none");
	assert_int_equal(hp_queue_work_now(&queue, &event, 4, worker), 0);
	assert_string_equal(log_of_work, "");
}

/* Each is said once, is out of the way for good, and costs the others nothing. */
static void test_junk(void **state)
{
	static const char *const names[] = {"junk",
					    "7-1",
					    "00000000000000000001",
					    "00000000000000000001-",
					    "00000000000000000001-5",
					    "00000000000000000001-x-+bus:a",
					    "00000000000000000001-5-+bus:a",
					    "zzzzzzzzzzzzzzzzzzzzz5-+bus:a"};
	char path[128];

	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		snprintf(path, sizeof(path), QUEUE "/%s", names[i]);
		sandbox_write(path, "junk");
	}
	put("change", 2, "a");
	capture_begin();
	log_of_work[0] = '\0';
	hp_queue_drain(&queue, 4, worker);
	assert_int_equal(count_lines(capture_end()), ARRAY_SIZE(names));
	assert_string_equal(log_of_work, "2:change:a ");
	assert_int_equal(count_entries(QUEUE), 0);
}

static void test_junk_of_odd_kinds(void **state)
{
	const char *log;

	sandbox_mkdir(QUEUE "/00000000000000000001-5-+bus:dir/below");
	sandbox_mkdir(QUEUE "/dir/below");
	sandbox_link("/none", QUEUE "/00000000000000000001-6-+bus:link");
	sandbox_link("/etc/passwd", QUEUE "/00000000000000000001-6-+bus:file");
	assert_int_equal(
		mkfifo(sandbox_path(QUEUE "/00000000000000000001-7-+bus:fifo"), 0600), 0);
	put("change", 2, "a");
	capture_begin();
	log_of_work[0] = '\0';
	hp_queue_drain(&queue, 4, worker);
	log = capture_end();
	assert_int_equal(count_lines(log), 5);
	assert_string_equal(log_of_work, "2:change:a ");
	assert_int_equal(count_entries(QUEUE), 0);
}

/* Cut at every byte: never an event, unless it is one without its last variables. */
static void test_half_written(void **state)
{
	static const char whole[] = "change@/devices/a\0ACTION=change\0"
				    "DEVPATH=/devices/a\0SUBSYSTEM=bus\0SEQNUM=1";

	for (size_t n = 0; n < sizeof(whole) - 1; n++) {
		bool valid = n + sizeof("SEQNUM=1") == sizeof(whole);

		sandbox_write_bytes(QUEUE "/00000000000000000001-1-+bus:a", whole, n,
				    0600);
		capture_begin();
		log_of_work[0] = '\0';
		hp_queue_drain(&queue, 4, worker);
		assert_int_equal(count_lines(capture_end()), valid ? 0 : 1);
		assert_string_equal(log_of_work, valid ? "0:change:a " : "");
		assert_int_equal(count_entries(QUEUE), 0);
	}
	/* What a killed helper leaves has a dot. */
	sandbox_write_bytes(QUEUE "/.4711", whole, sizeof(whole) / 2, 0600);
	assert_drained("");
	assert_true(sandbox_has(QUEUE "/.4711"));
}

static void assert_open(int expected)
{
	struct hp_queue other = {-1, -1};

	assert_int_equal(hp_queue_open(&other), expected);
	assert_int_equal(other.fd >= 0, expected == 0);
	hp_queue_close(&other);
}

static void check_private(const char *path, mode_t mode)
{
	struct stat st;

	assert_int_equal(stat(sandbox_path(path), &st), 0);
	assert_int_equal(st.st_mode & 07777, mode);
	chmod(sandbox_path(path), mode | S_IWGRP);
	assert_open(-EACCES);
	chmod(sandbox_path(path), mode | S_IWOTH | S_ISVTX);
	assert_open(-EACCES);
	chmod(sandbox_path(path), mode);
	if (geteuid() == 0) {
		assert_int_equal(chown(sandbox_path(path), NOBODY, 0), 0);
		assert_open(-EACCES);
		assert_int_equal(chown(sandbox_path(path), 0, 0), 0);
	}
	assert_open(0);
}

static void test_private(void **state)
{
	check_private(HP_RUNDIR, 0755);
	check_private(QUEUE, 0700);
}

static void test_no_place(void **state)
{
	sandbox_teardown(state);
	assert_int_equal(sandbox_setup(state), 0);
	assert_open(-ENOENT);
	sandbox_write(HP_RUNDIR, "");
	assert_open(-ENOTDIR);
	assert_int_equal(unlink(sandbox_path(HP_RUNDIR)), 0);
	sandbox_mkdir("/elsewhere");
	sandbox_link("../elsewhere", HP_RUNDIR);
	assert_open(-ENOTDIR);
	assert_int_equal(unlink(sandbox_path(HP_RUNDIR)), 0);
	/* Made by halves, by somebody who was killed: the rest is made. */
	sandbox_mkdir(HP_RUNDIR "/device");
	assert_int_equal(hp_queue_open(&queue), 0);
	assert_true(sandbox_has(QUEUE "/.lock"));
	assert_int_equal(count_entries("/elsewhere"), 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_order),
		TEST(test_whole_event),
		TEST(test_empty),
		TEST(test_add_of_what_is_gone),
		TEST(test_add_of_another_instance),
		TEST(test_older_remove),
		TEST(test_other_actions),
		TEST(test_without_seqnum),
		TEST(test_work_now),
		TEST(test_junk),
		TEST(test_junk_of_odd_kinds),
		TEST(test_half_written),
		TEST(test_private),
		TEST(test_no_place),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
