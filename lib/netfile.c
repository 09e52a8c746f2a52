/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: what one *.link or *.network file says: a table of its sections and keys. See
 * netconf.h. */
#include <errno.h>

#include "netdev.h"
#include "netkey.h"
#include "netkeys.h"
#include "netstack.h"

#define IN_LINK	   HP_NET_IN_LINK
#define IN_NETWORK HP_NET_IN_NETWORK
#define IN_NETDEV  HP_NET_IN_NETDEV

/* begin and end see each occurrence of the section and may be NULL. */
struct section {
	const char *name;
	unsigned int kinds;
	int (*begin)(struct hp_net_reader *r, const struct hp_ini_entry *entry);
	int (*end)(struct hp_net_reader *r);
	/* Takes the keys that the tables lack, or returns -ENOENT; NULL: so always. */
	int (*others)(struct hp_net_reader *r, const struct hp_ini_entry *entry);
};

static const struct section sections[] = {
	{"Match", IN_LINK | IN_NETWORK | IN_NETDEV},
	{"Link", IN_LINK | IN_NETWORK},
	{"NetDev", IN_NETDEV},
	{"Network", IN_NETWORK},
	{"Bridge", IN_NETWORK, .others = hp_net_key_of_port},
	{"BridgeVLAN", IN_NETWORK},
	{"BridgeFDB", IN_NETWORK, hp_net_begin_fdb, hp_net_end_fdb},
	{"BridgeMDB", IN_NETWORK, hp_net_begin_mdb, hp_net_end_mdb},
	{"Address", IN_NETWORK, hp_net_begin_address, hp_net_end_address},
	{"IPv6AddressLabel", IN_NETWORK, hp_net_begin_addrlabel, hp_net_end_addrlabel},
	{"IPv6AcceptRA", IN_NETWORK},
	{"SR-IOV", IN_LINK | IN_NETWORK, hp_net_begin_vf, hp_net_end_vf},
	{"CAN", IN_NETWORK},
	{"IPoIB", IN_NETWORK},
	{"Neighbor", IN_NETWORK, hp_net_begin_neighbor, hp_net_end_neighbor},
	{"NextHop", IN_NETWORK, hp_net_begin_nexthop, hp_net_end_nexthop},
	{"Route", IN_NETWORK, hp_net_begin_route, hp_net_end_route},
	{"RoutingPolicyRule", IN_NETWORK, hp_net_begin_rule, hp_net_end_rule},
	{"TrivialLinkEqualizer", IN_NETWORK, hp_net_begin_teql, hp_net_end_teql},
};

/* One of those whose keys depend on the kind of virtual device. */
static const struct section of_kind = {
	.name = "",
	.begin = hp_net_begin_of_kind,
	.others = hp_net_key_of_kind,
};

/* A queueing discipline, or a class of one. */
static const struct section of_qdisc = {
	.name = "",
	.begin = hp_net_begin_qdisc,
	.end = hp_net_end_qdisc,
	.others = hp_net_key_of_qdisc,
};

static const struct hp_net_key keys[] = {
	{"Link", "Description", IN_LINK, hp_net_key_description},
	{"Network", "Description", IN_NETWORK, hp_net_key_description},
	{"NetDev", "Description", IN_NETDEV, hp_net_key_description},
	{"Link", "Name", IN_LINK, hp_net_key_name},
	{"Link", "NamePolicy", IN_LINK, hp_net_key_name_policy},
	{"Link", "AlternativeName", IN_LINK, hp_net_key_altname},
	{"Link", "AlternativeNamesPolicy", IN_LINK, hp_net_key_altname_policy},
	{"Link", "Alias", IN_LINK, hp_net_key_alias},
	{"Link", "TransmitQueueLength", IN_LINK, hp_net_key_amount, HP_NET_TXQUEUELEN},
	{"Link", "GenericSegmentOffloadMaxBytes", IN_LINK, hp_net_key_amount,
	 HP_NET_GSO_BYTES},
	{"Link", "GenericSegmentOffloadMaxSegments", IN_LINK, hp_net_key_amount,
	 HP_NET_GSO_SEGMENTS},
	{"Link", "MACAddress", IN_LINK | IN_NETWORK, hp_net_key_mac},
	{"Link", "MACAddressPolicy", IN_LINK, hp_net_key_mac_policy},
	{"Link", "MTUBytes", IN_LINK | IN_NETWORK, hp_net_key_mtu},
	{"Network", "Address", IN_NETWORK, hp_net_key_network_address},
	{"Network", "DHCP", IN_NETWORK, hp_net_key_dhcp},
	{"Network", "Gateway", IN_NETWORK, hp_net_key_network_gateway},
	{"Network", "IPv6ProxyNDPAddress", IN_NETWORK, hp_net_key_proxy},
	{"Network", "DefaultRouteOnDevice", IN_NETWORK, hp_net_key_device_route},
	{0},
};

static const struct hp_net_key *const tables[] = {
	keys,
	hp_net_matching_keys,
	hp_net_activation_keys,
	hp_net_address_keys,
	hp_net_addrlabel_keys,
	hp_net_can_keys,
	hp_net_dns_keys,
	hp_net_ethtool_keys,
	hp_net_linkmode_keys,
	hp_net_wolpassword_keys,
	hp_net_carrier_keys,
	hp_net_ipv6_keys,
	hp_net_linklocal_keys,
	hp_net_neighbor_keys,
	hp_net_nexthop_keys,
	hp_net_route_keys,
	hp_net_netdev_keys,
	hp_net_upper_keys,
	hp_net_rule_keys,
	hp_net_sysctl_keys,
	hp_net_teql_keys,
	hp_net_fdb_keys,
	hp_net_vf_keys,
	hp_net_vlans_keys,
};

