/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: tests of lib/uevent: datagrams of NETLINK_KOBJECT_UEVENT. */
#include "sandbox.h"
#include "uevent.h"

/* As Linux 6.1 sends it; the compiler adds the last NUL. */
#define HEADER "add@/devices/pci0000:00/0000:00:03.0\0"
#define VARS                                                                             \
	"ACTION=add\0"                                                                   \
	"DEVPATH=/devices/pci0000:00/0000:00:03.0\0"                                     \
	"SUBSYSTEM=pci\0"
#define REST                                                                             \
	"PCI_ID=8086:100E\0"                                                             \
	"MODALIAS=pci:v00008086d0000100E\0"                                              \
	"odd key=\x01\xff\0"                                                             \
	"SEQNUM=1234"

static const char message[] = HEADER VARS REST;

static struct hp_uevent event;
static char why[HP_UEVENT_WHY_MAX];

/* In memory of that size exactly, for sanitizers. */
static int parse(const char *bytes, size_t n)
{
	_cleanup_free_ char *copy = malloc(n ? n : 1);
	int r;

	memcpy(copy, bytes, n);
	why[0] = '\0';
	r = hp_uevent_from_netlink(&event, copy, n, why);
	assert_true(r == 0 || (r == -EINVAL && why[0]));
	return r;
}

#define PARSE(text) parse(text, sizeof(text))

static void assert_refused(int r, const char *reason)
{
	if (r != -EINVAL || !strstr(why, reason))
		fail_msg("%d '%s', not refused for '%s'", r, why, reason);
}

static void test_kernel_message(void **state)
{
	assert_int_equal(PARSE(message), 0);
	assert_int_equal(event.action, HP_ACTION_ADD);
	assert_string_equal(event.subsystem, "pci");
	assert_string_equal(event.devpath, "/devices/pci0000:00/0000:00:03.0");
	assert_string_equal(event.modalias, "pci:v00008086d0000100E");
	assert_int_equal(event.seqnum, 1234);
	assert_int_equal(event.n_vars, 7);
	assert_string_equal(event.vars[0], "ACTION=add");
	assert_string_equal(event.vars[5], "odd key=\x01\xff");
	assert_null(event.vars[7]);
}

/* A cut message is an event only where the cut fell between two variables and left what
 * an event must have. */
static void test_truncated_at_every_byte(void **state)
{
	size_t enough = sizeof(HEADER VARS) - 1;

	for (size_t n = 0; n < sizeof(message); n++) {
		bool valid = n >= enough && message[n - 1] == '\0';

		if ((parse(message, n) == 0) != valid)
			fail_msg("%zu bytes: %s", n, why);
	}
}

/* Each byte of the header counts, and so does each of ACTION's and DEVPATH's. */
static void test_every_byte_changed(void **state)
{
	char bytes[sizeof(message)];
	size_t head =
		sizeof(HEADER "ACTION=add\0DEVPATH=/devices/pci0000:00/0000:00:03.0") - 1;

	for (size_t i = 0; i < head; i++) {
		for (int flip = 1; flip < 256; flip <<= 1) {
			memcpy(bytes, message, sizeof(bytes));
			bytes[i] ^= flip;
			if (parse(bytes, sizeof(bytes)) == 0)
				fail_msg("byte %zu as %#x was taken", i,
					 (unsigned char)bytes[i]);
		}
	}
}

