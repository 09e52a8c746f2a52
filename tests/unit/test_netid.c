/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: tests of lib/netid*.c, on trees laid out as the kernel lays out /sys. Many
 * more are held against udev's in tests/netns/cases/net-id. */
#include "netid.h"
#include "sandbox.h"

#define CARD "pci0000:00/0000:00:03.0"
#define MAC  "enx020000000011"

static const struct hp_net_link eth0 = {
	.ifindex = 4, .name = "eth0", .mac = {6, {2, 0, 0, 0, 0, 0x11}}};
static const struct hp_hwaddr first = {6, {2, 0, 0, 0, 0, 0x11}};

static void attribute(const char *dir, const char *name, const char *value)
{
	char path[PATH_MAX];

	snprintf(path, sizeof(path), "/sys/devices/%s/%s", dir, name);
	sandbox_write(path, value);
}

static void device(const char *path, const char *subsystem, const char *uevent)
{
	char link[PATH_MAX], target[PATH_MAX];

	attribute(path, "uevent", uevent);
	snprintf(link, sizeof(link), "/sys/devices/%s/subsystem", path);
	snprintf(target, sizeof(target), "/sys/bus/%s", subsystem);
	sandbox_link(target, link);
}

/* eth0 of that device */
static void interface(const char *path)
{
	char net[256], target[PATH_MAX];

	snprintf(net, sizeof(net), "%s/net/eth0", path);
	attribute(net, "uevent", "INTERFACE=eth0\nIFINDEX=4\n");
	attribute(net, "ifindex", "4\n");
	attribute(net, "iflink", "4\n");
	attribute(net, "type", "1\n");
	attribute(net, "addr_assign_type", "0\n");
	attribute(net, "name_assign_type", "1\n");
	snprintf(target, sizeof(target), "../../devices/%s", net);
	sandbox_link(target, "/sys/class/net/eth0");
}

/* expect: onboard, slot, path and mac, with ' ' between */
static void assert_names(const char *expect)
{
	char all[4 * HP_NET_ALTNAME_MAX];
	struct hp_net_id id;

	hp_net_id_read(&id, &eth0, &first);
	snprintf(all, sizeof(all), "%s %s %s %s", id.name[HP_NET_ID_ONBOARD],
		 id.name[HP_NET_ID_SLOT], id.name[HP_NET_ID_PATH],
		 id.name[HP_NET_ID_MAC]);
	assert_string_equal(all, expect);
}

static void test_card(void **state)
{
	struct hp_net_id id;

	device(CARD, "pci", "");
	interface(CARD);
	assert_names("  enp0s3 " MAC);
	sandbox_write("/sys/bus/pci/slots/5/address", "0000:00:03\n");
	attribute(CARD, "index", "2\n");
	assert_names("eno2 ens5 enp0s3 " MAC);
	hp_net_id_read(&id, &eth0, &first);
	assert_int_equal(id.assigned, 1);
	assert_int_equal(id.mac_origin, HP_NET_MAC_BY_DEVICE);
}

static void test_functions_and_ports(void **state)
{
	static const char header[15] = {[14] = (char)0x80};

	device(CARD, "pci", "");
	interface(CARD);
	sandbox_write_bytes("/sys/devices/" CARD "/config", header, sizeof(header), 0644);
	assert_names("  enp0s3f0 " MAC);
	attribute(CARD "/net/eth0", "dev_port", "1\n");
	assert_names("  enp0s3f0d1 " MAC);
	attribute(CARD "/net/eth0", "phys_port_name", "p7\n");
	assert_names("  enp0s3f0np7 " MAC);
}

static void test_slot_of_a_bridge(void **state)
{
	static const char header[15] = {[14] = (char)0x80};

	device(CARD, "pci", "");
	attribute(CARD, "modalias", "pci:v0000d0000sv0000sd0000bc06sc04i00\n");
	device(CARD "/0001:02:00.0", "pci", "");
	interface(CARD "/0001:02:00.0");
	sandbox_write("/sys/bus/pci/slots/5/address", "0000:00:03\n");
	assert_names("  enP1p2s0 " MAC);
	sandbox_write_bytes("/sys/devices/" CARD "/0001:02:00.0/config", header,
			    sizeof(header), 0644);
	assert_names(" enP1s5f0 enP1p2s0f0 " MAC);
}

