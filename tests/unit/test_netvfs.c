/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: tests of how many virtual functions are made: of lib/netio_vf.c, and of what
 * lib/netapply.c does with it.
 *
 * sriov_numvfs is a file of the sandbox that takes what sriov_numvfs_store() of
 * drivers/pci/pci-sysfs.c does: this program is linked with --wrap=pwrite64.
 */
#include <unistd.h>

#include "netapply.h"
#include "netio.h"
#include "planned.h"

#define NUMVFS "/sys/class/net/lo/device/sriov_numvfs"
#define ROOM   8 /* of the bus */

ssize_t __real_pwrite64(int fd, const void *bytes, size_t n, off_t offset);
ssize_t __wrap_pwrite64(int fd, const void *bytes, size_t n, off_t offset);

ssize_t __wrap_pwrite64(int fd, const void *bytes, size_t n, off_t offset)
{
	int now = atoi(sandbox_read(NUMVFS)), wanted = atoi(bytes);

	if (now && wanted && now != wanted)
		errno = EBUSY;
	else if (wanted > ROOM)
		errno = ENOMEM;
	else
		return __real_pwrite64(fd, bytes, n, offset);
	return -1;
}

/* The loopback interface of a network namespace has the number 1. */
static void apply(uint32_t n, struct hp_net_apply *ret)
{
	_cleanup_(hp_net_plan_free) struct hp_net_plan plan = {0};
	_cleanup_(hp_netlink_closep) struct hp_netlink *nl = NULL;
	char text[64];

	snprintf(text, sizeof(text), "[Link]\nSR-IOVVirtualFunctions=%u\n", n);
	want_link(text);
	strcpy(is.link.name, "lo");
	hp_net_objects_free(&is.objects);
	assert_int_equal(hp_net_ios[HP_NET_VFS]->load(&is, &link_file), 0);
	assert_int_equal(hp_net_plan_make(&plan, &want, &is), 0);
	assert_int_equal(hp_netlink_open(&nl), 0);
	*ret = (struct hp_net_apply){.nl = nl, .ifindex = 1};
	assert_int_equal(hp_net_apply(ret, &plan), 0);
}

/* What the new ones are told is planned anew: what the old ones had went with them. */
static void test_number(void **state)
{
	struct hp_net_apply done;

	sandbox_write(NUMVFS, "4\n");
	apply(2, &done);
	assert_string_equal(sandbox_read(NUMVFS), "2\n");
	assert_true(done.disturbed);
	apply(2, &done);
	assert_false(done.disturbed);
	apply(0, &done);
	apply(3, &done);
	assert_string_equal(sandbox_read(NUMVFS), "3\n");
	assert_false(done.disturbed);
}

static void test_no_room(void **state)
{
	struct hp_net_apply done;

	sandbox_write(NUMVFS, "4\n");
	apply(ROOM + 1, &done);
	assert_string_equal(sandbox_read(NUMVFS), "4\n");
	assert_logged("f:2:24: lo: cannot set vfs 9: Cannot allocate memory");
	assert_not_logged("lost");
	assert_false(done.disturbed);
}

int main(void)
{
#define TEST(f)                                                                          \
	cmocka_unit_test_setup_teardown(f, planned_logged_setup, planned_logged_teardown)
	static const struct CMUnitTest tests[] = {
		TEST(test_number),
		TEST(test_no_room),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
