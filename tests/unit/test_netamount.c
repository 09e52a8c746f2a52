/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: tests of lib/netamount.c. */
#include "netamount.h"
#include "sandbox.h"

static void test_parse(void **state)
{
	static const struct {
		enum hp_net_amount amount;
		const char *text;
		int64_t expect; /* -1: refused */
	} cases[] = {
		{HP_NET_TXQUEUELEN, "0", 0},
		{HP_NET_TXQUEUELEN, "1000", 1000},
		{HP_NET_TXQUEUELEN, "4294967294", 4294967294},
		{HP_NET_TXQUEUELEN, "4294967295", -1},
		{HP_NET_TXQUEUELEN, "4294967296", -1},
		{HP_NET_TXQUEUELEN, "1K", -1},
		{HP_NET_TXQUEUELEN, "-1", -1},
		{HP_NET_TXQUEUELEN, "", -1},
		{HP_NET_GSO_BYTES, "16K", 16384},
		{HP_NET_GSO_BYTES, "65536", 65536},
		{HP_NET_GSO_BYTES, "64K", 65536},
		{HP_NET_GSO_BYTES, "1M", -1},
		{HP_NET_GSO_BYTES, "0", -1},
		{HP_NET_GSO_SEGMENTS, "65535", 65535},
		{HP_NET_GSO_SEGMENTS, "65536", -1},
		{HP_NET_GSO_SEGMENTS, "0", -1},
		{HP_NET_LINK_GROUP, "0", 0},
		{HP_NET_LINK_GROUP, "2147483647", 2147483647},
		{HP_NET_LINK_GROUP, "2147483648", -1},
		{HP_NET_LINK_GROUP, "default", -1},
	};
	uint32_t number;
	int r;

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		number = 7;
		r = hp_net_amount_parse(&number, cases[i].amount, cases[i].text);
		assert_int_equal(r, cases[i].expect < 0 ? -EINVAL : 0);
		assert_int_equal(number, cases[i].expect < 0 ? 7 : cases[i].expect);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {cmocka_unit_test(test_parse)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
