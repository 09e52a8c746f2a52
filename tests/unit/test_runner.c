/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: tests of lib/runner: programs run by another process, and whoever is killed.
 */
#include <sys/resource.h>
#include <sys/socket.h>

#include "actor_child.h"
#include "fdpacket.h"
#include "namespace.h"
#include "pidfile.h"
#include "runner.h"
#include "runsocket.h"

#define MANY 50

static struct hp_environment env = {.n = 1, .vars = {"A=1", NULL}};
static int requests[2]; /* ours, the runner's */

/* The test goes on as the one who asks. */
static pid_t start_runner(void)
{
	pid_t pid = fork();

	assert_true(pid >= 0);
	if (pid == 0) {
		close(requests[0]);
		_exit(hp_runner_serve(requests[1]) == 0 ? 0 : 1);
	}
	return pid;
}

static void end_runner(pid_t runner)
{
	int status;

	close(requests[0]);
	close(requests[1]);
	assert_int_equal(waitpid(runner, &status, 0), runner);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
}

static int setup(void **state)
{
	if (sandbox_setup(state) < 0 ||
	    socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, requests) < 0)
		return -1;
	hp_runner_use(requests[0], 60000);
	return 0;
}

static int teardown(void **state)
{
	hp_runner_use_none();
	return sandbox_teardown(state);
}

static int run(const char *word, const char *arg, unsigned int timeout)
{
	return actor_run(&env, word, arg, timeout);
}

static void test_status(void **state)
{
	static char none[] = "/none/at/all";
	char *argv[] = {none, NULL};
	pid_t runner = start_runner();

	assert_int_equal(run("status", "0", 0), 0);
	assert_int_equal(run("status", "255", 10), 255);
	assert_int_equal(run("signal", "9", 0), 128 + SIGKILL);
	assert_int_equal(run("stubborn", sandbox_path("/pids"), 1), -ETIMEDOUT);
	assert_int_equal(hp_child_run(none, argv, &env, 0), -ENOENT);
	end_runner(runner);
}

/* It tells our number, not the runner's. */
static void test_pidfile(void **state)
{
	char path[SANDBOX_PATH_MAX], text[16];
	pid_t runner;

	snprintf(text, sizeof(text), "%d\n", (int)getpid());
	hp_pidfile_set(strcpy(path, sandbox_path("/pid")));
	runner = start_runner();
	assert_int_equal(hp_pidfile_write(), 0);
	assert_string_equal(sandbox_read("/pid"), text);
	assert_int_equal(hp_pidfile_remove(), 0);
	assert_int_equal(access(path, F_OK), -1);
	end_runner(runner);
	hp_pidfile_set(NULL);
}

/* Nobody answers, who could. */
static void test_patience(void **state)
{
	hp_runner_use(requests[0], 20);
	assert_int_equal(hp_runsocket_admit("control", 54321), -ETIMEDOUT);
	assert_false(hp_namespace_is_ours(getpid()));
	close(requests[0]);
	close(requests[1]);
}

/* A program sees what it sees where there is no runner. */
static void test_look(void **state)
{
	pid_t runner = start_runner();

	assert_int_equal(run("look", sandbox_path("/look"), 0), 0);
	assert_string_equal(sandbox_read("/look"),
			    "A=1\ncwd /, group 1, blocked 0, ignored 0, fds 0, 1 1 0\n");
	end_runner(runner);
}

/* Each gets the answer to what it asked. */
static void test_many(void **state)
{
	pid_t runner = start_runner(), asking[MANY];

	for (int i = 0; i < MANY; i++) {
		asking[i] = fork();
		if (asking[i] == 0) {
			char number[16];

			snprintf(number, sizeof(number), "%d", i);
			_exit(run("status", number, 60) == i ? 0 : 1);
		}
	}
	for (int i = 0; i < MANY; i++) {
		int status = -1;

		assert_int_equal(waitpid(asking[i], &status, 0), asking[i]);
		assert_int_equal(status, 0);
	}
	end_runner(runner);
}

