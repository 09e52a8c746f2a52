/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: tests of lib/procoption: the options on the kernel's command line. */
#include "procoption.h"
#include "proctext.h"

static void test_options(void **state)
{
	proctext_expect(
		hp_procoption_parse,
		"quiet plugnet.queues=4 snd-hda-intel.power-save=1 root=UUID=a.b "
		"a.b=\"c d\" \"e.f=g h\" net.ifnames module.flag .x=1 -- single a.b=1\n",
		"option=quiet value=- kind=kernel module=- parameter=-\n"
		"option=plugnet.queues value=4 kind=parameter module=plugnet "
		"parameter=queues\n"
		"option=snd-hda-intel.power-save value=1 kind=parameter "
		"module=snd_hda_intel parameter=power_save\n"
		"option=root value=UUID=a.b kind=kernel module=- parameter=-\n"
		"option=a.b value=c d kind=parameter module=a parameter=b\n"
		"option=e.f value=g h kind=parameter module=e parameter=f\n"
		"option=net.ifnames value=- kind=parameter module=net parameter=ifnames\n"
		"option=module.flag value=- kind=parameter module=module parameter=flag\n"
		"option=.x value=1 kind=kernel module=- parameter=-\n"
		"option=single value=- kind=init module=- parameter=-\n"
		"option=a.b value=1 kind=init module=- parameter=-\n");
	proctext_expect(hp_procoption_parse, "", "");
	proctext_expect(hp_procoption_parse, "--", "");
	proctext_expect(hp_procoption_parse, "a=\"",
			"option=a value= kind=kernel module=- "
			"parameter=-\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_options)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
