/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the steps that concern virtual devices. Only netapply.c includes this: as its
 * own verbs, and what it asks of them. */
#ifndef HP_NETAPPLY_STACK_H
#define HP_NETAPPLY_STACK_H

#include "netapply.h"

int hp_net_take_make(struct hp_net_apply *apply, const struct hp_net_step *step);
int hp_net_undo_make(struct hp_net_apply *apply, const struct hp_net_step *step);
int hp_net_take_down(struct hp_net_apply *apply, const struct hp_net_step *step);
int hp_net_undo_down(struct hp_net_apply *apply, const struct hp_net_step *step);
int hp_net_take_master(struct hp_net_apply *apply, const struct hp_net_step *step);
int hp_net_undo_master(struct hp_net_apply *apply, const struct hp_net_step *step);
int hp_net_take_tell(struct hp_net_apply *apply, const struct hp_net_step *step);
int hp_net_undo_tell(struct hp_net_apply *apply, const struct hp_net_step *step);
int hp_net_take_vlans(struct hp_net_apply *apply, const struct hp_net_step *step);
int hp_net_undo_vlans(struct hp_net_apply *apply, const struct hp_net_step *step);

/* Whether the step, which failed with r, makes a device of a kind that the kernel does
 * not have: rtnl_newlink() of net/core/rtnetlink.c. */
bool hp_net_make_is_lacking(const struct hp_net_step *step, int r);

/* Whether step n is about a device whose making an earlier step left out. */
bool hp_net_is_without_device(const struct hp_net_plan *plan, size_t n);

#endif
