/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: hotplugd: hotplug.conf and the caches, read again. See hotplugd.h. */
#include "conf.h"
#include "handle.h"
#include "hotplugd.h"
#include "hotplugd_control.h"
#include "hotplugd_service.h"
#include "log.h"

static void put_in_force(void)
{
	int r = hp_workers_set_max(&hotplugd.workers, hp_handle_workers());

	if (r < 0)
		hp_error(r, "as many workers as before");
	hp_monitor_set_buffer(hotplugd.monitor, hp_conf_get()->receive_buffer);
	hotplugd_control_admit();
	hotplugd_rebroadcast_open();
	hotplugd_leave_to_neighbour();
}

void hotplugd_reload(void)
{
	hotplugd_service_reloading();
	if (hp_conf_reload() == 0)
		put_in_force();
	hp_outlooks_forget(hotplugd.outlooks);
	hotplugd_service_reloaded();
}
