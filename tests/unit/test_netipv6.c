/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: tests of lib/netipv6.c, lib/netplan_mtu6.c, and of the keys IPv6MTUBytes= and
 * Token=. */
#include "netfinish.h"
#include "planned.h"

#define TOKEN(value) "[IPv6AcceptRA]\nToken=" value "\n"
#define MTU6(value)  "[Network]\nIPv6MTUBytes=" value "\n"

static void test_tokens(void **state)
{
	is.link.flags = IFF_UP;
	want_network(TOKEN("::1a:2b:3c:4d"));
	assert_plan("token ::1a:2b:3c:4d");
	want_network(TOKEN("static:2001:db8::7:1:2"));
	assert_plan("token ::7:1:2");
	want_network(TOKEN("::1") "Token=::2\nToken=prefixstable\n");
	assert_plan("token ::2");
	assert_logged("f:3:7: the kernel has one token: this one counts");
	assert_logged("f:4:7: the kernel makes stable addresses by "
		      "IPv6LinkLocalAddressGenerationMode=stable-privacy");
	want_network(TOKEN("::1") "Token=\n");
	assert_plan("");
}

static void test_token_there(void **state)
{
	has_object(TOKEN("::1"));
	assert_plan("");
	want_network(TOKEN("eui64"));
	assert_plan("token ::");
	is.objects.item[0].token = in6addr_any;
	assert_plan("");
}

/* How routers are listened to is set before it. */
static void test_token_order(void **state)
{
	is.link.flags = IFF_UP;
	want_network(TOKEN("::1") "[Network]\nAddress=fd00::1/64\nIPv6AcceptRA=yes\n");
	assert_plan("ipv6 accept_ra=2|token ::1|address fd00::1/64");
	want_network(TOKEN("::1") "[Network]\nIPv6AcceptRA=no\n");
	hp_net_token_finish(&network_file);
	assert_plan("ipv6 accept_ra=0");
	assert_logged("f:2:7: beside IPv6AcceptRA=no, Token= does not count");
}

static void test_wrong_tokens(void **state)
{
	static const char *const wrong[] = {
		"10.0.0.1", "::", "fd00::", "static:", "eui-64", "1", "static:::1/64"};

	for (size_t i = 0; i < ARRAY_SIZE(wrong); i++) {
		char text[64];

		snprintf(text, sizeof(text), TOKEN("%s"), wrong[i]);
		want_network(text);
		assert_int_equal(network_file.n_objects, 0);
	}
}

static struct hp_net_object *has_mtu6(uint32_t mtu)
{
	struct hp_net_object *object = has_object(MTU6("1280"));

	object->mtu6 = mtu;
	return object;
}

static void test_mtu(void **state)
{
	has_mtu6(1500);
	want_network(MTU6("1400"));
	assert_plan("ipv6 mtu 1400");
	want_network(MTU6("1500"));
	assert_plan("");
	is.objects.item[0].mtu6 = 1300;
	assert_plan("ipv6 mtu 1500");
	want_network(MTU6("1400") "IPv6MTUBytes=\n");
	assert_plan("");
	want_network(MTU6("1400") "IPv6MTUBytes=1279\n");
	assert_plan("ipv6 mtu 1400");
}

/* It is at most the MTU of the interface. */
static void test_too_much(void **state)
{
	has_mtu6(1300);
	want_network(MTU6("64K"));
	assert_plan("ipv6 mtu 1500");
	want_network(MTU6("1400") "[Link]\nMTUBytes=1350\n");
	assert_plan("mtu 1350");
	is.link.mtu = 1279;
	want_network(MTU6("1300"));
	assert_plan("");
}

/* By these the kernel makes it that of the interface. */
static void test_reset(void **state)
{
	has_mtu6(1300);
	want_network(MTU6("1300") "[Link]\nMTUBytes=1400\n");
	assert_plan("mtu 1400|ipv6 mtu 1300");
	is.link.flags = 0;
	want_network(MTU6("1300"));
	assert_plan("up|ipv6 mtu 1300");
	want_network(MTU6("1300") "[Link]\nActivationPolicy=manual\n");
	assert_plan("");
}

static void test_no_ipv6(void **state)
{
	is.link.flags = IFF_UP;
	want_network(MTU6("1300"));
	assert_plan("");
}

static void test_wrong_mtus(void **state)
{
	static const char *const wrong[] = {"1279", "-1", "many", "2147483648", "4G"};

	for (size_t i = 0; i < ARRAY_SIZE(wrong); i++) {
		char text[64];

		snprintf(text, sizeof(text), MTU6("%s"), wrong[i]);
		want_network(text);
		assert_int_equal(network_file.n_objects, 0);
	}
}

int main(void)
{
#define TEST(f)                                                                          \
	cmocka_unit_test_setup_teardown(f, planned_logged_setup, planned_logged_teardown)
	static const struct CMUnitTest tests[] = {
		TEST(test_tokens),	 TEST(test_token_there), TEST(test_token_order),
		TEST(test_wrong_tokens), TEST(test_mtu),	 TEST(test_too_much),
		TEST(test_reset),	 TEST(test_no_ipv6),	 TEST(test_wrong_mtus),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
