/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: tests of lib/machine.c. */
#include <sys/utsname.h>

#include "machine.h"
#include "sandbox.h"

struct expectation {
	enum hp_machine_key key;
	const char *value;
	int fits;
};

static void expect_all(const struct expectation *all, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		int r = hp_machine_fits(all[i].key, all[i].value);

		if (r != all[i].fits)
			fail_msg("%s=%s: %d", hp_machine_key_name(all[i].key),
				 all[i].value, r);
	}
}

#define EXPECT(...)                                                                      \
	do {                                                                             \
		const struct expectation all[] = {__VA_ARGS__};                          \
		expect_all(all, ARRAY_SIZE(all));                                        \
	} while (0)

static void test_host(void **state)
{
	struct utsname uts;

	assert_int_equal(uname(&uts), 0);
	sandbox_write("/etc/machine-id", "0123456789abcdef0123456789abcdef\n");
	EXPECT({HP_MACHINE_HOST, uts.nodename, 1}, {HP_MACHINE_HOST, "*", 1},
	       {HP_MACHINE_HOST, "!*", 0}, {HP_MACHINE_HOST, "no.such.host.invalid", 0},
	       {HP_MACHINE_HOST, "! no.such.host.invalid", 1},
	       {HP_MACHINE_HOST, "0123456789ABCDEF0123456789abcdef", 1},
	       {HP_MACHINE_HOST, "01234567-89ab-cdef-0123-456789abcdef", 1},
	       {HP_MACHINE_HOST, "0123456789abcdef0123456789abcde0", 0},
	       {HP_MACHINE_HOST, "!", -EINVAL});
}

static void test_virtualization(void **state)
{
	sandbox_write("/sys/class/dmi/id/product_name", "VirtualBox\n");
	EXPECT({HP_MACHINE_VIRTUALIZATION, "yes", 1},
	       {HP_MACHINE_VIRTUALIZATION, "no", 0}, {HP_MACHINE_VIRTUALIZATION, "vm", 1},
	       {HP_MACHINE_VIRTUALIZATION, "container", 0},
	       {HP_MACHINE_VIRTUALIZATION, "oracle", 1},
	       {HP_MACHINE_VIRTUALIZATION, "!oracle", 0},
	       {HP_MACHINE_VIRTUALIZATION, "private-users", 0});
	/* The innermost counts. */
	sandbox_write("/run/systemd/container", "lxc");
	EXPECT({HP_MACHINE_VIRTUALIZATION, "yes", 1},
	       {HP_MACHINE_VIRTUALIZATION, "vm", 0},
	       {HP_MACHINE_VIRTUALIZATION, "container", 1},
	       {HP_MACHINE_VIRTUALIZATION, "oracle", 0},
	       {HP_MACHINE_VIRTUALIZATION, "lxc", 1});
}

static void test_command_line(void **state)
{
	EXPECT({HP_MACHINE_KERNEL_COMMAND_LINE, "quiet", 0});
	sandbox_write("/proc/cmdline",
		      "root=/dev/vda quiet net.x=\"a b\" \"b c\"=d ro\n");
	EXPECT({HP_MACHINE_KERNEL_COMMAND_LINE, "quiet", 1},
	       {HP_MACHINE_KERNEL_COMMAND_LINE, "ro", 1},
	       {HP_MACHINE_KERNEL_COMMAND_LINE, "!ro", 0},
	       {HP_MACHINE_KERNEL_COMMAND_LINE, "root", 1},
	       {HP_MACHINE_KERNEL_COMMAND_LINE, "root=/dev/vda", 1},
	       {HP_MACHINE_KERNEL_COMMAND_LINE, "root=/dev/vdb", 0},
	       {HP_MACHINE_KERNEL_COMMAND_LINE, "quiet=", 0},
	       {HP_MACHINE_KERNEL_COMMAND_LINE, "net.x=a b", 1},
	       {HP_MACHINE_KERNEL_COMMAND_LINE, "oo", 0});
}

