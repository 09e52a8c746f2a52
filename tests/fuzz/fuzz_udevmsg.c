/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: fuzz lib/udevmsg: what udev sends to libudev's monitors. */
#include <errno.h>

#include "root.h"
#include "udevmsg.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool condition)
{
	if (!condition)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct hp_uevent event;
	char why[HP_UEVENT_WHY_MAX] = "";
	int r;

	/* What net events look up in /sys is not there. */
	require(hp_root_set("/nonexistent") == 0);
	r = hp_udevmsg_read(&event, (const char *)data, size, why);
	require(r == 0 || (r == -EINVAL && why[0]));
	if (r == 0)
		require(event.subsystem && event.n_vars <= HP_UEVENT_VARS_MAX &&
			streq(hp_uevent_get(&event, "ACTION"),
			      hp_action_name(event.action)));
	return 0;
}
