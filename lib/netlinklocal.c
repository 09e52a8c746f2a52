/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: addresses of the link. See netlinklocal.h. */
#include <linux/if_addr.h>
#include <linux/if_link.h>

#include "netdev.h"
#include "netlinklocal.h"
#include "netplan_internal.h"
#include "netstack.h"

#define MODE   "addr_gen_mode"
#define SECRET "stable_secret"

static int add(struct hp_net_file *file, const struct hp_net_where *where,
	       const struct hp_net_sysctl *sysctl)
{
	const struct hp_net_conf_object object = {
		.where = *where,
		.object.kind = HP_NET_SYSCTL,
		.object.sysctl = *sysctl,
	};

	return hp_net_file_add(file, &object);
}

/* What makes it a port of a bridge, which has none unless the file says so; NULL:
 * nothing. */
static const struct hp_net_where *find_port(const struct hp_net_file *file)
{
	const struct hp_net_uppers *uppers = file->uppers;

	for (size_t i = 0; uppers && i < uppers->n; i++)
		if (uppers->upper[i].key == HP_NET_UPPER_BRIDGE)
			return &uppers->upper[i].where;
	return uppers && uppers->keep.file ? &uppers->keep : NULL;
}

static uint32_t mode_of(const struct hp_net_file *file)
{
	const struct hp_net_linklocal *linklocal = &file->linklocal;

	if (linklocal->v6_where.file ? !linklocal->v6 : find_port(file) != NULL)
		return IN6_ADDR_GEN_MODE_NONE;
	if (linklocal->mode_where.file)
		return linklocal->mode;
	return linklocal->secret_where.file ? IN6_ADDR_GEN_MODE_STABLE_PRIVACY
					    : IN6_ADDR_GEN_MODE_EUI64;
}

bool hp_net_linklocal_is_wanted(const struct hp_net_file *file)
{
	return mode_of(file) != IN6_ADDR_GEN_MODE_NONE;
}

static int add_secret(struct hp_net_file *file, const struct hp_net_where *where)
{
	const struct hp_net_linklocal *linklocal = &file->linklocal;
	bool is_given = linklocal->secret_where.file;

	return add(file, is_given ? &linklocal->secret_where : where,
		   &(struct hp_net_sysctl){
			   .family = "ipv6",
			   .name = SECRET,
			   .form = is_given ? HP_NET_SECRET : HP_NET_OWN_SECRET,
			   .secret = is_given ? linklocal->secret : in6addr_any,
		   });
}

/* The key that says the most about it; NULL: none does. */
static const struct hp_net_where *find_where(const struct hp_net_file *file)
{
	const struct hp_net_linklocal *linklocal = &file->linklocal;

	if (linklocal->mode_where.file)
		return &linklocal->mode_where;
	if (linklocal->v6_where.file)
		return &linklocal->v6_where;
	return linklocal->secret_where.file ? &linklocal->secret_where : find_port(file);
}

/* The kernel takes the mode only where there is the secret. */
int hp_net_linklocal_finish(struct hp_net_file *file)
{
	const struct hp_net_where *where = find_where(file);
	uint32_t mode = mode_of(file);
	int r = 0;

	if (!where)
		return 0;
	if (mode == IN6_ADDR_GEN_MODE_STABLE_PRIVACY)
		r = add_secret(file, where);
	if (r < 0)
		return r;
	return add(file, where,
		   &(struct hp_net_sysctl){
			   .family = "ipv6", .name = MODE, .value = (int)mode});
}

/* Whether it is about how addresses are made. */
static bool is_about(const struct hp_net_object *object)
{
	return object->kind == HP_NET_SYSCTL &&
	       (streq(object->sysctl.name, MODE) || streq(object->sysctl.name, SECRET));
}

/* Whether all that the interface gets is for the device that stands over it. */
static bool is_passed_through(const struct hp_net_conf *conf,
			      const struct hp_net_upper *upper)
{
	const unsigned int bits = 1u << HP_NET_UPPER_MACVLAN | 1u << HP_NET_UPPER_MACVTAP;
	const struct hp_net_file *file = hp_netdevs_find(conf, upper->name);
	const struct hp_net_attr *mode;

	if (!file || !(file->netdev->kind->uppers & bits & 1u << upper->key))
		return false;
	mode = hp_net_attrs_find(&file->netdev->attrs, "Mode");
	return mode && hp_net_attr_get_number(mode, mode->row) == MACVLAN_MODE_PASSTHRU;
}

static int set_none(struct hp_net_file *file, const struct hp_net_where *where)
{
	for (size_t i = 0; i < file->n_objects; i++) {
		struct hp_net_object *object = &file->objects[i].object;

		if (is_about(object) && streq(object->sysctl.name, MODE)) {
			object->sysctl.value = IN6_ADDR_GEN_MODE_NONE;
			return 0;
		}
	}
	return add(file, where,
		   &(struct hp_net_sysctl){.family = "ipv6",
					   .name = MODE,
					   .value = IN6_ADDR_GEN_MODE_NONE});
}

static int finish_passthru(const struct hp_net_conf *conf, struct hp_net_file *file)
{
	const struct hp_net_uppers *uppers = file->unusable ? NULL : file->uppers;

	for (size_t i = 0; uppers && !file->linklocal.v6_where.file && i < uppers->n; i++)
		if (is_passed_through(conf, &uppers->upper[i]))
			return set_none(file, &uppers->upper[i].where);
	return 0;
}

int hp_net_passthrus_finish(struct hp_net_conf *conf)
{
	int r = 0;

	for (size_t i = 0; r == 0 && i < conf->n; i++)
		r = finish_passthru(conf, &conf->files[i]);
	return r;
}

static bool is_so(const struct hp_net_object *wanted, const struct hp_net_objects *is)
{
	for (size_t i = 0; i < is->n; i++)
		if (is_about(&is->item[i]) &&
		    hp_net_object_relate(wanted, &is->item[i]) == HP_NET_EQUAL)
			return true;
	return false;
}

/* The setting that changes how addresses are made; NULL: they are made so already. */
static const struct hp_net_conf_object *find_change(const struct hp_net_file *file,
						    const struct hp_net_objects *is)
{
	for (size_t i = 0; i < file->n_objects; i++)
		if (is_about(&file->objects[i].object) &&
		    !is_so(&file->objects[i].object, is))
			return &file->objects[i];
	return NULL;
}

bool hp_net_is_linklocal(const struct hp_net_object *object)
{
	const struct hp_net_address *address = &object->address;

	return object->kind == HP_NET_ADDRESS && address->prefix.family == AF_INET6 &&
	       address->prefix.length == 64 && !address->peer.family &&
	       IN6_IS_ADDR_LINKLOCAL(&address->prefix.v6);
}

int hp_net_plan_linklocal(struct hp_net_plan *plan, const struct hp_net_want *want,
			  const struct hp_net_state *is)
{
	struct hp_net_step step = {.kind = HP_NET_STEP_DROP};
	const struct hp_net_conf_object *change =
		want->network ? find_change(want->network, &is->objects) : NULL;
	int r = 0;

	for (size_t i = 0; change && r == 0 && i < is->objects.n; i++) {
		const struct hp_net_object *object = &is->objects.item[i];

		if (!hp_net_is_linklocal(object) ||
		    hp_net_file_wants(want->network, object))
			continue;
		step.where = change->where;
		step.object.now = *object;
		r = hp_net_plan_add(plan, &step);
	}
	return r;
}
