/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: tests of lib/procsoft: the soft interrupts of the network. */
#include "procsoft.h"
#include "proctext.h"

/* Each kernel has the columns of the one before. */
static void test_stat_without_cpu(void **state)
{
	/* 2.6.32 */
	proctext_expect(hp_procsoft_parse_stat,
			"000054e8 00000001 00000002 00000000 00000000 00000000 00000000 "
			"00000000 00000003\n",
			"nth_online_cpu=0 processed=21736 dropped=1 time_squeeze=2 "
			"cpu_collision=3\n");
	/* 2.6.35 */
	proctext_expect(hp_procsoft_parse_stat,
			"000054e8 00000000 00000000 00000000 00000000 00000000 00000000 "
			"00000000 00000000 00000004\n",
			"nth_online_cpu=0 processed=21736 dropped=0 time_squeeze=0 "
			"cpu_collision=0 received_rps=4\n");
	/* 4.19: CPU 1 may be offline, and the second line that of CPU 2. */
	proctext_expect(hp_procsoft_parse_stat,
			"001ba27b 00000000 00000016 00000000 00000000 00000000 00000000 "
			"00000000 00000000 00000000 00000005\n"
			"00358fe3 00006283 00000000 00000000 00000000 00000000 00000000 "
			"00000000 00000000 000855fc 00000000\n",
			"nth_online_cpu=0 processed=1811067 dropped=0 time_squeeze=22 "
			"cpu_collision=0 received_rps=0 flow_limit_count=5\n"
			"nth_online_cpu=1 processed=3510243 dropped=25219 time_squeeze=0 "
			"cpu_collision=0 received_rps=546300 flow_limit_count=0\n");
}

static void test_stat(void **state)
{
	/* 6.1 */
	proctext_expect(
		hp_procsoft_parse_stat,
		"02600138 00004bc7 00000000 00000000 00000000 00000000 00000000 "
		"00000000 00000000 01328321 00000000 00000006 00000002\n",
		"cpu=2 processed=39846200 dropped=19399 time_squeeze=0 cpu_collision=0 "
		"received_rps=20087585 flow_limit_count=0 backlog_len=6\n");
	/* 6.12, and a later one */
	proctext_expect(hp_procsoft_parse_stat,
			"0000ff48 00000000 00000001 00000000 00000000 00000000 00000000 "
			"00000000 00000000 00000000 00000000 00000007 00000001 00000003 "
			"00000004\n"
			"0000ff48 00000000 00000001 00000000 00000000 00000000 00000000 "
			"00000000 00000000 00000000 00000000 00000000 00000003 00000000 "
			"00000000 00000008 00000009\n",
			"cpu=1 processed=65352 dropped=0 time_squeeze=1 cpu_collision=0 "
			"received_rps=0 flow_limit_count=0 backlog_len=7 input_qlen=3 "
			"process_qlen=4\n"
			"cpu=3 processed=65352 dropped=0 time_squeeze=1 cpu_collision=0 "
			"received_rps=0 flow_limit_count=0 backlog_len=0 input_qlen=0 "
			"process_qlen=0 column_16=8 column_17=9\n");
	proctext_refuse(hp_procsoft_parse_stat, "1 2 3 4 5 6 7 8\n", 1, 0);
	proctext_refuse(hp_procsoft_parse_stat, "1 2 3 4 5 6 7 8 100000000\n", 1, 0);
}

static void test_irqs(void **state)
{
	proctext_expect(
		hp_procsoft_parse_irqs,
		"                    CPU0       CPU4       \n"
		"          HI:          1          2\n"
		"      NET_TX:      53837      62341\n"
		"      NET_RX:      41591      50114\n"
		"         RCU:          3          4\n",
		"cpu=0 net_tx=53837 net_rx=41591\ncpu=4 net_tx=62341 net_rx=50114\n");
	proctext_refuse(hp_procsoft_parse_irqs, "", 0, 0);
	proctext_refuse(hp_procsoft_parse_irqs, "CPU0\nNET_RX: 1\n", 2, 0);
	proctext_refuse(hp_procsoft_parse_irqs, "CPU0 CPU1\nNET_RX: 1\nNET_TX: 1 2\n", 3,
			1);
	proctext_refuse(hp_procsoft_parse_irqs, "CPUx\nNET_RX: 1\nNET_TX: 1\n", 3, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_stat_without_cpu),
		cmocka_unit_test(test_stat),
		cmocka_unit_test(test_irqs),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
