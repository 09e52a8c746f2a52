/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: tests of lib/binding: a made-up /sys, and what is written into it. */
#include "binding.h"
#include "sandbox.h"

#define CARD "/devices/pci0000:00/0000:00:03.0"
#define DISK "/devices/pci0000:00/0000:00:04.0/virtio1"

/* A device with a driver and an interface, one without a driver, on two buses. */
static int setup(void **state)
{
	if (sandbox_setup(state) < 0)
		return -1;
	sandbox_link("../../../bus/pci", "/sys" CARD "/subsystem");
	sandbox_link("../../../bus/pci/drivers/8139cp", "/sys" CARD "/driver");
	sandbox_write("/sys" CARD "/driver_override", "(null)\n");
	sandbox_write(
		"/sys" CARD "/uevent",
		"DRIVER=8139cp\nPCI_ID=10EC:8139\nMODALIAS=pci:v000010ECd00008139\n");
	sandbox_link("../../../../../class/net", "/sys" CARD "/net/eth0/subsystem");
	sandbox_link("../../module/cp", "/sys/bus/pci/drivers/8139cp/module");
	sandbox_write("/sys/bus/pci/drivers/8139cp/unbind", "");
	sandbox_write("/sys/bus/pci/drivers/8139cp/bind", "");
	sandbox_link("../../../../bus/virtio", "/sys" DISK "/subsystem");
	sandbox_write("/sys" DISK "/uevent", "MODALIAS=virtio:d2v1AF4");
	sandbox_link("../../.." CARD, "/sys/bus/pci/devices/0000:00:03.0");
	sandbox_link("../../.." DISK, "/sys/bus/virtio/devices/virtio1");
	sandbox_link("../.." CARD "/net/eth0", "/sys/class/net/eth0");
	return 0;
}

static void test_read(void **state)
{
	struct hp_binding device;
	char modalias[PATH_MAX];

	assert_int_equal(hp_binding_read(&device, CARD), 0);
	assert_string_equal(hp_binding_name(&device), "0000:00:03.0");
	assert_string_equal(device.bus, "pci");
	assert_string_equal(device.driver, "8139cp");
	assert_string_equal(device.module, "cp");
	assert_string_equal(device.override, "");
	assert_true(device.overridable && device.inode);
	assert_int_equal(hp_binding_modalias(&device, modalias), 0);
	assert_string_equal(modalias, "pci:v000010ECd00008139");

	assert_int_equal(hp_binding_read(&device, DISK), 0);
	assert_string_equal(device.driver, "");
	assert_string_equal(device.module, "");
	assert_false(device.overridable);
	assert_int_equal(hp_binding_modalias(&device, modalias), 0);
	assert_string_equal(modalias, "virtio:d2v1AF4");

	/* A class is no bus. */
	assert_int_equal(hp_binding_read(&device, CARD "/net/eth0"), -ENODEV);
	assert_int_equal(hp_binding_read(&device, "/devices/none"), -ENODEV);
}

static void test_override(void **state)
{
	struct hp_binding device;
	char longest[200];

	sandbox_write("/sys" CARD "/driver_override", "pci-stub\n");
	assert_int_equal(hp_binding_read(&device, CARD), 0);
	assert_string_equal(device.override, "pci-stub");
	/* What does not fit could not be put back. */
	memset(longest, 'x', sizeof(longest));
	longest[sizeof(longest) - 1] = '\0';
	sandbox_write("/sys" CARD "/driver_override", longest);
	assert_int_equal(hp_binding_read(&device, CARD), 0);
	assert_string_equal(device.override, "");
	assert_false(device.overridable);
}

static void test_find(void **state)
{
	static const char *const names[] = {
		"0000:00:03.0",
		"00:03.0",
		"eth0",
		"pci:0000:00:03.0",
		"/sys/class/net/eth0",
		"/sys/class/net/../../bus/pci/devices/0000:00:03.0",
		"/sys" CARD "/net",
		"/sys" CARD "/uevent",
	};
	struct hp_binding device = {.inode = 42};

	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		assert_int_equal(hp_binding_find(&device, names[i]), 0);
		assert_string_equal(device.devpath, CARD);
	}
	assert_int_equal(hp_binding_find(&device, "virtio:virtio1"), 0);
	assert_string_equal(device.devpath, DISK);
}

