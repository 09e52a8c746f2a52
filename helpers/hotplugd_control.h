/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: hotplugd: its control socket, see control.h. */
#ifndef HP_HOTPLUGD_CONTROL_H
#define HP_HOTPLUGD_CONTROL_H

#include "order.h"
#include "stats.h"

/* Opens the socket, and lets in who may. What fails is logged: the daemon goes on
 * without. */
void hotplugd_control_open(void);

/* Lets in whom hotplug.conf names now. */
void hotplugd_control_admit(void);

/* In each turn of the loop: answers those who wait for the end of events. */
void hotplugd_control_turn(void);

/* Whether somebody wants to be told of events. */
bool hotplugd_control_is_heard(void);

/* Tells them of one that has ended. */
void hotplugd_control_tell(const struct hp_pending *pending, enum hp_outcome outcome,
			   int64_t ended_us);

#endif
