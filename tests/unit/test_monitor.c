/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: test lib/monitor in a network namespace of its own: the kernel is heard, and
 * nobody else, root included.
 */
#include <linux/netlink.h>
#include <poll.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/socket.h>

#include "monitor.h"
#include "sandbox.h"
#include "uevent.h"

static const char forged[] = "add@/a\0ACTION=add\0DEVPATH=/a\0SUBSYSTEM=x\0SEQNUM=1";

static struct hp_monitor *monitor;
static int sender = -1;

/* From a port of our own, to a port or a group. */
static void send_forged(unsigned int port, unsigned int groups, const void *msg, size_t n)
{
	struct sockaddr_nl to = {
		.nl_family = AF_NETLINK, .nl_pid = port, .nl_groups = groups};

	assert_int_equal(sendto(sender, msg, n, 0, (struct sockaddr *)&to, sizeof(to)),
			 n);
}

static unsigned int port_of(int fd)
{
	struct sockaddr_nl address;
	socklen_t n = sizeof(address);

	assert_int_equal(getsockname(fd, (struct sockaddr *)&address, &n), 0);
	return address.nl_pid;
}

static void trigger(const char *action)
{
	_cleanup_close_ int fd = open(sandbox_path("/sys/class/net/lo/uevent"), O_WRONLY);

	assert_int_equal(write(fd, action, strlen(action)), strlen(action));
}

static void is_refused(int why)
{
	const char *msg;

	assert_int_equal(hp_monitor_receive(monitor), 1);
	assert_int_equal(hp_monitor_message(monitor, 0, &msg), why);
}

static void has_length(unsigned int i, ssize_t n)
{
	const char *msg;

	assert_int_equal(hp_monitor_message(monitor, i, &msg), n);
}

static void nothing_is_received(void)
{
	assert_int_equal(hp_monitor_receive(monitor), -EAGAIN);
}

static void is_heard(unsigned int i, const char *action)
{
	char why[HP_UEVENT_WHY_MAX];
	struct hp_uevent event;
	const char *msg;
	ssize_t n = hp_monitor_message(monitor, i, &msg);

	assert_true(n > 0);
	if (hp_uevent_from_netlink(&event, msg, n, why) < 0)
		fail_msg("%s", why);
	assert_string_equal(event.interface, "lo");
	assert_string_equal(hp_action_name(event.action), action);
}

static void the_kernel_is_heard(void **state)
{
	struct pollfd poll_in;

	trigger("change");
	trigger("online");
	poll_in = (struct pollfd){.fd = hp_monitor_fd(monitor), .events = POLLIN};
	assert_int_equal(poll(&poll_in, 1, 0), 1);
	assert_int_equal(hp_monitor_receive(monitor), 2);
	is_heard(0, "change");
	is_heard(1, "online");
	nothing_is_received();
}

static void nobody_else_is_heard(void **state)
{
	static const char libudev[] = "libudev\0\xfe\xed\xca\xfe";
	unsigned int port = port_of(hp_monitor_fd(monitor));

	send_forged(port, 0, forged, sizeof(forged));
	is_refused(-EPERM);
	send_forged(0, 1, forged, sizeof(forged));
	is_refused(-EPERM);
	send_forged(0, 1, libudev, sizeof(libudev));
	is_refused(-EPERM);
	send_forged(0, 2, forged, sizeof(forged));
	nothing_is_received();
	trigger("change");
	assert_int_equal(hp_monitor_receive(monitor), 1);
	is_heard(0, "change");
}

/* In its own group, from root, as long as it is asked for. */
static void udev_is_heard_where_it_is_asked_for(void **state)
{
	unsigned int port = port_of(hp_monitor_fd(monitor));

	assert_int_equal(hp_monitor_hear_udev(monitor, true), 0);
	send_forged(0, 2, forged, sizeof(forged));
	assert_int_equal(hp_monitor_receive(monitor), 1);
	assert_true(hp_monitor_is_udevs(monitor, 0));
	has_length(0, sizeof(forged));
	trigger("change");
	assert_int_equal(hp_monitor_receive(monitor), 1);
	assert_false(hp_monitor_is_udevs(monitor, 0));
	is_heard(0, "change");
	send_forged(0, 1, forged, sizeof(forged));
	is_refused(-EPERM);
	send_forged(port, 0, forged, sizeof(forged));
	is_refused(-EPERM);
	assert_int_equal(hp_monitor_hear_udev(monitor, false), 0);
	send_forged(0, 2, forged, sizeof(forged));
	nothing_is_received();
}

