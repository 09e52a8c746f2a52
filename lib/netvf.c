/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: how two settings of a virtual function stand to one another, and two numbers
 * of such functions. See netobject.h. */
#include <linux/if_ether.h>
#include <linux/if_link.h>

#include "log.h"
#include "netfinish.h"

static const struct hp_word protocols[] = {
	{"802.1Q", ETH_P_8021Q}, {"802.1ad", ETH_P_8021AD}, {NULL}};
static const struct hp_word switches[] = {{"off", 0}, {"on", 1}, {NULL}};
static const struct hp_word states[] = {{"auto", IFLA_VF_LINK_STATE_AUTO},
					{"enable", IFLA_VF_LINK_STATE_ENABLE},
					{"disable", IFLA_VF_LINK_STATE_DISABLE},
					{NULL}};

static const struct {
	const char *name;
	const struct hp_word *words;
} settings[HP_NET_VF_SETTINGS] = {
	[HP_NET_VF_MAC] = {"mac"},
	[HP_NET_VF_VLAN] = {"vlan"},
	[HP_NET_VF_SPOOFCHK] = {"spoofchk", switches},
	[HP_NET_VF_RSS] = {"query_rss", switches},
	[HP_NET_VF_TRUST] = {"trust", switches},
	[HP_NET_VF_STATE] = {"state", states},
};

static const char *word_of(const struct hp_word *words, uint32_t value)
{
	for (; words->name; words++)
		if (words->value == value)
			return words->name;
	return "unknown";
}

static bool same_vf(const struct hp_net_object *a, const struct hp_net_object *b)
{
	return a->vf.number == b->vf.number && a->vf.which == b->vf.which;
}

/* Of each, only the member that it is about is not 0. */
static enum hp_net_relation relate_vf(const struct hp_net_object *wanted,
				      const struct hp_net_object *there)
{
	const struct hp_net_vf *a = &wanted->vf, *b = &there->vf;

	if (!same_vf(wanted, there))
		return HP_NET_APART;
	return memcmp(a->mac, b->mac, sizeof(a->mac)) == 0 && a->vlan == b->vlan &&
			       a->qos == b->qos && a->protocol == b->protocol &&
			       a->value == b->value
		       ? HP_NET_EQUAL
		       : HP_NET_BESIDE;
}

static void describe_vf(const struct hp_net_object *object, char *ret)
{
	const struct hp_net_vf *vf = &object->vf;
	struct hp_hwaddr mac = {.len = ETH_ALEN};
	char text[HP_HWADDR_TEXT];

	strcpy(ret, "vf");
	hp_net_text_add_number(ret, " ", vf->number);
	hp_net_text_add(ret, " ", settings[vf->which].name);
	if (vf->which == HP_NET_VF_MAC) {
		memcpy(mac.bytes, vf->mac, ETH_ALEN);
		hp_net_text_add(ret, " ", hp_hwaddr_format(&mac, text));
	} else if (vf->which == HP_NET_VF_VLAN) {
		hp_net_text_add_number(ret, " ", vf->vlan);
		hp_net_text_add_number(ret, " qos ", vf->qos);
		hp_net_text_add(ret, " proto ", word_of(protocols, vf->protocol));
	} else {
		hp_net_text_add(ret, " ", word_of(settings[vf->which].words, vf->value));
	}
}

static bool same_vfs(const struct hp_net_object *a, const struct hp_net_object *b)
{
	return true;
}

static enum hp_net_relation relate_vfs(const struct hp_net_object *wanted,
				       const struct hp_net_object *there)
{
	const struct hp_net_vfs *a = &wanted->vfs, *b = &there->vfs;

	return a->n == b->n || (a->or_more && a->n < b->n) ? HP_NET_EQUAL : HP_NET_BESIDE;
}

static void describe_vfs(const struct hp_net_object *object, char *ret)
{
	ret[0] = '\0';
	hp_net_text_add_number(ret, "vfs ", object->vfs.n);
}

const struct hp_net_object_type hp_net_vf_type = {same_vf, relate_vf, describe_vf};
const struct hp_net_object_type hp_net_vfs_type = {same_vfs, relate_vfs, describe_vfs};

static const struct hp_net_object *find_vfs(const struct hp_net_file *file)
{
	for (size_t i = 0; i < file->n_objects; i++)
		if (file->objects[i].object.kind == HP_NET_VFS)
			return &file->objects[i].object;
	return NULL;
}

/* Of those that are left, the one with the highest number makes so many needed. */
static void drop_above(struct hp_net_file *file, uint32_t n)
{
	char text[HP_NET_OBJECT_TEXT];
	size_t kept = 0;

	for (size_t i = 0; i < file->n_objects; i++) {
		struct hp_net_conf_object *conf = &file->objects[i];

		if (conf->object.kind != HP_NET_VF || conf->object.vf.number < n)
			file->objects[kept++] = *conf;
		else
			hp_warning(0,
				   "%s:%u:%u: %s: SR-IOVVirtualFunctions= makes %u; it "
				   "is left out",
				   conf->where.file, conf->where.line, conf->where.column,
				   hp_net_object_describe(&conf->object, text), n);
	}
	file->n_objects = kept;
}

int hp_net_vfs_finish(struct hp_net_file *file)
{
	const struct hp_net_object *vfs = find_vfs(file);
	struct hp_net_conf_object implied = {
		.object = {.kind = HP_NET_VFS, .vfs.or_more = true},
	};

	if (vfs) {
		drop_above(file, vfs->vfs.n);
		return 0;
	}
	for (size_t i = 0; i < file->n_objects; i++) {
		const struct hp_net_object *object = &file->objects[i].object;

		if (object->kind != HP_NET_VF || object->vf.number < implied.object.vfs.n)
			continue;
		implied.object.vfs.n = object->vf.number + 1;
		implied.where = file->objects[i].where;
	}
	return implied.object.vfs.n ? hp_net_file_add(file, &implied) : 0;
}
