/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: what *.network files say of virtual devices, and the steps that follow. See
 * netstack.h. */
#include <errno.h>

#include "log.h"
#include "netstack.h"

static const struct {
	const char *name;
	bool is_master;
} keys[HP_NET_UPPER_KEYS] = {
	[HP_NET_UPPER_BRIDGE] = {"Bridge", true},
	[HP_NET_UPPER_BOND] = {"Bond", true},
	[HP_NET_UPPER_VRF] = {"VRF", true},
	[HP_NET_UPPER_VLAN] = {"VLAN"},
	[HP_NET_UPPER_MACVLAN] = {"MACVLAN"},
	[HP_NET_UPPER_MACVTAP] = {"MACVTAP"},
	[HP_NET_UPPER_IPVLAN] = {"IPVLAN"},
	[HP_NET_UPPER_IPVTAP] = {"IPVTAP"},
	[HP_NET_UPPER_VXLAN] = {"VXLAN"},
	[HP_NET_UPPER_TUNNEL] = {"Tunnel"},
	[HP_NET_UPPER_PLUGNET] = {"Lower", true},
	[HP_NET_UPPER_XFRM] = {"Xfrm"},
	[HP_NET_UPPER_IPOIB] = {"IPoIB"},
	[HP_NET_UPPER_MACSEC] = {"MACsec"},
	[HP_NET_UPPER_BATADV] = {"BatmanAdvanced", true},
};

const char *hp_net_upper_key_name(enum hp_net_upper_key key)
{
	return keys[key].name;
}

bool hp_net_upper_is_master(enum hp_net_upper_key key)
{
	return keys[key].is_master;
}

struct hp_net_uppers *hp_net_uppers_of(struct hp_net_file *file)
{
	if (!file->uppers)
		file->uppers = calloc(1, sizeof(*file->uppers));
	return file->uppers;
}

/* Namesakes stand in the order of their lines. */
static int compare_uppers(const void *a, const void *b)
{
	const struct hp_net_upper *x = *(struct hp_net_upper *const *)a;
	const struct hp_net_upper *y = *(struct hp_net_upper *const *)b;
	int r = strcmp(x->name, y->name);

	if (r == 0)
		r = (x->key > y->key) - (x->key < y->key);
	return r ? r : (x > y) - (x < y);
}

static void drop_unnamed(struct hp_net_uppers *uppers)
{
	size_t kept = 0;

	for (size_t i = 0; i < uppers->n; i++)
		if (*uppers->upper[i].name)
			uppers->upper[kept++] = uppers->upper[i];
	uppers->n = kept;
}

int hp_net_uppers_finish(struct hp_net_uppers *uppers)
{
	_cleanup_free_ struct hp_net_upper **sorted =
		calloc(uppers->n + 1, sizeof(*sorted));

	if (!sorted)
		return -ENOMEM;
	for (size_t i = 0; i < uppers->n; i++)
		sorted[i] = &uppers->upper[i];
	qsort(sorted, uppers->n, sizeof(*sorted), compare_uppers);
	for (size_t i = 1; i < uppers->n; i++)
		if (sorted[i - 1]->key == sorted[i]->key &&
		    streq(sorted[i - 1]->name, sorted[i]->name))
			sorted[i - 1]->name[0] = '\0';
	drop_unnamed(uppers);
	return 0;
}

void hp_net_uppers_free(struct hp_net_file *file)
{
	if (!file->uppers)
		return;
	free(file->uppers->upper);
	hp_net_attrs_free(&file->uppers->port);
	free(file->uppers);
	file->uppers = NULL;
}

bool hp_net_upper_find(const struct hp_net_conf *conf, const char *name,
		       struct hp_net_upper *ret)
{
	for (size_t i = 0; conf->has_lowers && i < conf->n; i++) {
		const struct hp_net_attr *lower =
			hp_netdev_has_lower(&conf->files[i], name);

		if (!lower)
			continue;
		*ret = (struct hp_net_upper){HP_NET_UPPER_PLUGNET, .where = lower->where};
		strcpy(ret->name, conf->files[i].ifname);
		return true;
	}
	return false;
}

static bool has_upper(const struct hp_net_uppers *uppers, const char *name)
{
	for (size_t i = 0; uppers && i < uppers->n; i++)
		if (streq(uppers->upper[i].name, name))
			return true;
	return false;
}