static void test_refused(void **state)
{
	assert_refused(parse("", 0), "does not end with a NUL");
	assert_refused(PARSE(""), "begin with ACTION@DEVPATH");
	assert_refused(PARSE("\0\0\0"), "begin with ACTION@DEVPATH");
	assert_refused(PARSE("add"), "begin with ACTION@DEVPATH");
	assert_refused(PARSE("add\0" VARS "X=@"), "begin with ACTION@DEVPATH");
	assert_refused(PARSE("@"), "ACTION is missing");
	assert_refused(PARSE("add@/devices/x"), "ACTION is missing");
	assert_refused(PARSE("add@/devices/x\0" VARS REST), "does not match");
	assert_refused(PARSE("remove@/devices/pci0000:00/0000:00:03.0\0" VARS REST),
		       "does not match");
	assert_refused(PARSE("addx@/devices/pci0000:00/0000:00:03.0\0" VARS REST),
		       "does not match");
	assert_refused(PARSE(HEADER "\0" VARS REST), "'' is no KEY=VALUE");
	assert_refused(PARSE(HEADER VARS "\0" REST), "'' is no KEY=VALUE");
	assert_refused(PARSE(HEADER VARS REST "\0"), "'' is no KEY=VALUE");
	assert_refused(PARSE(HEADER VARS "=x\0" REST), "'=x' is no KEY=VALUE");
	assert_refused(PARSE(HEADER VARS "KEY\0" REST), "'KEY' is no KEY=VALUE");
	assert_refused(PARSE(HEADER VARS REST "\0SEQNUM=1"), "SEQNUM is given twice");
	assert_refused(PARSE(HEADER "SUBSYSTEM=pci\0ACTION=add"), "DEVPATH is missing");
	assert_refused(PARSE(HEADER VARS "SEQNUM=1x"), "SEQNUM=1x is not a number");
	assert_refused(PARSE("add@/x\0ACTION=add\0DEVPATH=/x\0SUBSYSTEM=../../etc"),
		       "'../../etc' is no name");
	assert_refused(PARSE("add@/../x\0ACTION=add\0DEVPATH=/../x\0SUBSYSTEM=pci"),
		       "DEVPATH=/../x");
}

/* udevd's own messages, on another group of the same socket. */
static void test_udev_message(void **state)
{
	static const char udev[] =
		"libudev\0\xfe\xed\xca\xfe\x28\0\0\0\x28\0\0\0\x80\0\0\0"
		"\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0" VARS REST;

	assert_refused(PARSE(udev), "begin with ACTION@DEVPATH");
}

/* The header and so many variables of so many bytes in all. */
static int parse_many(size_t count, size_t bytes)
{
	static char text[16384];
	size_t vars = sizeof(HEADER) - 1, n = vars + sizeof(VARS) - 1;

	memcpy(text, HEADER VARS, n);
	for (size_t i = 3; i < count; i++)
		n += sprintf(text + n, "KEY%zu=", i) + 1;
	if (bytes) {
		size_t fill = vars + bytes - n;

		memset(text + n - 1, 'x', fill);
		n += fill;
		text[n - 1] = '\0';
	}
	return parse(text, n);
}

static void test_limits(void **state)
{
	assert_int_equal(parse_many(64, 0), 0);
	assert_int_equal(event.n_vars, 64);
	assert_null(event.vars[64]);
	assert_refused(parse_many(65, 0), "more than 64 variables");
	assert_int_equal(parse_many(10, 2048), 0);
	assert_int_equal(strlen(event.vars[9]) > 1000, 1);
	assert_refused(parse_many(10, 2049), "more than 2048 bytes");
	assert_refused(parse_many(10, 12000), "more than 2048 bytes");
}

/* What is looked up in /sys must be what the header says. */
static void test_net_without_devpath(void **state)
{
	static const char other[] = "add@/devices/y/net/eth0\0ACTION=add\0SUBSYSTEM=net\0"
				    "INTERFACE=eth0";

	assert_refused(PARSE(other), "does not match");
	sandbox_link("../../devices/x/net/eth0", "/sys/class/net/eth0");
	assert_refused(PARSE(other), "does not match");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_kernel_message),
		cmocka_unit_test(test_truncated_at_every_byte),
		cmocka_unit_test(test_every_byte_changed),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_udev_message),
		cmocka_unit_test(test_limits),
		cmocka_unit_test_setup_teardown(test_net_without_devpath, sandbox_setup,
						sandbox_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
