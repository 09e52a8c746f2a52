/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: test lib/neighbour in namespaces of its own: processes that listen to the
 * kernel, under several names. */
#include <linux/netlink.h>
#include <sched.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>

#include "confine.h"
#include "neighbour.h"
#include "runner.h"
#include "sandbox.h"

#define NOBODY 65534

static struct hp_neighbour neighbour;

static int listen_to(unsigned int groups)
{
	struct sockaddr_nl address = {.nl_family = AF_NETLINK, .nl_groups = groups};
	int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_KOBJECT_UEVENT);

	assert_int_equal(bind(fd, (struct sockaddr *)&address, sizeof(address)), 0);
	return fd;
}

static bool is_called(pid_t pid, const char *name)
{
	char path[64], cmdline[64] = "";
	_cleanup_close_ int fd = -1;

	snprintf(path, sizeof(path), "/proc/%d/cmdline", (int)pid);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	return read(fd, cmdline, sizeof(cmdline) - 1) > 0 && streq(cmdline, name);
}

/* A process of this name, with the socket, where it has one, when this returns. */
static pid_t start_as(uid_t uid, const char *name, int listener)
{
	pid_t pid = fork();

	if (pid == 0) {
		if (setresuid(uid, uid, uid) < 0)
			_exit(1);
		if (listener >= 0)
			fcntl(listener, F_SETFD, 0);
		execl("/bin/sleep", name, "1000", NULL);
		_exit(1);
	}
	while (!is_called(pid, name))
		assert_int_equal(waitpid(pid, NULL, WNOHANG), 0);
	return pid;
}

static pid_t start(const char *name, int listener)
{
	return start_as(0, name, listener);
}

static void end(pid_t pid)
{
	kill(pid, SIGKILL);
	assert_int_equal(waitpid(pid, NULL, 0), pid);
}

/* Its name alone makes nobody a udevd. */
static void is_seen(const char *program, const char *name)
{
	int listener = listen_to(1);
	pid_t pid = start(program, listener);

	close(listener);
	assert_true(hp_neighbour_look(&neighbour));
	assert_string_equal(neighbour.name, name);
	assert_false(neighbour.is_udevd);
	assert_false(hp_neighbour_look(&neighbour));
	end(pid);
	assert_true(hp_neighbour_look(&neighbour));
	assert_string_equal(neighbour.name, "");
	assert_false(neighbour.is_udevd);
}

static void is_not_seen(const char *program, unsigned int groups)
{
	int listener = listen_to(groups);
	pid_t pid = start(program, listener);

	close(listener);
	assert_false(hp_neighbour_look(&neighbour));
	assert_string_equal(neighbour.name, "");
	end(pid);
	assert_false(hp_neighbour_look(&neighbour));
}

static void who_handles_events_is_seen(void **state)
{
	is_seen("mdevd", "mdevd");
	is_seen("/sbin/mdev", "mdev");
	is_seen("/lib/systemd/systemd-udevd", "systemd-udevd");
	is_seen("/sbin/udevd", "udevd");
}

static void who_only_listens_is_not(void **state)
{
	is_not_seen("udevadm", 1);
	is_not_seen("mdevd2", 1);
	/* Not the kernel's group. */
	is_not_seen("mdevd", 2);
}

static void without_its_socket_it_is_nobody(void **state)
{
	_cleanup_close_ int ours = listen_to(1);
	pid_t pid = start("mdevd", -1);

	assert_int_not_equal(ours, -1);
	assert_false(hp_neighbour_look(&neighbour));
	end(pid);
}

/* Neither of them need be: a set-user-ID program keeps what it inherits. */
static void what_others_own_does_not_count(void **state)
{
	int listener = listen_to(1);
	pid_t pid = start_as(NOBODY, "mdevd", listener);

	assert_false(hp_neighbour_look(&neighbour));
	end(pid);
	assert_int_equal(fchown(listener, NOBODY, -1), 0);
	pid = start("mdevd", listener);
	close(listener);
	assert_false(hp_neighbour_look(&neighbour));
	end(pid);
	assert_false(hp_neighbour_look(&neighbour));
}

