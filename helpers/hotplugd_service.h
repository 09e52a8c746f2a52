/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: hotplugd: what it tells whoever started it, as the options and the environment
 * ask for it: by sd_notify(3), by a descriptor of its own as s6 has it, by a pid file.
 */
#ifndef HP_HOTPLUGD_SERVICE_H
#define HP_HOTPLUGD_SERVICE_H

#include "hotplugd_options.h"

/* Keeps the options; they must stay. */
void hotplugd_service_open(const struct hotplugd_options *options);

/* All who wait are told, once. What cannot be told is logged. */
void hotplugd_service_ready(void);

void hotplugd_service_reloading(void);
void hotplugd_service_reloaded(void);

/* The end will take that long at most, whatever limit the manager has. */
void hotplugd_service_stopping(unsigned int seconds);

/* Removes the pid file, where it is ours. */
void hotplugd_service_end(void);

#endif
