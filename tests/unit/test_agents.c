/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: tests of pci.agent, usb.agent and firmware.agent as programs, in a root of
 *their own and with a script in modprobe's place.
 *
 *	test_agents HOTPLUG
 */
#include <sys/utsname.h>

#include "agent_run.h"

#define PCI	     "/devices/pci0000:00/0000:00:03.0"
#define USB	     "/devices/usb1/1-1"
#define FW	     "/devices/x/firmware/x"
#define MAP	     "0x0003 0x046d 0xc00e 0x0000 0x0000 0x00 0x00 0x00 0x00 0x00 0x00 0x0\n"
#define INTF	     "0x0080 0x0000 0x0000 0x0000 0x0000 0x00 0x00 0x00 0x03 0x00 0x00 0x0\n"

#define MODALIAS     "usb:v046DpC00Ed1100dc00dsc00dp00ic03isc01ip02in00"
#define MODALIAS_VAR "MODALIAS=" MODALIAS

#define PCI_VARS                                                                         \
	"DEVPATH=" PCI, "SUBSYSTEM=pci", "PCI_CLASS=20000", "PCI_ID=8086:100E",          \
		"PCI_SUBSYS_ID=1AF4:1100", "PCI_SLOT_NAME=0000:00:03.0"
#define USB_VARS                                                                         \
	"DEVPATH=" USB, "SUBSYSTEM=usb", "DEVTYPE=usb_device", "PRODUCT=46d/c00e/1100",  \
		"TYPE=0/0/0", "BUSNUM=001", "DEVNUM=002"
#define INTF_VARS                                                                        \
	"DEVPATH=" USB "/1-1:1.0", "SUBSYSTEM=usb", "DEVTYPE=usb_interface",             \
		"PRODUCT=46d/c00e/1100", "TYPE=0/0/0", "INTERFACE=3/1/2"

static int setup(void **state)
{
	int r = logged_setup(state);

	put_modprobe();
	sandbox_write("/etc/hotplug/pci.handmap",
		      "e1000 0x8086 0x100e 0xffffffff 0xffffffff 0 0 0\n");
	sandbox_write("/etc/hotplug/usb.handmap", "usbmouse " MAP "usbhid " INTF);
	return r;
}

static void test_pci_add(void **state)
{
	put_script("/etc/hotplug/pci/e1000", "echo $ACTION $PCI_ID $HOTPLUG_ROOT >>ran");
	assert_int_equal(run("pci", "pci", "ACTION=add", PCI_VARS), 0);
	assert_string_equal(loaded(), "e1000\n");
	assert_non_null(strstr(sandbox_read("/ran"), "add 8086:100E /"));
	/* The module is there now: no exec, but the setup script again. */
	sandbox_write("/sys/module/e1000/initstate", "live\n");
	assert_int_equal(run("pci", "pci", "ACTION=add", PCI_VARS), 0);
	assert_string_equal(loaded(), "e1000\n");
	assert_int_equal(count_lines(sandbox_read("/ran")), 2);
}

static void test_pci_only_add_loads(void **state)
{
	assert_int_equal(run("pci", "pci", "ACTION=remove", PCI_VARS), 0);
	assert_int_equal(run("pci", "pci", "ACTION=bind", PCI_VARS), 0);
	assert_int_equal(run("pci", "pci", "ACTION=change", PCI_VARS), 0);
	assert_false(sandbox_has("/loaded"));
}

static void test_pci_bad_id(void **state)
{
	assert_int_equal(run("pci", "pci", "ACTION=add", "DEVPATH=" PCI, "SUBSYSTEM=pci",
			     "PCI_CLASS=20000", "PCI_ID=zzzz:1", "PCI_SUBSYS_ID=1:1",
			     "MODALIAS=pci:v00008086d0000100E"),
			 2);
	assert_logged("PCI_ID=zzzz:1");
	assert_false(sandbox_has("/loaded"));
}

static void test_wrong_subsystem(void **state)
{
	assert_int_equal(run("pci", "usb", "ACTION=add", USB_VARS), 2);
	assert_int_equal(run("firmware", "pci", "ACTION=add", PCI_VARS), 2);
	assert_false(sandbox_has("/loaded"));
}

static void test_modalias(void **state)
{
	assert_int_equal(run("modalias", "virtio", "ACTION=add", "DEVPATH=/devices/v",
			     "SUBSYSTEM=virtio", "MODALIAS=virtio:d00000001v00001AF4"),
			 0);
	assert_string_equal(loaded(), "virtio:d00000001v00001AF4\n");
	assert_int_equal(run("modalias", "virtio", "ACTION=add", "DEVPATH=/devices/v",
			     "SUBSYSTEM=virtio"),
			 0);
	assert_int_equal(run("modalias", "virtio", "ACTION=remove", "DEVPATH=/devices/v",
			     "SUBSYSTEM=virtio", "MODALIAS=virtio:d00000001v00001AF4"),
			 0);
	assert_int_equal(count_lines(loaded()), 1);
}

