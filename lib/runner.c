/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the process that starts programs for others. See runner.h. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>

#include "clock.h"
#include "control.h"
#include "fdpacket.h"
#include "hands.h"
#include "namespace.h"
#include "neighbour.h"
#include "pidfile.h"
#include "runner.h"
#include "runsocket.h"

/* Seconds after which hands with nothing to do are let go. */
#define REST_S 1

static int asked_on = -1;
static int patience_ms;

int hp_runner_open(int *ret_asking, int *ret_serving)
{
	int ends[2], r = hp_fdpacket_pair(ends);

	if (r < 0)
		return r;
	*ret_asking = ends[0];
	*ret_serving = ends[1];
	return 0;
}

static void answer(int client, int result)
{
	const struct hp_runner_answer answer = {HP_RUNNER_ANSWER, result};

	/* Who does not wait any more was killed. Nobody else's socket is full. */
	send(client, &answer, sizeof(answer), MSG_NOSIGNAL | MSG_DONTWAIT);
}

/* Nobody writes to this any more. */
static bool has_hung_up(int fd)
{
	struct pollfd hangup = {.fd = fd, .events = POLLRDHUP};

	return poll(&hangup, 1, 0) != 0;
}

/* From now on SIGTERM comes, and waits, where whoever asks hangs up or does not want to
 * wait any more: that ends the program, see hp_child_run(). What came of an earlier job's
 * is too late. The program itself gets signals as ever, whatever the runner ignores.
 * Returns whether somebody waits at all. */
static bool end_with_asker(int client)
{
	static const int ignored[] = {SIGHUP, SIGINT, SIGTERM};
	static const struct timespec none;
	sigset_t blocked;

	sigemptyset(&blocked);
	for (size_t i = 0; i < ARRAY_SIZE(ignored); i++)
		sigaddset(&blocked, ignored[i]);
	sigprocmask(SIG_BLOCK, &blocked, NULL);
	for (size_t i = 0; i < ARRAY_SIZE(ignored); i++)
		signal(ignored[i], SIG_DFL);
	while (sigtimedwait(&blocked, NULL, &none) > 0)
		;
	fcntl(client, F_SETOWN, getpid());
	fcntl(client, F_SETSIG, SIGTERM);
	fcntl(client, F_SETFL, O_ASYNC);
	return !has_hung_up(client);
}

static int work(char *packet, size_t n, int client)
{
	struct hp_runner_job job;
	int r = hp_runner_unpack(&job, packet, n);

	if (r < 0)
		return r;
	/* As hp_child_run() does where it is asked to end. */
	if (!end_with_asker(client))
		_exit(0);
	return hp_child_run(job.path, job.argv, &job.env, job.timeout);
}

static void work_and_answer(char *packet, size_t n, int client)
{
	answer(client, work(packet, n, client));
}

static int answer_is_ours(int32_t pid)
{
	return pid > 0 && hp_namespace_is_ours(pid);
}

static int answer_admit(int32_t group)
{
	return hp_runsocket_admit(HP_CONTROL_NAME, group);
}

static int answer_neighbour(int32_t none)
{
	return hp_neighbour_find();
}

static int answer_pidfile(int32_t is_there)
{
	return is_there ? hp_pidfile_write() : hp_pidfile_remove();
}

/* What takes no child. */
static const struct {
	uint32_t type;
	int (*answer)(int32_t id);
} questions[] = {
	{HP_RUNNER_IS_OURS, answer_is_ours},
	{HP_RUNNER_ADMIT, answer_admit},
	{HP_RUNNER_NEIGHBOUR, answer_neighbour},
	{HP_RUNNER_PIDFILE, answer_pidfile},
};

static int answer_question(const char *packet)
{
	struct hp_runner_question question;

	memcpy(&question, packet, sizeof(question));
	for (size_t i = 0; i < ARRAY_SIZE(questions); i++)
		if (questions[i].type == question.type)
			return questions[i].answer(question.id);
	return -EBADMSG;
}

static void serve_one(struct hp_hands *hands, char *packet, size_t n, int client)
{
	int r;

	if (n == sizeof(struct hp_runner_question)) {
		answer(client, answer_question(packet));
		return;
	}
	r = hp_hands_give(hands, packet, n, client);
	if (r < 0)
		answer(client, r);
}

static void on_child(int signal)
{
}

static void block_child_signal(sigset_t *ret_unblocked)
{
	sigset_t blocked;

	signal(SIGCHLD, on_child);
	sigemptyset(&blocked);
	sigaddset(&blocked, SIGCHLD);
	sigprocmask(SIG_BLOCK, &blocked, ret_unblocked);
	sigdelset(ret_unblocked, SIGCHLD);
}

/* Returns whether there is a request. */
static bool turn(struct hp_hands *hands, int fd, const sigset_t *unblocked)
{
	static const struct timespec a_while = {.tv_sec = REST_S};
	struct pollfd polled[] = {
		{.fd = fd, .events = POLLIN},
		{.fd = hands->done, .events = POLLIN},
	};
	pid_t pid;
	int n;

	while ((pid = waitpid(-1, NULL, WNOHANG)) > 0)
		hp_hands_ended(hands, pid);
	n = ppoll(polled, ARRAY_SIZE(polled), hp_hands_rest(hands) ? &a_while : NULL,
		  unblocked);
	if (n == 0)
		hp_hands_let_go(hands);
	if (n > 0 && polled[1].revents)
		hp_hands_hear(hands);
	return n > 0 && polled[0].revents;
}

