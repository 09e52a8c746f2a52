/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: what tunnels can be told: [Tunnel] for each kind, in that driver's attributes.
 * See netdevkind.h. */
#include <errno.h>

#include "netdev.h"
#include "netdevkinds.h"

/* Behind the C library's headers, which these give way to. */
#include <linux/if_tunnel.h>
#include <linux/ip6_tunnel.h>

#define LABEL_MAX ((1u << 20) - 1)

static const struct hp_net_word none[] = {{"none", 0}, {NULL}};
static const struct hp_net_word ip6_modes[] = {
	{"any", 0}, {"ip6ip6", IPPROTO_IPV6}, {"ipip6", IPPROTO_IPIP}, {NULL}};
static const struct hp_net_word encapsulations[] = {
	{"FooOverUDP", TUNNEL_ENCAP_FOU},
	{"GenericUDPEncapsulation", TUNNEL_ENCAP_GUE},
	{NULL}};
static const struct hp_net_word directions[] = {{"ingress", 0}, {"egress", 1}, {NULL}};

static int parse_6rd(const char *value, struct hp_prefix *ret)
{
	int r = hp_prefix_parse(ret, value);

	return r < 0 || ret->family != AF_INET6 || !ret->length ? -EINVAL : 0;
}

static int parse_6rd_prefix(struct hp_net_attr *attr, const struct hp_net_attr_row *row,
			    const char *value)
{
	struct hp_prefix prefix;
	int r = parse_6rd(value, &prefix);

	return r < 0 ? r : hp_net_attr_set(attr, &prefix.v6, sizeof(prefix.v6));
}

static int parse_6rd_length(struct hp_net_attr *attr, const struct hp_net_attr_row *row,
			    const char *value)
{
	struct hp_prefix prefix;
	int r = parse_6rd(value, &prefix);

	return r < 0 ? r : hp_net_attr_set_number(attr, row, prefix.length);
}

static const struct hp_net_attr_form form_6rd_prefix = {parse_6rd_prefix,
							"an IPv6 prefix"};
static const struct hp_net_attr_form form_6rd_length = {parse_6rd_length,
							"an IPv6 prefix"};

