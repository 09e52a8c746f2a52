/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: what an interface's *.network file asks of others than the kernel. See
 * netfollow.h. */
#include "netclient.h"
#include "netdns.h"
#include "netifup.h"

static const struct follower {
	bool (*is_wanted)(const struct hp_net_file *network); /* which may be NULL */
	bool (*is_there)(unsigned int ifindex);
	int (*follow)(const struct hp_netfollow *follow);
	void (*forget)(const struct hp_uevent *event, unsigned int ifindex);
} followers[] = {
	{hp_netdns_is_wanted, hp_netdns_is_there, hp_netdns_follow, hp_netdns_forget},
	{hp_netclient_is_wanted, hp_netclient_is_there, hp_netclient_follow,
	 hp_netclient_forget},
	{hp_netifup_is_wanted, hp_netifup_is_there, hp_netifup_follow, hp_netifup_forget},
};

bool hp_netfollow_concerns(unsigned int ifindex, const struct hp_net_file *network)
{
	for (size_t i = 0; i < ARRAY_SIZE(followers); i++)
		if (followers[i].is_wanted(network) || followers[i].is_there(ifindex))
			return true;
	return false;
}

int hp_netfollow(const struct hp_netfollow *follow)
{
	int result = 0, r;

	for (size_t i = 0; i < ARRAY_SIZE(followers); i++) {
		r = followers[i].follow(follow);
		result = result ?: r;
	}
	return result;
}

void hp_netfollow_forget(const struct hp_uevent *event, unsigned int ifindex)
{
	for (size_t i = 0; i < ARRAY_SIZE(followers); i++)
		followers[i].forget(event, ifindex);
}
