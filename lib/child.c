/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: start a program for an event, wait for it, end it when it takes too long. */
#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>

#include "agent.h"
#include "child.h"
#include "clock.h"
#include "log.h"
#include "proctree.h"
#include "program.h"
#include "root.h"

#define KILL_AFTER_S 3

/* Variables that steer a loader, shell, interpreter or tool; '*' ends a prefix. HOME,
 * PATH and HOTPLUG_* are the dispatcher's own. */
/* clang-format off */
static const char steering_keys[][HP_UEVENT_PATTERN_MAX] = {
	"HOME", "PATH", "HOTPLUG_*", "LD_*", "GLIBC_*", "MALLOC_*", "GCONV_PATH",
	"GETCONF_DIR", "LOCPATH", "NLSPATH", "HOSTALIASES", "LOCALDOMAIN",
	"RES_OPTIONS", "RESOLV_*", "TZ", "TZDIR", "LC_*", "LANG", "LANGUAGE", "IFS",
	"ENV", "BASH*", "SHELL", "SHELLOPTS", "CDPATH", "GLOBIGNORE", "OPTIND",
	"OPTERR", "POSIXLY_CORRECT", "PROMPT_COMMAND", "PS1", "PS2", "PS3", "PS4",
	"TMPDIR", "TMP", "TEMP", "TERM", "TERMCAP", "TERMINFO*", "EDITOR", "VISUAL",
	"PAGER", "LESS*", "PERL*", "PYTHON*", "RUBY*", "NODE_*", "LUA_*", "JAVA_*",
	"JDK_*", "CLASSPATH", "AWKPATH", "AWKLIBPATH", "GAWK*", "TCLLIBPATH",
	"GIT_*", "SSH_*", "SSL_*", "OPENSSL_*", "CURL_*", "XDG_*", "DBUS_*",
	"SYSTEMD_*", "NOTIFY_SOCKET", "LISTEN_*", "MODPROBE_OPTIONS", "KMOD_*",
	"KRB5*", "MAKEFLAGS", "VALGRIND_*", "ASAN_OPTIONS", "UBSAN_OPTIONS",
	"LSAN_OPTIONS", "GCC_*", "GEM_*", "PHP*", "GUILE_*", "ZDOTDIR", "TAR_OPTIONS",
	"GZIP", "XZ_*",
};
/* clang-format on */

static bool steers(const char *var)
{
	return hp_uevent_key_is_one_of(var, steering_keys, ARRAY_SIZE(steering_keys));
}

static bool may_pass(const char *var)
{
	const char *c = var;

	if (!isupper((unsigned char)*c))
		return false;
	while (isupper((unsigned char)*c) || isdigit((unsigned char)*c) || *c == '_')
		c++;
	return *c == '=' && !steers(var);
}

int hp_environment_add(struct hp_environment *env, const char *var)
{
	if (env->n + 1 >= ARRAY_SIZE(env->vars))
		return -E2BIG;
	env->vars[env->n++] = var;
	env->vars[env->n] = NULL;
	return 0;
}

void hp_environment_init(struct hp_environment *ret, const struct hp_uevent *event)
{
	int r = 0;

	ret->keeps_stdout = false;
	ret->is_mute = false;
	ret->input = 0;
	ret->n = 0;
	for (size_t i = 0; i < event->n_vars; i++)
		if (may_pass(event->vars[i]))
			r |= hp_environment_add(ret, event->vars[i]);
	r |= hp_environment_add(ret, "HOME=/");
	r |= hp_environment_add(ret, "PATH=" HP_PROGRAM_DIRS);
	if (hp_root_variable())
		r |= hp_environment_add(ret, hp_root_variable());
	if (hp_dry_run)
		r |= hp_environment_add(ret, "HOTPLUG_DRY_RUN=1");
	if (hp_log_get_level() >= HP_LOG_INFO)
		r |= hp_environment_add(ret, "HOTPLUG_VERBOSE=1");
	if (hp_names_by != HP_NAMES_BY_UDEV)
		r |= hp_environment_add(ret, hp_names_by == HP_NAMES_BY_US
						     ? "HOTPLUG_NAMES=ours"
						     : "HOTPLUG_NAMES=others");
	/* HP_ENVP_MAX has room for an event's variables and all of these. */
	if (r < 0)
		abort();
}