static void it_does_not_hide_among_many(void **state)
{
	int others[200];

	for (size_t i = 0; i < ARRAY_SIZE(others); i++)
		others[i] = listen_to(1);
	is_seen("mdevd", "mdevd");
	for (size_t i = 0; i < ARRAY_SIZE(others); i++)
		close(others[i]);
}

/* As where init holds udev's sockets. */
static void a_control_socket_is_udevs(void **state)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	int fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);

	sandbox_mkdir("/run/udev");
	strcpy(address.sun_path, sandbox_path("/run/udev/control"));
	assert_int_equal(bind(fd, (struct sockaddr *)&address, sizeof(address)), 0);
	assert_false(hp_neighbour_look(&neighbour));
	assert_int_equal(listen(fd, 1), 0);
	assert_true(hp_neighbour_look(&neighbour));
	assert_string_equal(neighbour.name, "udevd");
	assert_true(neighbour.is_udevd);
	close(fd);
	assert_true(hp_neighbour_look(&neighbour));
	assert_string_equal(neighbour.name, "");
}

static int cannot_tell(void)
{
	return -EMFILE;
}

static void who_cannot_be_asked_for_is_asked_for_again(void **state)
{
	int listener = listen_to(1);
	pid_t pid = start("mdevd", listener);

	close(listener);
	hp_neighbour_set_finder(cannot_tell);
	assert_false(hp_neighbour_look(&neighbour));
	hp_neighbour_set_finder(NULL);
	assert_true(hp_neighbour_look(&neighbour));
	assert_string_equal(neighbour.name, "mdevd");
	end(pid);
	assert_true(hp_neighbour_look(&neighbour));
}

/* Without capabilities, nobody sees what others have open. */
static bool is_found_confined(void)
{
	pid_t pid = fork();
	int status;

	if (pid == 0)
		_exit(hp_confine_caps(0) < 0 ? 2 : hp_neighbour_find() < 0);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status) && WEXITSTATUS(status) < 2);
	return status == 0;
}

static void who_is_confined_asks_the_runner(void **state)
{
	int listener = listen_to(1), asking, serving;
	pid_t mdevd = start("mdevd", listener), runner;

	close(listener);
	assert_false(is_found_confined());
	assert_int_equal(hp_runner_open(&asking, &serving), 0);
	runner = fork();
	if (runner == 0) {
		close(asking);
		_exit(hp_runner_serve(serving) < 0);
	}
	close(serving);
	hp_runner_use(asking, 60000);
	assert_true(is_found_confined());
	hp_runner_use_none();
	close(asking);
	assert_int_equal(waitpid(runner, NULL, 0), runner);
	end(mdevd);
}

/* 77: skipped. */
static int make_namespace(void)
{
	if (sandbox_setup(NULL) < 0)
		return 1;
	sandbox_mkdir("/proc");
	if (unshare(CLONE_NEWNET | CLONE_NEWNS) < 0 ||
	    mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) < 0 ||
	    mount("/proc", sandbox_path("/proc"), NULL, MS_BIND, NULL) < 0)
		return 77;
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(who_handles_events_is_seen),
		cmocka_unit_test(who_only_listens_is_not),
		cmocka_unit_test(without_its_socket_it_is_nobody),
		cmocka_unit_test(what_others_own_does_not_count),
		cmocka_unit_test(it_does_not_hide_among_many),
		cmocka_unit_test(a_control_socket_is_udevs),
		cmocka_unit_test(who_cannot_be_asked_for_is_asked_for_again),
		cmocka_unit_test(who_is_confined_asks_the_runner),
	};
	int r = make_namespace();

	if (r == 0)
		r = cmocka_run_group_tests(tests, NULL, NULL);
	umount2(sandbox_path("/proc"), MNT_DETACH);
	sandbox_teardown(NULL);
	return r;
}
