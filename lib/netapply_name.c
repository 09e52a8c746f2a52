/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: names that interfaces exchange. See netapply_name.h. */
#include <errno.h>

#include "log.h"
#include "netapply_bounce.h"
#include "netapply_name.h"
#include "netrecord.h"
#include "netwrite.h"

/* How many interfaces one exchange of names may move. */
#define CHAIN_MAX 64

/* Each is parked at most, and renamed. */
struct hp_net_exchange {
	struct hp_net_apply *apply;
	size_t n;
	struct {
		unsigned int ifindex;
		char from[IFNAMSIZ], to[IFNAMSIZ];
	} done[2 * (CHAIN_MAX + 1)];
};

static int change_name(struct hp_netlink *nl, unsigned int ifindex, const void *value)
{
	return hp_net_write_name(nl, ifindex, value);
}

static int rename_one(struct hp_net_exchange *exchange, unsigned int ifindex,
		      const char *from, const char *to)
{
	int r = hp_net_bounce(exchange->apply, ifindex, change_name, to);

	if (r < 0)
		return r;
	exchange->done[exchange->n].ifindex = ifindex;
	strcpy(exchange->done[exchange->n].from, from);
	strcpy(exchange->done[exchange->n].to, to);
	exchange->n++;
	return 0;
}

/* In reverse, so that each name is free when it is needed. Returns 0 or the negative
 * errno of the first that could not be had. */
static int take_back(struct hp_net_exchange *exchange)
{
	int result = 0, r;

	while (exchange->n > 0) {
		const char *from = exchange->done[--exchange->n].from;

		r = hp_net_bounce(exchange->apply, exchange->done[exchange->n].ifindex,
				  change_name, from);
		if (r < 0)
			hp_error(r, "%s: cannot be given its name back, is now %s", from,
				 exchange->done[exchange->n].to);
		result = result ?: r;
	}
	return result;
}

/* "hptmp" and ten digits at most: 15 bytes. */
static void park_name(unsigned int ifindex, char ret[static IFNAMSIZ])
{
	snprintf(ret, IFNAMSIZ, "hptmp%u", ifindex & 0x7fffffff);
}

bool hp_net_name_is_parked(const char *name, unsigned int ifindex)
{
	char parked[IFNAMSIZ];

	park_name(ifindex, parked);
	return streq(name, parked);
}

static int take_name(struct hp_net_exchange *exchange, const struct hp_net_link *link,
		     const char *name, int depth);

/* Makes the holder of a name give it up: it takes the name that the files want for it,
 * after link, which waits under a name that nobody wants, has freed its own. ret_name is
 * what link is called then. */
static int displace(struct hp_net_exchange *exchange, const struct hp_net_link *holder,
		    const struct hp_net_link *link, int depth,
		    char ret_name[static IFNAMSIZ])
{
	const struct hp_net_apply *apply = exchange->apply;
	char wanted[IFNAMSIZ];
	int r = apply->namer(holder, wanted, apply->data);

	if (r < 0 || streq(wanted, holder->name) || depth >= CHAIN_MAX)
		return -EEXIST;
	park_name(link->ifindex, ret_name);
	r = rename_one(exchange, link->ifindex, link->name, ret_name);
	return r < 0 ? r : take_name(exchange, holder, wanted, depth + 1);
}

static int take_name(struct hp_net_exchange *exchange, const struct hp_net_link *link,
		     const char *name, int depth)
{
	char from[IFNAMSIZ];
	struct hp_net_link holder;
	int r;

	strcpy(from, link->name);
	r = hp_net_link_get(exchange->apply->nl, 0, name, &holder);
	if (r == 0 && holder.ifindex == link->ifindex && streq(holder.name, name))
		return 0;
	if (r == 0) {
		/* An alternative name is found as well, and is nobody's to be taken. */
		r = streq(holder.name, name)
			    ? displace(exchange, &holder, link, depth, from)
			    : -EEXIST;
		if (r == -EEXIST && depth == 0)
			hp_warning(0, "%s: the name %s is that of interface %u already",
				   link->name, name, holder.ifindex);
	} else if (r == -ENODEV) {
		r = 0;
	}
	return r < 0 ? r : rename_one(exchange, link->ifindex, from, name);
}

static int rename_all(struct hp_net_exchange *exchange, const char *name)
{
	struct hp_net_apply *apply = exchange->apply;
	struct hp_net_link link;
	/* Others may have moved it meanwhile. */
	int r = hp_net_link_get(apply->nl, apply->ifindex, NULL, &link);

	if (r == 0)
		r = take_name(exchange, &link, name, 0);
	if (r < 0)
		(void)take_back(exchange);
	return r;
}

int hp_net_rename(struct hp_net_apply *apply, const char *name)
{
	_cleanup_close_ int lock = hp_net_names_lock();

	if (lock == -ETIMEDOUT)
		return lock;
	free(apply->exchange);
	apply->exchange = calloc(1, sizeof(*apply->exchange));
	if (!apply->exchange)
		return -ENOMEM;
	apply->exchange->apply = apply;
	return rename_all(apply->exchange, name);
}

int hp_net_rename_back(struct hp_net_apply *apply)
{
	_cleanup_close_ int lock = hp_net_names_lock();

	return lock == -ETIMEDOUT ? lock : take_back(apply->exchange);
}
