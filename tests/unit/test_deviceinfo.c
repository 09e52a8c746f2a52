/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: tests of lib/deviceinfo.c. */
#include "sandbox.h"
#include "deviceinfo.h"

static struct hp_deviceinfo device;
static char why[HP_UEVENT_WHY_MAX];

#define PCI "/devices/pci0000:00/0000:00:03.0"

static void make_device(const char *devpath, const char *subsystem, const char *uevent)
{
	char path[PATH_MAX], target[PATH_MAX];

	snprintf(path, sizeof(path), "/sys%s/uevent", devpath);
	sandbox_write(path, uevent);
	snprintf(path, sizeof(path), "/sys%s/subsystem", devpath);
	snprintf(target, sizeof(target), "../../../../bus/%s", subsystem);
	sandbox_link(target, path);
}

static int read_device(const char *path)
{
	return hp_deviceinfo_read(&device, sandbox_path(path), why);
}

static void test_a_device_with_a_driver(void **state)
{
	make_device(PCI, "pci", "DRIVER=e1000\nMODALIAS=pci:v1\n");
	sandbox_mkdir("/sys/bus/pci/drivers/e1000");
	sandbox_link("../../../bus/pci/drivers/e1000", "/sys" PCI "/driver");
	sandbox_mkdir("/sys/module/e1000");
	sandbox_link("../../../../module/e1000", "/sys/bus/pci/drivers/e1000/module");
	sandbox_link("../../../devices/pci0000:00/0000:00:03.0",
		     "/sys/bus/pci/devices/0000:00:03.0");
	assert_int_equal(read_device("/sys/bus/pci/devices/0000:00:03.0"), 0);
	assert_string_equal(device.devpath, PCI);
	assert_string_equal(device.modalias, "pci:v1");
	assert_string_equal(device.driver, "e1000");
	assert_string_equal(device.module, "e1000");
	assert_string_equal(device.ids, "");
}

static void test_a_device_of_a_class(void **state)
{
	make_device(PCI, "pci", "MODALIAS=pci:v1\n");
	make_device(PCI "/net/eth0", "net", "INTERFACE=eth0\nIFINDEX=2\n");
	sandbox_link("../../../0000:00:03.0", "/sys" PCI "/net/eth0/device");
	sandbox_link("../../devices/pci0000:00/0000:00:03.0/net/eth0",
		     "/sys/class/net/eth0");
	assert_int_equal(read_device("/sys/class/net/eth0"), 0);
	assert_string_equal(device.devpath, PCI);
	assert_string_equal(device.modalias, "pci:v1");
	assert_string_equal(device.driver, "");
}

static void test_other_buses(void **state)
{
	make_device("/devices/pnp0/00:01", "pnp", "");
	sandbox_write("/sys/devices/pnp0/00:01/modalias", "pnp:dPNP0501\n");
	assert_int_equal(read_device("/sys/devices/pnp0/00:01"), 0);
	assert_string_equal(device.modalias, "pnp:dPNP0501");
	make_device("/devices/usb1/1-1", "usb",
		    "DEVTYPE=usb_device\nPRODUCT=46d/c52b/1211\nTYPE=0/0/0\n");
	assert_int_equal(read_device("/sys/devices/usb1/1-1"), 0);
	assert_string_equal(device.ids, "usb:046d:c52b");
	make_device("/devices/x", "x", "");
	assert_int_equal(read_device("/sys/devices/x"), 0);
	assert_string_equal(device.modalias, "");
}

static void test_what_is_no_device(void **state)
{
	sandbox_mkdir("/sys/bus");
	sandbox_mkdir("/etc");
	assert_int_equal(read_device("/sys/bus"), -EINVAL);
	assert_int_equal(read_device("/sys/nowhere"), -EINVAL);
	assert_int_equal(read_device("/etc"), -EINVAL);
	assert_contains(why, "is not in /sys");
}

#define TEST(fn) cmocka_unit_test_setup_teardown(fn, sandbox_setup, sandbox_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_a_device_with_a_driver),
		TEST(test_a_device_of_a_class),
		TEST(test_other_buses),
		TEST(test_what_is_no_device),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
