/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: tests of lib/usbhubs.c: a FIFO stands for the file of a hub that is at work,
 * whose reader waits as well. */
#include <sys/stat.h>

#include "sandbox.h"
#include "usbhubs.h"

#define DEVICES "/sys/bus/usb/devices"

static void make_busy(const char *file)
{
	unlink(sandbox_path(file));
	assert_int_equal(mkfifo(sandbox_path(file), 0600), 0);
}

static void test_no_usb(void **state)
{
	assert_true(hp_usbhubs_wait(10));
}

static void test_idle(void **state)
{
	sandbox_write(DEVICES "/usb1/bDeviceClass", "09\n");
	sandbox_write(DEVICES "/usb1/bNumInterfaces", " 1\n");
	sandbox_mkdir(DEVICES "/1-0:1.0");
	assert_true(hp_usbhubs_wait(10000));
}

/* What is no hub is not asked: its driver may hold the lock for long. */
static void test_busy(void **state)
{
	test_idle(state);
	sandbox_write(DEVICES "/1-1/bDeviceClass", "00\n");
	make_busy(DEVICES "/1-1/bNumInterfaces");
	assert_true(hp_usbhubs_wait(10000));
	make_busy(DEVICES "/usb1/bNumInterfaces");
	assert_false(hp_usbhubs_wait(10));
}

#define TEST(fn) cmocka_unit_test_setup_teardown(fn, sandbox_setup, sandbox_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_no_usb),
		TEST(test_idle),
		TEST(test_busy),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
