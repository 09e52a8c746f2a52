/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: tests of lib/procirq: interrupts, and who shares them. */
#include "procirq.h"
#include "proctext.h"
#include "sandbox.h"

static void test_lines(void **state)
{
	proctext_expect(
		hp_procirq_parse,
		"           CPU0       CPU2       \n"
		"   0:         26          1   IO-APIC   2-edge      timer\n"
		"  11:       1345         20   IO-APIC  11-fasteoi   usb1, eth0\n"
		"  24:          0          0  PCI-MSIX-0000:00:03.0   0-edge      "
		"virtio2-config\n"
		"  30:          7          0      pinctrl   5 Level     a b\n"
		"  31:          7          0      xen-dyn    -event     eth1\n"
		"  32:          7          0   IO-APIC  32-edge    \n"
		"  33:          7          0    XT-PIC      eth2\n"
		" NMI:          0          0   Non-maskable interrupts\n"
		" ERR:          0\n",
		"irq=0 total=27 cpu0=26 cpu2=1 chip=IO-APIC hwirq=2-edge trigger=- "
		"actions=timer\n"
		"irq=11 total=1365 cpu0=1345 cpu2=20 chip=IO-APIC hwirq=11-fasteoi "
		"trigger=- actions=usb1|eth0\n"
		"irq=24 total=0 cpu0=0 cpu2=0 chip=PCI-MSIX-0000:00:03.0 hwirq=0-edge "
		"trigger=- actions=virtio2-config\n"
		"irq=30 total=7 cpu0=7 cpu2=0 chip=pinctrl hwirq=5 trigger=Level "
		"actions=a b\n"
		"irq=31 total=7 cpu0=7 cpu2=0 chip=xen-dyn hwirq=-event trigger=- "
		"actions=eth1\n"
		"irq=32 total=7 cpu0=7 cpu2=0 chip=IO-APIC hwirq=32-edge trigger=- "
		"actions=\n"
		"irq=33 total=7 cpu0=7 cpu2=0 chip=XT-PIC hwirq=- trigger=- "
		"actions=eth2\n");
	proctext_expect(hp_procirq_parse, "  CPU0\n", "");
	proctext_refuse(hp_procirq_parse, "", 0, 0);
	proctext_refuse(hp_procirq_parse, "  CPU0 CPU1\n 1: 5\n", 2, 0);
	proctext_refuse(hp_procirq_parse, "  CPU0\n 1: 5 a b c\n 2 5\n", 3, 1);
}

static void test_serves(void **state)
{
	static const struct {
		const char *actions;
		bool eth1;
	} lines[] = {
		{"eth1", true},	       {"usb, eth1", true}, {"eth1, usb", true},
		{"eth1-rx-0", true},   {"eth1:0", true},    {"eth10", false},
		{"usb, eth10", false}, {"xeth1", false},    {"eth1_a", false},
		{"", false},	       {",", false},	    {"eth10, eth1-tx", true},
		{"mlx5@eth1", false},
	};
	char text[128];

	for (size_t i = 0; i < ARRAY_SIZE(lines); i++) {
		_cleanup_(hp_proctable_free) struct hp_proctable table = {0};

		snprintf(text, sizeof(text), "CPU0\n1: 0 chip 1-edge  %s\n",
			 lines[i].actions);
		assert_int_equal(proctext_add(&table, hp_procirq_parse, text), 0);
		if (hp_procirq_serves(&table.row[0], "eth1") != lines[i].eth1)
			fail_msg("'%s'", lines[i].actions);
	}
}

static void test_add(void **state)
{
	_cleanup_(hp_proctable_free) struct hp_proctable table = {0};

	sandbox_write("/proc/irq/11/smp_affinity_list", "0-1\n");
	sandbox_write("/proc/irq/11/node", "0\n");
	sandbox_write("/proc/irq/11/spurious",
		      "count 1345\nunhandled 12\nlast_unhandled 4294893092 ms\n");
	hp_proctable_row(&table);
	hp_procirq_add(&table, 11);
	hp_proctable_row(&table);
	hp_procirq_add(&table, 12);
	assert_string_equal(proctext_of(&table),
			    "affinity=0-1 effective_affinity=- node=0 unhandled=12\n"
			    "affinity=- effective_affinity=- node=- unhandled=-\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_lines),
		cmocka_unit_test(test_serves),
		cmocka_unit_test_setup_teardown(test_add, sandbox_setup,
						sandbox_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