/* What is asked while there is none waits for the next. */
static void test_next_runner(void **state)
{
	pid_t asking = fork(), runner;
	int status = -1;

	if (asking == 0)
		_exit(run("status", "7", 0));
	runner = start_runner();
	assert_int_equal(waitpid(asking, &status, 0), asking);
	assert_int_equal(WEXITSTATUS(status), 7);
	kill(runner, SIGKILL);
	waitpid(runner, NULL, 0);
	runner = start_runner();
	assert_int_equal(run("status", "8", 0), 8);
	end_runner(runner);
}

static int do_kill_parent(const char *arg)
{
	return kill(getppid(), SIGKILL);
}

static void test_keeper_killed(void **state)
{
	pid_t runner = start_runner(), asking = fork();
	int status = 0;

	if (asking == 0)
		_exit(run("kill-parent", "", 0));
	assert_int_equal(waitpid(asking, &status, 0), asking);
	assert_true(WIFSIGNALED(status));
	assert_int_equal(WTERMSIG(status), SIGKILL);
	end_runner(runner);
}

/* Of the control socket alone. */
static void test_admit(void **state)
{
	pid_t runner = start_runner();
	struct stat st;

	sandbox_write(HP_RUNDIR "/control", "");
	assert_int_equal(hp_runsocket_admit("control", 54321), 0);
	assert_int_equal(stat(sandbox_path(HP_RUNDIR "/control"), &st), 0);
	assert_int_equal(st.st_gid, 54321);
	assert_int_equal(st.st_mode & 07777, 0760);
	assert_int_equal(hp_runsocket_admit("event", 54321), -EPERM);
	end_runner(runner);
}

static void wait_for_pid_of(const char *file)
{
	struct stat st;

	while (stat(file, &st) < 0 || st.st_size == 0)
		usleep(1000);
}

static void assert_ends(const char *file)
{
	pid_t pid = atoi(sandbox_read(file));

	assert_true(pid > 0);
	while (kill(pid, 0) == 0)
		usleep(1000);
}

/* Nobody runs a program for somebody who is not there. */
static void test_asker_killed(void **state)
{
	pid_t runner = start_runner(), asking = fork();

	if (asking == 0)
		_exit(run("stopped", sandbox_path("/pids"), 60));
	wait_for_pid_of(sandbox_path("/pids"));
	kill(asking, SIGKILL);
	waitpid(asking, NULL, 0);
	assert_ends("/pids");
	end_runner(runner);
}

/* Blocked, it ends the program first, and then who asked. */
static void test_sigterm(void **state)
{
	pid_t runner = start_runner(), asking = fork();
	int status = 0;

	if (asking == 0) {
		sigset_t term;

		sigemptyset(&term);
		sigaddset(&term, SIGTERM);
		sigprocmask(SIG_BLOCK, &term, NULL);
		_exit(run("stopped", sandbox_path("/pids"), 60));
	}
	wait_for_pid_of(sandbox_path("/pids"));
	kill(asking, SIGTERM);
	assert_int_equal(waitpid(asking, &status, 0), asking);
	assert_true(WIFSIGNALED(status));
	assert_int_equal(WTERMSIG(status), SIGTERM);
	assert_int_equal(kill(atoi(sandbox_read("/pids")), 0), -1);
	end_runner(runner);
}

/* Those of this very process, and those of none. */
static void test_namespaces(void **state)
{
	pid_t runner = start_runner();

	assert_true(hp_namespace_is_ours(getpid()));
	assert_false(hp_namespace_is_ours(0));
	assert_false(hp_namespace_is_ours(-1));
	end_runner(runner);
}

static void test_too_big(void **state)
{
	const size_t lengths[] = {HP_RUNNER_PACKET_MAX - 1, HP_RUNNER_PACKET_MAX + 100};

	for (size_t i = 0; i < ARRAY_SIZE(lengths); i++) {
		_cleanup_free_ char *word = malloc(lengths[i] + 1);

		memset(word, 'x', lengths[i]);
		word[lengths[i]] = '\0';
		assert_int_equal(run("status", word, 0), -E2BIG);
	}
	close(requests[0]);
	close(requests[1]);
}

