/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: tunnels over UDP, and the ports by which they come in. See netdevkind.h;
 * source of the contract: systemd.netdev(5), linux/fou.h. */
#include <errno.h>
#include <linux/fou.h>
#include <netinet/in.h>

#include "log.h"
#include "netdev.h"
#include "netdevkinds.h"

#define WHERE(w) (w)->file, (w)->line, (w)->column

static int leave_out(struct hp_net_attrs *attrs, const char *key)
{
	const struct hp_net_attr *attr = hp_net_attrs_find(attrs, key);

	if (!attr)
		return 0;
	hp_warning(0, "%s:%u:%u: %s= without FooOverUDP=yes; it is left out",
		   WHERE(&attr->where), key);
	return hp_net_attrs_take(attrs, attr->row, "", attr->where);
}

static int complete(const struct hp_netdev_kind *kind, struct hp_net_attrs *attrs,
		    const struct hp_net_where *where)
{
	if (!hp_net_attrs_find(attrs, "FOUDestinationPort")) {
		hp_warning(0,
			   "%s:%u:%u: FooOverUDP= needs FOUDestinationPort=; the file is "
			   "not used",
			   WHERE(where));
		return -EINVAL;
	}
	if (hp_net_attrs_find(attrs, "Encapsulation"))
		return 0;
	return hp_net_attrs_take(
		attrs, hp_netdev_kind_row(kind, "Tunnel", "Encapsulation", NULL),
		"FooOverUDP", *where);
}

int hp_netdev_finish_fou(struct hp_netdev *netdev)
{
	static const char *const keys[] = {"Encapsulation", "FOUDestinationPort",
					   "FOUSourcePort"};
	struct hp_net_attrs *attrs = &netdev->attrs;
	const struct hp_net_attr *fou = hp_net_attrs_find_type(attrs, HP_NETDEV_FOU);
	int r = 0;

	if (fou)
		return complete(netdev->kind, attrs,
				&(struct hp_net_where){WHERE(&fou->where)});
	for (size_t i = 0; r == 0 && i < ARRAY_SIZE(keys); i++)
		r = leave_out(attrs, keys[i]);
	return r;
}

static const struct hp_net_word protocols[] = {
	{"ipip", IPPROTO_IPIP},
	{"ipv6", IPPROTO_IPV6},
	{"gre", IPPROTO_GRE},
	{"icmp", IPPROTO_ICMP},
	{"tcp", IPPROTO_TCP},
	{"udp", IPPROTO_UDP},
	{"esp", IPPROTO_ESP},
	{"ah", IPPROTO_AH},
	{"sctp", IPPROTO_SCTP},
	{"mpls", IPPROTO_MPLS},
	{NULL},
};
static const struct hp_net_word types[] = {{"FooOverUDP", FOU_ENCAP_DIRECT},
					   {"GenericUDPEncapsulation", FOU_ENCAP_GUE},
					   {NULL}};

/* clang-format off */
#define SECTION "FooOverUDP"
#define PORT(key, type)                                                                  \
	{SECTION, key, type, &hp_net_form_number, .width = 2, .is_big_endian = true,     \
		.min = 1, .max = UINT16_MAX}
#define ADDRESS(key, type)                                                               \
	{SECTION, key, type##_V4, &hp_net_form_ip_if, .width = 4},                       \
	{SECTION, key, type##_V6, &hp_net_form_ip_if, .width = 16}

static const struct hp_net_attr_row rows[] = {
	PORT("Port", FOU_ATTR_PORT),
	{SECTION, "Protocol", FOU_ATTR_IPPROTO, &hp_net_form_number, .width = 1, .min = 1,
		.max = UINT8_MAX, .words = protocols},
	{SECTION, "Encapsulation", FOU_ATTR_TYPE, &hp_net_form_word, .width = 1,
		.words = types},
	ADDRESS("Local", FOU_ATTR_LOCAL),
	ADDRESS("Peer", FOU_ATTR_PEER),
	PORT("PeerPort", FOU_ATTR_PEER_PORT),
};

/* What the addresses are of. */
static const struct hp_net_attr_row family_row = {
	SECTION, "", FOU_ATTR_AF, &hp_net_form_number, .width = 1, .max = UINT8_MAX};
/* clang-format on */

/* Whether either address is of the family. */
static bool is_of(const struct hp_net_attrs *attrs, int family)
{
	bool v6 = family == AF_INET6;

	return hp_net_attrs_find_type(attrs,
				      v6 ? FOU_ATTR_LOCAL_V6 : FOU_ATTR_LOCAL_V4) ||
	       hp_net_attrs_find_type(attrs, v6 ? FOU_ATTR_PEER_V6 : FOU_ATTR_PEER_V4);
}

/* What is wrong with it, or NULL. */
static const char *contradiction(const struct hp_net_attrs *attrs)
{
	const struct hp_net_attr *type = hp_net_attrs_find(attrs, "Encapsulation");
	bool is_direct = !type || *type->bytes == FOU_ENCAP_DIRECT;

	if (is_direct && !hp_net_attrs_find(attrs, "Protocol"))
		return "Encapsulation=FooOverUDP needs Protocol=";
	if (!is_direct && hp_net_attrs_find(attrs, "Protocol"))
		return "Encapsulation=GenericUDPEncapsulation takes no Protocol=";
	if (!hp_net_attrs_find(attrs, "Peer") != !hp_net_attrs_find(attrs, "PeerPort"))
		return "Peer= and PeerPort= need each other";
	return is_of(attrs, AF_INET) && is_of(attrs, AF_INET6)
		       ? "Local= and Peer= are of one family"
		       : NULL;
}

static int finish(struct hp_netdev *netdev)
{
	struct hp_net_attrs *attrs = &netdev->attrs;
	const struct hp_net_where *where = &netdev->kind_where;
	const char *wrong = contradiction(attrs);
	const char *family = is_of(attrs, AF_INET6) ? "10" : "2"; /* AF_INET6, AF_INET */
	int r = 0;

	if (wrong)
		return hp_warning(0, "%s:%u:%u: %s; the file is not used", WHERE(where),
				  wrong),
		       -EINVAL;
	if (!hp_net_attrs_find(attrs, "Encapsulation"))
		r = hp_net_attrs_take(
			attrs,
			hp_netdev_kind_row(netdev->kind, SECTION, "Encapsulation", NULL),
			"FooOverUDP", *where);
	return r < 0 ? r : hp_net_attrs_take(attrs, &family_row, family, *where);
}

const struct hp_netdev_kind hp_netdev_fou = {
	.name = "fou",
	.rows = rows,
	.n_rows = ARRAY_SIZE(rows),
	.needs = {{"Port"}},
	.told = FOU_ATTR_UNSPEC + 1,
	.is_port = true,
	.finish = finish,
};
