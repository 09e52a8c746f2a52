/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: tests of lib/netboot.c. */
#include "netboot.h"
#include "sandbox.h"

static void test_lines(void **state)
{
	static const struct {
		const char *cmdline;
		bool eth0, eth1;
	} cases[] = {
		{"", false, false},
		{"quiet root=/dev/sda1 zip=1 ipv6.disable=1\n", false, false},
		{"ip=dhcp", true, true},
		{"quiet ip=on\n", true, true},
		{"ip=off", false, false},
		{"ip=none", false, false},
		{"ip=", false, false},
		{"ip=10.0.0.2:10.0.0.1:10.0.0.1:255.0.0.0:host:eth0:off", true, false},
		{"ip=:::::eth1:dhcp", false, true},
		{"ip=10.0.0.2::10.0.0.1:255.0.0.0", true, true},
		{"ip=eth1:dhcp", false, true},
		{"ip=eth0:dhcp ip=eth1:dhcp", true, true},
		{"ip=[2001:db8::2]::[2001:db8::1]:64:host:eth0:none", true, false},
		{"nfsaddrs=:::::eth0:bootp", true, false},
		{"root=/dev/nfs", true, true},
		{"root=nfs:10.0.0.1:/srv", true, true},
		{"root=/dev/nfs0", false, false},
		{"nfsroot=10.0.0.1:/srv", true, true},
		{"dyndbg=\"file a ip=dhcp +p\" quiet", false, false},
		{"a=\"b c\" ip=:::::eth1:dhcp", false, true},
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++)
		if (hp_netboot_names(cases[i].cmdline, "eth0") != cases[i].eth0 ||
		    hp_netboot_names(cases[i].cmdline, "eth1") != cases[i].eth1)
			fail_msg("'%s'", cases[i].cmdline);
}

static void test_proc(void **state)
{
	assert_false(hp_netboot_wants("eth0"));
	sandbox_write("/proc/cmdline", "quiet ip=:::::eth0:dhcp\n");
	assert_true(hp_netboot_wants("eth0"));
	assert_false(hp_netboot_wants("eth1"));
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_lines),
		cmocka_unit_test_setup_teardown(test_proc, sandbox_setup,
						sandbox_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