int hp_runner_serve(int fd)
{
	static char packet[HP_RUNNER_PACKET_MAX];
	struct hp_hands hands;
	sigset_t unblocked;
	ssize_t n = hp_hands_init(&hands, work_and_answer);

	if (n < 0)
		return n;
	hp_runner_use_none();
	block_child_signal(&unblocked);
	do {
		_cleanup_close_ int client = -1;

		while (!turn(&hands, fd, &unblocked))
			;
		n = hp_fdpacket_receive(fd, packet, sizeof(packet), &client);
		if (n > 0 && client >= 0)
			serve_one(&hands, packet, n, client);
		/* A packet of no bytes is not the end. */
	} while (n > 0 || n == -EINTR || (n == 0 && !has_hung_up(fd)));
	hp_hands_free(&hands);
	return n;
}

/* Sends a packet with a socket for the answer. Returns the other end of that. */
static int ask(char *packet, size_t n)
{
	_cleanup_close_ int ours = -1, theirs = -1;
	int r = hp_runner_open(&ours, &theirs);

	if (r == 0)
		r = hp_fdpacket_send(asked_on, packet, n, theirs);
	return r < 0 ? r : TAKE_FD(ours);
}

/* Returns what was answered, or -EPIPE where nobody is there to answer any more. */
static int take_answer(int fd)
{
	struct hp_runner_answer answer;
	ssize_t n;

	do
		n = recv(fd, &answer, sizeof(answer), 0);
	while (n < 0 && errno == EINTR);
	if (n == 0)
		return -EPIPE;
	return n == sizeof(answer) && answer.type == HP_RUNNER_ANSWER ? answer.result
								      : -EBADMSG;
}

static volatile sig_atomic_t asked_to_end;

static void on_sigterm(int signal)
{
	asked_to_end = true;
}

/* Waits for an answer, or for a SIGTERM that the caller has blocked. Returns whether it
 * was that. */
static bool wait_or_end(int fd)
{
	const struct sigaction waking = {.sa_handler = on_sigterm};
	struct pollfd answer = {.fd = fd, .events = POLLIN};
	struct sigaction before;
	sigset_t mask;

	sigprocmask(SIG_BLOCK, NULL, &mask);
	if (!sigismember(&mask, SIGTERM))
		return false;
	sigdelset(&mask, SIGTERM);
	asked_to_end = false;
	sigaction(SIGTERM, &waking, &before);
	while (ppoll(&answer, 1, NULL, &mask) < 0 && errno == EINTR && !asked_to_end)
		;
	sigaction(SIGTERM, &before, NULL);
	return asked_to_end;
}

/* The SIGTERM that we took is still to take effect; now, where the program was ended. */
static void give_back_sigterm(bool now)
{
	sigset_t term;

	raise(SIGTERM);
	sigemptyset(&term);
	sigaddset(&term, SIGTERM);
	if (now)
		sigprocmask(SIG_UNBLOCK, &term, NULL);
}

static int ask_to_run(const char *path, char *const argv[],
		      const struct hp_environment *env, unsigned int timeout)
{
	char packet[HP_RUNNER_PACKET_MAX];
	ssize_t n = hp_runner_pack(packet, path, argv, env, timeout);
	_cleanup_close_ int fd = n < 0 ? n : ask(packet, n);
	bool ends;
	int r;

	if (fd == -EPIPE || fd == -ECONNRESET)
		raise(SIGKILL);
	if (fd < 0)
		return fd;
	ends = wait_or_end(fd);
	if (ends)
		shutdown(fd, SHUT_WR);
	r = take_answer(fd);
	if (ends)
		give_back_sigterm(r == -EPIPE);
	else if (r == -EPIPE)
		raise(SIGKILL);
	return r;
}

/* Returns whether there is an answer, or nobody who could give one. */
static bool is_answered(int fd)
{
	struct pollfd answer = {.fd = fd, .events = POLLIN};
	int64_t left = patience_ms, until = hp_clock_ms() + left;

	while (poll(&answer, 1, left) < 0 && errno == EINTR) {
		left = until - hp_clock_ms();
		if (left < 0)
			left = 0;
	}
	return answer.revents != 0;
}

static int ask_question(uint32_t type, int32_t id)
{
	struct hp_runner_question question = {type, id};
	_cleanup_close_ int fd = ask((char *)&question, sizeof(question));

	if (fd < 0)
		return fd;
	return is_answered(fd) ? take_answer(fd) : -ETIMEDOUT;
}

static bool ask_whether_ours(pid_t pid)
{
	return ask_question(HP_RUNNER_IS_OURS, pid) == 1;
}

static int ask_to_admit(const char *name, gid_t group)
{
	return streq(name, HP_CONTROL_NAME) ? ask_question(HP_RUNNER_ADMIT, group)
					    : -EPERM;
}

static int ask_for_neighbour(void)
{
	return ask_question(HP_RUNNER_NEIGHBOUR, 0);
}

static int ask_for_pidfile(bool is_there)
{
	return ask_question(HP_RUNNER_PIDFILE, is_there);
}

static void set_callees(hp_child_runner run, bool (*is_ours)(pid_t),
			int (*admit)(const char *, gid_t), int (*neighbour)(void),
			int (*pidfile)(bool))
{
	hp_child_set_runner(run);
	hp_namespace_set_judge(is_ours);
	hp_runsocket_set_admitter(admit);
	hp_neighbour_set_finder(neighbour);
	hp_pidfile_set_writer(pidfile);
}

void hp_runner_use(int fd, int patience)
{
	asked_on = fd;
	patience_ms = patience;
	set_callees(ask_to_run, ask_whether_ours, ask_to_admit, ask_for_neighbour,
		    ask_for_pidfile);
}

void hp_runner_use_none(void)
{
	set_callees(NULL, NULL, NULL, NULL, NULL);
}
