/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: tests of lib/netmatch.c. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "netmatch.h"
#include "netname.h"

static const struct hp_net_facts eth0 = {
	.text =
		{
			[HP_NET_MATCH_ORIGINAL_NAME] = "eth0",
			[HP_NET_MATCH_NAME] = "lan0",
			[HP_NET_MATCH_DRIVER] = "e1000",
			[HP_NET_MATCH_TYPE] = "ether",
		},
	.mac = {{6, {2, 0, 0, 0, 0, 2}}, {6, {2, 0, 0, 0, 0, 1}}},
};

static bool fits(enum hp_net_match_key key, const char *value)
{
	struct hp_net_match match = {0};
	bool ret;

	assert_int_equal(hp_net_match_add_globs(&match, key, value), 0);
	ret = hp_net_match_fits(&match, &eth0);
	hp_net_match_free(&match);
	return ret;
}

static void test_globs(void **state)
{
	assert_true(fits(HP_NET_MATCH_ORIGINAL_NAME, "eth0"));
	assert_true(fits(HP_NET_MATCH_ORIGINAL_NAME, "wlan* eth*"));
	assert_true(fits(HP_NET_MATCH_ORIGINAL_NAME, "  eth[0-3]\t"));
	assert_true(fits(HP_NET_MATCH_ORIGINAL_NAME, "e?h0"));
	assert_false(fits(HP_NET_MATCH_ORIGINAL_NAME, "eth"));
	assert_false(fits(HP_NET_MATCH_ORIGINAL_NAME, "eth00"));
	assert_true(fits(HP_NET_MATCH_ORIGINAL_NAME, "eth0*"));
	assert_false(fits(HP_NET_MATCH_ORIGINAL_NAME, "eth0?"));
	assert_true(fits(HP_NET_MATCH_ORIGINAL_NAME, "et\\h0"));
	assert_false(fits(HP_NET_MATCH_ORIGINAL_NAME, "et\\h"));
	assert_false(fits(HP_NET_MATCH_ORIGINAL_NAME, "lan0"));
	assert_true(fits(HP_NET_MATCH_NAME, "lan0"));
	assert_true(fits(HP_NET_MATCH_DRIVER, "e1000*"));
	assert_false(fits(HP_NET_MATCH_TYPE, "loopback wlan"));
}

/* Each of its names is as good as the other. */
static void test_altnames(void **state)
{
	char names[2][HP_NET_ALTNAME_MAX] = {"uplink", "a-name-that-is-above-15-bytes"};
	const struct hp_net_altnames altnames = {2, names};
	static const struct {
		const char *value;
		bool fits, without, skipped;
	} cases[] = {
		{"uplink", true, false, true},
		{"up*", true, false, false},
		{"a-name-*", true, false, false},
		{"lan0", true, true, true},
		{"wan0", false, false, false},
		{"!lan0", true, false, false},
		{"!uplink", true, true, false},
		{"!lan0 uplink a-*", false, false, false},
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct hp_net_match match = {0};
		struct hp_net_facts facts = eth0;

		assert_int_equal(
			hp_net_match_add_globs(&match, HP_NET_MATCH_NAME, cases[i].value),
			0);
		assert_int_equal(hp_net_match_fits(&match, &facts), cases[i].without);
		facts.altnames = &altnames;
		assert_int_equal(hp_net_match_fits(&match, &facts), cases[i].fits);
		facts.is_skipped = true;
		assert_int_equal(hp_net_match_fits(&match, &facts), cases[i].skipped);
		hp_net_match_free(&match);
	}
}

static void test_inverted(void **state)
{
	assert_true(fits(HP_NET_MATCH_DRIVER, "!virtio_net"));
	assert_false(fits(HP_NET_MATCH_DRIVER, "!e1000"));
	assert_false(fits(HP_NET_MATCH_DRIVER, "!virtio_net e1*"));
	assert_true(fits(HP_NET_MATCH_DRIVER, "!veth tun"));
	/* Not known is none of those, and none of these. */
	assert_true(fits(HP_NET_MATCH_PATH, "!pci-*"));
	assert_false(fits(HP_NET_MATCH_PATH, "*"));
}

