/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the virtual devices that an interface is part of, as they are. See netstack.h.
 */
#include <errno.h>
#include <linux/if_link.h>

#include "log.h"
#include "module/uapi/plugnet.h"
#include "netdevwrite.h"
#include "netstack.h"

/* Above so many, a dump of all links costs less than asking for each. */
#define FEW	 8

#define WHERE(w) (w)->file, (w)->line, (w)->column

static bool takes(const struct hp_net_upper *upper, const struct hp_netdev_kind *kind)
{
	return kind && kind->uppers & 1u << upper->key;
}

static int refuse_kind(const struct hp_net_upper *upper, const char *kind)
{
	return hp_error(0, "%s:%u:%u: %s is of the kind %s, which %s= does not take",
			WHERE(&upper->where), upper->name, kind,
			hp_net_upper_key_name(upper->key)),
	       -ENOTUNIQ;
}

/* What is there by that name. lower: our ifindex, where it has to stand over us. */
static int check_there(struct hp_net_stacked *item, const struct hp_net_link *there,
		       unsigned int lower)
{
	const struct hp_net_upper *upper = item->upper;
	const struct hp_netdev_kind *kind = hp_netdev_kind_find(there->kind);

	if (item->netdev && !hp_netdev_is(item->netdev, lower, there, &upper->where))
		return -ENOTUNIQ;
	if (!takes(upper, kind))
		return refuse_kind(upper, *there->kind ? there->kind : "(none)");
	if (lower && there->lower && there->lower != lower)
		return hp_error(0, "%s:%u:%u: %s is there, over another interface",
				WHERE(&upper->where), upper->name),
		       -ENOTUNIQ;
	item->kind = kind;
	item->ifindex = there->ifindex;
	return 0;
}

/* Whether it stands over the interface. */
static bool has_lower(const struct hp_net_stacked *item)
{
	if (hp_net_upper_is_master(item->upper->key))
		return false;
	return !item->netdev || hp_netdev_is_stacked(item->netdev);
}

/* Who is asked: all are told at once where more than a few are wanted. */
struct asking {
	struct hp_netlink *nl;
	const struct hp_net_conf *conf;
	struct hp_net_links links;
};

static int compare_links(const void *a, const void *b)
{
	const struct hp_net_link *x = a, *y = b;

	return strcmp(x->name, y->name);
}

static int ask_all(struct asking *asking)
{
	int r = hp_net_links_read(asking->nl, &asking->links);

	if (r == 0)
		qsort(asking->links.link, asking->links.n, sizeof(*asking->links.link),
		      compare_links);
	return r;
}

static int compare_to(const void *name, const void *link)
{
	return strcmp(name, ((const struct hp_net_link *)link)->name);
}

/* What goes by that name only besides another is not in the order. */
static int find_there(const struct asking *asking, const char *name,
		      struct hp_net_link *ret)
{
	const struct hp_net_link *link = NULL;

	if (asking->links.n)
		link = bsearch(name, asking->links.link, asking->links.n, sizeof(*link),
			       compare_to);
	if (!link && asking->links.n && !asking->links.has_altnames)
		return -ENODEV;
	if (!link)
		return hp_net_link_get(asking->nl, 0, name, ret);
	*ret = *link;
	return 0;
}

/* Returns 1 where there is one, 0 where there is none to be had. */
static int look_up(struct hp_net_stacked *item, const struct asking *asking,
		   unsigned int ifindex)
{
	const struct hp_net_upper *upper = item->upper;
	unsigned int lower;
	struct hp_net_link there;
	int r;

	item->netdev = hp_netdevs_find(asking->conf, upper->name);
	if (item->netdev && !takes(upper, item->netdev->netdev->kind))
		return refuse_kind(upper, item->netdev->netdev->kind->name);
	r = find_there(asking, upper->name, &there);
	if (r == 0) {
		lower = has_lower(item) ? ifindex : 0;
		r = check_there(item, &there, lower);
		return r < 0 ? r : 1;
	}
	if (r != -ENODEV)
		return r;
	if (!item->netdev) {
		hp_warning(0,
			   "%s:%u:%u: there is no %s, and no *.netdev file that makes it",
			   WHERE(&upper->where), upper->name);
		return 0;
	}
	item->kind = item->netdev->netdev->kind;
	return 1;
}

static int read_item(struct hp_net_stack *stack, const struct asking *asking,
		     const struct hp_net_upper *upper, const struct hp_net_link *link)
{
	struct hp_net_stacked *item = &stack->item[stack->n];
	int r;

	*item = (struct hp_net_stacked){.upper = upper};
	r = look_up(item, asking, link->ifindex);
	if (r > 0)
		stack->n++;
	return r < 0 ? r : 0;
}

/* What it is to be in its master, held against what it is. */
static int read_port(struct hp_net_stack *stack, struct hp_netlink *nl,
		     const struct hp_net_uppers *uppers, const struct hp_net_link *link,
		     unsigned int master)
{
	struct hp_net_tell *tell = &stack->port;
	int r = 0;

	tell->kind = "bridge";
	tell->what = "port settings";
	for (size_t i = 0; r == 0 && i < uppers->port.n; i++) {
		const struct hp_net_attr *attr = &uppers->port.attr[i];

		tell->where = attr->where;
		r = hp_net_tell_add(tell, attr->row->type, attr->bytes, attr->len);
	}
	if (r < 0)
		return r;
	return hp_net_tell_read(tell, nl,
				master && master == link->master ? link->ifindex : 0);
}

