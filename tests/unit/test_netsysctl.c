/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: tests of lib/netsysctl.c and of the keys of [Network] that are sysctls. */
#include "planned.h"

static void wants(const char *line, const char *plan)
{
	char text[128];

	is.link.flags = IFF_UP;
	snprintf(text, sizeof(text), "[Network]\n%s\n", line);
	want_network(text);
	assert_plan(plan);
}

static void test_values(void **state)
{
	wants("IPv6AcceptRA=no", "ipv6 accept_ra=0");
	wants("IPv6AcceptRA=yes", "ipv6 accept_ra=2");
	wants("IPv6PrivacyExtensions=yes", "ipv6 use_tempaddr=2");
	wants("IPv6PrivacyExtensions=prefer-public", "ipv6 use_tempaddr=1");
	wants("IPv6PrivacyExtensions=kernel", "");
	wants("IPv6DuplicateAddressDetection=3", "ipv6 dad_transmits=3");
	wants("IPv6HopLimit=255", "ipv6 hop_limit=255");
	wants("IPv6ProxyNDP=1", "ipv6 proxy_ndp=1");
	wants("IPv4ProxyARP=on", "ipv4 proxy_arp=1");
	wants("IPv4AcceptLocal=off", "ipv4 accept_local=0");
	wants("IPv4RouteLocalnet=y", "ipv4 route_localnet=1");
	wants("[IPv6AcceptRA]\nUseGateway=no\nRouteMetric=7\nUseMTU=yes",
	      "ipv6 accept_ra_defrtr=0|ipv6 ra_defrtr_metric=7|ipv6 accept_ra_mtu=1");
	wants("IPForward=yes", "ipv4 forwarding=1|ipv6 forwarding=1");
	wants("IPForward=no", "ipv4 forwarding=0|ipv6 forwarding=0");
	wants("IPForward=ipv4", "ipv4 forwarding=1|ipv6 forwarding=0");
	wants("IPForward=ipv6", "ipv4 forwarding=0|ipv6 forwarding=1");
}

static void test_last_counts(void **state)
{
	wants("IPv6HopLimit=9\nIPv6HopLimit=10", "ipv6 hop_limit=10");
	wants("IPv6HopLimit=9\nIPv6HopLimit=", "");
	wants("IPForward=yes\nIPv6HopLimit=9\nIPForward=", "ipv6 hop_limit=9");
	wants("IPv6PrivacyExtensions=yes\nIPv6PrivacyExtensions=kernel", "");
}

static void test_wrong_values(void **state)
{
	static const char *const wrong[] = {
		"IPv6AcceptRA=2",      "IPv6PrivacyExtensions=public",
		"IPv6HopLimit=0",      "IPv6HopLimit=256",
		"IPv6HopLimit=yes",    "IPv6DuplicateAddressDetection=-1",
		"IPv4ProxyARP=maybe",  "IPv6DuplicateAddressDetection=2147483648",
		"IPForward=ipv4 ipv6", "IPv4AcceptLocal=prefer-public",
	};

	for (size_t i = 0; i < ARRAY_SIZE(wrong); i++)
		wants(wrong[i], "");
}

static void test_there(void **state)
{
	has_object("[Network]\nIPv6HopLimit=9\n");
	assert_plan("");
	wants("IPv6HopLimit=10", "ipv6 hop_limit=10");
}

/* Before the addresses, which are tried as they say. */
static void test_order(void **state)
{
	wants("Address=fd00::1/64\nIPv6DuplicateAddressDetection=0",
	      "ipv6 dad_transmits=0|address fd00::1/64");
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, planned_setup, planned_teardown)
	static const struct CMUnitTest tests[] = {
		TEST(test_values), TEST(test_last_counts), TEST(test_wrong_values),
		TEST(test_there),  TEST(test_order),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