/* What was meant to narrow a [Match] is missing in it. n_bad: as of hp_ini_entry. */
static void check_match(struct hp_net_reader *r, unsigned int n_bad)
{
	if (!streq(r->section->name, "Match") || n_bad == r->start.n_bad)
		return;
	hp_ini_warn(&r->start, "a line of [Match] is not understood; the file is not "
			       "used");
	r->file->unusable = true;
}

static int end_section(struct hp_net_reader *r, unsigned int n_bad)
{
	const struct section *section = r->section;

	if (section)
		check_match(r, n_bad);
	r->section = NULL;
	return section && section->end ? section->end(r) : 0;
}

static const struct section *find_section(const struct hp_net_reader *r, const char *name)
{
	for (size_t i = 0; i < ARRAY_SIZE(sections); i++)
		if (sections[i].kinds & 1u << r->file->kind &&
		    streq(sections[i].name, name))
			return &sections[i];
	if (r->file->kind == HP_NET_FILE_NETWORK && hp_net_section_is_qdisc(name))
		return &of_qdisc;
	if (r->file->kind == HP_NET_FILE_NETDEV &&
	    (hp_netdev_kind_has_section(NULL, name) ||
	     hp_netdev_is_of_unknown_kind(r->file)))
		return &of_kind;
	return NULL;
}

/* Without some keys, the file would fit interfaces that it is not meant for. */
static void leave_out(struct hp_net_reader *r, const struct hp_ini_entry *entry)
{
	enum hp_net_file_kind kind = r->file->kind;
	char what[HP_NET_KEYS_WHAT_MAX];
	bool decides = entry->key && hp_net_keys_decide(kind, entry->section, entry->key);

	hp_net_keys_explain(kind, entry->section, entry->key, what);
	hp_ini_warn(entry, "%s; %s", what,
		    decides ? "the file is not used" : "it is left out");
	r->file->unusable |= decides;
}

static int take_section(struct hp_net_reader *r, const struct hp_ini_entry *entry)
{
	int result = end_section(r, entry->n_bad);

	if (result < 0)
		return result;
	r->section = find_section(r, entry->section);
	r->start = *entry;
	r->current = (struct hp_net_conf_object){.where = hp_net_where_of(r, entry)};
	r->given = 0;
	r->spoilt = false;
	/* systemd.syntax(7): sections X-... belong to others. */
	if (!r->section && !skip_prefix(entry->section, "X-"))
		leave_out(r, entry);
	return r->section && r->section->begin ? r->section->begin(r, entry) : 0;
}

static const struct hp_net_key *find_in(const struct hp_net_key *table,
					const struct hp_net_reader *r,
					const struct hp_ini_entry *entry)
{
	for (; table->section; table++)
		if (table->kinds & 1u << r->file->kind &&
		    streq(table->section, entry->section) &&
		    streq(table->name, entry->key))
			return table;
	return NULL;
}

static const struct hp_net_key *find_key(const struct hp_net_reader *r,
					 const struct hp_ini_entry *entry)
{
	const struct hp_net_key *key = NULL;

	for (size_t i = 0; !key && i < ARRAY_SIZE(tables); i++)
		key = find_in(tables[i], r, entry);
	return key;
}

static int take_entry(const struct hp_ini_entry *entry, void *data)
{
	struct hp_net_reader *r = data;
	const struct hp_net_key *key;
	int result;

	if (!entry->key)
		return take_section(r, entry);
	if (!r->section)
		return 0;
	key = find_key(r, entry);
	if (key)
		return key->parse(r, entry, key->arg);
	result = r->section->others ? r->section->others(r, entry) : -ENOENT;
	if (result != -ENOENT)
		return result;
	leave_out(r, entry);
	return 0;
}

/* The file's own copy of a path, which outlives all that refers to it. */
static const char *keep_path(struct hp_net_file *file, const char *path)
{
	char *copy = strdup(path);
	void *p;

	if (!copy)
		return NULL;
	if (!file->path)
		return file->path = copy;
	p = reallocarray(file->dropins, file->n_dropins + 1, sizeof(*file->dropins));
	if (!p) {
		free(copy);
		return NULL;
	}
	file->dropins = p;
	file->dropins[file->n_dropins++] = copy;
	return copy;
}

int hp_net_file_read_stream(struct hp_net_file *ret, enum hp_net_file_kind kind,
			    FILE *stream, const char *path)
{
	struct hp_net_reader r = {.file = ret};
	int result;

	ret->kind = kind;
	r.path = path == ret->path ? path : keep_path(ret, path);
	if (!r.path)
		return -ENOMEM;
	result = hp_ini_read_stream(stream, r.path, take_entry, &r);
	if (result >= 0)
		result = end_section(&r, result);
	hp_net_attrs_free(&r.attrs);
	return result < 0 ? result : 0;
}

void hp_net_file_free(struct hp_net_file *file)
{
	hp_net_match_free(&file->match);
	hp_net_altnames_free(&file->altnames);
	hp_names_free(&file->dns);
	hp_names_free(&file->domains);
	hp_netdev_free(file);
	hp_net_uppers_free(file);
	free(file->vlans);
	free(file->objects);
	for (size_t i = 0; i < file->n_dropins; i++)
		free(file->dropins[i]);
	free(file->dropins);
	free(file->name);
	free(file->path);
	*file = (struct hp_net_file){0};
}
