/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: say what a plan does to an interface. */
#ifndef HP_NETREPORT_H
#define HP_NETREPORT_H

#include "netplan.h"

#define HP_NETREPORT_STEP (4 * HP_NET_STEP_TEXT)

/* What the step does, for a terminal: with hp_log_escape(), since names may be others'.
 */
char *hp_netreport_step(const struct hp_net_step *step,
			char ret[static HP_NETREPORT_STEP]);

/* Says that an interface, or what it is, cannot be read; of -ENODEV and 0 nothing.
 * Returns r. */
int hp_netreport_unread(const char *interface, int r);

/* Text of several lines to standard output, on one, and as hp_netreport_step(). */
void hp_netreport_text(const char *text);

/* What would be done, a line a step, to standard output. */
void hp_netreport_print(const struct hp_net_link *link, const struct hp_net_plan *plan);

/* What was done, in one line of the log: "eth0 -> lan0: mtu 1400, address 10.0.2.15/24,
 * up". */
void hp_netreport_tell(const struct hp_net_link *link, const struct hp_net_plan *plan);

#endif
