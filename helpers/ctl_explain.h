/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: what hotplugctl explain says of an event: parts that need a library each have
 * a file of their own. All write to stdout, or to json where it is not NULL. */
#ifndef HP_CTL_EXPLAIN_H
#define HP_CTL_EXPLAIN_H

#include "agent.h"
#include "json.h"

/* What would happen for the event, and why; what: as it was typed, or FILE:LINE. Nothing
 * is run and nothing is changed. Returns 0 or a negative errno, logged. */
int ctl_explain_event(const struct hp_uevent *event, const char *what,
		      struct hp_json *json) _must_check_;

/* Which modules drive the event's device, and which file says so. Returns 0 or a negative
 * errno, logged. */
int ctl_explain_modules(const struct hp_uevent *event, struct hp_json *json);

/* Which files of hotplug.d/net are for the event's interface, why the others are not, and
 * what they change. Returns 0 or a negative errno, logged. */
int ctl_explain_net(const struct hp_uevent *event, struct hp_json *json);

/* before TEXT after, without bytes that speak to a terminal. */
void ctl_explain_put(const char *before, const char *text, const char *after);

#endif
