/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: tests of lib/child: what a child sees, and how it ends. */
#include <time.h>

#include "actor_child.h"
#include "agent.h"
#include "log.h"
#include "noted.h"

#define LIMIT_S 3  /* a busy machine takes a while to start a program */
#define KILL_S	3  /* from SIGTERM to SIGKILL */
#define LONG_S	60 /* nobody comes near it */

static struct hp_uevent event;
static struct hp_environment env;

static void parse(const char *const vars[])
{
	char why[HP_UEVENT_WHY_MAX] = "";

	if (hp_uevent_from_environ(&event, (char *const *)vars, NULL, why) < 0)
		fail_msg("%s", why);
}

static int run(const char *word, const char *arg, unsigned int timeout)
{
	return actor_run(&env, word, arg, timeout);
}

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec + t.tv_nsec / 1e9;
}

static int setup(void **state)
{
	static const char *const vars[] = {"ACTION=add", "DEVPATH=/devices/x",
					   "SUBSYSTEM=pci", NULL};

	if (sandbox_setup(state) < 0)
		return -1;
	parse(vars);
	hp_environment_init(&env, &event);
	return 0;
}

static void test_status(void **state)
{
	assert_int_equal(run("status", "0", 0), 0);
	assert_int_equal(run("status", "1", 0), 1);
	assert_int_equal(run("status", "255", LONG_S), 255);
	assert_int_equal(run("signal", "9", 0), 128 + SIGKILL);
	assert_int_equal(run("signal", "15", LONG_S), 128 + SIGTERM);
}

static void run_file(const char *path, int expected)
{
	char file[PATH_MAX];
	char *argv[] = {file, NULL};

	snprintf(file, sizeof(file), "%s", path);
	assert_int_equal(hp_child_run(file, argv, &env, LONG_S), expected);
	assert_int_equal(hp_child_run(file, argv, &env, 0), expected);
}

static void test_cannot_start(void **state)
{
	sandbox_write_bytes("/no-format", "\x01\x02\x03", 3, 0755);
	sandbox_write_bytes("/no-interpreter", "#!/none/at/all\n", 15, 0755);
	sandbox_write_bytes("/no-mode", "#!/bin/sh\n", 10, 0644);
	run_file("/none/at/all", -ENOENT);
	run_file(sandbox_path("/no-format"), -ENOEXEC);
	run_file(sandbox_path("/no-interpreter"), -ENOENT);
	run_file(sandbox_path("/no-mode"), -EACCES);
}

static int end_with(void *data)
{
	return *(int *)data;
}

static int count_fds(void *data)
{
	int n = 0;

	for (int fd = 0; fd < 1024; fd++)
		n += fcntl(fd, F_GETFD) >= 0;
	return n;
}

static int sleep_on(void *data)
{
	return pause();
}

/* A function: no lock or connection of ours is its as well. */
static void test_call(void **state)
{
	_cleanup_close_ int fd = open("/dev/null", O_RDONLY);
	int status = 7;

	assert_true(fd >= 0);
	assert_int_equal(hp_child_call("x", end_with, &status, 0), 7);
	assert_int_equal(hp_child_call("x", end_with, &status, LONG_S), 7);
	assert_int_equal(hp_child_call("x", count_fds, NULL, LONG_S), 3);
	assert_int_equal(hp_child_call("x", sleep_on, NULL, 1), -ETIMEDOUT);
	assert_true(fcntl(fd, F_GETFD) >= 0);
}

/* After the variables, what the child says of itself. */
static void assert_look(const char *expected)
{
	static char text[1 << 16], all[1 << 16];
	_cleanup_close_ int fd = open(sandbox_path("/look"), O_RDONLY | O_CLOEXEC);
	ssize_t n = read(fd, text, sizeof(text) - 1);

	assert_true(n >= 0);
	text[n] = '\0';
	snprintf(all, sizeof(all),
		 "%sHOME=/\nPATH=/sbin:/bin:/usr/sbin:/usr/bin\nHOTPLUG_ROOT=%s\n"
		 "cwd /, group 1, blocked 0, ignored 0, fds 0, 1 1 0\n",
		 expected, sandbox_dir);
	assert_string_equal(text, all);
}