/* Which member its master is to prefer, by an attribute of that. */
static int read_choice(struct hp_net_tell *tell, struct hp_netlink *nl, uint16_t type,
		       const struct hp_net_where *where, uint32_t ifindex,
		       const struct hp_net_stacked *master)
{
	int r = 0;

	tell->kind = hp_netdev_kind_driver(master->kind);
	tell->to_master = true;
	tell->where = *where;
	if (where->file)
		r = hp_net_tell_add(tell, type, &ifindex, sizeof(ifindex));
	if (r == 0)
		r = hp_net_tell_read(tell, nl, master->ifindex);
	if (r == -ENODEV) /* not ours is gone */
		return hp_error(r, "%s:%u:%u: %s", WHERE(where), master->upper->name),
		       -ENXIO;
	return r;
}

static int read_tells(struct hp_net_stack *stack, struct hp_netlink *nl,
		      const struct hp_net_uppers *uppers, const struct hp_net_link *link)
{
	const struct hp_net_stacked *master = hp_net_stack_master(stack);
	int r;

	if (!master)
		return 0;
	stack->primary.what = "primary";
	stack->active.what = "active";
	stack->active.is_wish = true;
	if (master->upper->key == HP_NET_UPPER_BRIDGE)
		return read_port(stack, nl, uppers, link, master->ifindex);
	if (master->upper->key == HP_NET_UPPER_PLUGNET)
		return read_choice(&stack->primary, nl, IFLA_PLUGNET_PRIMARY,
				   &uppers->primary, link->ifindex, master);
	if (master->upper->key != HP_NET_UPPER_BOND)
		return 0;
	r = read_choice(&stack->primary, nl, IFLA_BOND_PRIMARY, &uppers->primary,
			link->ifindex, master);
	if (r < 0)
		return r;
	return read_choice(&stack->active, nl, IFLA_BOND_ACTIVE_SLAVE, &uppers->active,
			   link->ifindex, master);
}

static const struct hp_net_upper *find_master(const struct hp_net_uppers *uppers)
{
	for (size_t i = 0; i < uppers->n; i++)
		if (hp_net_upper_is_master(uppers->upper[i].key))
			return &uppers->upper[i];
	return NULL;
}

/* What a *.netdev file says of its members. Their own files have the last word. */
static void add_named(struct hp_net_uppers *all, const struct hp_net_conf *conf,
		      const struct hp_net_want *want, const char *name)
{
	struct hp_net_upper *upper = &all->upper[all->n];

	if (want->unmanaged || !hp_net_upper_find(conf, name, upper))
		return;
	if (!all->keep.file && !find_master(all))
		all->n++;
	else
		hp_warning(0,
			   "%s:%u:%u: the file of %s says which master it has; %s= does "
			   "not count",
			   WHERE(&upper->where), name, hp_net_upper_key_name(upper->key));
}

/* ret: the file's own, and whatever else is said. */
static int read_uppers(struct hp_net_stack *stack, const struct hp_net_conf *conf,
		       const struct hp_net_want *want, const char *name,
		       struct hp_net_uppers *ret)
{
	*ret = (struct hp_net_uppers){0};
	if (want->network && want->network->uppers)
		*ret = *want->network->uppers;
	stack->uppers = calloc(ret->n + 1, sizeof(*stack->uppers));
	if (!stack->uppers)
		return -ENOMEM;
	if (ret->n)
		memcpy(stack->uppers, ret->upper, ret->n * sizeof(*stack->uppers));
	ret->upper = stack->uppers;
	add_named(ret, conf, want, name);
	return 0;
}

static int check_loops(const struct hp_net_conf *conf, const struct hp_net_uppers *uppers,
		       const char *name)
{
	const struct hp_net_upper *upper;
	int r = hp_net_uppers_loop(conf, uppers, name, &upper);

	if (r < 0 || !upper)
		return r;
	return hp_error(0, "%s:%u:%u: %s would stand over itself", WHERE(&upper->where),
			name),
	       -ELOOP;
}

static int read_items(struct hp_net_stack *ret, struct hp_netlink *nl,
		      const struct hp_net_conf *conf, const struct hp_net_uppers *uppers,
		      const struct hp_net_link *link)
{
	struct asking asking = {.nl = nl, .conf = conf};
	int r = 0;

	ret->item = calloc(uppers->n, sizeof(*ret->item));
	if (!ret->item)
		return -ENOMEM;
	if (uppers->n > FEW)
		r = ask_all(&asking);
	for (size_t i = 0; r == 0 && i < uppers->n; i++)
		r = read_item(ret, &asking, &uppers->upper[i], link);
	hp_net_links_free(&asking.links);
	return r;
}

int hp_net_stack_read(struct hp_net_stack *ret, struct hp_netlink *nl,
		      const struct hp_net_conf *conf, const struct hp_net_want *want,
		      const struct hp_net_link *link)
{
	const char *name = hp_net_want_name(want, link);
	struct hp_net_uppers uppers;
	int r = read_uppers(ret, conf, want, name, &uppers);

	if (r < 0 || !uppers.n)
		return r;
	r = check_loops(conf, &uppers, name);
	if (r == 0)
		r = read_items(ret, nl, conf, &uppers, link);
	return r < 0 ? r : read_tells(ret, nl, &uppers, link);
}