static void what_is_kept_stays(void **state)
{
	trigger("change");
	trigger("online");
	assert_int_equal(hp_monitor_receive(monitor), 2);
	trigger("offline");
	assert_int_equal(hp_monitor_receive_behind(monitor, 2), 1);
	assert_int_equal(hp_monitor_receive_behind(monitor, 3), -EAGAIN);
	is_heard(0, "change");
	is_heard(1, "online");
	is_heard(2, "offline");
	trigger("change");
	trigger("add");
	assert_int_equal(hp_monitor_receive_behind(monitor, 1), 2);
	is_heard(0, "change");
	is_heard(1, "change");
	is_heard(2, "add");
	for (unsigned int i = 0; i < HP_MONITOR_MESSAGES; i++)
		trigger("change");
	assert_int_equal(hp_monitor_receive_behind(monitor, HP_MONITOR_MESSAGES - 1), 1);
	is_heard(HP_MONITOR_MESSAGES - 1, "change");
	assert_int_equal(hp_monitor_receive(monitor), HP_MONITOR_MESSAGES - 1);
	is_heard(0, "change");
}

/* Who inherits the socket does not know whether its owner hears udev. */
static void udev_is_expected(void **state)
{
	hp_monitor_expect_udev(monitor);
	send_forged(0, 2, forged, sizeof(forged));
	nothing_is_received();
	send_forged(0, 1, forged, sizeof(forged));
	is_refused(-EPERM);
}

static void what_is_too_long_harms_nobody(void **state)
{
	static char msg[2 * HP_MONITOR_MESSAGE_MAX];

	memset(msg, 'a', sizeof(msg));
	send_forged(0, 1, msg, sizeof(msg));
	trigger("change");
	assert_int_equal(hp_monitor_receive(monitor), 2);
	is_heard(1, "change");
	assert_true(hp_monitor_message(monitor, 0, &(const char *){NULL}) < 0);
}

static void what_is_lost_is_told(void **state)
{
	unsigned int received = 0;
	int r;

	hp_monitor_close(monitor);
	assert_int_equal(hp_monitor_open(&monitor, 4096), 0);
	for (unsigned int i = 0; i < 200; i++)
		trigger("change");
	assert_int_equal(hp_monitor_receive(monitor), -ENOBUFS);
	while ((r = hp_monitor_receive(monitor)) > 0)
		received += r;
	assert_int_equal(r, -EAGAIN);
	assert_in_range(received, 1, 199);
}

static int set_up(void **state)
{
	return hp_monitor_open(&monitor, 0);
}

static int tear_down(void **state)
{
	hp_monitor_close(monitor);
	return 0;
}

/* 77: skipped. */
static int make_namespace(void)
{
	struct sockaddr_nl address = {.nl_family = AF_NETLINK};

	if (sandbox_setup(NULL) < 0)
		return 1;
	sandbox_mkdir("/sys");
	if (unshare(CLONE_NEWNET | CLONE_NEWNS) < 0 ||
	    mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) < 0 ||
	    mount("none", sandbox_path("/sys"), "sysfs", 0, NULL) < 0 ||
	    access(sandbox_path("/sys/class/net/lo/uevent"), W_OK) < 0)
		return 77;
	sender = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_KOBJECT_UEVENT);
	return bind(sender, (struct sockaddr *)&address, sizeof(address)) < 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(the_kernel_is_heard, set_up, tear_down),
		cmocka_unit_test_setup_teardown(nobody_else_is_heard, set_up, tear_down),
		cmocka_unit_test_setup_teardown(udev_is_heard_where_it_is_asked_for,
						set_up, tear_down),
		cmocka_unit_test_setup_teardown(what_is_kept_stays, set_up, tear_down),
		cmocka_unit_test_setup_teardown(udev_is_expected, set_up, tear_down),
		cmocka_unit_test_setup_teardown(what_is_too_long_harms_nobody, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(what_is_lost_is_told, set_up, tear_down),
	};
	int r = make_namespace();

	if (r == 0)
		r = cmocka_run_group_tests(tests, NULL, NULL);
	umount2(sandbox_path("/sys"), MNT_DETACH);
	sandbox_teardown(NULL);
	return r;
}