/* Whether any file says of an interface that one called name stands over it. */
static bool is_named(const struct hp_net_conf *conf, const char *name)
{
	const struct hp_net_file *file = conf->first[HP_NET_FILE_NETWORK];

	for (; file; file = file->next)
		if (has_upper(file->uppers, name))
			return true;
	file = hp_netdevs_find(conf, name);
	return file && hp_net_attrs_find_type(&file->netdev->attrs, HP_NETDEV_LOWER);
}

static const struct hp_net_file *network_of(const struct hp_net_conf *conf,
					    const char *name)
{
	const struct hp_net_facts facts = {.text = {[HP_NET_MATCH_NAME] = name}};

	return hp_net_conf_find(conf, HP_NET_FILE_NETWORK, &facts);
}

/* What the file for an interface called name says, where that file has not been followed
 * yet; else NULL. */
static const struct hp_net_uppers *uppers_unseen(const struct hp_net_conf *conf,
						 const char *name, bool *seen)
{
	const struct hp_net_file *file = network_of(conf, name);

	if (!file || seen[file - conf->files])
		return NULL;
	seen[file - conf->files] = true;
	return file->uppers;
}

static const struct hp_net_upper *leads_to(const struct hp_net_conf *conf,
					   const struct hp_net_uppers *uppers,
					   const char *name, bool *seen);

/* Whether one called name stands over one called from, by the files. */
static bool is_below(const struct hp_net_conf *conf, const char *from, const char *name,
		     bool *seen)
{
	const struct hp_net_uppers *uppers = uppers_unseen(conf, from, seen);
	struct hp_net_upper upper;
	bool *is_followed;

	if (leads_to(conf, uppers, name, seen))
		return true;
	if (!hp_net_upper_find(conf, from, &upper))
		return false;
	is_followed = &seen[hp_netdevs_find(conf, upper.name) - conf->files];
	if (*is_followed)
		return false;
	*is_followed = true;
	return streq(upper.name, name) || is_below(conf, upper.name, name, seen);
}

/* The first of them that is called name, or over which one so called stands by the files.
 * seen: of each of conf->files, whether it has been followed. */
static const struct hp_net_upper *leads_to(const struct hp_net_conf *conf,
					   const struct hp_net_uppers *uppers,
					   const char *name, bool *seen)
{
	for (size_t i = 0; uppers && i < uppers->n; i++)
		if (streq(uppers->upper[i].name, name) ||
		    is_below(conf, uppers->upper[i].name, name, seen))
			return &uppers->upper[i];
	return NULL;
}

int hp_net_uppers_loop(const struct hp_net_conf *conf, const struct hp_net_uppers *uppers,
		       const char *name, const struct hp_net_upper **ret)
{
	_cleanup_free_ bool *seen = NULL;

	if (!is_named(conf, name)) {
		*ret = NULL;
		return 0;
	}
	seen = calloc(conf->n, sizeof(*seen));
	if (!seen)
		return -ENOMEM;
	*ret = leads_to(conf, uppers, name, seen);
	return 0;
}

/* Of what stands over an interface by the file, each that would stand over itself. */
static int tell_loops(const struct hp_net_conf *conf, const struct hp_net_uppers *uppers)
{
	const struct hp_net_upper *back;
	int r = 0;

	for (size_t i = 0; uppers && i < uppers->n && r == 0; i++) {
		const char *name = uppers->upper[i].name;
		const struct hp_net_file *file = network_of(conf, name);

		if (!file || !file->uppers)
			continue;
		r = hp_net_uppers_loop(conf, file->uppers, name, &back);
		if (r == 0 && back)
			hp_warning(0, "%s:%u:%u: %s would stand over itself",
				   back->where.file, back->where.line, back->where.column,
				   name);
	}
	return r;
}

int hp_net_uppers_tell_loops(const struct hp_net_conf *conf)
{
	const struct hp_net_file *file = conf->first[HP_NET_FILE_NETWORK];
	int r = 0;

	for (; file && r == 0; file = file->next)
		r = tell_loops(conf, file->uppers);
	return r;
}