static void test_virtual_function(void **state)
{
	device(CARD, "pci", "");
	device("pci0000:00/0000:00:10.0", "pci", "");
	interface("pci0000:00/0000:00:10.0");
	sandbox_link("../0000:00:03.0", "/sys/devices/pci0000:00/0000:00:10.0/physfn");
	sandbox_link("../0000:00:10.0", "/sys/devices/" CARD "/virtfn12");
	assert_names("  enp0s3v12 " MAC);
}

static void test_usb_and_virtio(void **state)
{
	device(CARD, "pci", "");
	device(CARD "/usb1/1-2", "usb", "DEVTYPE=usb_device\n");
	device(CARD "/usb1/1-2/1-2.3:1.1", "usb", "MAJOR=1\nDEVTYPE=usb_interface\n");
	interface(CARD "/usb1/1-2/1-2.3:1.1");
	assert_names("  enp0s3u2u3i1 " MAC);
	assert_int_equal(unlink(sandbox_path("/sys/class/net/eth0")), 0);
	device(CARD "/virtio0", "virtio", "");
	interface(CARD "/virtio0");
	assert_names("  enp0s3 " MAC);
}

static void test_platform(void **state)
{
	device("platform/HISI00C2:01", "platform", "");
	interface("platform/HISI00C2:01");
	assert_names("  enahisic2i1 " MAC);
}

static void test_devicetree(void **state)
{
	device("platform/30be0000.ethernet", "platform", "");
	interface("platform/30be0000.ethernet");
	sandbox_mkdir("/sys/firmware/devicetree/base/soc/ethernet@30be0000");
	sandbox_link("../../../firmware/devicetree/base/soc/ethernet@30be0000",
		     "/sys/devices/platform/30be0000.ethernet/of_node");
	sandbox_write_bytes("/sys/firmware/devicetree/base/aliases/ethernet0",
			    "/soc/ethernet@30be0000", 23, 0644);
	assert_names("end0   " MAC);
	sandbox_write("/sys/firmware/devicetree/base/aliases/ethernet", "/other");
	assert_names("   " MAC);
}

/* What was given by an address stays, when another one is set afterwards. */
static void test_changed_mac(void **state)
{
	struct hp_net_link link = {
		.ifindex = 4, .name = MAC, .mac = {6, {2, 0, 0, 0, 0, 0x22}}};
	struct hp_net_id id;

	device(CARD, "pci", "");
	interface(CARD);
	attribute(CARD "/net/eth0", "addr_assign_type", "3\n");
	assert_names("  enp0s3 ");
	sandbox_link("../../devices/" CARD "/net/eth0", "/sys/class/net/" MAC);
	hp_net_id_read(&id, &link, &first);
	assert_string_equal(id.name[HP_NET_ID_MAC], MAC);
	hp_net_id_read(&id, &link, &link.mac);
	assert_string_equal(id.name[HP_NET_ID_MAC], "");
}

static void test_no_such_interface(void **state)
{
	struct hp_net_id id;

	assert_names("   ");
	device(CARD, "pci", "");
	interface(CARD);
	attribute(CARD "/net/eth0", "ifindex", "5\n");
	assert_names("   ");
	attribute(CARD "/net/eth0", "ifindex", "4\n");
	attribute(CARD "/net/eth0", "iflink", "2\n");
	attribute(CARD "/net/eth0", "addr_assign_type", "1\n");
	assert_names("   ");
	hp_net_id_read(&id, &eth0, &first);
	assert_int_equal(id.mac_origin, HP_NET_MAC_BY_CHANCE);
}

/* Numbers and texts that no kernel writes */
static void test_hostile(void **state)
{
	char text[4096];

	device(CARD, "pci", "");
	interface(CARD);
	memset(text, 'x', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	attribute(CARD, "index", "99999999999999999999\n");
	attribute(CARD, "modalias", text);
	attribute(CARD "/net/eth0", "phys_port_name", text);
	sandbox_write("/sys/bus/pci/slots/99999999999/address", "0000:00:03\n");
	sandbox_write("/sys/bus/pci/slots/6/address", text);
	assert_names("   " MAC);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, sandbox_setup, sandbox_teardown)
	static const struct CMUnitTest tests[] = {
		TEST(test_card),
		TEST(test_functions_and_ports),
		TEST(test_slot_of_a_bridge),
		TEST(test_virtual_function),
		TEST(test_usb_and_virtio),
		TEST(test_platform),
		TEST(test_devicetree),
		TEST(test_changed_mac),
		TEST(test_no_such_interface),
		TEST(test_hostile),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
