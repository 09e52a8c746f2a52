/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: tests of lib/virt.c, on files as container managers and firmware leave them.
 */
#include "sandbox.h"
#include "virt.h"

static void assert_container(const char *name)
{
	const char *is = hp_virt_container();

	assert_string_equal(is ?: "none", name);
}

static void test_no_container(void **state)
{
	assert_container("none");
	sandbox_write("/proc/sys/kernel/osrelease", "6.1.0-13-amd64\n");
	sandbox_write_bytes("/proc/1/environ", "HOME=/\0TERM=linux\0", 18, 0600);
	assert_container("none");
}

static void test_containers(void **state)
{
	sandbox_write("/.dockerenv", "");
	assert_container("docker");
	sandbox_write("/run/.containerenv", "");
	assert_container("podman");
	sandbox_write_bytes("/proc/1/environ", "HOME=/\0container=lxc\0A=b\0", 25, 0600);
	assert_container("lxc");
	sandbox_write("/run/systemd/container", "lxc-libvirt\n");
	assert_container("lxc-libvirt");
	sandbox_write("/run/host/container-manager", "mine\n");
	assert_container("container-other");
	sandbox_write("/proc/sys/kernel/osrelease", "5.15.0-microsoft-standard-WSL2\n");
	assert_container("wsl");
	sandbox_mkdir("/proc/vz");
	assert_container("openvz");
}

/* These SMBIOS names count whatever the CPU of the test says. */
static void test_machines(void **state)
{
	sandbox_write("/sys/class/dmi/id/sys_vendor", "innotek GmbH\n");
	assert_string_equal(hp_virt_machine(), "oracle");
	sandbox_write("/sys/class/dmi/id/product_name", "Xen HVM domU\n");
	assert_string_equal(hp_virt_machine(), "xen");
}

static void test_users(void **state)
{
	assert_false(hp_virt_has_private_users());
	sandbox_write("/proc/self/uid_map", "         0          0 4294967295\n");
	assert_false(hp_virt_has_private_users());
	sandbox_write("/proc/self/uid_map", "         0     100000      65536\n");
	assert_true(hp_virt_has_private_users());
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, sandbox_setup, sandbox_teardown)
	static const struct CMUnitTest tests[] = {
		TEST(test_no_container),
		TEST(test_containers),
		TEST(test_machines),
		TEST(test_users),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
