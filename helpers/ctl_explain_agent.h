/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: what an agent of the suite would do for an event. */
#ifndef HP_CTL_EXPLAIN_AGENT_H
#define HP_CTL_EXPLAIN_AGENT_H

#include "dispatch.h"
#include "json.h"

/* Explains one step of a plan, where it is an agent of the suite. Returns 0 or a negative
 * errno, logged. */
int ctl_explain_step(const struct hp_step *step, const struct hp_uevent *event,
		     struct hp_json *json) _must_check_;

#endif
