/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: tests of lib/dhcp.c. */
#include "dhcp.h"
#include "sandbox.h"

static struct hp_dhcp_program program;
static char why[HP_TRUST_WHY_MAX];

static int find(enum hp_dhcp dhcp, const char *client, const char *ifname)
{
	return hp_dhcp_find(&program, dhcp, client, ifname, why);
}

static void assert_found(enum hp_dhcp dhcp, const char *client, const char *path,
			 const char *command)
{
	assert_int_equal(find(dhcp, client, "eth0"), 0);
	assert_string_equal(program.path, sandbox_path(path));
	assert_string_equal(program.command, command);
}

static void test_commands(void **state)
{
	sandbox_executable("/sbin/udhcpc");
	sandbox_executable("/sbin/udhcpc6");
	sandbox_executable("/sbin/dhcpcd");
	sandbox_executable("/sbin/dhclient");
	assert_found(HP_DHCP_V4, "udhcpc", "/sbin/udhcpc", "udhcpc -f -S -R -i eth0");
	assert_false(program.needs_link_local);
	assert_found(HP_DHCP_V6, "udhcpc", "/sbin/udhcpc6", "udhcpc6 -f -S -R -i eth0");
	assert_true(program.needs_link_local);
	assert_found(HP_DHCP_V4, "dhcpcd", "/sbin/dhcpcd", "dhcpcd -4 -B eth0");
	assert_found(HP_DHCP_V6, "dhcpcd", "/sbin/dhcpcd", "dhcpcd -6 -B eth0");
	assert_false(program.needs_link_local);
	assert_found(HP_DHCP_V4, "dhclient", "/sbin/dhclient",
		     "dhclient -4 -d -q --no-pid -lf /var/lib/dhcp/dhclient.eth0.leases "
		     "eth0");
	assert_found(HP_DHCP_V6, "dhclient", "/sbin/dhclient",
		     "dhclient -6 -d -q --no-pid -lf "
		     "/var/lib/dhcp/dhclient6.eth0.leases eth0");
	assert_true(program.needs_link_local);
}

/* Each protocol takes what there is for it. */
static void test_detected_in_order(void **state)
{
	assert_int_equal(find(HP_DHCP_V4, "", "eth0"), -ENOENT);
	sandbox_executable("/usr/sbin/dhclient");
	assert_found(HP_DHCP_V4, "", "/usr/sbin/dhclient",
		     "dhclient -4 -d -q --no-pid -lf /var/lib/dhcp/dhclient.eth0.leases "
		     "eth0");
	sandbox_executable("/usr/sbin/dhcpcd");
	sandbox_executable("/bin/busybox");
	sandbox_link("/bin/busybox", "/usr/bin/udhcpc");
	assert_found(HP_DHCP_V4, "", "/bin/busybox", "udhcpc -f -S -R -i eth0");
	assert_found(HP_DHCP_V6, "", "/usr/sbin/dhcpcd", "dhcpcd -6 -B eth0");
	assert_int_equal(find(HP_DHCP_V6, "udhcpc", "eth0"), -ENOENT);
}

static void test_command_of(void **state)
{
	static const char udhcpc[] = "udhcpc -f -S -R -i eth0";

	assert_true(hp_dhcp_is_command(udhcpc, HP_DHCP_V4, "udhcpc", "eth0"));
	assert_true(hp_dhcp_is_command(udhcpc, HP_DHCP_V4, "", "eth0"));
	assert_true(hp_dhcp_is_command("dhcpcd -6 -B eth0", HP_DHCP_V6, "", "eth0"));
	assert_false(hp_dhcp_is_command(udhcpc, HP_DHCP_V4, "dhclient", "eth0"));
	assert_false(hp_dhcp_is_command(udhcpc, HP_DHCP_V6, "", "eth0"));
	assert_false(hp_dhcp_is_command(udhcpc, HP_DHCP_V4, "", "eth1"));
}

static void test_long_name(void **state)
{
	sandbox_executable("/sbin/dhclient");
	assert_int_equal(find(HP_DHCP_V6, "", "123456789012345"), 0);
	assert_true(strstr(program.command, "dhclient6.123456789012345.leases "
					    "123456789012345"));
}

static void test_refused(void **state)
{
	sandbox_executable("/sbin/udhcpc");
	assert_int_equal(find(HP_DHCP_V4, "", "-h"), -EINVAL);
	sandbox_file("/sbin/udhcpc", 0775, "");
	assert_int_equal(find(HP_DHCP_V4, "", "eth0"), -EACCES);
	assert_contains(why, "is writable by its group");
}

static void test_known(void **state)
{
	assert_true(hp_dhcp_client_is_known("udhcpc"));
	assert_true(hp_dhcp_client_is_known("dhclient"));
	assert_false(hp_dhcp_client_is_known("udhcpc6"));
	assert_false(hp_dhcp_client_is_known("/sbin/udhcpc"));
	assert_false(hp_dhcp_client_is_known(""));
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_commands, sandbox_setup,
						sandbox_teardown),
		cmocka_unit_test_setup_teardown(test_detected_in_order, sandbox_setup,
						sandbox_teardown),
		cmocka_unit_test(test_command_of),
		cmocka_unit_test_setup_teardown(test_long_name, sandbox_setup,
						sandbox_teardown),
		cmocka_unit_test_setup_teardown(test_refused, sandbox_setup,
						sandbox_teardown),
		cmocka_unit_test(test_known),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