static void test_repeated_and_emptied(void **state)
{
	struct hp_net_match match = {0};

	assert_int_equal(hp_net_match_add_globs(&match, HP_NET_MATCH_NAME, "wan0"), 0);
	assert_false(hp_net_match_fits(&match, &eth0));
	assert_int_equal(hp_net_match_add_globs(&match, HP_NET_MATCH_NAME, "lan*"), 0);
	assert_true(hp_net_match_fits(&match, &eth0));
	assert_int_equal(hp_net_match_add_globs(&match, HP_NET_MATCH_NAME, "!lan0"), 0);
	assert_false(hp_net_match_fits(&match, &eth0));
	assert_false(hp_net_match_is_empty(&match));
	assert_int_equal(hp_net_match_add_globs(&match, HP_NET_MATCH_NAME, ""), 0);
	assert_true(hp_net_match_is_empty(&match));
	assert_true(hp_net_match_fits(&match, &eth0));
	hp_net_match_free(&match);
}

static void test_all_keys_must_fit(void **state)
{
	struct hp_net_match match = {0};

	assert_int_equal(hp_net_match_add_globs(&match, HP_NET_MATCH_NAME, "lan0"), 0);
	assert_int_equal(hp_net_match_add_globs(&match, HP_NET_MATCH_TYPE, "wlan"), 0);
	assert_false(hp_net_match_fits(&match, &eth0));
	hp_net_match_free(&match);
}

static void test_macs(void **state)
{
	struct hp_net_match match = {0};

	assert_int_equal(
		hp_net_match_add_macs(&match, HP_NET_MATCH_MAC, "02:00:00:00:00:09"), 0);
	assert_false(hp_net_match_fits(&match, &eth0));
	assert_int_equal(hp_net_match_add_macs(&match, HP_NET_MATCH_MAC,
					       "02-00-00-00-00-07 0200.0000.0001"),
			 0);
	assert_true(hp_net_match_fits(&match, &eth0));
	assert_int_equal(hp_net_match_add_macs(&match, HP_NET_MATCH_MAC, ""), 0);
	assert_true(hp_net_match_is_empty(&match));
	assert_int_equal(
		hp_net_match_add_macs(&match, HP_NET_MATCH_MAC, "02:00:00:00:00:02"), 0);
	assert_true(hp_net_match_fits(&match, &eth0));
	assert_int_equal(
		hp_net_match_add_macs(&match, HP_NET_MATCH_MAC, "02:00:00:00:00:02 lan"),
		-EINVAL);
	hp_net_match_free(&match);
}

/* Quotes hold a word together, and a '\\' takes the next byte as it is. */
static void test_quotes(void **state)
{
	struct hp_net_match match = {0};
	const struct hp_net_globs *globs = &match.globs[HP_NET_MATCH_DRIVER];

	assert_int_equal(hp_net_match_add_globs(&match, HP_NET_MATCH_DRIVER,
						"!a \"b c\"'d  e' \\\" \"f\\\"g\""),
			 0);
	assert_int_equal(globs->n, 4);
	assert_string_equal(globs->word[1], "!b cd  e");
	assert_string_equal(globs->word[2], "!\\\"");
	assert_string_equal(globs->word[3], "!f\\\"g");
	assert_int_equal(hp_net_match_add_globs(&match, HP_NET_MATCH_DRIVER, "a \"b c"),
			 -EINVAL);
	hp_net_match_free(&match);
}

static void test_mac_forms(void **state)
{
	static const struct {
		const char *text;
		struct hp_hwaddr mac;
	} cases[] = {
		{"192.0.2.7", {4, {192, 0, 2, 7}}},
		{"::1", {16, {[15] = 1}}},
		{"0200.0000.0001", {6, {2, 0, 0, 0, 0, 1}}},
		{"02:00:00:00:00:01", {6, {2, 0, 0, 0, 0, 1}}},
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct hp_net_match match = {0};

		assert_int_equal(hp_net_match_add_macs(&match, HP_NET_MATCH_PERMANENT_MAC,
						       cases[i].text),
				 0);
		assert_true(hp_hwaddr_equal(&match.permanent_macs.mac[0], &cases[i].mac));
		hp_net_match_free(&match);
	}
}

static void test_permanent_mac(void **state)
{
	struct hp_net_facts facts = eth0;
	struct hp_net_match match = {0};

	assert_int_equal(hp_net_match_add_macs(&match, HP_NET_MATCH_PERMANENT_MAC,
					       "02:00:00:00:00:02"),
			 0);
	assert_int_equal(hp_net_match_misfit(&match, &facts), HP_NET_MATCH_PERMANENT_MAC);
	facts.permanent_mac = facts.mac[0];
	assert_true(hp_net_match_fits(&match, &facts));
	assert_int_equal(hp_net_match_keys(&match), 1u << HP_NET_MATCH_PERMANENT_MAC);
	hp_net_match_free(&match);
}

static bool one_property(const struct hp_net_facts *facts, const char *key, char *ret,
			 size_t size)
{
	if (!streq(key, "ID_MODEL"))
		return false;
	snprintf(ret, size, "a \"big\" card");
	return true;
}