static char packet[HP_RUNNER_PACKET_MAX];

static size_t pack_with(const struct hp_environment *with)
{
	char *argv[] = {(char *)"name", (char *)"arg", NULL};
	ssize_t n = hp_runner_pack(packet, "/path", argv, with, 7);

	assert_true(n > 0);
	return n;
}

static size_t pack(void)
{
	return pack_with(&env);
}

static void test_unpack(void **state)
{
	static struct hp_runner_job job;
	size_t n = pack();

	memset(&job, 0xff, sizeof(job));
	assert_int_equal(hp_runner_unpack(&job, packet, n), 0);
	assert_string_equal(job.path, "/path");
	assert_string_equal(job.argv[0], "name");
	assert_string_equal(job.argv[1], "arg");
	assert_null(job.argv[2]);
	assert_int_equal(job.env.n, 1);
	assert_string_equal(job.env.vars[0], "A=1");
	assert_null(job.env.vars[1]);
	assert_int_equal(job.timeout, 7);
	assert_false(job.env.keeps_stdout);
	assert_false(job.env.is_mute);
	assert_int_equal(job.env.input, 0);
}

static void test_unpack_mute(void **state)
{
	static const struct hp_environment mute = {.is_mute = true, .vars = {NULL}};
	static struct hp_runner_job job;

	assert_int_equal(hp_runner_unpack(&job, packet, pack_with(&mute)), 0);
	assert_true(job.env.is_mute);
}

/* A descriptor of who asks is none of the runner's. */
static void test_pack_refuses(void **state)
{
	static const struct hp_environment fed = {.input = 7, .vars = {NULL}};
	char *argv[] = {(char *)"name", NULL};

	assert_int_equal(hp_runner_pack(packet, "/path", argv, &fed, 7), -EINVAL);
}

static void test_unpack_refuses(void **state)
{
	static const struct {
		size_t at;
		uint32_t value;
	} wrong[] = {
		{offsetof(struct hp_runner_head, type), 0},
		{offsetof(struct hp_runner_head, size), 7},
		{offsetof(struct hp_runner_head, keeps_stdout), 2},
		{offsetof(struct hp_runner_head, is_mute), 2},
		{offsetof(struct hp_runner_head, words), 0},
		{offsetof(struct hp_runner_head, words), 1},
		{offsetof(struct hp_runner_head, words), 3},
		{offsetof(struct hp_runner_head, words), UINT32_MAX},
		{offsetof(struct hp_runner_head, vars), 0},
		{offsetof(struct hp_runner_head, vars), 2},
		{offsetof(struct hp_runner_head, vars), HP_ENVP_MAX},
	};
	static struct hp_runner_job job;
	size_t n = pack();

	/* Cut off, with the length of the head in step and not. */
	for (uint32_t cut = 0; cut < n; cut++) {
		pack();
		assert_int_equal(hp_runner_unpack(&job, packet, cut), -EBADMSG);
		memcpy(packet + offsetof(struct hp_runner_head, size), &cut, sizeof(cut));
		assert_int_equal(hp_runner_unpack(&job, packet, cut), -EBADMSG);
	}
	for (size_t i = 0; i < ARRAY_SIZE(wrong); i++) {
		pack();
		memcpy(packet + wrong[i].at, &wrong[i].value, sizeof(wrong[i].value));
		assert_int_equal(hp_runner_unpack(&job, packet, n), -EBADMSG);
	}
	pack();
	packet[sizeof(struct hp_runner_head)] = 'p';
	assert_int_equal(hp_runner_unpack(&job, packet, n), -EBADMSG);
}

/* Who asks in a wrong way is told, and nobody else is disturbed. */
static void test_wrong_requests(void **state)
{
	pid_t runner = start_runner();

	assert_int_equal(send(requests[0], "", 0, 0), 0);
	assert_int_equal(send(requests[0], "x", 1, 0), 1);
	assert_int_equal(send(requests[0], packet, pack(), 0), pack());
	assert_int_equal(run("status", "3", 0), 3);
	end_runner(runner);
}