static void test_usb_device_matches_no_interface_row(void **state)
{
	assert_int_equal(run("usb", "usb", "ACTION=add", USB_VARS), 0);
	assert_string_equal(loaded(), "usbmouse\n");
}

static void test_usb_interface(void **state)
{
	assert_int_equal(run("usb", "usb", "ACTION=add", INTF_VARS), 0);
	assert_string_equal(loaded(), "usbmouse usbhid\n");
}

/* A map without a column for bInterfaceNumber does not overrule MODALIAS. */
static void test_usb_map_does_not_overrule_modalias(void **state)
{
	struct utsname uts;
	char path[512];

	uname(&uts);
	snprintf(path, sizeof(path), "/lib/modules/%s/modules.usbmap", uts.release);
	sandbox_write(path, "overmatch " INTF);
	assert_int_equal(run("usb", "usb", "ACTION=add", INTF_VARS, MODALIAS_VAR), 0);
	assert_string_equal(loaded(), "usbmouse usbhid\n" MODALIAS "\n");
	unlink(sandbox_path("/loaded"));
	assert_int_equal(run("usb", "usb", "ACTION=add", INTF_VARS), 0);
	assert_string_equal(loaded(), "usbmouse usbhid overmatch\n");
}

static void test_usb_scripts(void **state)
{
	sandbox_write("/etc/hotplug/usb.usermap", "camera " MAP "gone " MAP);
	sandbox_write("/etc/hotplug/usb/my.usermap", "scanner " MAP "bad 0x3\n");
	sandbox_write("/etc/hotplug/usb/my.usermap~", "backup " MAP);
	put_script("/etc/hotplug/usb/camera", "echo camera $DEVICE $REMOVER >>ran");
	put_script("/etc/hotplug/usb/scanner", "echo scanner $PRODUCT >>ran");
	put_script("/etc/hotplug/usb/usbmouse", "echo mouse >>ran");
	put_script("/etc/hotplug/usb/backup", "echo backup >>ran");
	assert_int_equal(run("usb", "usb", "ACTION=add", USB_VARS), 1);
	assert_contains(sandbox_read("/ran"), "camera /dev/bus/usb/001/002 /");
	assert_contains(sandbox_read("/ran"), "/run/hotplug/usb/%sys%devices%usb1%1-1\n");
	assert_contains(sandbox_read("/ran"), "scanner 46d/c00e/1100\n");
	assert_contains(sandbox_read("/ran"), "mouse\n");
	assert_int_equal(count_lines(sandbox_read("/ran")), 3);
	/* Names of scripts are no modules. */
	assert_string_equal(loaded(), "usbmouse\n");
	assert_logged("/etc/hotplug/usb/gone: No such file");
	assert_logged("/etc/hotplug/usb/my.usermap:2:");
}

static void test_usb_device_of_an_interface(void **state)
{
	put_script("/etc/hotplug/usb/usbhid", "echo $DEVICE >>ran");
	sandbox_mkdir("/sys" USB "/1-1:1.0");
	sandbox_write("/sys" USB "/busnum", "3\n");
	sandbox_write("/sys" USB "/devnum", "14\n");
	assert_int_equal(run("usb", "usb", "ACTION=add", INTF_VARS), 0);
	assert_string_equal(sandbox_read("/ran"), "/dev/bus/usb/003/014\n");
}

static void test_usb_remover(void **state)
{
	put_script("/etc/hotplug/usb/usbmouse",
		   "ln -s /usr/lib/undo $REMOVER; echo done >>ran");
	put_script("/usr/lib/undo", "echo undo $ACTION >>ran");
	assert_int_equal(run("usb", "usb", "ACTION=add", USB_VARS), 0);
	assert_string_equal(sandbox_read("/ran"), "done\n");
	assert_int_equal(run("usb", "usb", "ACTION=remove", USB_VARS), 0);
	assert_string_equal(sandbox_read("/ran"), "done\nundo remove\n");
	assert_int_equal(run("usb", "usb", "ACTION=remove", USB_VARS), 0);
	assert_int_equal(count_lines(sandbox_read("/ran")), 2);
}

static void test_usb_remover_that_others_write(void **state)
{
	put_script("/etc/hotplug/usb/usbmouse", "ln -s /usr/lib/undo $REMOVER");
	put_script("/usr/lib/undo", "echo undo >>ran");
	assert_int_equal(chmod(sandbox_path("/usr/lib/undo"), 0757), 0);
	assert_int_equal(run("usb", "usb", "ACTION=add", USB_VARS), 0);
	assert_int_equal(run("usb", "usb", "ACTION=remove", USB_VARS), 1);
	assert_logged("/usr/lib/undo is refused: ");
	assert_false(sandbox_has("/ran"));
	assert_int_equal(run("usb", "usb", "ACTION=remove", USB_VARS), 0);
}