static void test_properties(void **state)
{
	static const struct {
		const char *value;
		bool fits;
	} cases[] = {
		{"ID_MODEL=*", true},
		{"!ID_MODEL=*", false},
		{"ID_MODEL=a", false},
		{"\"ID_MODEL=a \\\"big\\\" card\"", true},
		{"ID_MODEL=* ID_VENDOR=x", false},
		{"!ID_MODEL=x ID_VENDOR=x", true},
		{"!ID_MODEL=* ID_VENDOR=x", false},
	};
	struct hp_net_facts facts = eth0;
	struct hp_net_match match = {0};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		facts.property = one_property;
		assert_int_equal(hp_net_match_add_properties(&match, cases[i].value), 0);
		if (hp_net_match_fits(&match, &facts) != cases[i].fits)
			fail_msg("%s", cases[i].value);
		facts.property = NULL;
		if (cases[i].value[0] != '!')
			assert_int_equal(hp_net_match_misfit(&match, &facts),
					 HP_NET_MATCH_PROPERTY);
		assert_int_equal(hp_net_match_add_properties(&match, ""), 0);
	}
	assert_true(hp_net_match_is_empty(&match));
	assert_int_equal(hp_net_match_add_properties(&match, "ID_MODEL"), -EINVAL);
	hp_net_match_free(&match);
}

/* It says nothing about the interface; the last one counts. */
static void test_machine(void **state)
{
	struct hp_net_match match = {0};

	assert_int_equal(hp_net_match_set_machine(&match, HP_MACHINE_HOST, "!*"), 0);
	assert_int_equal(
		hp_net_match_set_machine(&match, HP_MACHINE_ARCHITECTURE, "!native"), 0);
	assert_false(hp_net_match_is_empty(&match));
	assert_int_equal(hp_net_match_misfit(&match, &eth0), HP_NET_MATCH_MACHINE);
	assert_int_equal(
		hp_net_match_set_machine(&match, HP_MACHINE_ARCHITECTURE, "native"), 0);
	assert_false(hp_net_match_fits(&match, &eth0));
	assert_int_equal(hp_net_match_set_machine(&match, HP_MACHINE_HOST, ""), 0);
	assert_true(hp_net_match_fits(&match, &eth0));
	assert_false(hp_net_match_is_empty(&match));
	assert_int_equal(hp_net_match_set_machine(&match, HP_MACHINE_ARCHITECTURE, ""),
			 0);
	assert_true(hp_net_match_is_empty(&match));
	assert_int_equal(hp_net_match_set_machine(&match, HP_MACHINE_ARCHITECTURE, "z80"),
			 -EINVAL);
	hp_net_match_free(&match);
}

/* The first key that is against it. */
static void test_misfit(void **state)
{
	struct hp_net_facts skipped = eth0;
	struct hp_net_match match = {0};

	assert_int_equal(hp_net_match_misfit(&match, &eth0), HP_NET_FITS);
	skipped.is_skipped = true;
	assert_int_equal(hp_net_match_misfit(&match, &skipped), HP_NET_MISFIT_SKIPPED);
	assert_int_equal(
		hp_net_match_add_macs(&match, HP_NET_MATCH_MAC, "02:00:00:00:00:03"), 0);
	assert_int_equal(hp_net_match_misfit(&match, &eth0), HP_NET_MATCH_MAC);
	assert_int_equal(hp_net_match_add_globs(&match, HP_NET_MATCH_PATH, "pci-*"), 0);
	assert_int_equal(hp_net_match_misfit(&match, &eth0), HP_NET_MATCH_PATH);
	assert_int_equal(hp_net_match_add_globs(&match, HP_NET_MATCH_DRIVER, "r8169"), 0);
	assert_int_equal(hp_net_match_misfit(&match, &eth0), HP_NET_MATCH_DRIVER);
	assert_string_equal(hp_net_match_key_name(HP_NET_MATCH_DRIVER), "Driver");
	hp_net_match_free(&match);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_quotes),
		cmocka_unit_test(test_mac_forms),
		cmocka_unit_test(test_permanent_mac),
		cmocka_unit_test(test_properties),
		cmocka_unit_test(test_machine),
		cmocka_unit_test(test_misfit),
		cmocka_unit_test(test_globs),
		cmocka_unit_test(test_altnames),
		cmocka_unit_test(test_inverted),
		cmocka_unit_test(test_repeated_and_emptied),
		cmocka_unit_test(test_all_keys_must_fit),
		cmocka_unit_test(test_macs),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
