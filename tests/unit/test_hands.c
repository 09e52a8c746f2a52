/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: tests of lib/hands: which of them does a job, and what becomes of those that
 * end or are killed. */
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>

#include <cmocka.h>

#include "fdpacket.h"
#include "hands.h"

#define PATIENCE_MS 60000
#define MANY	    40

enum { UNMET = 1, NOT_OFFERED = 77 };

static struct hp_hands hands;
static char packet[HP_HANDS_PACKET_MAX];

/* A child that lives as long as the hand. */
static void leave_child(void)
{
	pid_t hand = getpid();

	if (fork() > 0)
		return;
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	while (getppid() == hand)
		pause();
	_exit(0);
}

/* Answers with its number; 'w': when it is told, 'c': with a child left, 'k': never. */
static void work(char *job, size_t n, int client)
{
	pid_t pid = getpid();

	if (*job == 'k')
		raise(SIGKILL);
	if (*job == 'c')
		leave_child();
	if (*job == 'w' && recv(client, job, 1, 0) != 1)
		_exit(1);
	send(client, &pid, sizeof(pid), MSG_NOSIGNAL);
}

/* Returns the socket for the answer. */
static int give(char job)
{
	int ends[2];

	*packet = job;
	assert_int_equal(hp_fdpacket_pair(ends), 0);
	assert_int_equal(hp_hands_give(&hands, packet, 1, ends[1]), 0);
	close(ends[1]);
	return ends[0];
}

/* Returns the hand's number, 0 where there is no answer to come. */
static pid_t answer_on(int fd)
{
	struct pollfd answer = {.fd = fd, .events = POLLIN};
	pid_t pid = 0;

	assert_int_equal(poll(&answer, 1, PATIENCE_MS), 1);
	(void)!recv(fd, &pid, sizeof(pid), 0);
	close(fd);
	return pid;
}

static bool has_word(void)
{
	struct pollfd done = {.fd = hands.done, .events = POLLIN};

	return poll(&done, 1, PATIENCE_MS) == 1;
}

static void hear(void)
{
	assert_true(has_word());
	hp_hands_hear(&hands);
}

static pid_t do_job(void)
{
	pid_t pid = answer_on(give('p'));

	hear();
	return pid;
}

/* Returns the status that it ended with. */
static int take_end(pid_t pid)
{
	int status = -1;

	assert_int_equal(waitpid(pid, &status, 0), pid);
	hp_hands_ended(&hands, pid);
	return status;
}

static int setup(void **state)
{
	return hp_hands_init(&hands, work);
}

/* All of them end when nobody has jobs any more. */
static int teardown(void **state)
{
	int status;

	hp_hands_free(&hands);
	while (waitpid(-1, &status, 0) > 0)
		assert_int_equal(status, 0);
	return 0;
}

static void test_one_job_after_the_other(void **state)
{
	pid_t first;

	assert_false(hp_hands_rest(&hands));
	first = do_job();
	assert_true(hp_hands_rest(&hands));
	for (int i = 0; i < 3; i++)
		assert_int_equal(do_job(), first);
	assert_int_equal(hands.n, 1);
}

static void test_many_at_once(void **state)
{
	int answers[MANY];
	pid_t pids[MANY];

	for (int i = 0; i < MANY; i++)
		answers[i] = give('w');
	assert_int_equal(hands.n, MANY);
	for (int i = MANY - 1; i >= 0; i--) {
		assert_int_equal(send(answers[i], "x", 1, 0), 1);
		pids[i] = answer_on(answers[i]);
		for (int j = i + 1; j < MANY; j++)
			assert_int_not_equal(pids[i], pids[j]);
	}
}

/* The others end by themselves. */
static void test_few_are_kept(void **state)
{
	int answers[MANY], status;

	for (int i = 0; i < MANY; i++)
		answers[i] = give('w');
	for (int i = 0; i < MANY; i++)
		assert_int_equal(send(answers[i], "x", 1, 0), 1);
	for (int i = 0; i < MANY; i++)
		answer_on(answers[i]);
	while (hands.n > HP_HANDS_KEPT)
		hear();
	for (int i = HP_HANDS_KEPT; i < MANY; i++) {
		assert_true(waitpid(-1, &status, 0) > 0);
		assert_int_equal(status, 0);
	}
}

