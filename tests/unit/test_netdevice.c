/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: tests of lib/netdevice.c, on a /sys laid out as the kernel's. */
#include <net/if_arp.h>
#include <sys/socket.h>

#include "netdevice.h"
#include "sandbox.h"

#define CARD	   "/sys/devices/pci0000:00/0000:00:03.0"
#define EVERYTHING (~0u)

static const struct hp_net_link eth0 = {
	.ifindex = 4, .name = "hp-no-such-if0", .type = ARPHRD_ETHER};

static void make_card(const char *ifindex, const char *uevent)
{
	sandbox_write("/sys/devices/pci0000:00/uevent", "");
	sandbox_write(CARD "/uevent", "");
	sandbox_link("../../../bus/pci", CARD "/subsystem");
	sandbox_link("../../../bus/pci/drivers/e1000", CARD "/driver");
	sandbox_write(CARD "/net/hp-no-such-if0/uevent", uevent);
	sandbox_write(CARD "/net/hp-no-such-if0/ifindex", ifindex);
	sandbox_link("../../../0000:00:03.0", CARD "/net/hp-no-such-if0/device");
	sandbox_link("../../devices/pci0000:00/0000:00:03.0/net/hp-no-such-if0",
		     "/sys/class/net/hp-no-such-if0");
}

static void test_card(void **state)
{
	struct hp_net_device device;
	struct stat st;

	make_card("4\n", "INTERFACE=hp-no-such-if0\nIFINDEX=4\n");
	hp_net_device_read(&device, &eth0, EVERYTHING);
	assert_string_equal(device.driver, "e1000");
	assert_string_equal(device.type, "ether");
	assert_string_equal(device.path, "pci-0000:00:03.0");
	assert_int_equal(stat(sandbox_path(CARD "/net/hp-no-such-if0"), &st), 0);
	assert_int_equal(device.inode, st.st_ino);
}

static void test_only_what_is_asked(void **state)
{
	struct hp_net_device device;

	make_card("4\n", "");
	hp_net_device_read(&device, &eth0, 1u << HP_NET_MATCH_DRIVER);
	assert_string_equal(device.driver, "e1000");
	assert_string_equal(device.type, "");
	assert_string_equal(device.path, "");
	assert_int_not_equal(device.inode, 0);
}

static void test_devtype(void **state)
{
	struct hp_net_device device;

	make_card("4\n", "DEVTYPE=wlan\nINTERFACE=x\n");
	hp_net_device_read(&device, &eth0, EVERYTHING);
	assert_string_equal(device.type, "wlan");
}

static void test_udev_database_wins(void **state)
{
	struct hp_net_device device;

	make_card("4\n", "");
	sandbox_write(
		"/run/udev/data/n4",
		"I:12345\nE:ID_BUS=pci\nE:ID_PATH_TAG=no\nE:ID_PATH=pci-from-udev\nG:x\n");
	hp_net_device_read(&device, &eth0, EVERYTHING);
	assert_string_equal(device.path, "pci-from-udev");
	sandbox_write("/run/udev/data/n4", "E:XID_PATH=a\nE:ID_PATH=\n");
	hp_net_device_read(&device, &eth0, EVERYTHING);
	assert_string_equal(device.path, "pci-0000:00:03.0");
}

/* The name is that of another interface in this /sys: it is another network namespace's.
 */
static void test_sys_of_another_namespace(void **state)
{
	struct hp_net_device device;

	make_card("9\n", "DEVTYPE=wlan\n");
	sandbox_write("/run/udev/data/n4", "E:ID_PATH=pci-from-udev\n");
	hp_net_device_read(&device, &eth0, EVERYTHING);
	assert_string_equal(device.driver, "");
	assert_string_equal(device.path, "");
	assert_string_equal(device.type, "ether");
	assert_int_equal(device.inode, 0);
}

/* The test's own lo, whose number is 1 in each network namespace. */
static void test_inode(void **state)
{
	_cleanup_close_ int sock = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	struct stat st;

	assert_int_equal(hp_net_device_inode("lo", 1, sock), 0);
	sandbox_write("/sys/devices/virtual/net/lo/ifindex", "1\n");
	sandbox_write("/sys/devices/virtual/net/hp-no-such-if0/ifindex", "1\n");
	assert_int_equal(stat(sandbox_path("/sys/devices/virtual/net/lo"), &st), 0);
	assert_int_equal(hp_net_device_inode("lo", 1, sock), st.st_ino);
	assert_int_equal(hp_net_device_inode("lo", 2, sock), 0);
	assert_int_equal(hp_net_device_inode("hp-no-such-if0", 1, sock), 0);
}

static void test_no_sys(void **state)
{
	struct hp_net_link unknown = eth0;
	struct hp_net_device device;

	unknown.type = 12345;
	hp_net_device_read(&device, &unknown, EVERYTHING);
	assert_string_equal(device.driver, "");
	assert_string_equal(device.type, "");
	assert_string_equal(device.path, "");
	assert_int_equal(device.inode, 0);
}

/* udev's database first, then what the kernel says. */
static void test_property(void **state)
{
	char value[16];

	make_card("4\n", "INTERFACE=hp-no-such-if0\nIFINDEX=4\nDEVTYPE=wlan\n");
	assert_true(hp_net_device_property(&eth0, "DEVTYPE", value, sizeof(value)));
	assert_string_equal(value, "wlan");
	assert_false(hp_net_device_property(&eth0, "DEV", value, sizeof(value)));
	assert_false(hp_net_device_property(&eth0, "ID_MODEL", value, sizeof(value)));
	sandbox_write("/run/udev/data/n4", "I:1\nE:ID_MODEL=a card\nE:DEVTYPE=wwan\n");
	assert_true(hp_net_device_property(&eth0, "ID_MODEL", value, sizeof(value)));
	assert_string_equal(value, "a card");
	assert_true(hp_net_device_property(&eth0, "DEVTYPE", value, sizeof(value)));
	assert_string_equal(value, "wwan");
	sandbox_write(CARD "/net/hp-no-such-if0/ifindex", "5\n");
	assert_false(hp_net_device_property(&eth0, "ID_MODEL", value, sizeof(value)));
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, sandbox_setup, sandbox_teardown)
	static const struct CMUnitTest tests[] = {
		TEST(test_card),
		TEST(test_property),
		TEST(test_only_what_is_asked),
		TEST(test_devtype),
		TEST(test_udev_database_wins),
		TEST(test_sys_of_another_namespace),
		TEST(test_inode),
		TEST(test_no_sys),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
