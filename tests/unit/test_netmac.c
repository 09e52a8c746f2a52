/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: tests of lib/netmac.c. That udev gives the same is held against it in
 * tests/netns/cases/mac-policy. */
#include "netmac.h"
#include "sandbox.h"

#define ID "0123456789abcdef0123456789ABCDEF"

static struct hp_hwaddr make(enum hp_net_mac_policy policy, enum hp_net_mac_origin origin,
			     const char *name)
{
	struct hp_hwaddr mac;

	assert_int_equal(hp_net_mac_make(&mac, policy, origin, name), 0);
	return mac;
}

static void assert_given_here(const struct hp_hwaddr *mac)
{
	assert_int_equal(mac->len, 6);
	assert_int_equal(mac->bytes[0] & 3, 2);
}

static void test_persistent(void **state)
{
	struct hp_hwaddr a, b;

	sandbox_write("/etc/machine-id", ID "\n");
	a = make(HP_NET_MAC_PERSISTENT, HP_NET_MAC_BY_CHANCE, "enp0s3");
	assert_given_here(&a);
	b = make(HP_NET_MAC_PERSISTENT, HP_NET_MAC_BY_CHANCE, "enp0s3");
	assert_true(hp_hwaddr_equal(&a, &b));
	b = make(HP_NET_MAC_PERSISTENT, HP_NET_MAC_BY_CHANCE, "enp0s4");
	assert_false(hp_hwaddr_equal(&a, &b));
	sandbox_write("/etc/machine-id", "1123456789abcdef0123456789abcdef");
	b = make(HP_NET_MAC_PERSISTENT, HP_NET_MAC_BY_CHANCE, "enp0s3");
	assert_false(hp_hwaddr_equal(&a, &b));
}

static void test_secret(void **state)
{
	struct in6_addr a, b;

	sandbox_write("/etc/machine-id", ID "\n");
	assert_int_equal(hp_net_secret_make(&a, "enp0s3"), 0);
	assert_int_equal(hp_net_secret_make(&b, "enp0s3"), 0);
	assert_memory_equal(&a, &b, sizeof(a));
	assert_memory_not_equal(a.s6_addr, a.s6_addr + 8, 8);
	assert_int_equal(hp_net_secret_make(&b, "enp0s4"), 0);
	assert_memory_not_equal(&a, &b, sizeof(a));
	sandbox_write("/etc/machine-id", "1123456789abcdef0123456789abcdef");
	assert_int_equal(hp_net_secret_make(&b, "enp0s3"), 0);
	assert_memory_not_equal(&a, &b, sizeof(a));
	sandbox_write("/etc/machine-id", "uninitialized\n");
	assert_int_equal(hp_net_secret_make(&b, "enp0s3"), -EINVAL);
}

static void test_random(void **state)
{
	struct hp_hwaddr a = make(HP_NET_MAC_RANDOM, HP_NET_MAC_BY_DEVICE, "enp0s3");
	struct hp_hwaddr b = make(HP_NET_MAC_RANDOM, HP_NET_MAC_BY_DEVICE, "enp0s3");

	assert_given_here(&a);
	assert_given_here(&b);
	assert_false(hp_hwaddr_equal(&a, &b));
}

/* Without the machine's id, which would be an error. */
static void test_what_it_has_is_kept(void **state)
{
	static const struct {
		enum hp_net_mac_policy policy;
		enum hp_net_mac_origin origin;
	} cases[] = {
		{HP_NET_MAC_PERSISTENT, HP_NET_MAC_BY_DEVICE},
		{HP_NET_MAC_PERSISTENT, HP_NET_MAC_BY_OTHERS},
		{HP_NET_MAC_PERSISTENT, HP_NET_MAC_BY_NOBODY},
		{HP_NET_MAC_RANDOM, HP_NET_MAC_BY_CHANCE},
		{HP_NET_MAC_RANDOM, HP_NET_MAC_BY_OTHERS},
		{HP_NET_MAC_RANDOM, HP_NET_MAC_BY_NOBODY},
		{HP_NET_MAC_NONE, HP_NET_MAC_BY_CHANCE},
		{HP_NET_MAC_NONE, HP_NET_MAC_BY_DEVICE},
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++)
		assert_int_equal(make(cases[i].policy, cases[i].origin, "eth0").len, 0);
}

static void test_no_machine_id(void **state)
{
	static const char *const texts[] = {
		"",
		"uninitialized\n",
		"0123456789abcdef",
		"00000000000000000000000000000000\n",
		"g123456789abcdef0123456789abcdef\n",
		ID "x",
	};
	struct hp_hwaddr mac;

	assert_int_equal(hp_net_mac_make(&mac, HP_NET_MAC_PERSISTENT,
					 HP_NET_MAC_BY_CHANCE, "eth0"),
			 -ENOENT);
	for (size_t i = 0; i < ARRAY_SIZE(texts); i++) {
		sandbox_write("/etc/machine-id", texts[i]);
		assert_int_equal(hp_net_mac_make(&mac, HP_NET_MAC_PERSISTENT,
						 HP_NET_MAC_BY_CHANCE, "eth0"),
				 -EINVAL);
		assert_int_equal(mac.len, 0);
	}
}

static void test_words(void **state)
{
	assert_int_equal(hp_net_mac_policy_find("persistent"), HP_NET_MAC_PERSISTENT);
	assert_int_equal(hp_net_mac_policy_find("random"), HP_NET_MAC_RANDOM);
	assert_int_equal(hp_net_mac_policy_find("none"), HP_NET_MAC_NONE);
	assert_int_equal(hp_net_mac_policy_find("Random"), -1);
	assert_int_equal(hp_net_mac_policy_find(""), -1);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, sandbox_setup, sandbox_teardown)
	static const struct CMUnitTest tests[] = {
		TEST(test_persistent),	  TEST(test_secret),
		TEST(test_random),	  TEST(test_what_it_has_is_kept),
		TEST(test_no_machine_id), TEST(test_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