/* Begun, it would be answered that there is no such program. */
static void test_asker_gone(void **state)
{
	char answer;
	int ends[2];
	pid_t runner;

	assert_int_equal(socketpair(AF_UNIX, SOCK_SEQPACKET, 0, ends), 0);
	assert_int_equal(hp_fdpacket_send(requests[0], packet, pack(), ends[1]), 0);
	close(ends[1]);
	assert_int_equal(shutdown(ends[0], SHUT_WR), 0);
	runner = start_runner();
	assert_int_equal(recv(ends[0], &answer, sizeof(answer), 0), 0);
	close(ends[0]);
	end_runner(runner);
}

/* With two descriptors, where one is due. */
static void send_two(const void *data, size_t n, int fd)
{
	_Alignas(struct cmsghdr) char control[CMSG_SPACE(2 * sizeof(int))] = {0};
	struct iovec part = {(void *)data, n};
	struct msghdr message = {
		.msg_iov = &part,
		.msg_iovlen = 1,
		.msg_control = control,
		.msg_controllen = sizeof(control),
	};
	struct cmsghdr *header = CMSG_FIRSTHDR(&message);
	const int fds[] = {fd, fd};
	ssize_t sent;

	header->cmsg_level = SOL_SOCKET;
	header->cmsg_type = SCM_RIGHTS;
	header->cmsg_len = CMSG_LEN(sizeof(fds));
	memcpy(CMSG_DATA(header), fds, sizeof(fds));
	while ((sent = sendmsg(requests[0], &message, 0)) < 0 && errno == ETOOMANYREFS)
		usleep(1000);
	assert_int_equal(sent, n);
}

/* Nobody makes the runner keep descriptors, or wait for somebody to read answers. */
static void test_hostile_requests(void **state)
{
	const struct rlimit few = {64, 64};
	const struct hp_runner_question wrong = {HP_RUNNER_ANSWER, 0};
	struct hp_runner_answer told;
	int answers[2], r;
	pid_t runner;

	assert_int_equal(setrlimit(RLIMIT_NOFILE, &few), 0);
	runner = start_runner();
	assert_int_equal(socketpair(AF_UNIX, SOCK_SEQPACKET, 0, answers), 0);
	for (unsigned int i = 0; i < 1000; i++)
		send_two(&wrong, sizeof(wrong), answers[1]);
	send_two("x", 1, answers[1]);
	while ((r = run("status", "3", 0)) == -EAGAIN)
		usleep(1000);
	assert_int_equal(r, 3);
	assert_int_equal(recv(answers[0], &told, sizeof(told), 0), sizeof(told));
	assert_int_equal(told.result, -EBADMSG);
	close(answers[0]);
	close(answers[1]);
	end_runner(runner);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(int argc, char *argv[])
{
	const struct CMUnitTest tests[] = {
		TEST(test_status),
		TEST(test_pidfile),
		TEST(test_patience),
		TEST(test_look),
		TEST(test_many),
		TEST(test_next_runner),
		TEST(test_keeper_killed),
		TEST(test_asker_killed),
		TEST(test_sigterm),
		TEST(test_admit),
		TEST(test_namespaces),
		TEST(test_too_big),
		cmocka_unit_test(test_unpack),
		cmocka_unit_test(test_unpack_mute),
		cmocka_unit_test(test_unpack_refuses),
		cmocka_unit_test(test_pack_refuses),
		TEST(test_wrong_requests),
		TEST(test_asker_gone),
		TEST(test_hostile_requests),
	};
	int r = argc == 3 && streq(argv[1], "kill-parent") ? do_kill_parent(argv[2])
							   : actor_main(argc, argv);

	if (r >= 0)
		return r;
	for (int fd = STDERR_FILENO + 1; fd < 256; fd++)
		close(fd);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
