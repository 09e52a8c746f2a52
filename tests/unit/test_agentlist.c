/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: test lib/agentlist. */
#include "agentlist.h"
#include "sandbox.h"

static char listed[256];

static void list(const char *name)
{
	snprintf(listed + strlen(listed), sizeof(listed) - strlen(listed), "%s ", name);
}

static void test_list(void **state)
{
	sandbox_executable(HP_AGENTDIR "/usb.agent");
	sandbox_executable(HP_AGENTDIR "/pci.agent");
	sandbox_executable(HP_AGENTDIR "/modprobe");
	sandbox_executable(HP_AGENTDIR "/.agent");
	sandbox_executable(HP_CONFDIR "/pci.agent");
	sandbox_executable(HP_CONFDIR "/a.b.agent");
	hp_agents_list(list);
	assert_string_equal(listed, "a.b pci usb ");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_list, sandbox_setup,
						sandbox_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
