/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: test lib/rebroadcast in a network namespace of its own: what arrives, byte for
 * byte. */
#include <linux/netlink.h>
#include <sched.h>
#include <sys/socket.h>

#include "rebroadcast.h"
#include "sandbox.h"

#define VARIABLES                                                                        \
	"ACTION=add\0DEVPATH=/devices/a\0SUBSYSTEM=usb\0DEVTYPE=usb_device\0SEQNUM=7"
#define MADE_UP "ACTION=add\0DEVPATH=/devices/a\0SUBSYSTEM=usb"

static const char event[] = "add@/devices/a\0" VARIABLES;
static const char made_up[] = "add@/devices/a\0" MADE_UP;
static int sender = -1;

static int listen_to(unsigned int group)
{
	struct sockaddr_nl address = {.nl_family = AF_NETLINK, .nl_groups = group};
	int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK,
			NETLINK_KOBJECT_UEVENT);

	assert_int_equal(bind(fd, (struct sockaddr *)&address, sizeof(address)), 0);
	return fd;
}

static void expect(int fd, const void *bytes, size_t n)
{
	char msg[1024];

	assert_int_equal(recv(fd, msg, sizeof(msg), 0), n);
	assert_memory_equal(msg, bytes, n);
}

static void expect_nothing(int fd)
{
	char msg[16];

	assert_int_equal(recv(fd, msg, sizeof(msg), 0), -1);
	assert_int_equal(errno, EAGAIN);
}

static void each_group_has_its_form(void **state)
{
	_cleanup_close_ int udev = listen_to(2), raw = listen_to(4),
			    kernel = listen_to(1);
	struct {
		struct hp_udevmsg_head head;
		char variables[sizeof(VARIABLES)];
	} message = {.variables = VARIABLES};

	message.head = hp_udevmsg_head("usb", "usb_device", sizeof(VARIABLES));
	assert_int_equal(hp_rebroadcast_send(sender, 6, event, sizeof(event), 99), 0);
	expect(udev, &message, sizeof(message.head) + sizeof(VARIABLES));
	expect(raw, event, sizeof(event));
	expect_nothing(udev);
	expect_nothing(raw);
	expect_nothing(kernel);
}

static void only_who_is_meant_hears(void **state)
{
	_cleanup_close_ int udev = listen_to(2), raw = listen_to(4);

	assert_int_equal(hp_rebroadcast_send(sender, 4, event, sizeof(event), 99), 0);
	expect_nothing(udev);
	expect(raw, event, sizeof(event));
	assert_int_equal(hp_rebroadcast_send(sender, 2, event, sizeof(event), 99), 0);
	expect_nothing(raw);
}

static void a_missing_seqnum_is_added(void **state)
{
	static const char variables[] = MADE_UP "\0SEQNUM=99";
	static const char whole[] = "add@/devices/a\0" MADE_UP "\0SEQNUM=99";
	_cleanup_close_ int udev = listen_to(2), raw = listen_to(4);
	struct {
		struct hp_udevmsg_head head;
		char variables[sizeof(variables)];
	} message;

	message.head = hp_udevmsg_head("usb", NULL, sizeof(variables));
	memcpy(message.variables, variables, sizeof(variables));
	assert_int_equal(hp_rebroadcast_send(sender, 6, made_up, sizeof(made_up), 99), 0);
	expect(udev, &message, sizeof(message.head) + sizeof(variables));
	expect(raw, whole, sizeof(whole));
}

static void nobody_has_to_listen(void **state)
{
	assert_int_equal(hp_rebroadcast_send(sender, 6, event, sizeof(event), 99), 0);
}

static void who_does_not_read_harms_nobody(void **state)
{
	_cleanup_close_ int lazy = listen_to(6), raw = -1;
	int size = 2048;

	setsockopt(lazy, SOL_SOCKET, SO_RCVBUF, &size, sizeof(size));
	for (int i = 0; i < 1000; i++)
		assert_int_equal(hp_rebroadcast_send(sender, 6, event, sizeof(event), 99),
				 0);
	raw = listen_to(4);
	assert_int_equal(hp_rebroadcast_send(sender, 6, event, sizeof(event), 99), 0);
	expect(raw, event, sizeof(event));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_group_has_its_form),
		cmocka_unit_test(only_who_is_meant_hears),
		cmocka_unit_test(a_missing_seqnum_is_added),
		cmocka_unit_test(nobody_has_to_listen),
		cmocka_unit_test(who_does_not_read_harms_nobody),
	};

	if (unshare(CLONE_NEWNET) < 0)
		return 77;
	sender = hp_rebroadcast_open();
	return sender < 0 ? 1 : cmocka_run_group_tests(tests, NULL, NULL);
}