static void test_find_none(void **state)
{
	static const struct {
		const char *name;
		int error;
	} names[] = {
		{"", -EINVAL},
		{".", -EINVAL},
		{"..", -EINVAL},
		{"../net/eth0", -EINVAL},
		{"pci:../devices/0000:00:03.0", -EINVAL},
		{"eth1", -ENODEV},
		{"usb:eth0", -ENODEV},
		{":eth0", -ENODEV},
		{"pci:", -ENODEV},
		{"/sys", -ENODEV},
		{"/sys/devices", -ENODEV},
		{"/sys/none", -ENODEV},
		{"/etc", -EINVAL},
		{"/sysfs", -EINVAL},
	};
	struct hp_binding device = {.inode = 42};
	char longest[2 * PATH_MAX];

	sandbox_mkdir("/etc");
	sandbox_mkdir("/sysfs");
	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		assert_int_equal(hp_binding_find(&device, names[i].name), names[i].error);
	memset(longest, 'x', sizeof(longest));
	longest[sizeof(longest) - 1] = '\0';
	assert_int_equal(hp_binding_find(&device, longest), -ENAMETOOLONG);
	longest[0] = '/';
	assert_int_equal(hp_binding_find(&device, longest), -ENAMETOOLONG);
	assert_true(device.inode == 42);
}

static int note(const struct hp_binding *device, void *data)
{
	strcat(data, device->bus);
	return 0;
}

static int stop(const struct hp_binding *device, void *data)
{
	return -ECANCELED;
}

static void test_each(void **state)
{
	char seen[64] = "";

	assert_int_equal(hp_binding_each(note, seen), 0);
	assert_true(streq(seen, "pcivirtio") || streq(seen, "virtiopci"));
	assert_int_equal(hp_binding_each(stop, NULL), -ECANCELED);
}

static void test_instance(void **state)
{
	struct hp_binding device;

	assert_int_equal(hp_binding_read(&device, CARD), 0);
	assert_true(hp_binding_is_there(&device));
	device.inode++;
	assert_false(hp_binding_is_there(&device));
}

static void test_write(void **state)
{
	struct hp_binding device, disk;

	assert_int_equal(hp_binding_read(&device, CARD), 0);
	assert_int_equal(hp_binding_read(&disk, DISK), 0);
	assert_int_equal(hp_binding_bind(&device, "8139cp"), 0);
	assert_string_equal(sandbox_read("/sys/bus/pci/drivers/8139cp/bind"),
			    "0000:00:03.0");
	assert_int_equal(hp_binding_bind(&device, "8139too"), -ENOENT);
	/* The made-up links do not lead from the device to its driver. */
	assert_int_equal(unlink(sandbox_path("/sys" CARD "/driver")), 0);
	sandbox_write("/sys" CARD "/driver/unbind", "");
	assert_int_equal(hp_binding_unbind(&device), 0);
	assert_string_equal(sandbox_read("/sys" CARD "/driver/unbind"), "0000:00:03.0");
	assert_int_equal(hp_binding_unbind(&disk), 0);

	assert_int_equal(truncate(sandbox_path("/sys" CARD "/driver_override"), 0), 0);
	assert_int_equal(hp_binding_set_override(&device, "pci-stub"), 0);
	assert_string_equal(sandbox_read("/sys" CARD "/driver_override"), "pci-stub");
	assert_int_equal(truncate(sandbox_path("/sys" CARD "/driver_override"), 0), 0);
	assert_int_equal(hp_binding_set_override(&device, ""), 0);
	assert_string_equal(sandbox_read("/sys" CARD "/driver_override"), "\n");
	assert_int_equal(hp_binding_set_override(&disk, "x"), -ENOENT);
}

static void test_driver_of(void **state)
{
	char driver[HP_BINDING_NAME_MAX] = "unset";

	sandbox_mkdir("/sys/module/cp/drivers/pci:8139cp");
	sandbox_mkdir("/sys/module/cp/drivers/pcie:port");
	assert_int_equal(hp_binding_driver_of("cp", "pcie", 0, driver), 0);
	assert_string_equal(driver, "port");
	assert_int_equal(hp_binding_driver_of("cp", "pci", 0, driver), 0);
	assert_string_equal(driver, "8139cp");
	assert_int_equal(hp_binding_driver_of("cp", "pci", 1, driver), -ENOENT);
	assert_int_equal(hp_binding_driver_of("none", "pci", 0, driver), -ENOENT);
	sandbox_mkdir("/sys/module/cp/drivers/pci:8139x");
	assert_int_equal(hp_binding_driver_of("cp", "pci", 1, driver), 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, sandbox_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_read),      TEST(test_override),  TEST(test_find),
		TEST(test_find_none), TEST(test_each),	    TEST(test_instance),
		TEST(test_write),     TEST(test_driver_of),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
