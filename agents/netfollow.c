/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: what an interface's *.network file asks of others than the kernel. See
 * netfollow.h. */
#include <errno.h>
#include <stdarg.h>

#include "netclient.h"
#include "netdns.h"
#include "netifup.h"

static const struct follower {
	bool (*is_wanted)(const struct hp_net_file *network); /* which may be NULL */
	bool (*is_there)(unsigned int ifindex);
	int (*follow)(const struct hp_netfollow *follow);
	void (*forget)(const struct hp_uevent *event, unsigned int ifindex);
	void (*look)(unsigned int ifindex,
		     void (*see)(const struct hp_netfollow_fact *fact, void *data),
		     void *data);
} followers[] = {
	{hp_netdns_is_wanted, hp_netdns_is_there, hp_netdns_follow, hp_netdns_forget,
	 hp_netdns_look},
	{hp_netclient_is_wanted, hp_netclient_is_there, hp_netclient_follow,
	 hp_netclient_forget, hp_netclient_look},
	{hp_netifup_is_wanted, hp_netifup_is_there, hp_netifup_follow, hp_netifup_forget,
	 hp_netifup_look},
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

void hp_netfollow_look(unsigned int ifindex,
		       void (*see)(const struct hp_netfollow_fact *fact, void *data),
		       void *data)
{
	for (size_t i = 0; i < ARRAY_SIZE(followers); i++)
		followers[i].look(ifindex, see, data);
}

int hp_netfollow_say(const struct hp_netfollow *follow, const char *format, ...)
{
	_cleanup_free_ char *text = NULL;
	va_list ap;
	int r;

	va_start(ap, format);
	r = vasprintf(&text, format, ap);
	va_end(ap);
	if (r < 0) {
		text = NULL;
		return -ENOMEM;
	}
	if (!follow->says)
		return printf("%s: %s\n", follow->link->name, text) < 0 ? -EIO : 0;
	r = hp_names_add(follow->says, text, strlen(text));
	return r < 0 ? r : 0;
}
