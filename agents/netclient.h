/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the DHCP clients of an interface: those that its *.network file asks for run,
 * others do not. */
#ifndef HP_NETCLIENT_H
#define HP_NETCLIENT_H

#include "netfollow.h"

/* As those of struct follower in netfollow.c. What was started by another name, or with
 * another client, is ended and started anew. Without a lock nothing is started. */
bool hp_netclient_is_wanted(const struct hp_net_file *network);
bool hp_netclient_is_there(unsigned int ifindex);
int hp_netclient_follow(const struct hp_netfollow *follow) _must_check_;
void hp_netclient_forget(const struct hp_uevent *event, unsigned int ifindex);
void hp_netclient_look(unsigned int ifindex,
		       void (*see)(const struct hp_netfollow_fact *fact, void *data),
		       void *data);

#endif