static void child_null(int fd)
{
	int null = open("/dev/null", O_RDWR | O_CLOEXEC);

	if (null >= 0)
		dup2(null, fd);
}

/* System calls only: after vfork() our memory is the parent's. */
static void child_prepare(bool keeps_stdout)
{
	static const struct sigaction by_default = {.sa_handler = SIG_DFL};
	sigset_t none;

	setpgid(0, 0);
	/* systemd starts services with it ignored, and a pipeline would never end. */
	sigaction(SIGPIPE, &by_default, NULL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	if (!hp_std_fds_are_null && !hp_dry_run) {
		child_null(STDIN_FILENO);
		if (!keeps_stdout && !isatty(STDOUT_FILENO))
			child_null(STDOUT_FILENO);
	}
}

/* The signals that end a wait, and how they were blocked before. */
struct watch {
	sigset_t before, waited;
};

enum child_end {
	CHILD_ENDED,
	CHILD_LATE,  /* its time is over */
	CHILD_ASKED, /* SIGTERM came */
};

/* Waits for pid, or until the deadline (hp_clock_ms(); 0: none). Whatever else ends
 * meanwhile is a descendant that was left to us and is reaped. */
static enum child_end child_wait(pid_t pid, int64_t deadline, const sigset_t *waited,
				 int *ret_status)
{
	for (;;) {
		int64_t left = deadline - hp_clock_ms();
		struct timespec timeout = {left / 1000, left % 1000 * 1000000};
		int status;
		pid_t ended = waitpid(-1, &status, deadline ? WNOHANG : 0);

		if (ended == pid) {
			*ret_status = status;
			return CHILD_ENDED;
		}
		if (ended > 0 || (ended < 0 && errno == EINTR))
			continue;
		if (ended < 0 || left <= 0)
			return CHILD_LATE;
		if (sigtimedwait(waited, NULL, &timeout) == SIGTERM)
			return CHILD_ASKED;
	}
}

/* Waits until nothing of the tree is left, KILL_AFTER_S at most. Not all of it is ours to
 * be told of, and what is not reaped looks alive. */
static void tree_wait(const struct hp_proctree *tree)
{
	const struct timespec again = {0, 10 * 1000 * 1000};
	int64_t deadline = hp_clock_ms() + KILL_AFTER_S * 1000;

	for (;;) {
		while (waitpid(-1, NULL, WNOHANG) > 0)
			;
		if (!hp_proctree_lives(tree) || hp_clock_ms() >= deadline)
			return;
		nanosleep(&again, NULL);
	}
}

static void kill_tree(struct hp_proctree *tree)
{
	hp_proctree_kill(tree, SIGTERM);
	hp_proctree_kill(tree, SIGCONT);
	tree_wait(tree);
	/* Again from the start: children may have been born since. */
	if (hp_proctree_update(tree) == 0 && !hp_proctree_loads_module(tree)) {
		hp_proctree_kill(tree, SIGKILL);
		tree_wait(tree);
	}
}

void (*hp_child_on_left)(pid_t pid, const char *name);

static int leave_alone(pid_t pid, const char *name)
{
	if (hp_child_on_left)
		hp_child_on_left(pid, name);
	return -EINPROGRESS;
}

/* The child's time is over; why: for the log. */
static int child_end(pid_t pid, const char *name, const char *why)
{
	struct hp_proctree tree;
	int r = hp_proctree_read(pid, &tree);

	if (r < 0) {
		hp_warning(r,
			   "%s[%d] %s and is left alone: cannot tell whether it loads a "
			   "module",
			   name, (int)pid, why);
		return leave_alone(pid, name);
	}
	if (hp_proctree_loads_module(&tree)) {
		hp_warning(0, "%s[%d] %s and is inside a module load: left alone", name,
			   (int)pid, why);
		return leave_alone(pid, name);
	}
	hp_warning(0, "%s[%d] %s: ended", name, (int)pid, why);
	kill_tree(&tree);
	return -ETIMEDOUT;
}

static void child_exec(const char *path, char *const argv[],
		       const struct hp_environment *env)
{
	child_prepare(env->keeps_stdout);
	if (env->is_mute)
		child_null(STDERR_FILENO);
	if (env->input && dup2(env->input, STDIN_FILENO) < 0)
		return;
	if (chdir("/") == 0)
		execve(path, argv, (char *const *)env->vars);
}

/* The SIGTERM that ended the child is for us: it does now what it would have done. */
static void pass_on_sigterm(void)
{
	sigset_t term;

	sigemptyset(&term);
	sigaddset(&term, SIGTERM);
	raise(SIGTERM);
	sigprocmask(SIG_UNBLOCK, &term, NULL);
}

static int child_asked(pid_t pid, const char *name)
{
	int r = child_end(pid, name, "runs at SIGTERM");

	pass_on_sigterm();
	return r;
}

/* Runs until the child has ended or its time is over. */
static int child_watch(pid_t pid, const char *name, unsigned int timeout,
		       const struct watch *watch)
{
	int64_t deadline = timeout ? hp_clock_ms() + timeout * 1000LL : 0;
	char why[48];
	int status = 0;

	switch (child_wait(pid, deadline, &watch->waited, &status)) {
	case CHILD_ASKED:
		return child_asked(pid, name);
	case CHILD_LATE:
		snprintf(why, sizeof(why), "took more than %u s", timeout);
		return child_end(pid, name, why);
	default:
		return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
	}
}

/* What is waited for comes by sigtimedwait(2); what children leave behind comes to us. */
static int watch_begin(struct watch *ret)
{
	sigset_t chld;

	sigemptyset(&chld);
	sigaddset(&chld, SIGCHLD);
	/* Not blocked, it would be lost where the child ends between two looks. */
	if (sigprocmask(SIG_BLOCK, &chld, &ret->before) < 0)
		return -errno;
	/* Where it is not blocked, it ends us at once, as ever. */
	if (sigismember(&ret->before, SIGTERM))
		sigaddset(&chld, SIGTERM);
	ret->waited = chld;
	/* Whoever started us may have left it ignored, and then nothing can be waited
	 * for. */
	signal(SIGCHLD, SIG_DFL);
	prctl(PR_SET_CHILD_SUBREAPER, 1);
	return 0;
}

static hp_child_runner runner;

void hp_child_set_runner(hp_child_runner run)
{
	runner = run;
}

static int run_here(const char *path, char *const argv[],
		    const struct hp_environment *env, unsigned int timeout)
{
	volatile int exec_errno = 0;
	struct watch watch;
	pid_t pid;
	int r = watch_begin(&watch);

	if (r < 0)
		return r;
	pid = vfork();
	if (pid == 0) {
		child_exec(path, argv, env);
		exec_errno = errno;
		_exit(127);
	}
	r = pid < 0 ? -errno : child_watch(pid, argv[0], timeout, &watch);
	sigprocmask(SIG_SETMASK, &watch.before, NULL);
	return exec_errno ? -exec_errno : r;
}

int hp_child_run(const char *path, char *const argv[], const struct hp_environment *env,
		 unsigned int timeout)
{
	return (runner ?: run_here)(path, argv, env, timeout);
}

int hp_child_call(const char *name, int (*fn)(void *data), void *data,
		  unsigned int timeout)
{
	struct watch watch;
	pid_t pid;
	int r = watch_begin(&watch);

	if (r < 0)
		return r;
	pid = _Fork(); /* fork(3) brings pages that every event would touch */
	if (pid == 0) {
		child_prepare(false);
		/* A lock or a connection of ours would last as long as the child. */
		_exit(close_range(STDERR_FILENO + 1, ~0U, 0) == 0 && chdir("/") == 0
			      ? fn(data)
			      : 127);
	}
	r = pid < 0 ? -errno : child_watch(pid, name, timeout, &watch);
	sigprocmask(SIG_SETMASK, &watch.before, NULL);
	return r;
}
