/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: programs that outlive whoever started them. See lasting.h. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include "lasting.h"
#include "proctree.h"
#include "program.h"

#define TERM_MS	   10000
#define KILL_MS	   3000
#define WORDS_MAX  32
#define RECORD_MAX (HP_LASTING_COMMAND_MAX + 64)

static const char *const environment[] = {HP_PROCTREE_STAYS, "HOME=/",
					  "PATH=" HP_PROGRAM_DIRS, NULL};

void hp_lasting_read(const char *path, struct hp_lasting *ret)
{
	_cleanup_close_ int fd = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
	struct hp_lasting lasting = {0};
	char line[RECORD_MAX];
	ssize_t n = fd < 0 ? 0 : read(fd, line, sizeof(line) - 1);
	int at = 0;

	*ret = (struct hp_lasting){0};
	if (n <= 0 || line[n - 1] != '\n')
		return;
	line[n - 1] = '\0';
	if (sscanf(line, "%d %llu %n", &lasting.pid, &lasting.start, &at) != 2 || !at ||
	    lasting.pid <= 0 || strlen(line + at) >= sizeof(lasting.command))
		return;
	strcpy(lasting.command, line + at);
	*ret = lasting;
}

static int write_record(const char *path, const struct hp_lasting *lasting)
{
	_cleanup_close_ int fd =
		open(path, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0644);
	char line[RECORD_MAX];
	int n = snprintf(line, sizeof(line), "%d %llu %s\n", (int)lasting->pid,
			 lasting->start, lasting->command);
	ssize_t written = fd < 0 ? -1 : write(fd, line, n);

	if (written < 0)
		return -errno;
	return written == n ? 0 : -ENOSPC;
}

bool hp_lasting_lives(const struct hp_lasting *lasting)
{
	unsigned long long start;

	return lasting->pid > 0 && hp_process_start(lasting->pid, &start) == 0 &&
	       start == lasting->start;
}

/* The two ends of what starter and started tell each other. */
enum { OURS, THEIRS };

static void forget_signals(void)
{
	sigset_t none;

	for (int i = 1; i < NSIG; i++)
		signal(i, SIG_DFL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
}

#define WORD (STDERR_FILENO + 1) /* where a started process keeps its end */

/* Nothing on 0, 1 and 2, and no other descriptor but that end. */
static int leave_descriptors(int theirs)
{
	int null = open("/dev/null", O_RDWR | O_CLOEXEC);

	if (null < 0)
		return -errno;
	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
		dup2(null, fd);
	if (dup2(theirs, WORD) < 0 || fcntl(WORD, F_SETFD, FD_CLOEXEC) < 0 ||
	    close_range(WORD + 1, ~0U, 0) < 0)
		return -errno;
	return 0;
}

static int exec_command(const struct hp_lasting_program *program)
{
	char command[HP_LASTING_COMMAND_MAX], *rest = command, *argv[WORDS_MAX + 1];
	size_t n = 0;

	strcpy(command, program->command);
	while (n < WORDS_MAX && (argv[n] = strsep(&rest, " ")))
		n++;
	argv[n] = NULL;
	execve(program->path, argv, (char *const *)environment);
	return -errno;
}

/* Once the record is there, the starter sends a word; one that has died has closed its
 * end by that. Returns a negative errno, or not at all. */
static int live(const struct hp_lasting_program *program)
{
	char word;

	setsid();
	umask(022);
	forget_signals();
	if (chdir("/") < 0)
		return -errno;
	if (recv(WORD, &word, 1, 0) != 1)
		return -ESRCH;
	if (program->is_ready) {
		close(WORD);
		if (!program->is_ready(program->data))
			return -ECANCELED;
	}
	return exec_command(program);
}

/* The end of the socket is the word that all went well. */
static void begin(const struct hp_lasting_program *program, int theirs)
{
	int r = leave_descriptors(theirs);

	if (r == 0)
		r = live(program);
	send(WORD, &r, sizeof(r), MSG_NOSIGNAL);
	_exit(127);
}

/* Lets the new process go on. Returns 0 or the negative errno that it met. */
static int let_go(int ours)
{
	int r = 0;

	if (send(ours, "", 1, MSG_NOSIGNAL) != 1)
		return -errno;
	return recv(ours, &r, sizeof(r), 0) == sizeof(r) ? r : 0;
}

static int follow(const char *record, const struct hp_lasting_program *program, pid_t pid,
		  int ours)
{
	struct hp_lasting lasting = {.pid = pid};
	int r = hp_process_start(pid, &lasting.start);

	strcpy(lasting.command, program->command);
	if (r == 0)
		r = write_record(record, &lasting);
	return r == 0 ? let_go(ours) : r;
}

int hp_lasting_start(const char *record, const struct hp_lasting_program *program)
{
	_cleanup_close_ int ours = -1;
	int pair[2], r;
	pid_t pid;

	if (strlen(program->command) >= HP_LASTING_COMMAND_MAX)
		return -E2BIG;
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) < 0)
		return -errno;
	ours = pair[OURS];
	pid = fork();
	if (pid == 0) {
		close(ours);
		begin(program, pair[THEIRS]);
	}
	r = pid < 0 ? -errno : 0;
	close(pair[THEIRS]);
	if (r < 0)
		return r;
	r = follow(record, program, pid, ours);
	if (r < 0) {
		unlink(record);
		kill(pid, SIGKILL);
		waitpid(pid, NULL, 0);
	}
	return r;
}

static bool ends(int process, int signal, int ms)
{
	struct pollfd end = {process, POLLIN};

	syscall(SYS_pidfd_send_signal, process, signal, NULL, 0);
	return poll(&end, 1, ms) == 1;
}

static int stop(const struct hp_lasting *lasting)
{
	_cleanup_close_ int process = syscall(SYS_pidfd_open, lasting->pid, 0);

	if (process < 0)
		return errno == ESRCH ? 0 : -errno;
	/* From here on the number is nobody else's. */
	if (!hp_lasting_lives(lasting) || ends(process, SIGTERM, TERM_MS) ||
	    ends(process, SIGKILL, KILL_MS))
		return 0;
	return -ETIMEDOUT;
}

int hp_lasting_stop(const char *record)
{
	struct hp_lasting lasting;
	int r;

	hp_lasting_read(record, &lasting);
	r = lasting.pid ? stop(&lasting) : 0;
	if (r == 0)
		unlink(record);
	return r;
}
