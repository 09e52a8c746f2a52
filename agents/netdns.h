/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: DNS= and Domains= of an interface, given to resolvconf(8) where that is
 * installed, else kept in /run/hotplug/resolv.conf. */
#ifndef HP_NETDNS_H
#define HP_NETDNS_H

#include "netfollow.h"

/* As those of struct follower in netfollow.c. */
bool hp_netdns_is_wanted(const struct hp_net_file *network);
bool hp_netdns_is_there(unsigned int ifindex);
int hp_netdns_follow(const struct hp_netfollow *follow) _must_check_;
void hp_netdns_forget(const struct hp_uevent *event, unsigned int ifindex);
void hp_netdns_look(unsigned int ifindex,
		    void (*see)(const struct hp_netfollow_fact *fact, void *data),
		    void *data);

#endif
