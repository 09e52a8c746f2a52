/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: queueing disciplines that the kernel does not have: it refuses a kind that
 * neither it nor a module has with ENOENT (qdisc_create() of net/sched/sch_api.c), and
 * all of them with EOPNOTSUPP where it was built without any.
 */
#ifndef HP_NETAPPLY_QDISC_H
#define HP_NETAPPLY_QDISC_H

#include "netplan.h"

/* Whether the step, which failed with r, adds such a one, or one for a place that is not
 * there. */
bool hp_net_qdisc_is_lacking(const struct hp_net_step *step, int r);

/* Whether step n adds what stands in a discipline that an earlier step left out, at
 * whatever depth. */
bool hp_net_qdisc_is_without_parent(const struct hp_net_plan *plan, size_t n);

/* The step before n that made room for the discipline of step n; NULL: none did. */
struct hp_net_step *hp_net_qdisc_made_room(const struct hp_net_plan *plan, size_t n);

/* Whether a step dropped a discipline, and with it its classes and what was in them. */
bool hp_net_qdisc_is_dropped(const struct hp_net_plan *plan);

#endif
