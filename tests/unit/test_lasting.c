/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: tests of lib/lasting.c, with sleep(1) for a program. */
#include <signal.h>
#include <sys/wait.h>

#include "lasting.h"
#include "procstate.h"
#include "proctree.h"
#include "sandbox.h"

#define RECORD	 "/5.client"
#define SLEEP	 "sleep 1000"
#define TRIES	 6000
#define PAUSE_US 10000

static const struct hp_lasting_program sleeper = {"/bin/sleep", SLEEP};

static const char *record(void)
{
	static char path[SANDBOX_PATH_MAX];

	snprintf(path, sizeof(path), "%s" RECORD, sandbox_dir);
	return path;
}

static struct hp_lasting read_record(void)
{
	struct hp_lasting lasting;

	hp_lasting_read(record(), &lasting);
	return lasting;
}

static struct hp_lasting start(const struct hp_lasting_program *program)
{
	assert_int_equal(hp_lasting_start(record(), program), 0);
	return read_record();
}

static void end(pid_t pid)
{
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
}

static void test_started_and_stopped(void **state)
{
	struct hp_lasting lasting = start(&sleeper);

	assert_true(lasting.pid > 1);
	assert_string_equal(lasting.command, SLEEP);
	assert_true(hp_lasting_lives(&lasting));
	assert_int_equal(getsid(lasting.pid), lasting.pid);
	assert_int_equal(hp_lasting_stop(record()), 0);
	assert_false(hp_lasting_lives(&lasting));
	assert_false(sandbox_has(RECORD));
	waitpid(lasting.pid, NULL, 0);
	assert_int_equal(hp_lasting_stop(record()), 0);
}

/* What a shell finds in the world that it is started in. */
static void test_world(void **state)
{
	_cleanup_close_ int leaked = open("/", O_RDONLY);
	struct hp_lasting lasting;
	char command[SANDBOX_PATH_MAX];

	signal(SIGUSR1, SIG_IGN);
	sandbox_file("/look", 0755,
		     "#!/bin/sh\nexec >$1\necho $0 $1\npwd\n"
		     "env | grep -v '^_=\\|^PWD=\\|^SHLVL=\\|^OLDPWD=' | sort\n"
		     "for fd in 3 4 5 6 7 8 9; do [ ! -e /proc/$$/fd/$fd ] || "
		     "readlink /proc/$$/fd/$fd; done\n"
		     "sed -n 's/^SigIgn:[[:blank:]]*//p' /proc/$$/status\n"
		     "mv $1 $1.done\n");
	snprintf(command, sizeof(command), "look %s/said", sandbox_dir);
	setenv("LD_BIND_NOW", "1", 1);
	lasting = start(&(struct hp_lasting_program){sandbox_path("/look"), command});
	assert_int_equal(waitpid(lasting.pid, NULL, 0), lasting.pid);
	assert_contains(
		sandbox_read("/said.done"),
		"\n/\nHOME=/\nHOTPLUG_STAYS=1\nPATH=/sbin:/bin:/usr/sbin:/usr/bin\n"
		"0000000000000000\n");
	unsetenv("LD_BIND_NOW");
	signal(SIGUSR1, SIG_DFL);
}

static void test_no_program(void **state)
{
	struct hp_lasting_program none = {"/nowhere/sleep", SLEEP};
	char long_one[HP_LASTING_COMMAND_MAX + 1];

	assert_int_equal(hp_lasting_start(record(), &none), -ENOENT);
	assert_false(sandbox_has(RECORD));
	assert_int_equal(waitpid(-1, NULL, 0), -1);
	memset(long_one, 'x', sizeof(long_one) - 1);
	long_one[sizeof(long_one) - 1] = '\0';
	none.command = long_one;
	assert_int_equal(hp_lasting_start(record(), &none), -E2BIG);
}

/* Without a record it would be started again and again. */
static void test_no_place_for_a_record(void **state)
{
	assert_int_equal(hp_lasting_start(sandbox_path("/missing/5"), &sleeper), -ENOENT);
	sandbox_write("/victim", "keep");
	sandbox_link(sandbox_path("/victim"), RECORD);
	assert_int_equal(hp_lasting_start(record(), &sleeper), -ELOOP);
	assert_string_equal(sandbox_read("/victim"), "keep");
	assert_int_equal(waitpid(-1, NULL, 0), -1);
}

