/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: tests of lib/procregion: who has which ports and which memory. */
#include "procregion.h"
#include "proctext.h"

static const char ports[] = "0000-0cf7 : PCI Bus 0000:00\n"
			    "  0000-001f : dma1\n"
			    "  0300-030f : port0\n"
			    "0d00-ffff : PCI Bus 0000:00\n"
			    "  c000-c03f : 0000:00:03.0\n"
			    "    c000-c03f : e1000\n"
			    "  c040-c05f : 0000:00:01.2\n"
			    "    c040-c05f : uhci_hcd\n";

static void test_ports(void **state)
{
	proctext_expect(hp_procregion_parse,
			"0000-0cf7 : PCI Bus 0000:00\n  0cf8-0cff : PCI conf1 : x\n",
			"start=0 end=3319 name=PCI Bus 0000:00 depth=0\n"
			"start=3320 end=3327 name=PCI conf1 : x depth=1\n");
	proctext_expect(hp_procregion_parse, "4000000000-7fffffffff : a\n",
			"start=274877906944 end=549755813887 name=a depth=0\n");
	proctext_refuse(hp_procregion_parse, "0-1 : a\n0000-0cf7\n", 2, 1);
	proctext_refuse(hp_procregion_parse, "0000 : PCI-Bus\n", 1, 0);
	proctext_refuse(hp_procregion_parse, "-1 : a\n", 1, 0);
	proctext_refuse(hp_procregion_parse, "1-10000000000000000 : a\n", 1, 0);
}

/* To who has no rights, every address is 0. */
static void test_hidden(void **state)
{
	proctext_expect(
		hp_procregion_parse,
		"00000000-00000000 : Reserved\n  00000000-00000000 : a\n",
		"start=- end=- name=Reserved depth=0\nstart=- end=- name=a depth=1\n");
	proctext_expect(hp_procregion_parse, "0000-0000 : a\n0000-0001 : b\n",
			"start=0 end=0 name=a depth=0\nstart=0 end=1 name=b depth=0\n");
}

static void test_find(void **state)
{
	_cleanup_(hp_proctable_free) struct hp_proctable all = {0}, found = {0};

	assert_int_equal(proctext_add(&all, hp_procregion_parse, ports), 0);
	hp_procregion_find(&found, &all, "0000:00:03.0");
	hp_procregion_find(&found, &all, "port0");
	hp_procregion_find(&found, &all, "nobody");
	assert_string_equal(proctext_of(&found),
			    "start=49152 end=49215 name=0000:00:03.0 depth=1\n"
			    "start=49152 end=49215 name=e1000 depth=2\n"
			    "start=768 end=783 name=port0 depth=1\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_ports),
		cmocka_unit_test(test_hidden),
		cmocka_unit_test(test_find),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
