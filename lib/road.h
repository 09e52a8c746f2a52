/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: who brings the kernel's events to the suite here. */
#ifndef HP_ROAD_H
#define HP_ROAD_H

#include "macro.h"

enum hp_road {
	HP_ROAD_NONE,
	HP_ROAD_DAEMON, /* hotplugd listens on /run/hotplug/event */
	HP_ROAD_HELPER, /* HP_HELPERDIR/hotplug is in /proc/sys/kernel/hotplug */
};

/* Where both do, the daemon: helpers hand over to it. */
enum hp_road hp_road_find(void);

/* Waits up to ms for the daemon. Returns whether it listens. */
bool hp_road_wait_daemon(unsigned int ms);

#endif
