/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: tests of lib/kmsg: records of the kernel's log, one a read(2). */
#include <sys/socket.h>

#include "kmsg.h"
#include "sandbox.h"

static const struct {
	const char *record;
	int error;
	unsigned int level;
	const char *text;
} records[] = {
	{"6,339,5140900,-;NET: Registered protocol family 10\n", 0, 6,
	 "NET: Registered protocol family 10"},
	{"4,1,2,-,caller=T1;a\n SUBSYSTEM=pci\n DEVICE=+pci:0000:00:03.0\n", 0, 4, "a"},
	{"0,1,2,c;\n", 0, 0, ""},
	{"7,1,2,-;a;b, c", 0, 7, "a;b, c"},
	/* A program's: facility 1 (user), 3 (daemon). */
	{"14,340,5140900,-;hello\n", -EINVAL, 0, NULL},
	{"27,340,5140900,-;hotplug: hello\n", -EINVAL, 0, NULL},
	{"", -EINVAL, 0, NULL},
	{";", -EINVAL, 0, NULL},
	{"6;a,b", -EINVAL, 0, NULL},
	{",1,2,-;a", -EINVAL, 0, NULL},
	{"-6,1,2,-;a", -EINVAL, 0, NULL},
	{"6,1,2,-", -EINVAL, 0, NULL},
};

static void test_records(void **state)
{
	for (size_t i = 0; i < ARRAY_SIZE(records); i++) {
		char record[256];
		unsigned int level = 99;
		const char *text = NULL;

		strcpy(record, records[i].record);
		assert_int_equal(hp_kmsg_parse(record, &level, &text), records[i].error);
		if (records[i].error) {
			assert_true(level == 99 && !text);
			continue;
		}
		assert_int_equal(level, records[i].level);
		assert_string_equal(text, records[i].text);
	}
}

static void note(unsigned int level, const char *text, void *data)
{
	char *seen = data;

	sprintf(seen + strlen(seen), "%u %s|", level, text);
}

/* A socket of packets gives one record a read, as /dev/kmsg does. */
static void test_read(void **state)
{
	char seen[128] = "";
	int fds[2];

	assert_int_equal(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_NONBLOCK, 0, fds), 0);
	assert_int_equal(hp_kmsg_read(fds[0], note, seen), 0);
	assert_int_equal(write(fds[1], "6,1,2,-;one\n", 12), 12);
	assert_int_equal(write(fds[1], "14,2,2,-;not\n", 13), 13);
	assert_int_equal(write(fds[1], "3,3,2,-;two\n A=b\n", 17), 17);
	assert_int_equal(hp_kmsg_read(fds[0], note, seen), 0);
	assert_string_equal(seen, "6 one|3 two|");
	close(fds[0]);
	assert_int_equal(hp_kmsg_read(fds[0], note, seen), -EBADF);
	close(fds[1]);
}

static void test_none(void **state)
{
	assert_int_equal(hp_kmsg_open(), -ENOENT);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, sandbox_setup, sandbox_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_records),
		TEST(test_read),
		TEST(test_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