static void test_kernel_version(void **state)
{
	struct utsname uts;

	assert_int_equal(uname(&uts), 0);
	EXPECT({HP_MACHINE_KERNEL_VERSION, uts.release, 1},
	       {HP_MACHINE_KERNEL_VERSION, ">=2.6", 1},
	       {HP_MACHINE_KERNEL_VERSION, "!>=2.6", 0},
	       {HP_MACHINE_KERNEL_VERSION, ">=2.6 <2.7", 0},
	       {HP_MACHINE_KERNEL_VERSION, ">= 2.6 \"<9999\"", 1},
	       {HP_MACHINE_KERNEL_VERSION, "!=2.6", 1},
	       {HP_MACHINE_KERNEL_VERSION, ">=2.6 <", -EINVAL});
}

static void test_architecture(void **state)
{
	EXPECT({HP_MACHINE_ARCHITECTURE, "native", 1},
	       {HP_MACHINE_ARCHITECTURE, "!native", 0},
	       {HP_MACHINE_ARCHITECTURE, "tilegx", 0},
	       {HP_MACHINE_ARCHITECTURE, "mips", 0},
	       {HP_MACHINE_ARCHITECTURE, "!mips", 1},
	       {HP_MACHINE_ARCHITECTURE, "x86_64", -EINVAL},
	       {HP_MACHINE_ARCHITECTURE, "", -EINVAL});
#ifdef __x86_64__
	EXPECT({HP_MACHINE_ARCHITECTURE, "x86-64", 1});
#endif
}

static void test_firmware(void **state)
{
	EXPECT({HP_MACHINE_FIRMWARE, "uefi", 0}, {HP_MACHINE_FIRMWARE, "device-tree", 0},
	       {HP_MACHINE_FIRMWARE, "device-tree-compatible(x)", 0},
	       {HP_MACHINE_FIRMWARE, "smbios-field(board_name = x)", 0},
	       {HP_MACHINE_FIRMWARE, "bios", -EINVAL},
	       {HP_MACHINE_FIRMWARE, "device-tree-compatible(x", -EINVAL},
	       {HP_MACHINE_FIRMWARE, "smbios-field(board_name)", -EINVAL},
	       {HP_MACHINE_FIRMWARE, "smbios-field(../x = y)", -EINVAL});
	sandbox_mkdir("/sys/firmware/efi");
	sandbox_mkdir("/sys/firmware/devicetree");
	sandbox_write_bytes("/proc/device-tree/compatible", "a,b\0c,d\0", 8, 0644);
	sandbox_write("/sys/class/dmi/id/bios_version", "1.10\n");
	EXPECT({HP_MACHINE_FIRMWARE, "uefi", 1}, {HP_MACHINE_FIRMWARE, "!uefi", 0},
	       {HP_MACHINE_FIRMWARE, "device-tree", 1},
	       {HP_MACHINE_FIRMWARE, "device-tree-compatible(c,d)", 1},
	       {HP_MACHINE_FIRMWARE, "device-tree-compatible(c)", 0},
	       {HP_MACHINE_FIRMWARE, "smbios-field(bios_version >= 1.9)", 1},
	       {HP_MACHINE_FIRMWARE, "smbios-field(bios_version>1.10)", 0},
	       {HP_MACHINE_FIRMWARE, "smbios-field(bios_version $= 1.*)", 1});
}

static void test_credential(void **state)
{
	EXPECT({HP_MACHINE_CREDENTIAL, "x", 0}, {HP_MACHINE_CREDENTIAL, "!x", 1});
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, sandbox_setup, sandbox_teardown)
	static const struct CMUnitTest tests[] = {
		TEST(test_host),	 TEST(test_virtualization),
		TEST(test_command_line), TEST(test_kernel_version),
		TEST(test_architecture), TEST(test_firmware),
		TEST(test_credential),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
