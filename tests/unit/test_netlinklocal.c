/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: tests of lib/netlinklocal.c and of the keys of [Network] for addresses of the
 * link. */
#include <arpa/inet.h>
#include <linux/if_addr.h>

#include "netfinish.h"
#include "planned.h"

static void read_network(const char *keys)
{
	char text[512];

	snprintf(text, sizeof(text), "[Network]\n%s\n", keys);
	want_network(text);
	assert_int_equal(hp_net_network_finish(&network_file), 0);
}

static void wants(const char *keys, const char *plan)
{
	is.link.flags = IFF_UP;
	read_network(keys);
	assert_plan(plan);
}

static void test_modes(void **state)
{
	wants("LinkLocalAddressing=ipv6", "ipv6 addr_gen_mode=0");
	wants("LinkLocalAddressing=no", "ipv6 addr_gen_mode=1");
	wants("IPv6LinkLocalAddressGenerationMode=none", "ipv6 addr_gen_mode=1");
	wants("IPv6LinkLocalAddressGenerationMode=eui64", "ipv6 addr_gen_mode=0");
	wants("IPv6LinkLocalAddressGenerationMode=random", "ipv6 addr_gen_mode=3");
	wants("IPv6LinkLocalAddressGenerationMode=stable-privacy",
	      "ipv6 stable_secret|ipv6 addr_gen_mode=2");
	wants("IPv6StableSecretAddress=fd00::9",
	      "ipv6 stable_secret|ipv6 addr_gen_mode=2");
	wants("", "");
	wants("LinkLocalAddressing=no\nLinkLocalAddressing=", "");
	wants("IPv6StableSecretAddress=fd00::9\nIPv6StableSecretAddress=", "");
	wants("Bridge=br0", "ipv6 addr_gen_mode=1");
	wants("KeepMaster=yes", "ipv6 addr_gen_mode=1");
	wants("Bridge=br0\nLinkLocalAddressing=ipv6", "ipv6 addr_gen_mode=0");
	wants("IPv6LinkLocalAddressGenerationMode=random\n"
	      "IPv6LinkLocalAddressGenerationMode=",
	      "");
	assert_string_equal(sandbox_read("/log"), "");
}

static void test_together(void **state)
{
	wants("LinkLocalAddressing=no\nIPv6LinkLocalAddressGenerationMode=random",
	      "ipv6 addr_gen_mode=1");
	wants("LinkLocalAddressing=ipv6\nIPv6LinkLocalAddressGenerationMode=none",
	      "ipv6 addr_gen_mode=1");
	wants("IPv6StableSecretAddress=fd00::9\n"
	      "IPv6LinkLocalAddressGenerationMode=eui64",
	      "ipv6 addr_gen_mode=0");
	wants("IPv6LinkLocalAddressGenerationMode=random\nKeepMaster=yes",
	      "ipv6 addr_gen_mode=1");
	wants("IPv6LinkLocalAddressGenerationMode=random\nBridge=br0\n"
	      "LinkLocalAddressing=ipv6",
	      "ipv6 addr_gen_mode=3");
	assert_string_equal(sandbox_read("/log"), "");
	wants("LinkLocalAddressing=yes", "ipv6 addr_gen_mode=0");
	assert_logged("f:2:21: no addresses of 169.254.0.0/16 are looked for");
	logged_clear();
	wants("LinkLocalAddressing=ipv4", "ipv6 addr_gen_mode=1");
	assert_logged("f:2:21: no addresses of 169.254.0.0/16 are looked for");
}

static void test_wrong_values(void **state)
{
	wants("LinkLocalAddressing=fallback", "");
	assert_logged("f:2:21: 'fallback' is no boolean, ipv4 or ipv6; it is left out");
	wants("IPv6LinkLocalAddressGenerationMode=2", "");
	assert_logged("f:2:36: '2' is no mode (eui64, none, stable-privacy, random); it");
	wants("IPv6StableSecretAddress=10.0.0.7", "");
	assert_logged("f:2:25: that is no IPv6 address; it is left out");
	wants("IPv6StableSecretAddress=::", "");
}

static void has_secret(const char *text)
{
	struct hp_net_object object = {
		.kind = HP_NET_SYSCTL,
		.sysctl = {.family = "ipv6",
			   .name = "stable_secret",
			   .form = HP_NET_OLD_SECRET},
	};

	assert_int_equal(inet_pton(AF_INET6, text, &object.sysctl.secret), 1);
	hp_net_objects_free(&is.objects);
	assert_int_equal(hp_net_objects_add(&is.objects, &object), 0);
}

static void has_address(const char *text)
{
	struct hp_net_object object = {
		.kind = HP_NET_ADDRESS,
		.address = {.flags = IFA_F_PERMANENT, .preferred = HP_NET_FOREVER},
	};

	assert_int_equal(hp_prefix_parse(&object.address.prefix, text), 0);
	assert_int_equal(hp_net_objects_add(&is.objects, &object), 0);
}

static void test_secret_there(void **state)
{
	static const char given[] = "IPv6StableSecretAddress=fd00::9";
	static const char own[] = "IPv6LinkLocalAddressGenerationMode=stable-privacy";

	has_secret("::");
	wants(given, "ipv6 stable_secret|ipv6 addr_gen_mode=2");
	wants(own, "ipv6 stable_secret|ipv6 addr_gen_mode=2");
	has_secret("fd00::9");
	wants(given, "ipv6 addr_gen_mode=2");
	wants(own, "ipv6 addr_gen_mode=2");
	has_secret("fd00::8");
	has_address("fe80::8/64");
	wants(given, "no address fe80::8/64|ipv6 stable_secret|ipv6 addr_gen_mode=2");
	has_secret("fd00::8");
	wants(given, "ipv6 stable_secret|ipv6 addr_gen_mode=2");
	wants(own, "ipv6 addr_gen_mode=2");
}

/* What was made another way goes first; what the file asks for, or is none, stays. */
static void test_drops(void **state)
{
	has_address("fe80::1/64");
	has_address("fe80::2/64");
	has_address("fe80::3/10");
	has_address("fd00::4/64");
	has_address("10.0.0.1/8");
	wants("LinkLocalAddressing=no\nAddress=fe80::1/64",
	      "no address fe80::2/64|ipv6 addr_gen_mode=1");
	wants("Address=fe80::1/64", "");
	read_network("LinkLocalAddressing=no");
	assert_int_equal(hp_net_objects_add(&is.objects, &network_file.objects[0].object),
			 0);
	assert_plan("");
}

int main(void)
{
#define TEST(f)                                                                          \
	cmocka_unit_test_setup_teardown(f, planned_logged_setup, planned_logged_teardown)
	static const struct CMUnitTest tests[] = {
		TEST(test_modes),	 TEST(test_together), TEST(test_wrong_values),
		TEST(test_secret_there), TEST(test_drops),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
