/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: tests of lib/netrecord.c. */
#include <signal.h>
#include <sys/wait.h>

#include "netrecord.h"
#include "sandbox.h"

static const struct hp_net_record eth0 = {
	.inode = 1234567890123456789u,
	.name = "\x1b$(id)\xff",
	.mac = {6, {2, 0, 0, 0, 0, 1}},
	.by_kernel = true,
};

static void write_record(const struct hp_net_record *record)
{
	_cleanup_close_ int fd = hp_net_record_lock(5);

	assert_true(fd >= 0);
	assert_int_equal(hp_net_record_write(fd, record), 0);
}

static void test_there_and_back(void **state)
{
	struct hp_net_record record;

	sandbox_mkdir("/run");
	write_record(&eth0);
	hp_net_record_read(5, eth0.inode, &record);
	assert_memory_equal(&record, &eth0, sizeof(record));
	write_record(&(struct hp_net_record){.name = "b"});
	hp_net_record_read(5, 0, &record);
	assert_string_equal(record.name, "b");
	assert_int_equal(record.mac.len, 0);
	assert_false(record.by_kernel);
}

static void test_other_instance(void **state)
{
	struct hp_net_record record;

	sandbox_mkdir("/run");
	write_record(&eth0);
	hp_net_record_read(5, eth0.inode + 1, &record);
	assert_string_equal(record.name, "");
	hp_net_record_read(5, 0, &record);
	assert_string_equal(record.name, eth0.name);
	hp_net_record_read(6, 0, &record);
	assert_string_equal(record.name, "");
}

static void test_damaged(void **state)
{
	static const char *const texts[] = {"",
					    "1",
					    "1 eth0 02:00",
					    "x eth0 - driver\n",
					    "1 eth0 zz driver\n",
					    "1 a/b - driver\n",
					    "1 sixteen-bytes-xx - driver\n"};
	struct hp_net_record record;

	for (size_t i = 0; i < ARRAY_SIZE(texts); i++) {
		sandbox_write("/run/hotplug/net/5", texts[i]);
		hp_net_record_read(5, 0, &record);
		if (record.name[0])
			fail_msg("'%s' was taken", texts[i]);
	}
	write_record(&eth0);
	hp_net_record_read(5, 0, &record);
	assert_string_equal(record.name, eth0.name);
}

static void test_dropped(void **state)
{
	struct hp_net_record record;

	sandbox_mkdir("/run");
	write_record(&eth0);
	hp_net_record_drop(5);
	hp_net_record_drop(5);
	hp_net_record_read(5, 0, &record);
	assert_string_equal(record.name, "");
	assert_false(sandbox_has("/run/hotplug/net/5"));
}

/* Root writes through modes; a directory that is missing cannot be written by anybody. */
static void test_no_run(void **state)
{
	assert_int_equal(hp_net_record_lock(5), -ENOENT);
	assert_int_equal(hp_net_names_lock(), -ENOENT);
}

static void test_link_is_not_followed(void **state)
{
	sandbox_write("/victim", "keep");
	sandbox_mkdir("/run/hotplug/net");
	sandbox_link(sandbox_path("/victim"), "/run/hotplug/net/5");
	assert_int_equal(hp_net_record_lock(5), -ELOOP);
	assert_string_equal(sandbox_read("/victim"), "keep");
}

/* Another process holds the lock, drops the record, and lets go: the waiting one must not
 * end up with a lock on the file that is no more. */
static void test_wait_and_removed(void **state)
{
	struct stat mine, there;
	int ready[2], fd;
	char c;
	pid_t pid;

	sandbox_mkdir("/run");
	assert_int_equal(pipe(ready), 0);
	pid = fork();
	if (pid == 0) {
		fd = hp_net_record_lock(5);
		(void)!write(ready[1], "x", 1);
		usleep(100000);
		hp_net_record_drop(5);
		_exit(fd < 0);
	}
	assert_int_equal(read(ready[0], &c, 1), 1);
	fd = hp_net_record_lock(5);
	assert_true(fd >= 0);
	assert_int_equal(waitpid(pid, NULL, 0), pid);
	assert_int_equal(fstat(fd, &mine), 0);
	assert_int_equal(stat(sandbox_path("/run/hotplug/net/5"), &there), 0);
	assert_int_equal(mine.st_ino, there.st_ino);
	close(fd);
	close(ready[0]);
	close(ready[1]);
}

/* A lock goes with the process that holds it, however that ends. */
static void test_lock_of_the_dead(void **state)
{
	int ready[2], fd;
	char c;
	pid_t pid;

	sandbox_mkdir("/run");
	assert_int_equal(pipe(ready), 0);
	pid = fork();
	if (pid == 0) {
		fd = hp_net_names_lock();
		(void)!write(ready[1], "x", 1);
		pause();
		_exit(fd < 0);
	}
	assert_int_equal(read(ready[0], &c, 1), 1);
	kill(pid, SIGKILL);
	fd = hp_net_names_lock();
	assert_true(fd >= 0);
	close(fd);
	waitpid(pid, NULL, 0);
	close(ready[0]);
	close(ready[1]);
}

static void test_device_lock(void **state)
{
	struct flock all = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
	int one, other, third;

	sandbox_mkdir("/run");
	one = hp_net_device_lock("br0");
	other = hp_net_device_lock("br1");
	assert_true(one >= 0 && other >= 0);
	close(one);
	third = hp_net_device_lock("br0");
	assert_true(third >= 0);
	close(other);
	other = open(sandbox_path(HP_RUNDIR "/net/.make"), O_RDWR | O_CLOEXEC);
	assert_int_equal(fcntl(other, F_OFD_SETLK, &all), -1);
	close(third);
	assert_int_equal(fcntl(other, F_OFD_SETLK, &all), 0);
	close(other);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_there_and_back, sandbox_setup,
						sandbox_teardown),
		cmocka_unit_test_setup_teardown(test_other_instance, sandbox_setup,
						sandbox_teardown),
		cmocka_unit_test_setup_teardown(test_damaged, sandbox_setup,
						sandbox_teardown),
		cmocka_unit_test_setup_teardown(test_dropped, sandbox_setup,
						sandbox_teardown),
		cmocka_unit_test_setup_teardown(test_no_run, sandbox_setup,
						sandbox_teardown),
		cmocka_unit_test_setup_teardown(test_link_is_not_followed, sandbox_setup,
						sandbox_teardown),
		cmocka_unit_test_setup_teardown(test_wait_and_removed, sandbox_setup,
						sandbox_teardown),
		cmocka_unit_test_setup_teardown(test_device_lock, sandbox_setup,
						sandbox_teardown),
		cmocka_unit_test_setup_teardown(test_lock_of_the_dead, sandbox_setup,
						sandbox_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
