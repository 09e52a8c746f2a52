/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the keys of [SR-IOV], and SR-IOVVirtualFunctions=. See netkey.h. */
#include <linux/if_ether.h>
#include <linux/if_link.h>

#include "netkey.h"
#include "number.h"

enum {
	/* r->given has a bit for each enum hp_net_vf_setting, and these: */
	HAS_NUMBER = 1 << HP_NET_VF_SETTINGS,
	HAS_QOS = HAS_NUMBER << 1,
	HAS_PROTOCOL = HAS_NUMBER << 2,
};

static struct hp_net_vf *current(struct hp_net_reader *r)
{
	return &r->current.object.vf;
}

int hp_net_begin_vf(struct hp_net_reader *r, const struct hp_ini_entry *entry)
{
	r->current.object.kind = HP_NET_VF;
	current(r)->protocol = ETH_P_8021Q;
	return 0;
}

/* Returns whether there is one. */
static bool take_number(struct hp_net_reader *r, const struct hp_ini_entry *entry,
			unsigned int bit, uint32_t min, uint32_t max, uint32_t *ret)
{
	uint64_t number = 0;

	r->given &= ~bit;
	*ret = 0;
	if (!*entry->value)
		return true;
	if (hp_number_parse(entry->value, 10, max, &number) < 0 || number < min)
		return false;
	r->given |= bit;
	*ret = number;
	return true;
}

static int take_vf(struct hp_net_reader *r, const struct hp_ini_entry *entry, int arg)
{
	return take_number(r, entry, HAS_NUMBER, 0, INT32_MAX - 1, &current(r)->number)
		       ? 0
		       : hp_net_reader_spoil(r, entry,
					     "virtual function (0 to 2147483646)");
}

static int take_vlan(struct hp_net_reader *r, const struct hp_ini_entry *entry, int arg)
{
	return take_number(r, entry, 1u << HP_NET_VF_VLAN, 1, 4095, &current(r)->vlan)
		       ? 0
		       : hp_net_reader_spoil(r, entry, "VLAN (1 to 4095)");
}

static int take_qos(struct hp_net_reader *r, const struct hp_ini_entry *entry, int arg)
{
	return take_number(r, entry, HAS_QOS, 1, UINT32_MAX - 1, &current(r)->qos)
		       ? 0
		       : hp_net_reader_spoil(r, entry, "quality (1 to 4294967294)");
}

static int take_protocol(struct hp_net_reader *r, const struct hp_ini_entry *entry,
			 int arg)
{
	bool is_ad = streq(entry->value, "802.1ad");

	if (*entry->value && !is_ad && !streq(entry->value, "802.1Q"))
		return hp_net_reader_spoil(r, entry, "protocol (802.1Q, 802.1ad)");
	r->given = *entry->value ? r->given | HAS_PROTOCOL : r->given & ~HAS_PROTOCOL;
	current(r)->protocol = is_ad ? ETH_P_8021AD : ETH_P_8021Q;
	return 0;
}

static int take_mac(struct hp_net_reader *r, const struct hp_ini_entry *entry, int arg)
{
	static const uint8_t zero[ETH_ALEN];
	struct hp_hwaddr mac = {0};

	r->given &= ~(1u << HP_NET_VF_MAC);
	if (!*entry->value)
		return 0;
	if (hp_hwaddr_parse(&mac, entry->value) < 0 || mac.len != ETH_ALEN ||
	    mac.bytes[0] & 1 || memcmp(mac.bytes, zero, ETH_ALEN) == 0)
		return hp_net_reader_spoil(r, entry, "MAC address of a station");
	memcpy(current(r)->mac, mac.bytes, ETH_ALEN);
	r->given |= 1u << HP_NET_VF_MAC;
	return 0;
}

/* Each has a place of its own until the section ends. */
static int take_switch(struct hp_net_reader *r, const struct hp_ini_entry *entry,
		       int which)
{
	const bool is_state = which == HP_NET_VF_STATE;
	uint32_t *values = r->vf_values;
	bool on = false, is_auto = is_state && streq(entry->value, "auto");

	r->given &= ~(1u << which);
	if (!*entry->value)
		return 0;
	if (!is_auto && hp_boolean_parse(&on, entry->value) < 0)
		return hp_net_reader_spoil(r, entry,
					   is_state ? "boolean, or auto" : "boolean");
	values[which] = on;
	if (is_state)
		values[which] = is_auto ? IFLA_VF_LINK_STATE_AUTO
				: on	? IFLA_VF_LINK_STATE_ENABLE
					: IFLA_VF_LINK_STATE_DISABLE;
	r->given |= 1u << which;
	return 0;
}