#define STEERING                                                                         \
	"LD_PRELOAD=/x.so", "LD_LIBRARY_PATH=/x", "LD_AUDIT=/x", "GLIBC_TUNABLES=x",     \
		"MALLOC_CHECK_=3", "GCONV_PATH=/x", "IFS=/", "ENV=/x", "BASH_ENV=/x",    \
		"BASHOPTS=x", "BASH_FUNC_x%%=() { :; }", "SHELLOPTS=xtrace", "PS4=$(x)", \
		"CDPATH=/x", "TMPDIR=/x", "PERL5LIB=/x", "PERL5OPT=-Mx",                 \
		"PYTHONPATH=/x", "PYTHONSTARTUP=/x", "RUBYOPT=-rx", "RUBYLIB=/x",        \
		"NODE_OPTIONS=x", "LUA_INIT=x", "LUA_PATH=x", "MODPROBE_OPTIONS=-f",     \
		"HOTPLUG_ROOT=/x", "HOTPLUG_DRY_RUN=1", "HOTPLUG_VERBOSE=1",             \
		"LC_ALL=de_DE", "TZ=/x", "XDG_CONFIG_HOME=/x"

/* Every variable in the kernel's form; what steers and what is no name stays behind. */
static void test_environment(void **state)
{
	static const char *const vars[] = {
		"ACTION=change",
		"DEVPATH=/devices/x y",
		"SUBSYSTEM=pci",
		STEERING,
		"lower=1",
		"Mixed=1",
		"_UNDERSCORE=1",
		"9DIGIT=1",
		"A-B=1",
		"A B=1",
		"A.B=1",
		"\xc3\x84=1",
		"A9_Z=$(id) `id` ;\n\x01\xff=\\",
		"EMPTY=",
		"IFSX=1",
		"IF=1",
		"ENVX=1",
		"MODPROBE_OPTION=1",
		"SEQNUM=7",
		"HOME=/",
		"PATH=/sbin:/bin:/usr/sbin:/usr/bin",
		NULL,
	};

	parse(vars);
	hp_environment_init(&env, &event);
	assert_int_equal(run("look", sandbox_path("/look"), 0), 0);
	assert_look("ACTION=change\n"
		    "DEVPATH=/devices/x y\n"
		    "SUBSYSTEM=pci\n"
		    "A9_Z=$(id) `id` ;\n\x01\xff=\\\n"
		    "EMPTY=\n"
		    "IFSX=1\n"
		    "IF=1\n"
		    "ENVX=1\n"
		    "MODPROBE_OPTION=1\n"
		    "SEQNUM=7\n");
}

/* Options are handed on, and only options that are in force. */
static void test_environment_of_options(void **state)
{
	hp_root_set("/some/root/");
	hp_dry_run = true;
	hp_log_set_level(HP_LOG_DEBUG);
	hp_environment_init(&env, &event);
	hp_dry_run = false;
	hp_log_set_level(HP_LOG_NOTICE);
	assert_int_equal(env.n, 8);
	assert_string_equal(env.vars[3], "HOME=/");
	assert_string_equal(env.vars[4], "PATH=/sbin:/bin:/usr/sbin:/usr/bin");
	assert_string_equal(env.vars[5], "HOTPLUG_ROOT=/some/root");
	assert_string_equal(env.vars[6], "HOTPLUG_DRY_RUN=1");
	assert_string_equal(env.vars[7], "HOTPLUG_VERBOSE=1");
	assert_null(env.vars[8]);
	hp_root_set(sandbox_dir);
}

static void test_environment_is_full(void **state)
{
	int r = 0;

	while (env.n < HP_ENVP_MAX - 1 && r == 0)
		r = hp_environment_add(&env, "A=1");
	assert_int_equal(r, 0);
	assert_int_equal(hp_environment_add(&env, "A=1"), -E2BIG);
	assert_int_equal(env.n, HP_ENVP_MAX - 1);
	assert_null(env.vars[env.n]);
}

/* Neither what our caller blocked or ignored, nor the files it left open. */
static void test_inherits_nothing(void **state)
{
	sigset_t chld;
	int fd = open("/", O_RDONLY | O_CLOEXEC);

	sigemptyset(&chld);
	sigaddset(&chld, SIGCHLD);
	sigprocmask(SIG_BLOCK, &chld, NULL);
	signal(SIGCHLD, SIG_IGN);
	assert_int_equal(run("status", "3", 0), 3);
	signal(SIGCHLD, SIG_IGN);
	assert_int_equal(run("status", "3", LONG_S), 3);
	signal(SIGCHLD, SIG_IGN);
	assert_int_equal(run("look", sandbox_path("/look"), LONG_S), 0);
	sigprocmask(SIG_UNBLOCK, &chld, NULL);
	close(fd);
	assert_look("ACTION=add\nDEVPATH=/devices/x\nSUBSYSTEM=pci\n");
}

