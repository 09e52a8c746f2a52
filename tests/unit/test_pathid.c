/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: tests of lib/pathid.c, on trees laid out as the kernel lays out /sys. */
#include "pathid.h"
#include "sandbox.h"

/* A device below /sys/devices; subsystem NULL: it has none, as a PCI domain. */
static void device(const char *path, const char *subsystem)
{
	char file[PATH_MAX], target[PATH_MAX];

	snprintf(file, sizeof(file), "/sys/devices/%s/uevent", path);
	sandbox_write(file, "");
	if (!subsystem)
		return;
	snprintf(file, sizeof(file), "/sys/devices/%s/subsystem", path);
	snprintf(target, sizeof(target), "../../bus/%s", subsystem);
	sandbox_link(target, file);
}

static void assert_path_id(const char *path, const char *expect)
{
	char full[PATH_MAX], id[HP_PATH_ID_MAX] = "";
	int r;

	snprintf(full, sizeof(full), "/sys/devices/%s", path);
	r = hp_path_id(id, sandbox_path(full));
	assert_int_equal(r, expect ? 0 : -ENOENT);
	assert_string_equal(id, expect ? expect : "");
}

static void test_pci(void **state)
{
	device("pci0000:00", NULL);
	device("pci0000:00/0000:00:1f.0", "pci");
	device("pci0000:00/0000:00:1f.0/net/eth0", "net");
	assert_path_id("pci0000:00/0000:00:1f.0/net/eth0", "pci-0000:00:1f.0");
}

/* Behind a bridge, the card alone has the name. */
static void test_pci_bridge(void **state)
{
	device("pci0000:00", NULL);
	device("pci0000:00/0000:00:1c.4", "pci");
	device("pci0000:00/0000:00:1c.4/0000:02:00.0", "pci");
	device("pci0000:00/0000:00:1c.4/0000:02:00.0/net/eth0", "net");
	assert_path_id("pci0000:00/0000:00:1c.4/0000:02:00.0/net/eth0",
		       "pci-0000:02:00.0");
}

static void test_virtio(void **state)
{
	device("pci0000:00", NULL);
	device("pci0000:00/0000:00:03.0", "pci");
	device("pci0000:00/0000:00:03.0/virtio0", "virtio");
	device("pci0000:00/0000:00:03.0/virtio0/net/eth0", "net");
	assert_path_id("pci0000:00/0000:00:03.0/virtio0/net/eth0", "pci-0000:00:03.0");
	device("platform/a003e00.virtio_mmio", "platform");
	device("platform/a003e00.virtio_mmio/virtio1", "virtio");
	device("platform/a003e00.virtio_mmio/virtio1/net/eth1", "net");
	assert_path_id("platform/a003e00.virtio_mmio/virtio1/net/eth1",
		       "platform-a003e00.virtio_mmio");
}

static void test_usb(void **state)
{
	device("pci0000:00", NULL);
	device("pci0000:00/0000:00:04.0", "pci");
	device("pci0000:00/0000:00:04.0/usb1", "usb");
	device("pci0000:00/0000:00:04.0/usb1/1-1", "usb");
	device("pci0000:00/0000:00:04.0/usb1/1-1/1-1:1.0", "usb");
	device("pci0000:00/0000:00:04.0/usb1/1-1/1-1:1.0/net/usb0", "net");
	assert_path_id("pci0000:00/0000:00:04.0/usb1/1-1/1-1:1.0/net/usb0",
		       "pci-0000:00:04.0-usb-0:1:1.0");
}

static void test_usb_behind_hubs(void **state)
{
	device("pci0000:00", NULL);
	device("pci0000:00/0000:00:14.0", "pci");
	device("pci0000:00/0000:00:14.0/usb3", "usb");
	device("pci0000:00/0000:00:14.0/usb3/3-6", "usb");
	device("pci0000:00/0000:00:14.0/usb3/3-6/3-6.3", "usb");
	device("pci0000:00/0000:00:14.0/usb3/3-6/3-6.3/3-6.3:2.1", "usb");
	device("pci0000:00/0000:00:14.0/usb3/3-6/3-6.3/3-6.3:2.1/net/wwan0", "net");
	assert_path_id("pci0000:00/0000:00:14.0/usb3/3-6/3-6.3/3-6.3:2.1/net/wwan0",
		       "pci-0000:00:14.0-usb-0:6.3:2.1");
}

static void test_platform(void **state)
{
	device("platform", NULL);
	device("platform/soc@0", "platform");
	device("platform/soc@0/30be0000.ethernet", "platform");
	device("platform/soc@0/30be0000.ethernet/net/eth0", "net");
	assert_path_id("platform/soc@0/30be0000.ethernet/net/eth0",
		       "platform-30be0000.ethernet");
	device("platform/soc@0/3f980000.usb", "platform");
	device("platform/soc@0/3f980000.usb/usb1", "usb");
	device("platform/soc@0/3f980000.usb/usb1/1-1", "usb");
	device("platform/soc@0/3f980000.usb/usb1/1-1/1-1:1.0", "usb");
	device("platform/soc@0/3f980000.usb/usb1/1-1/1-1:1.0/net/eth1", "net");
	assert_path_id("platform/soc@0/3f980000.usb/usb1/1-1/1-1:1.0/net/eth1",
		       "platform-3f980000.usb-usb-0:1:1.0");
	device("platform/scb/fd500000.pcie", "platform");
	device("platform/scb/fd500000.pcie/pci0000:00", NULL);
	device("platform/scb/fd500000.pcie/pci0000:00/0000:01:00.0", "pci");
	device("platform/scb/fd500000.pcie/pci0000:00/0000:01:00.0/net/eth2", "net");
	assert_path_id("platform/scb/fd500000.pcie/pci0000:00/0000:01:00.0/net/eth2",
		       "platform-fd500000.pcie-pci-0000:01:00.0");
}

/* A bus whose names do not stay gives no place by itself. */
static void test_no_place(void **state)
{
	device("virtual/net/lo", "net");
	assert_path_id("virtual/net/lo", NULL);
	device("plugbus0/port1", "plugbus");
	device("plugbus0/port1/net/plug0", "net");
	assert_path_id("plugbus0/port1/net/plug0", NULL);
	device("odd/usb1/1-1", "usb");
	device("odd/usb1/1-1/1-1:1.0", "usb");
	assert_path_id("odd/usb1/1-1/1-1:1.0", NULL);
}

static void test_too_long(void **state)
{
	char path[PATH_MAX], id[HP_PATH_ID_MAX] = "";
	char name[251];

	memset(name, 'x', 250);
	name[250] = '\0';
	snprintf(path, sizeof(path), "platform/%s", name);
	device(path, "platform");
	snprintf(path, sizeof(path), "/sys/devices/platform/%s", name);
	assert_int_equal(hp_path_id(id, sandbox_path(path)), -ENAMETOOLONG);
	assert_int_equal(hp_path_id(id, "relative"), -ENOENT);
	assert_int_equal(hp_path_id(id, "/nowhere/at/all"), -ENOENT);
	assert_string_equal(id, "");
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, sandbox_setup, sandbox_teardown)
	static const struct CMUnitTest tests[] = {
		TEST(test_pci),	     TEST(test_pci_bridge),	 TEST(test_virtio),
		TEST(test_usb),	     TEST(test_usb_behind_hubs), TEST(test_platform),
		TEST(test_no_place), TEST(test_too_long),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
