/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: ifupdown and ifupdown-ng for an interface that no *.network file is for, as
 * net.agent of linux-hotplug ran them.
 *
 * Source of the contract: ifup(8), ifquery(8) of ifupdown 0.8 and ifupdown-ng 0.12.
 */
#ifndef HP_NETIFUP_H
#define HP_NETIFUP_H

#include "netfollow.h"

/* As those of struct follower in netfollow.c. One that is up by us is not brought up a
 * second time; one whose ifup was ended is, after ifdown. */
bool hp_netifup_is_wanted(const struct hp_net_file *network);
bool hp_netifup_is_there(unsigned int ifindex);
int hp_netifup_follow(const struct hp_netfollow *follow) _must_check_;
void hp_netifup_forget(const struct hp_uevent *event, unsigned int ifindex);
void hp_netifup_look(unsigned int ifindex,
		     void (*see)(const struct hp_netfollow_fact *fact, void *data),
		     void *data);

#endif
