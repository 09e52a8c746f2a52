/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: tests of lib/uevent_sysfs: the event of a device that is there already. */
#include "sandbox.h"
#include "uevent.h"

#define PCI "/devices/pci0000:00/0000:00:03.0"

static struct hp_uevent event;
static char why[HP_UEVENT_WHY_MAX];

static int read_device(const char *path)
{
	why[0] = '\0';
	return hp_uevent_from_sysfs(&event, sandbox_path(path), why);
}

static void make_device(const char *devpath, const char *subsystem, const char *uevent)
{
	char path[PATH_MAX], target[64];

	snprintf(path, sizeof(path), "/sys%s/uevent", devpath);
	sandbox_write(path, uevent);
	snprintf(path, sizeof(path), "/sys%s/subsystem", devpath);
	snprintf(target, sizeof(target), "../../../bus/%s", subsystem);
	sandbox_link(target, path);
}

static void assert_refused(const char *path, const char *reason)
{
	assert_int_equal(read_device(path), -EINVAL);
	assert_contains(why, reason);
}

static void test_device(void **state)
{
	make_device(PCI, "pci",
		    "DRIVER=e1000\nPCI_CLASS=20000\nPCI_ID=8086:100E\n"
		    "MODALIAS=pci:v00008086d0000100E\n");
	assert_int_equal(read_device("/sys" PCI), 0);
	assert_int_equal(event.action, HP_ACTION_ADD);
	assert_string_equal(event.subsystem, "pci");
	assert_string_equal(event.devpath, PCI);
	assert_string_equal(event.modalias, "pci:v00008086d0000100E");
	assert_string_equal(hp_uevent_get(&event, "DRIVER"), "e1000");
	assert_int_equal(event.seqnum, 0);
	assert_int_equal(event.n_vars, 7);
	assert_null(event.vars[7]);
}

/* However the directory is named: links, dots, a final slash. */
static void test_ways_to_it(void **state)
{
	make_device(PCI, "pci", "PCI_ID=8086:100E\n");
	sandbox_link("../../.." PCI, "/sys/bus/pci/devices/0000:00:03.0");
	sandbox_link("/nowhere", "/sys/bus/pci/devices/gone");
	assert_int_equal(read_device("/sys/bus/pci/devices/0000:00:03.0"), 0);
	assert_string_equal(event.devpath, PCI);
	assert_int_equal(read_device("/sys/./bus/../" PCI "//"), 0);
	assert_string_equal(event.devpath, PCI);
	assert_refused("/sys/bus/pci/devices/gone", "no such device");
}

static void test_net(void **state)
{
	make_device(PCI "/net/eth0", "net", "INTERFACE=eth0\nIFINDEX=7\n");
	assert_int_equal(read_device("/sys" PCI "/net/eth0"), 0);
	assert_int_equal(event.ifindex, 7);
	assert_string_equal(event.interface, "eth0");
}

static void test_no_device(void **state)
{
	assert_refused("/sys/devices/none", "no such device");
	sandbox_mkdir("/sys/devices/bare");
	assert_refused("/sys/devices/bare", "is no device with a subsystem");
	sandbox_write("/sys/devices/half/uevent", "A=1\n");
	assert_refused("/sys/devices/half", "is no device with a subsystem");
	sandbox_mkdir("/sys/devices/other");
	sandbox_link("../../bus/pci", "/sys/devices/other/subsystem");
	assert_refused("/sys/devices/other", "is no device with a subsystem");
	sandbox_mkdir("/sysfs/devices/x");
	assert_refused("/sysfs/devices/x", "is not in /sys");
	assert_refused("/sys", "is not in /sys");
	assert_refused("/", "is not in /sys");
}

/* What a driver's uevent file says is checked like everything else. */
static void test_bad_content(void **state)
{
	make_device("/devices/a/b", "usb", "INTERFACE=1/2\n");
	assert_refused("/sys/devices/a/b", "INTERFACE=1/2");
	make_device("/devices/a/c", "pci", "nothing\n");
	assert_refused("/sys/devices/a/c", "'nothing' is no KEY=VALUE");
	make_device("/devices/a/d", "pci", "ACTION=remove\n");
	assert_refused("/sys/devices/a/d", "ACTION is given twice");
	make_device("/devices/a/e", "cpu", "MODALIAS=cpu:x\n\nB=2\n");
	assert_int_equal(read_device("/sys/devices/a/e"), 0);
	assert_string_equal(event.modalias, "cpu:x");
	assert_string_equal(hp_uevent_get(&event, "B"), "2");
	make_device("/devices/a/f", "pci", "");
	assert_int_equal(read_device("/sys/devices/a/f"), 0);
	make_device("/devices/a/g", "pci", "A=without the last newline");
	assert_int_equal(read_device("/sys/devices/a/g"), 0);
	assert_string_equal(hp_uevent_get(&event, "A"), "without the last newline");
}

static void test_too_much(void **state)
{
	char text[4096] = "";

	for (int i = 0; i < 61; i++)
		sprintf(text + strlen(text), "K%d=1\n", i);
	make_device("/devices/a/b", "pci", text);
	assert_int_equal(read_device("/sys/devices/a/b"), 0);
	assert_int_equal(event.n_vars, 64);
	strcat(text, "K=1\n");
	make_device("/devices/a/c", "pci", text);
	assert_refused("/sys/devices/a/c", "more than 64 variables");
	memset(text, 'v', sizeof(text) - 1);
	memcpy(text, "K=", 2);
	make_device("/devices/a/d", "pci", text);
	assert_refused("/sys/devices/a/d", "more than 2048 bytes");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, sandbox_setup, sandbox_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_device),    TEST(test_ways_to_it),  TEST(test_net),
		TEST(test_no_device), TEST(test_bad_content), TEST(test_too_much),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