static void test_usb_bad_product(void **state)
{
	assert_int_equal(run("usb", "usb", "ACTION=add", "DEVPATH=" USB, "SUBSYSTEM=usb",
			     "PRODUCT=46d/c00e", "TYPE=0/0/0"),
			 2);
	assert_logged("PRODUCT=46d/c00e");
	assert_false(sandbox_has("/loaded"));
}

#define FW_VARS "ACTION=add", "DEVPATH=" FW, "SUBSYSTEM=firmware", "TIMEOUT=60", "ASYNC=0"

static void put_request(void)
{
	sandbox_write("/sys" FW "/loading", "");
	sandbox_write("/sys" FW "/data", "");
}

static void test_firmware(void **state)
{
	put_request();
	sandbox_write("/lib/firmware/sub/a.bin", "vendor");
	assert_int_equal(run("firmware", "firmware", FW_VARS, "FIRMWARE=sub/a.bin"), 0);
	assert_string_equal(sandbox_read("/sys" FW "/data"), "vendor");
	assert_string_equal(sandbox_read("/sys" FW "/loading"), "10");
}

static void test_firmware_of_the_administrator_wins(void **state)
{
	put_request();
	sandbox_write("/lib/firmware/a.bin", "vendor");
	sandbox_write("/lib/firmware/updates/a.bin", "update");
	assert_int_equal(run("firmware", "firmware", FW_VARS, "FIRMWARE=a.bin"), 0);
	assert_string_equal(sandbox_read("/sys" FW "/data"), "update");
	put_request();
	sandbox_write("/etc/hotplug/firmware/a.bin", "admin");
	assert_int_equal(run("firmware", "firmware", FW_VARS, "FIRMWARE=a.bin"), 0);
	assert_string_equal(sandbox_read("/sys" FW "/data"), "admin");
}

static void test_firmware_missing(void **state)
{
	put_request();
	sandbox_mkdir("/lib/firmware/dir.bin");
	assert_int_equal(run("firmware", "firmware", FW_VARS, "FIRMWARE=a.bin"), 1);
	assert_string_equal(sandbox_read("/sys" FW "/loading"), "-1");
	assert_logged("firmware a.bin: No such file");
	put_request();
	assert_int_equal(run("firmware", "firmware", FW_VARS, "FIRMWARE=dir.bin"), 1);
	assert_string_equal(sandbox_read("/sys" FW "/loading"), "-1");
}

static void test_firmware_names_that_lead_out(void **state)
{
	static const char *const names[] = {
		"FIRMWARE=../secret",	"FIRMWARE=sub/../../secret",
		"FIRMWARE=/etc/secret", "FIRMWARE=sub/..",
		"FIRMWARE=..",		"FIRMWARE=",
		"FIRMWARE=a\nb",
	};
	size_t i;

	sandbox_write("/lib/secret", "secret");
	sandbox_write("/etc/secret", "secret");
	sandbox_mkdir("/lib/firmware/sub");
	for (i = 0; i < ARRAY_SIZE(names); i++) {
		put_request();
		assert_int_equal(run("firmware", "firmware", FW_VARS, names[i]), 1);
		assert_string_equal(sandbox_read("/sys" FW "/loading"), "-1");
		assert_string_equal(sandbox_read("/sys" FW "/data"), "");
		assert_logged("is not the name of a file");
		logged_clear();
	}
}

static void test_firmware_request_is_gone(void **state)
{
	sandbox_mkdir("/sys/devices");
	assert_int_equal(run("firmware", "firmware", FW_VARS, "FIRMWARE=a.bin"), 0);
	assert_string_equal(sandbox_read("/log"), "");
}

#define TEST(fn) cmocka_unit_test_setup_teardown(fn, setup, logged_teardown)

int main(int argc, char *argv[])
{
	const struct CMUnitTest tests[] = {
		TEST(test_pci_add),
		TEST(test_pci_only_add_loads),
		TEST(test_pci_bad_id),
		TEST(test_wrong_subsystem),
		TEST(test_modalias),
		TEST(test_usb_device_matches_no_interface_row),
		TEST(test_usb_interface),
		TEST(test_usb_map_does_not_overrule_modalias),
		TEST(test_usb_scripts),
		TEST(test_usb_device_of_an_interface),
		TEST(test_usb_remover),
		TEST(test_usb_remover_that_others_write),
		TEST(test_usb_bad_product),
		TEST(test_firmware),
		TEST(test_firmware_of_the_administrator_wins),
		TEST(test_firmware_missing),
		TEST(test_firmware_names_that_lead_out),
		TEST(test_firmware_request_is_gone),
	};

	if (argc != 2) {
		fprintf(stderr, "usage: %s HOTPLUG\n", argv[0]);
		return 2;
	}
	hotplug = argv[1];
	return cmocka_run_group_tests(tests, NULL, NULL);
}