struct hp_net_stacked *hp_net_stack_master(const struct hp_net_stack *stack)
{
	for (size_t i = 0; i < stack->n; i++)
		if (hp_net_upper_is_master(stack->item[i].upper->key))
			return &stack->item[i];
	return NULL;
}

static int plan_make(struct hp_net_plan *plan, struct hp_net_stacked *item)
{
	const struct hp_net_step step = {
		.kind = HP_NET_STEP_MAKE,
		.where = item->netdev->ifname_where,
		.stacked = item,
	};

	return hp_net_plan_add(plan, &step);
}

/* A bond takes no interface that is up, and brings up what it has taken. */
static int plan_down(struct hp_net_plan *plan, struct hp_net_stacked *item)
{
	const struct hp_net_step step = {
		.kind = HP_NET_STEP_DOWN,
		.where = item->upper->where,
		.stacked = item,
	};

	return hp_net_plan_add(plan, &step);
}

/* drivers/net/vrf.c takes down for a moment whoever joins a VRF or leaves one: its routes
 * and IPv6 addresses go, as they do below a plugnet device. What kind the master before
 * is, is not known here. */
static bool disturbs(const struct hp_net_stacked *item, const struct hp_net_link *link)
{
	return link->flags & IFF_UP &&
	       (item->upper->key == HP_NET_UPPER_VRF ||
		item->upper->key == HP_NET_UPPER_PLUGNET || link->master);
}

static int plan_master(struct hp_net_plan *plan, struct hp_net_stacked *item,
		       const struct hp_net_link *link)
{
	const struct hp_net_step step = {
		.kind = HP_NET_STEP_MASTER,
		.where = item->upper->where,
		.stacked = item,
		.master = {link->master, disturbs(item, link)},
	};
	int r = 0;

	if (item->ifindex && item->ifindex == link->master)
		return 0;
	if (item->upper->key == HP_NET_UPPER_BOND && link->flags & IFF_UP)
		r = plan_down(plan, item);
	return r < 0 ? r : hp_net_plan_add(plan, &step);
}

/* Before the interface is up, since a bond takes none that is. */
int hp_net_plan_masters(struct hp_net_plan *plan, const struct hp_net_want *want,
			const struct hp_net_state *is)
{
	int r = 0;

	for (size_t i = 0; want->stack && r == 0 && i < want->stack->n; i++) {
		struct hp_net_stacked *item = &want->stack->item[i];

		if (!hp_net_upper_is_master(item->upper->key))
			continue;
		if (!item->ifindex)
			r = plan_make(plan, item);
		if (r == 0)
			r = plan_master(plan, item, &is->link);
	}
	return r;
}

/* Once it is a member, and up. A bond makes none active that has no carrier by then. */
int hp_net_plan_tells(struct hp_net_plan *plan, const struct hp_net_want *want,
		      const struct hp_net_state *is)
{
	struct hp_net_stack *stack = want->stack;
	struct hp_net_tell *tells[3];
	int r = 0;

	if (!stack)
		return 0;
	tells[0] = &stack->port;
	tells[1] = &stack->primary;
	tells[2] = &stack->active;
	for (size_t i = 0; r == 0 && i < ARRAY_SIZE(tells); i++) {
		const struct hp_net_step step = {
			.kind = HP_NET_STEP_TELL,
			.where = tells[i]->where,
			.stacked = hp_net_stack_master(stack),
			.tell = tells[i],
		};

		if (tells[i]->differs)
			r = hp_net_plan_add(plan, &step);
	}
	return r;
}

/* When the interface is up, without which what stands over it cannot be. */
int hp_net_plan_stacked(struct hp_net_plan *plan, const struct hp_net_want *want,
			const struct hp_net_state *is)
{
	int r = 0;

	for (size_t i = 0; want->stack && r == 0 && i < want->stack->n; i++) {
		struct hp_net_stacked *item = &want->stack->item[i];

		if (!hp_net_upper_is_master(item->upper->key) && !item->ifindex)
			r = plan_make(plan, item);
	}
	return r;
}

void hp_net_stack_free(struct hp_net_stack *stack)
{
	free(stack->item);
	free(stack->uppers);
	hp_net_tell_free(&stack->port);
	hp_net_tell_free(&stack->primary);
	hp_net_tell_free(&stack->active);
	*stack = (struct hp_net_stack){0};
}
