/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: test lib/linkwatch on the loopback interface of a network namespace of its
 * own, which goes up and down. */
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include "linkwatch.h"
#include "sandbox.h"

static struct hp_link last;
static unsigned int taken;

static void take(const struct hp_link *link, void *data)
{
	last = *link;
	taken++;
}

static void set_up(bool up)
{
	_cleanup_close_ int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	struct ifreq request = {.ifr_name = "lo", .ifr_flags = up ? IFF_UP : 0};

	assert_int_equal(ioctl(fd, SIOCSIFFLAGS, &request), 0);
}

static void assert_lo(bool is_up)
{
	assert_string_equal(last.name, "lo");
	assert_int_equal(last.ifindex, 1);
	assert_false(last.is_gone);
	assert_int_equal(last.is_up, is_up);
	assert_int_equal(last.has_carrier, is_up);
}

static void changes_are_heard(void **state)
{
	_cleanup_close_ int fd = hp_linkwatch_open();

	assert_true(fd >= 0);
	taken = 0;
	assert_int_equal(hp_linkwatch_read(fd, take, NULL), 0);
	assert_int_equal(taken, 0);
	set_up(true);
	assert_int_equal(hp_linkwatch_read(fd, take, NULL), 0);
	assert_int_not_equal(taken, 0);
	assert_lo(true);
	set_up(false);
	assert_int_equal(hp_linkwatch_read(fd, take, NULL), 0);
	assert_lo(false);
}

static void what_is_there_is_told(void **state)
{
	taken = 0;
	set_up(true);
	assert_int_equal(hp_linkwatch_dump(take, NULL), 0);
	assert_int_equal(taken, 1);
	assert_lo(true);
	set_up(false);
	assert_int_equal(hp_linkwatch_dump(take, NULL), 0);
	assert_lo(false);
}

static void what_is_lost_is_told(void **state)
{
	_cleanup_close_ int fd = hp_linkwatch_open();
	int size = 2048;

	setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &size, sizeof(size));
	for (int i = 0; i < 50; i++) {
		set_up(true);
		set_up(false);
	}
	assert_int_equal(hp_linkwatch_read(fd, take, NULL), -ENOBUFS);
	assert_int_equal(hp_linkwatch_read(fd, take, NULL), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(changes_are_heard),
		cmocka_unit_test(what_is_there_is_told),
		cmocka_unit_test(what_is_lost_is_told),
	};

	if (unshare(CLONE_NEWNET) < 0)
		return 77;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
