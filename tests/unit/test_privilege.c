/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: tests of what hotplugd's processes have given up: each thing is tried. */
#include <linux/capability.h>
#include <sys/mount.h>
#include <sys/prctl.h>

#include "attack.h"
#include "hotplugd_confine.h"

/* Where the kernel does not offer all, hotplugd has said so. */
static void must_be_silent(void)
{
	if (strstr(sandbox_read("/log"), "does not let"))
		_exit(NOT_OFFERED);
}

static void attack_processes(void)
{
	MUST_FAIL(execv(program[0], program), EPERM);
	MUST_FAIL(ptrace(PTRACE_ATTACH, getppid(), NULL, NULL), EPERM);
	MUST_FAIL(syscall(SYS_process_vm_readv, getppid(), NULL, 0, NULL, 0, 0), EPERM);
	MUST_FAIL(syscall(SYS_unshare, 0), EPERM);
}

static void attack_privileges(void)
{
	struct __user_cap_header_struct head = {_LINUX_CAPABILITY_VERSION_3};
	struct __user_cap_data_struct data[_LINUX_CAPABILITY_U32S_3] = {
		{.permitted = 1u << CAP_SYS_ADMIN}};

	MUST_FAIL(syscall(SYS_capset, &head, data), EPERM);
	MUST_FAIL(setuid(1), EPERM);
	MUST_FAIL(mount("none", "/mnt", "tmpfs", 0, NULL), EPERM);
	MUST_FAIL(syscall(SYS_init_module, NULL, 0, NULL), EPERM);
	MUST_FAIL(syscall(SYS_bpf, 0, NULL, 0), EPERM);
}

/* What nobody has thought of is not allowed either; what is newer is as if it were not
 * there. */
static void attack_calls(void)
{
	MUST_FAIL(syscall(SYS_getpriority, 0, 0), EPERM);
	MUST_FAIL(syscall(SYS_memfd_create, "x", 0), EPERM);
	MUST_FAIL(syscall(SYS_linkat, -1, "", -1, "", 0), EPERM);
	MUST_FAIL(syscall(SYS_io_uring_setup, 0, NULL), ENOSYS);
	MUST_FAIL(syscall(SYS_move_mount, -1, "", -1, "", 0), ENOSYS);
	MUST_FAIL(syscall(SYS_pidfd_getfd, -1, 0, 0), ENOSYS);
	MUST_FAIL(syscall(10000), ENOSYS);
	MUST_FAIL(syscall(SYS_openat2, -1, "", NULL, 0), EINVAL);
}

/* EROFS: of a root that nobody could write to anyway. */
static void must_not_make(const char *path)
{
	MUST(open(path, O_WRONLY | O_CREAT, 0600) < 0 &&
	     (errno == EACCES || errno == EROFS));
}

static void attack_files(void)
{
	MUST_FAIL(open("/root", O_RDONLY | O_DIRECTORY), EACCES);
	must_not_make("/etc/hotplug-test");
	must_not_make("/tmp/hotplug-test");
	MUST_FAIL(open("/proc/self/oom_score_adj", O_WRONLY), EACCES);
	MUST_FAIL(open(sandbox_path("/etc/file"), O_WRONLY), EACCES);
	MUST_FAIL(open(sandbox_path("/run/file"), O_WRONLY | O_CREAT, 0600), EACCES);
	MUST_FAIL(open(sandbox_path("/sys/file"), O_WRONLY | O_CREAT, 0600), EACCES);
	MUST_FAIL(open("/dev/zero", O_RDONLY), EACCES);
}

/* What its work is made of is still there. */
static void use_files(void)
{
	MUST(open(sandbox_path("/sys"), O_RDONLY | O_DIRECTORY) >= 0);
	MUST(open("/proc/self/stat", O_RDONLY) >= 0);
	MUST(open("/dev/null", O_RDWR) >= 0);
	MUST(open(sandbox_path("/etc/file"), O_RDONLY) >= 0);
	MUST(mkdir(sandbox_path("/run/hotplug/queue"), 0700) == 0);
	MUST(open(sandbox_path("/run/hotplug/new"), O_RDWR | O_CREAT, 0600) >= 0);
	MUST(open(sandbox_path("/sys/devices/file"), O_WRONLY) >= 0);
	if (prctl(PR_CAPBSET_READ, CAP_SYS_MODULE) == 1)
		MUST(syscall(SYS_finit_module, -1, "", 0) < 0 && errno != EPERM);
}

static void attack_as_actor(void)
{
	hotplugd_confine_actor();
	must_be_silent();
	attack_processes();
	attack_privileges();
	attack_calls();
	attack_files();
	use_files();
}

static void test_actor(void **state)
{
	sandbox_write("/etc/file", "x");
	sandbox_mkdir("/run");
	sandbox_write("/sys/devices/file", "x");
	in_child(attack_as_actor);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, logged_setup, logged_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_actor),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
