/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: test lib/proctree: who belongs together, and who may be inside a module load.
 */
#include <errno.h>
#include <linux/sched.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>

#include "confine.h"
#include "proctree.h"
#include "sandbox.h"

/* What whoever is started writes to, once it is as it is meant to be. */
static int there[2];

static void tell(void)
{
	if (write(there[1], "", 1) != 1)
		_exit(1);
}

static pid_t start(void (*life)(void))
{
	char byte;
	pid_t pid;

	assert_int_equal(pipe(there), 0);
	pid = fork();
	assert_true(pid >= 0);
	if (pid == 0) {
		alarm(300);
		life();
		_exit(0);
	}
	close(there[1]);
	assert_int_equal(read(there[0], &byte, 1), 1);
	close(there[0]);
	return pid;
}

static void end(pid_t pid)
{
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
}

static void sleep_on(void)
{
	tell();
	for (;;)
		pause();
}

static void count(void)
{
	tell();
	for (volatile unsigned long n = 0;; n++)
		;
}

/* A gigabyte with each call, into the same megabyte. */
static void stay_in_the_kernel(void)
{
	static char block[1 << 20];
	static struct iovec parts[1024];
	int fd = open("/dev/zero", O_RDONLY | O_CLOEXEC);

	for (size_t i = 0; i < ARRAY_SIZE(parts); i++)
		parts[i] = (struct iovec){block, sizeof(block)};
	/* A busy machine has to give it the time that it is judged by. */
	(void)!nice(-20);
	tell();
	for (;;)
		/* Not by way of a sanitizer, which looks at every byte. */
		if (syscall(SYS_readv, fd, parts, ARRAY_SIZE(parts)) < 0)
			_exit(1);
}

/* In a group of its own. */
static void have_a_child(void)
{
	if (fork() == 0) {
		setpgid(0, 0);
		sleep_on();
	}
	for (;;)
		pause();
}

/* Returns as fork(2) does. */
static pid_t fork_as(pid_t number)
{
	struct clone_args args = {
		.exit_signal = SIGCHLD,
		.set_tid = (uintptr_t)&number,
		.set_tid_size = 1,
	};

	return syscall(SYS_clone3, &args, sizeof(args));
}

/* Not to whoever lacks a capability, nor under a filter of system calls. */
static bool numbers_can_be_chosen(void)
{
	return fork_as(getpid()) < 0 && errno == EEXIST;
}

/* In one group with a child whose number is below its own. */
static void have_a_lower_child(void)
{
	pid_t number = getpid();

	setpgid(0, 0);
	do
		number--;
	while (fork_as(number) < 0 && errno == EEXIST);
	sleep_on();
}

static bool may_be_loading(void (*life)(void))
{
	static struct hp_proctree tree;
	pid_t pid = start(life);
	bool ret;

	assert_int_equal(hp_proctree_read(pid, &tree), 0);
	ret = hp_proctree_loads_module(&tree);
	assert_false(hp_proctree_waits_in_load(pid));
	assert_true(hp_proctree_lives(&tree));
	end(pid);
	return ret;
}

static void who_sleeps_elsewhere_does_not_load(void **state)
{
	assert_false(may_be_loading(sleep_on));
}

static void who_counts_outside_the_kernel_does_not_load(void **state)
{
	assert_false(may_be_loading(count));
}

static void who_does_not_leave_the_kernel_may_load(void **state)
{
	assert_true(may_be_loading(stay_in_the_kernel));
}

/* For whoever has no privileges. */
static void be_hidden(void)
{
	prctl(PR_SET_DUMPABLE, 0);
	sleep_on();
}

static void who_must_not_be_looked_at_may_load(void **state)
{
	static struct hp_proctree tree;
	pid_t pid, looking;
	int status;

	if (access("/proc/self/syscall", F_OK) < 0)
		skip();
	pid = start(be_hidden);
	assert_int_equal(hp_proctree_read(pid, &tree), 0);
	looking = fork();
	if (looking == 0) {
		(void)!hp_confine_caps(0); /* the bounding set does not matter */
		_exit(hp_proctree_loads_module(&tree) ? 0 : 1);
	}
	assert_int_equal(waitpid(looking, &status, 0), looking);
	assert_int_equal(status, 0);
	end(pid);
}

static void descendants_belong(void **state)
{
	static struct hp_proctree tree;
	pid_t pid = start(have_a_child);

	assert_int_equal(hp_proctree_read(pid, &tree), 0);
	assert_int_equal(tree.n, 2);
	hp_proctree_kill(&tree, SIGKILL);
	waitpid(pid, NULL, 0);
	assert_int_equal(hp_proctree_read(pid, &tree), -ENOENT);
}

static void parents_come_before_children(void **state)
{
	static struct hp_proctree tree;
	pid_t pid;

	if (!numbers_can_be_chosen())
		skip();
	pid = start(have_a_lower_child);

	assert_int_equal(hp_proctree_read(pid, &tree), 0);
	assert_int_equal(tree.n, 2);
	assert_int_equal(tree.pids[0], pid);
	assert_true(tree.pids[1] < pid);
	hp_proctree_kill(&tree, SIGKILL);
	waitpid(pid, NULL, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(who_sleeps_elsewhere_does_not_load),
		cmocka_unit_test(who_counts_outside_the_kernel_does_not_load),
		cmocka_unit_test(who_does_not_leave_the_kernel_may_load),
		cmocka_unit_test(who_must_not_be_looked_at_may_load),
		cmocka_unit_test(descendants_belong),
		cmocka_unit_test(parents_come_before_children),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