static void test_let_go(void **state)
{
	pid_t pid = do_job();

	hp_hands_let_go(&hands);
	assert_int_equal(hands.n, 0);
	assert_int_equal(take_end(pid), 0);
	assert_int_not_equal(do_job(), 0);
}

/* Who works is not let go. */
static void test_let_go_at_work(void **state)
{
	int answer = give('w');

	hp_hands_let_go(&hands);
	assert_int_equal(hands.n, 1);
	assert_int_equal(send(answer, "x", 1, 0), 1);
	assert_int_not_equal(answer_on(answer), 0);
}

static void test_child_left(void **state)
{
	pid_t pid = answer_on(give('c'));

	assert_int_equal(take_end(pid), 0);
	assert_int_equal(hands.n, 0);
}

/* Whether the next process is to have this number; of the process's own namespace. */
static bool set_next_pid(pid_t pid)
{
	_cleanup_close_ int fd = open("/proc/sys/kernel/ns_last_pid", O_WRONLY);

	return fd >= 0 && dprintf(fd, "%d", (int)pid - 1) > 0;
}

/* One has done its job and ends; the next has its number, and works. */
static int reuse_number(void)
{
	int status, answer;
	pid_t pid = answer_on(give('p'));

	if (!has_word() || kill(pid, SIGKILL) < 0 || waitpid(pid, &status, 0) != pid)
		return UNMET;
	hp_hands_ended(&hands, pid);
	if (!set_next_pid(pid))
		return NOT_OFFERED;
	answer = give('w');
	if (kill(pid, 0) < 0)
		return UNMET;
	hp_hands_hear(&hands);
	if (hp_hands_rest(&hands))
		return UNMET;
	send(answer, "x", 1, 0);
	return answer_on(answer) == pid ? 0 : UNMET;
}

/* Where nobody else takes numbers. */
static int reuse_number_apart(void)
{
	int status;
	pid_t pid;

	if (unshare(CLONE_NEWPID) < 0)
		return NOT_OFFERED;
	pid = fork();
	if (pid == 0)
		_exit(reuse_number());
	return waitpid(pid, &status, 0) == pid && WIFEXITED(status) ? WEXITSTATUS(status)
								    : UNMET;
}

static void test_another_s_word(void **state)
{
	pid_t pid = fork();
	int status;

	if (pid == 0)
		_exit(reuse_number_apart());
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	if (WEXITSTATUS(status) == NOT_OFFERED)
		skip();
	assert_int_equal(WEXITSTATUS(status), 0);
}

/* Whoever waits for the job hears of it. */
static void test_killed_at_work(void **state)
{
	int status;
	pid_t pid;

	assert_int_equal(answer_on(give('k')), 0);
	pid = waitpid(-1, &status, 0);
	assert_true(WIFSIGNALED(status));
	hp_hands_ended(&hands, pid);
	assert_int_equal(hands.n, 0);
	assert_int_not_equal(do_job(), 0);
}

/* Nobody has seen yet that it is gone. */
static void test_killed_at_rest(void **state)
{
	pid_t pid = do_job();
	siginfo_t end;

	kill(pid, SIGKILL);
	assert_int_equal(waitid(P_PID, pid, &end, WEXITED | WNOWAIT), 0);
	assert_int_not_equal(answer_on(give('p')), pid);
	assert_true(WIFSIGNALED(take_end(pid)));
	assert_int_equal(hands.n, 1);
}

/* Only hands matter. */
static void test_somebody_else_ended(void **state)
{
	pid_t pid = do_job();

	hp_hands_ended(&hands, getpid());
	assert_int_equal(do_job(), pid);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_one_job_after_the_other),
		TEST(test_many_at_once),
		TEST(test_few_are_kept),
		TEST(test_let_go),
		TEST(test_let_go_at_work),
		TEST(test_child_left),
		TEST(test_another_s_word),
		TEST(test_killed_at_work),
		TEST(test_killed_at_rest),
		TEST(test_somebody_else_ended),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