/* The later section counts, whole. */
static void drop_earlier(struct hp_net_reader *r)
{
	struct hp_net_file *file = r->file;
	size_t kept = 0;

	for (size_t i = 0; i < file->n_objects; i++) {
		const struct hp_net_conf_object *conf = &file->objects[i];

		if (conf->object.kind != HP_NET_VF ||
		    conf->object.vf.number != current(r)->number)
			file->objects[kept++] = *conf;
	}
	if (kept < file->n_objects)
		hp_ini_warn(&r->start,
			    "[SR-IOV] for virtual function %u again: this one counts",
			    current(r)->number);
	file->n_objects = kept;
}

/* One thing for each setting. */
static int add_settings(struct hp_net_reader *r)
{
	const struct hp_net_vf all = *current(r);
	int result = 0;

	for (int i = 0; result == 0 && i < HP_NET_VF_SETTINGS; i++) {
		struct hp_net_vf one = {.number = all.number, .which = i};

		if (!(r->given & 1u << i))
			continue;
		if (i == HP_NET_VF_MAC) {
			memcpy(one.mac, all.mac, sizeof(one.mac));
		} else if (i == HP_NET_VF_VLAN) {
			one.vlan = all.vlan;
			one.qos = all.qos;
			one.protocol = all.protocol;
		} else {
			one.value = r->vf_values[i];
		}
		*current(r) = one;
		result = hp_net_reader_add(r);
	}
	return result;
}

int hp_net_end_vf(struct hp_net_reader *r)
{
	if (r->spoilt)
		return 0;
	if (!(r->given & HAS_NUMBER)) {
		hp_ini_warn(&r->start,
			    "[SR-IOV] without VirtualFunction=; it is left out");
		return 0;
	}
	if (r->given & (HAS_QOS | HAS_PROTOCOL) && !(r->given & 1u << HP_NET_VF_VLAN))
		hp_ini_warn(&r->start, "[SR-IOV]: without VLANId=, QualityOfService= and "
				       "VLANProtocol= do not count");
	drop_earlier(r);
	return add_settings(r);
}

static int take_vfs(struct hp_net_reader *r, const struct hp_ini_entry *entry, int arg)
{
	uint64_t n = 0;

	if (*entry->value && hp_number_parse(entry->value, 10, INT32_MAX, &n) < 0) {
		hp_ini_warn(entry,
			    "'%s' is no number of virtual functions (0 to 2147483647); "
			    "it is left out",
			    entry->value);
		return 0;
	}
	hp_net_reader_drop(r, HP_NET_VFS);
	if (!*entry->value)
		return 0;
	r->current = (struct hp_net_conf_object){
		.where = hp_net_where_of(r, entry),
		.object = {.kind = HP_NET_VFS, .vfs.n = n},
	};
	return hp_net_reader_add(r);
}

#define KEY(name, ...)                                                                   \
	{                                                                                \
		"SR-IOV", name, HP_NET_IN_LINK | HP_NET_IN_NETWORK, __VA_ARGS__          \
	}

const struct hp_net_key hp_net_vf_keys[] = {
	{"Link", "SR-IOVVirtualFunctions", HP_NET_IN_LINK, take_vfs},
	KEY("VirtualFunction", take_vf),
	KEY("VLANId", take_vlan),
	KEY("QualityOfService", take_qos),
	KEY("VLANProtocol", take_protocol),
	KEY("MACAddress", take_mac),
	KEY("MACSpoofCheck", take_switch, HP_NET_VF_SPOOFCHK),
	KEY("QueryReceiveSideScaling", take_switch, HP_NET_VF_RSS),
	KEY("Trust", take_switch, HP_NET_VF_TRUST),
	KEY("LinkState", take_switch, HP_NET_VF_STATE),
	{0},
};