static int run_out_of_time(const char *word, double *ret_took)
{
	double began = now();
	int r;

	char said[64];

	snprintf(said, sizeof(said), " took more than %d s", LIMIT_S);
	capture_begin();
	r = run(word, sandbox_path("/pids"), LIMIT_S);
	assert_contains(capture_end(), said);
	*ret_took = now() - began;
	if (*ret_took < LIMIT_S)
		fail_msg("%s took %.2f s", word, *ret_took);
	return r;
}

/* Asked to end, and ended by force. */
static int run_in_vain(const char *word)
{
	double took;
	int r = run_out_of_time(word, &took);

	if (took < LIMIT_S + KILL_S)
		fail_msg("%s took %.2f s", word, took);
	return r;
}

/* Without force. A busy machine may hold us up as long, but not every time. */
static int run_shortly(const char *word)
{
	pid_t pids[16];
	size_t before = read_pids(pids);
	double took;

	for (int i = 0; i < 10; i++) {
		int r = run_out_of_time(word, &took);

		if (took < LIMIT_S + KILL_S)
			return r;
		forget_after(before);
	}
	fail_msg("%s took %.2f s", word, took);
	return 0;
}

static void test_stubborn(void **state)
{
	assert_int_equal(run_in_vain("stubborn"), -ETIMEDOUT);
	assert_all_ended(1);
}

static void test_family(void **state)
{
	assert_int_equal(run_in_vain("family"), -ETIMEDOUT);
	assert_all_ended(4);
}

/* Who ends when asked to is not waited for. */
static void test_stopped(void **state)
{
	assert_int_equal(run_shortly("stopped"), -ETIMEDOUT);
	assert_all_ended(1);
}

static void wait_for_pids(size_t count)
{
	const struct timespec again = {.tv_nsec = 10 * 1000 * 1000};
	double began = now();
	pid_t pids[16];

	while (read_pids(pids) < count) {
		assert_true(now() - began < 60);
		nanosleep(&again, NULL);
	}
}

/* What an earlier child left running on purpose has nothing to do with a later one, even
 * where both began in the same clock tick; nor does it make that one last longer. */
static void test_daemon_survives(void **state)
{
	pid_t pids[16];

	assert_int_equal(run("daemon", sandbox_path("/pids"), LONG_S), 0);
	/* Its parent may have ended before the daemon wrote. */
	wait_for_pids(1);
	assert_int_equal(run_shortly("stopped"), -ETIMEDOUT);
	assert_int_equal(read_pids(pids), 2);
	assert_true(is_alive(pids[0]));
	end_left_over();
}

static void test_load_is_left_alone(void **state)
{
	pid_t pids[16];
	double took;

	assert_int_equal(run_shortly("load"), -EINPROGRESS);
	assert_int_equal(read_pids(pids), 1);
	assert_true(is_alive(pids[0]));
	end_left_over();
	unlink(sandbox_path("/pids"));
	/* Held in the same way, but in another system call. */
	assert_int_equal(run_out_of_time("write", &took), -ETIMEDOUT);
	assert_all_ended(1);
}

/* Blocked, as a daemon's workers have it: first the child is ended, then we are. */
static void test_sigterm(void **state)
{
	sigset_t term;
	int status;
	pid_t pid;

	sigemptyset(&term);
	sigaddset(&term, SIGTERM);
	pid = fork();
	if (pid == 0) {
		sigprocmask(SIG_BLOCK, &term, NULL);
		run("stubborn", sandbox_path("/pids"), 1000);
		_exit(0);
	}
	wait_for_pids(1);
	assert_int_equal(kill(pid, SIGTERM), 0);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGTERM);
	assert_all_ended(1);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, sandbox_teardown)

int main(int argc, char *argv[])
{
	const struct CMUnitTest tests[] = {
		TEST(test_status),
		TEST(test_cannot_start),
		TEST(test_call),
		TEST(test_environment),
		TEST(test_environment_of_options),
		TEST(test_environment_is_full),
		TEST(test_inherits_nothing),
		TEST(test_stubborn),
		TEST(test_family),
		TEST(test_stopped),
		TEST(test_daemon_survives),
		TEST(test_load_is_left_alone),
		TEST(test_sigterm),
	};

	int r = actor_main(argc, argv);

	if (r >= 0)
		return r;
	for (int fd = STDERR_FILENO + 1; fd < 256; fd++)
		close(fd);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
