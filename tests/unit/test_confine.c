/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: tests of lib/confine: what was given up is tried, in a child each. */
#include <linux/capability.h>
#include <linux/sched.h>

#include "attack.h"
#include "confine.h"

static uint64_t caps_of(const char *set)
{
	_cleanup_fclose_ FILE *f = fopen("/proc/self/status", "re");
	unsigned long long value;
	char line[256];

	MUST(f);
	while (fgets(line, sizeof(line), f))
		if (skip_prefix(line, set) &&
		    sscanf(line + strlen(set), ": %llx", &value) == 1)
			return value;
	MUST(!"there is such a line");
	return 0;
}

static void cut_caps(uint64_t keep)
{
	int r = hp_confine_caps(keep);

	/* Who has no CAP_SETPCAP has no way to cut the bounding set. */
	MUST(r == 0 || r == -EPERM);
	MUST(!(caps_of("CapEff") & ~keep));
	MUST(!(caps_of("CapPrm") & ~keep));
	MUST(!(caps_of("CapInh") & ~keep));
	MUST(r < 0 || !(caps_of("CapBnd") & ~keep));
}

static void attack_caps(void)
{
	struct __user_cap_header_struct head = {_LINUX_CAPABILITY_VERSION_3};
	struct __user_cap_data_struct data[_LINUX_CAPABILITY_U32S_3] = {
		{.permitted = 1u << CAP_NET_ADMIN}};
	uint64_t before = caps_of("CapPrm");

	cut_caps(HP_CAP(CAP_NET_ADMIN) | HP_CAP(CAP_SYS_MODULE));
	MUST(caps_of("CapEff") ==
	     (before & (HP_CAP(CAP_NET_ADMIN) | HP_CAP(CAP_SYS_MODULE))));
	cut_caps(0);
	MUST_FAIL(syscall(SYS_capset, &head, data), EPERM);
	MUST_FAIL(chroot("/"), EPERM);
	MUST_FAIL(sethostname("x", 1), EPERM);
}

static void test_caps(void **state)
{
	in_child(attack_caps);
}

static void attack_allowed_calls(void)
{
	/* With what a sanitizer needs at the end. */
	static const unsigned short list[] = {SYS_write, SYS_exit_group, SYS_munmap,
					      SYS_sigaltstack};
	pid_t parent = getppid();
	const struct hp_calls calls = {ARRAY_SIZE(list), list};

	must_apply(hp_confine_privs());
	must_apply(hp_confine_calls(&calls));
	MUST_FAIL(open("/dev/null", O_RDONLY), EPERM);
	MUST_FAIL(execv(program[0], program), EPERM);
	MUST_FAIL(socket(AF_UNIX, SOCK_STREAM, 0), EPERM);
	MUST_FAIL(ptrace(PTRACE_TRACEME, 0, NULL, NULL), EPERM);
	MUST_FAIL(kill(parent, 0), EPERM);
	MUST_FAIL(syscall(SYS_capset, NULL, NULL), EPERM);
	MUST_FAIL(syscall(SYS_rseq, NULL, 0, 0, 0), EPERM);
	MUST_FAIL(syscall(SYS_pidfd_open, 0, 0), ENOSYS);
	MUST(write(STDOUT_FILENO, "", 0) == 0);
}

static void test_allowed_calls(void **state)
{
	in_child(attack_allowed_calls);
}

/* A fork is nothing else. */
static void attack_clone(void)
{
	static const unsigned int spaces[] = {CLONE_NEWNS,  CLONE_NEWCGROUP, CLONE_NEWUTS,
					      CLONE_NEWIPC, CLONE_NEWUSER,   CLONE_NEWPID,
					      CLONE_NEWNET};
	int status = UNMET;
	pid_t pid;

	for (size_t i = 0; i < ARRAY_SIZE(spaces); i++)
		MUST_FAIL(syscall(SYS_clone, spaces[i], spaces[i], NULL, NULL, 0), EPERM);
	MUST_FAIL(syscall(SYS_clone3, NULL, 0), ENOSYS);
	pid = fork();
	if (pid == 0)
		_exit(0);
	MUST(waitpid(pid, &status, 0) == pid && status == 0);
}

/* With what fork(2) and a child's end need. */
static void allow_children_only(void)
{
	static const unsigned short list[] = {
		SYS_write,  SYS_exit_group, SYS_munmap,		SYS_sigaltstack,
		SYS_clone,  SYS_wait4,	    SYS_rt_sigprocmask, SYS_set_robust_list,
		SYS_gettid, SYS_getpid};
	const struct hp_calls calls = {ARRAY_SIZE(list), list};

	must_apply(hp_confine_privs());
	must_apply(hp_confine_calls(&calls));
}

static void attack_clone_calls(void)
{
	allow_children_only();
	attack_clone();
#ifdef __x86_64__
	/* The same call by its number of x32. */
	MUST_FAIL(syscall(0x40000000 + SYS_getpid), EPERM);
#endif
}

static void test_clone_calls(void **state)
{
	in_child(attack_clone_calls);
}

/* What it starts has no more than it has itself. */
static void attack_by_child(void)
{
	int status = UNMET;

	allow_children_only();
	if (fork() == 0)
		_exit(socket(AF_UNIX, SOCK_STREAM, 0) < 0 ? 0 : UNMET);

	MUST(wait(&status) > 0 && status == 0);
}

static void test_children(void **state)
{
	in_child(attack_by_child);
}

static void attack_paths(void)
{
	char read[SANDBOX_PATH_MAX], write[SANDBOX_PATH_MAX];
	const struct hp_path_right rights[] = {
		{strcpy(read, sandbox_path("/read"))},
		{strcpy(write, sandbox_path("/write")), true},
		{"/not/there"},
	};

	must_apply(hp_confine_privs());
	must_apply(hp_confine_paths(rights, ARRAY_SIZE(rights)));
	MUST(open(sandbox_path("/read/file"), O_RDONLY) >= 0);
	MUST(open(sandbox_path("/read"), O_RDONLY | O_DIRECTORY) >= 0);
	MUST_FAIL(open(sandbox_path("/read/file"), O_WRONLY), EACCES);
	MUST_FAIL(open(sandbox_path("/read/new"), O_WRONLY | O_CREAT, 0600), EACCES);
	MUST_FAIL(unlink(sandbox_path("/read/file")), EACCES);
	MUST(open(sandbox_path("/write/new"), O_RDWR | O_CREAT, 0600) >= 0);
	MUST(unlink(sandbox_path("/write/new")) == 0);
	MUST_FAIL(open(sandbox_path("/other"), O_RDONLY), EACCES);
	MUST_FAIL(mkdir(sandbox_path("/dir"), 0700), EACCES);
	MUST_FAIL(execv(program[0], program), EACCES);
}

static void test_paths(void **state)
{
	sandbox_write("/read/file", "x");
	sandbox_write("/write/file", "x");
	sandbox_write("/other", "x");
	in_child(attack_paths);
}

static void attack_no_paths(void)
{
	must_apply(hp_confine_privs());
	must_apply(hp_confine_paths(NULL, 0));
	MUST_FAIL(open("/dev/null", O_RDONLY), EACCES);
	MUST_FAIL(open("/", O_RDONLY | O_DIRECTORY), EACCES);
}

static void test_no_paths(void **state)
{
	in_child(attack_no_paths);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_caps),
		cmocka_unit_test(test_allowed_calls),
		cmocka_unit_test(test_clone_calls),
		cmocka_unit_test(test_children),
		cmocka_unit_test_setup_teardown(test_paths, sandbox_setup,
						sandbox_teardown),
		cmocka_unit_test(test_no_paths),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
