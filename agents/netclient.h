/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the DHCP clients of an interface: those that its *.network file asks for run,
 * others do not. */
#ifndef HP_NETCLIENT_H
#define HP_NETCLIENT_H

#include "netconf.h"
#include "netstate.h"

/* Whether one was started for the interface, and has not been forgotten since. */
bool hp_netclient_is_there(unsigned int ifindex);

/*
 * Starts what is asked for and does not run, and ends what runs and is not asked for, or
 * was started in another way: by another name, with another client.
 *
 * network: NULL where no file is for the interface. lock: the interface's, or the
 * negative errno for which there is none; then nothing is started. Returns 0 or a
 * negative errno, which is logged by then.
 */
int hp_netclient_follow(const struct hp_net_link *link, const struct hp_net_file *network,
			int lock) _must_check_;

/* The interface is gone: ends them. */
void hp_netclient_forget(unsigned int ifindex);

#endif