/* Another process has its number by now. */
static void test_number_of_another(void **state)
{
	struct hp_lasting lasting = start(&sleeper);
	char text[128];

	snprintf(text, sizeof(text), "%d %llu " SLEEP "\n", (int)lasting.pid,
		 lasting.start - 1);
	sandbox_write(RECORD, text);
	lasting = read_record();
	assert_false(hp_lasting_lives(&lasting));
	assert_int_equal(hp_lasting_stop(record()), 0);
	assert_false(sandbox_has(RECORD));
	assert_int_equal(kill(lasting.pid, 0), 0);
	assert_int_not_equal(process_state(lasting.pid), 'Z');
	end(lasting.pid);
}

static void test_damaged(void **state)
{
	static const char *const texts[] = {"",		"\n",	   "1\n",    "x 1 a\n",
					    "-5 1 a\n", "0 1 a\n", "5 1 cut"};

	for (size_t i = 0; i < ARRAY_SIZE(texts); i++) {
		sandbox_write(RECORD, texts[i]);
		if (read_record().pid)
			fail_msg("'%s' was taken", texts[i]);
	}
	assert_int_equal(hp_lasting_stop(record()), 0);
}

static bool not_ready(const void *data)
{
	return false;
}

static bool ready_later(const void *data)
{
	while (access(data, F_OK) < 0)
		usleep(PAUSE_US);
	return true;
}

static void test_waits_until_ready(void **state)
{
	struct hp_lasting_program program = sleeper;
	struct hp_lasting lasting;
	char go[SANDBOX_PATH_MAX], exe[64], path[64];
	ssize_t n = 0;

	program.is_ready = not_ready;
	lasting = start(&program);
	assert_int_equal(waitpid(lasting.pid, NULL, 0), lasting.pid);
	snprintf(go, sizeof(go), "%s/go", sandbox_dir);
	program.is_ready = ready_later;
	program.data = go;
	lasting = start(&program);
	assert_true(hp_lasting_lives(&lasting));
	sandbox_write("/go", "");
	snprintf(path, sizeof(path), "/proc/%d/comm", (int)lasting.pid);
	for (int i = 0; i < TRIES && !(n == 6 && memcmp(exe, "sleep\n", 6) == 0); i++) {
		_cleanup_close_ int fd = open(path, O_RDONLY | O_CLOEXEC);

		usleep(PAUSE_US);
		n = read(fd, exe, sizeof(exe));
	}
	assert_int_equal(n, 6);
	assert_int_equal(hp_lasting_stop(record()), 0);
	waitpid(lasting.pid, NULL, 0);
}

/* In whose process it was started makes no difference, and a tree has it not. */
static void test_stays(void **state)
{
	static struct hp_proctree tree;
	struct hp_lasting lasting = {0};
	pid_t starter = fork();

	if (starter == 0) {
		alarm(300);
		if (hp_lasting_start(record(), &sleeper) < 0)
			_exit(1);
		for (;;)
			pause();
	}
	for (int i = 0; i < TRIES; i++) {
		hp_lasting_read(record(), &lasting);
		assert_int_equal(hp_proctree_read(starter, &tree), 0);
		if (lasting.pid && tree.n == 1)
			break;
		usleep(PAUSE_US);
	}
	assert_int_equal(tree.n, 1);
	assert_int_equal(tree.pids[0], starter);
	hp_proctree_kill(&tree, SIGKILL);
	waitpid(starter, NULL, 0);
	assert_true(hp_lasting_lives(&lasting));
	assert_int_equal(hp_lasting_stop(record()), 0);
}

#define TEST(fn) cmocka_unit_test_setup_teardown(fn, sandbox_setup, sandbox_teardown)

int main(void)
{
	static const struct CMUnitTest tests[] = {
		TEST(test_started_and_stopped), TEST(test_world),
		TEST(test_no_program),		TEST(test_no_place_for_a_record),
		TEST(test_number_of_another),	TEST(test_damaged),
		TEST(test_waits_until_ready),	TEST(test_stays),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
