/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: tests of what hotplugd's processes have given up: each thing is tried. */
#include <linux/capability.h>
#include <linux/netlink.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/uio.h>

#include "attack.h"
#include "clock.h"
#include "fdpacket.h"
#include "hotplugd_confine.h"
#include "hotplugd_reader.h"
#include "log.h"

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

static bool has_logged;

static void on_line(const char *line, void *data)
{
	has_logged = true;
}

/* It waits for the kernel and for who asks, reads both, and answers. */
static void use_as_reader(int heard, int asked)
{
	struct pollfd polled[] = {{.fd = heard, .events = POLLIN},
				  {.fd = asked, .events = POLLIN}};
	struct iovec part = {.iov_base = (char[1]){0}, .iov_len = 1};
	struct mmsghdr message = {.msg_hdr = {.msg_iov = &part, .msg_iovlen = 1}};

	MUST(ppoll(polled, 2, NULL, NULL) == 1 && polled[1].revents == POLLIN);
	MUST(recvmmsg(heard, &message, 1, MSG_DONTWAIT, NULL) < 0 && errno == EAGAIN);
	MUST(read(asked, part.iov_base, 1) == 1);
	MUST(writev(asked, &part, 1) == 1);
	MUST(hp_clock_us() > 0);
}

static void attack_as_reader(void)
{
	struct sockaddr_nl kernel = {.nl_family = AF_NETLINK, .nl_groups = 1};
	int heard = socket(AF_NETLINK, SOCK_RAW, NETLINK_KOBJECT_UEVENT), ends[2];
	pid_t parent = getppid();

	MUST(heard >= 0 && hp_fdpacket_pair(ends) == 0 && write(ends[1], "a", 1) == 1);
	hp_log_divert(on_line, NULL);
	hotplugd_confine_reader(false);
	if (has_logged)
		_exit(NOT_OFFERED);
	attack_processes();
	attack_privileges();
	MUST_FAIL(open("/dev/null", O_RDONLY), EPERM);
	MUST_FAIL(open("/proc/self/stat", O_RDONLY), EPERM);
	MUST_FAIL(fork(), EPERM);
	MUST_FAIL(kill(parent, 0), EPERM);
	MUST_FAIL(socket(AF_UNIX, SOCK_STREAM, 0), EPERM);
	MUST_FAIL(syscall(SYS_finit_module, 0, "", 0), EPERM);
	MUST_FAIL(mprotect(NULL, 0, PROT_READ), EPERM);
	MUST_FAIL(sendto(heard, "a", 1, 0, (struct sockaddr *)&kernel, sizeof(kernel)),
		  EPERM);
	use_as_reader(heard, ends[0]);
}

static void test_reader(void **state)
{
	in_child(attack_as_reader);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, logged_setup, logged_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_actor),
		TEST(test_reader),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
