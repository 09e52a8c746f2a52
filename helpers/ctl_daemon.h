/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: hotplugctl: what its verbs that speak with hotplugd share. */
#ifndef HP_CTL_DAEMON_H
#define HP_CTL_DAEMON_H

#include "control.h"

/* Connects to hotplugd. Returns the socket or a negative errno, with the message logged.
 */
int ctl_daemon_connect(void) _must_check_;

/* Sends a request and receives the answer of that type, within half a minute. Returns 0
 * or a negative errno, with the message logged. */
int ctl_daemon_ask(int fd, const struct hp_control_message *request,
		   enum hp_control_type expected,
		   struct hp_control_message *ret) _must_check_;

#endif