/* clang-format off */
#define ENDS(link, bytes)                                                                \
	{"Tunnel", "Local", link##_LOCAL, &hp_net_form_ip, .width = bytes},              \
	{"Tunnel", "Remote", link##_REMOTE, &hp_net_form_ip, .width = bytes},            \
	STANDS("Independent", HP_NETDEV_ALONE),                                          \
	STANDS("AssignToLoopback", HP_NETDEV_ON_LOOPBACK)
#define STANDS(key, bits)                                                                \
	{"Tunnel", key, HP_NETDEV_INDEPENDENT, &hp_net_form_bit, .width = 1, .bit = bits}
#define EXTERNAL(link)                                                                   \
	STANDS("External", HP_NETDEV_EXTERNAL),                                          \
	{"Tunnel", "External", link##_COLLECT_METADATA, &hp_net_form_present}
#define FOU(link)                                                                        \
	{"Tunnel", "FooOverUDP", HP_NETDEV_FOU, &hp_net_form_on},                        \
	{"Tunnel", "Encapsulation", link##_ENCAP_TYPE, &hp_net_form_word, .width = 2,    \
		.words = encapsulations},                                                \
	{"Tunnel", "FOUDestinationPort", link##_ENCAP_DPORT, &hp_net_form_number,        \
		.width = 2, .is_big_endian = true, .min = 1, .max = UINT16_MAX},         \
	{"Tunnel", "FOUSourcePort", link##_ENCAP_SPORT, &hp_net_form_number, .width = 2, \
		.is_big_endian = true, .max = UINT16_MAX}
#define BYTE(key, type)                                                                  \
	{"Tunnel", key, type, &hp_net_form_number, .width = 1, .max = UINT8_MAX}
#define BOOLEAN(key, type) {"Tunnel", key, type, &hp_net_form_boolean, .width = 1}
#define KEYS(in, out)                                                             \
	{"Tunnel", "Key", in, &hp_net_form_key},                                         \
	{"Tunnel", "Key", out, &hp_net_form_key},                                        \
	{"Tunnel", "InputKey", in, &hp_net_form_key},                                    \
	{"Tunnel", "OutputKey", out, &hp_net_form_key}
/* GRE_KEY and GRE_SEQ are big-endian by themselves: 0x2000 and 0x1000 on the wire. */
#define GRE_GIVEN(key, type)                                                             \
	{"Tunnel", key, type, &hp_net_form_if_given, .width = 2, .is_big_endian = true,  \
		.bit = 0x2000}
#define GRE_SERIAL(type)                                                                 \
	{"Tunnel", "SerializeTunneledPackets", type, &hp_net_form_bit, .width = 2,       \
		.is_big_endian = true, .bit = 0x1000}
#define GRE_KEYS                                                                         \
	KEYS(IFLA_GRE_IKEY, IFLA_GRE_OKEY),                                            \
	GRE_GIVEN("Key", IFLA_GRE_IFLAGS), GRE_GIVEN("Key", IFLA_GRE_OFLAGS),            \
	GRE_GIVEN("InputKey", IFLA_GRE_IFLAGS), GRE_GIVEN("OutputKey", IFLA_GRE_OFLAGS), \
	GRE_SERIAL(IFLA_GRE_IFLAGS), GRE_SERIAL(IFLA_GRE_OFLAGS)
#define IP6_FLAG(key, type, flag, ...)                                                   \
	{"Tunnel", key, type, &hp_net_form_bit, .width = 4, .bit = flag, __VA_ARGS__}
/* What all over IPv6 have. */
#define OVER_IP6(link)                                                                   \
	BYTE("TTL", link##_TTL),                                                         \
	{"Tunnel", "IPv6FlowLabel", link##_FLOWINFO, &hp_net_form_number, .width = 4,    \
		.is_big_endian = true, .max = LABEL_MAX, .words = hp_netdev_inherit},    \
	IP6_FLAG("IPv6FlowLabel", link##_FLAGS, IP6_TNL_F_USE_ORIG_FLOWLABEL,            \
		.words = hp_netdev_inherit),                                             \
	{"Tunnel", "EncapsulationLimit", link##_ENCAP_LIMIT, &hp_net_form_number,        \
		.width = 1, .max = UINT8_MAX, .words = none},                            \
	IP6_FLAG("EncapsulationLimit", link##_FLAGS, IP6_TNL_F_IGN_ENCAP_LIMIT,          \
		.words = none),                                                          \
	IP6_FLAG("CopyDSCP", link##_FLAGS, IP6_TNL_F_RCV_DSCP_COPY),                     \
	IP6_FLAG("AllowLocalRemote", link##_FLAGS, IP6_TNL_F_ALLOW_LOCAL_REMOTE)
#define OVER_IP4(link)                                                                   \
	BYTE("TTL", link##_TTL),                                                         \
	BYTE("TOS", link##_TOS),                                                         \
	BOOLEAN("DiscoverPathMTU", link##_PMTUDISC)

static const struct hp_net_attr_row ipip_rows[] = {
	ENDS(IFLA_IPTUN, 4), OVER_IP4(IFLA_IPTUN), EXTERNAL(IFLA_IPTUN), FOU(IFLA_IPTUN),
};
static const struct hp_net_attr_row sit_rows[] = {
	ENDS(IFLA_IPTUN, 4), OVER_IP4(IFLA_IPTUN), FOU(IFLA_IPTUN),
	{"Tunnel", "ISATAP", IFLA_IPTUN_FLAGS, &hp_net_form_bit, .width = 2, .bit = SIT_ISATAP},
	{"Tunnel", "IPv6RapidDeploymentPrefix", IFLA_IPTUN_6RD_PREFIX, &form_6rd_prefix},
	{"Tunnel", "IPv6RapidDeploymentPrefix", IFLA_IPTUN_6RD_PREFIXLEN, &form_6rd_length,
		.width = 2},
};
static const struct hp_net_attr_row gre_rows[] = {
	ENDS(IFLA_GRE, 4), OVER_IP4(IFLA_GRE), EXTERNAL(IFLA_GRE), GRE_KEYS, FOU(IFLA_GRE),
};
static const struct hp_net_attr_row erspan_rows[] = {
	ENDS(IFLA_GRE, 4), OVER_IP4(IFLA_GRE), EXTERNAL(IFLA_GRE), GRE_KEYS,
	{"Tunnel", "ERSPANVersion", IFLA_GRE_ERSPAN_VER, &hp_net_form_number, .width = 1, .max = 2},
	{"Tunnel", "ERSPANIndex", IFLA_GRE_ERSPAN_INDEX, &hp_net_form_number, .width = 4,
		.max = LABEL_MAX},
	{"Tunnel", "ERSPANDirection", IFLA_GRE_ERSPAN_DIR, &hp_net_form_word, .width = 1,
		.words = directions},
	{"Tunnel", "ERSPANHardwareId", IFLA_GRE_ERSPAN_HWID, &hp_net_form_number, .width = 2,
		.max = 63},
};
static const struct hp_net_attr_row ip6gre_rows[] = {
	ENDS(IFLA_GRE, 16), OVER_IP6(IFLA_GRE), EXTERNAL(IFLA_GRE), GRE_KEYS,
};
static const struct hp_net_attr_row ip6tnl_rows[] = {
	ENDS(IFLA_IPTUN, 16), OVER_IP6(IFLA_IPTUN), EXTERNAL(IFLA_IPTUN),
	{"Tunnel", "Mode", IFLA_IPTUN_PROTO, &hp_net_form_word, .width = 1, .words = ip6_modes},
};
static const struct hp_net_attr_row vti_rows[] = {
	ENDS(IFLA_VTI, 4), KEYS(IFLA_VTI_IKEY, IFLA_VTI_OKEY),
};
static const struct hp_net_attr_row vti6_rows[] = {
	ENDS(IFLA_VTI, 16), KEYS(IFLA_VTI_IKEY, IFLA_VTI_OKEY),
};

#define KIND(kind, of, link, ...)                                                             \
	const struct hp_netdev_kind hp_netdev_##kind = {                                 \
		.name = #kind,                                                           \
		.rows = of##_rows,                                                       \
		.n_rows = ARRAY_SIZE(of##_rows),                                         \
		.uppers = 1u << HP_NET_UPPER_TUNNEL,                                     \
		.is_stacked = true,                                                      \
		.lower = link,                                                           \
		__VA_ARGS__                                                              \
	}
/* clang-format on */

/* The defaults of systemd.netdev(5) that are not the drivers', but for tunnels whose
 * packets bring their own. */
static int take_default(struct hp_netdev *netdev, const char *key, const char *value)
{
	struct hp_net_attrs *attrs = &netdev->attrs;
	const struct hp_net_attr *stands =
		hp_net_attrs_find_type(attrs, HP_NETDEV_INDEPENDENT);

	if (hp_net_attrs_find(attrs, key) ||
	    (stands && *stands->bytes & HP_NETDEV_EXTERNAL))
		return 0;
	return hp_net_attrs_take(attrs,
				 hp_netdev_kind_row(netdev->kind, "Tunnel", key, NULL),
				 value, netdev->kind_where);
}

static int finish_sit(struct hp_netdev *netdev)
{
	int r = take_default(netdev, "TTL", "0");

	return r < 0 ? r : hp_netdev_finish_fou(netdev);
}

static int finish_ip6gre(struct hp_netdev *netdev)
{
	return take_default(netdev, "TTL", "64");
}

static int finish_ip6tnl(struct hp_netdev *netdev)
{
	int r = take_default(netdev, "TTL", "64");

	return r < 0 ? r : take_default(netdev, "EncapsulationLimit", "4");
}

KIND(ipip, ipip, IFLA_IPTUN_LINK, .finish = hp_netdev_finish_fou);
KIND(sit, sit, IFLA_IPTUN_LINK, .finish = finish_sit);
KIND(ip6tnl, ip6tnl, IFLA_IPTUN_LINK, .finish = finish_ip6tnl);
KIND(gre, gre, IFLA_GRE_LINK, .finish = hp_netdev_finish_fou);
KIND(gretap, gre, IFLA_GRE_LINK, .finish = hp_netdev_finish_fou);
KIND(erspan, erspan, IFLA_GRE_LINK);
KIND(ip6gre, ip6gre, IFLA_GRE_LINK, .finish = finish_ip6gre);
KIND(ip6gretap, ip6gre, IFLA_GRE_LINK, .finish = finish_ip6gre);
KIND(vti, vti, IFLA_VTI_LINK);
KIND(vti6, vti6, IFLA_VTI_LINK);
