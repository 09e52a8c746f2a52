/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the kinds of virtual devices. See netdevkind.h. */
#include <errno.h>

#include "netdevkinds.h"

const struct hp_net_word hp_netdev_inherit[] = {{"inherit", 0}, {NULL}};

int hp_netdev_parse_key(struct hp_net_attr *attr, const char *value, hp_key_parser parse,
			size_t size)
{
	uint8_t key[HP_NETDEV_KEY_MAX];
	int r = parse(key, value);

	if (r == 0)
		r = hp_net_attr_set(attr, key, size);
	explicit_bzero(key, sizeof(key));
	return r;
}

static int parse_path(struct hp_net_attr *attr, const struct hp_net_attr_row *row,
		      const char *value)
{
	return *value == '/' ? hp_net_attr_set(attr, value, strlen(value) + 1) : -EINVAL;
}

const struct hp_net_attr_form hp_netdev_form_path = {parse_path, "an absolute path",
						     .is_vital = true};

/* clang-format off */
static const struct hp_netdev_kind *const kinds[] = {
	&hp_netdev_bareudp,
	&hp_netdev_batadv,
	&hp_netdev_bond,
	&hp_netdev_bridge,
	&hp_netdev_dummy,
	&hp_netdev_erspan,
	&hp_netdev_fou,
	&hp_netdev_geneve,
	&hp_netdev_gre,
	&hp_netdev_gretap,
	&hp_netdev_ifb,
	&hp_netdev_ip6gre,
	&hp_netdev_ip6gretap,
	&hp_netdev_ip6tnl,
	&hp_netdev_ipip,
	&hp_netdev_ipoib,
	&hp_netdev_ipvlan,
	&hp_netdev_ipvtap,
	&hp_netdev_macsec,
	&hp_netdev_macvlan,
	&hp_netdev_macvtap,
	&hp_netdev_nlmon,
	&hp_netdev_plugnet,
	&hp_netdev_sit,
	&hp_netdev_tap,
	&hp_netdev_tun,
	&hp_netdev_vcan,
	&hp_netdev_veth,
	&hp_netdev_vlan,
	&hp_netdev_vrf,
	&hp_netdev_vti,
	&hp_netdev_vti6,
	&hp_netdev_vxcan,
	&hp_netdev_vxlan,
	&hp_netdev_wireguard,
	&hp_netdev_xfrm,
};
/* clang-format on */

const struct hp_netdev_kind *hp_netdev_kind_find(const char *name)
{
	for (size_t i = 0; i < ARRAY_SIZE(kinds); i++)
		if (streq(kinds[i]->name, name))
			return kinds[i];
	return NULL;
}

const char *hp_netdev_kind_driver(const struct hp_netdev_kind *kind)
{
	return kind->driver ?: kind->name;
}

const struct hp_net_attr_row *hp_netdev_kind_row(const struct hp_netdev_kind *kind,
						 const char *section, const char *key,
						 const struct hp_net_attr_row *behind)
{
	for (size_t i = behind ? behind - kind->rows + 1 : 0; i < kind->n_rows; i++)
		if (streq(kind->rows[i].section, section) &&
		    streq(kind->rows[i].key, key))
			return &kind->rows[i];
	return NULL;
}

static bool has_section(const struct hp_netdev_kind *kind, const char *section)
{
	for (size_t i = 0; i < kind->n_rows; i++)
		if (streq(kind->rows[i].section, section))
			return true;
	return false;
}

bool hp_netdev_kind_has_section(const struct hp_netdev_kind *kind, const char *section)
{
	if (kind)
		return has_section(kind, section);
	for (size_t i = 0; i < ARRAY_SIZE(kinds); i++)
		if (has_section(kinds[i], section))
			return true;
	return false;
}
