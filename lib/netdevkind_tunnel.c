/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: what tunnels can be told: [Tunnel] for each kind, in that driver's attributes.
 * See netdevkind.h. */
#include "netdevkinds.h"

/* Behind the C library's headers, which these give way to. */
#include <linux/if_tunnel.h>
#include <linux/ip6_tunnel.h>

#define LABEL_MAX ((1u << 20) - 1)

static const struct hp_net_word none[] = {{"none", 0}, {NULL}};
static const struct hp_net_word ip6_modes[] = {
	{"any", 0}, {"ip6ip6", IPPROTO_IPV6}, {"ipip6", IPPROTO_IPIP}, {NULL}};

/* clang-format off */
#define ENDS(link, bytes)                                                                \
	{"Tunnel", "Local", link##_LOCAL, &hp_net_form_ip, .width = bytes},              \
	{"Tunnel", "Remote", link##_REMOTE, &hp_net_form_ip, .width = bytes},            \
	{"Tunnel", "Independent", HP_NETDEV_INDEPENDENT, &hp_net_form_boolean, .width = 1}
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
	ENDS(IFLA_IPTUN, 4), OVER_IP4(IFLA_IPTUN),
};
static const struct hp_net_attr_row sit_rows[] = {
	ENDS(IFLA_IPTUN, 4), OVER_IP4(IFLA_IPTUN),
	{"Tunnel", "ISATAP", IFLA_IPTUN_FLAGS, &hp_net_form_bit, .width = 2, .bit = SIT_ISATAP},
};
static const struct hp_net_attr_row gre_rows[] = {
	ENDS(IFLA_GRE, 4), OVER_IP4(IFLA_GRE), GRE_KEYS,
};
static const struct hp_net_attr_row ip6gre_rows[] = {
	ENDS(IFLA_GRE, 16), OVER_IP6(IFLA_GRE), GRE_KEYS,
};
static const struct hp_net_attr_row ip6tnl_rows[] = {
	ENDS(IFLA_IPTUN, 16), OVER_IP6(IFLA_IPTUN),
	{"Tunnel", "Mode", IFLA_IPTUN_PROTO, &hp_net_form_word, .width = 1, .words = ip6_modes},
};
static const struct hp_net_attr_row vti_rows[] = {
	ENDS(IFLA_VTI, 4), KEYS(IFLA_VTI_IKEY, IFLA_VTI_OKEY),
};
static const struct hp_net_attr_row vti6_rows[] = {
	ENDS(IFLA_VTI, 16), KEYS(IFLA_VTI_IKEY, IFLA_VTI_OKEY),
};

#define KIND(kind, of, link)                                                             \
	const struct hp_netdev_kind hp_netdev_##kind = {                                 \
		.name = #kind,                                                           \
		.rows = of##_rows,                                                       \
		.n_rows = ARRAY_SIZE(of##_rows),                                         \
		.uppers = 1u << HP_NET_UPPER_TUNNEL,                                     \
		.is_stacked = true,                                                      \
		.lower = link,                                                           \
	}
/* clang-format on */

KIND(ipip, ipip, IFLA_IPTUN_LINK);
KIND(sit, sit, IFLA_IPTUN_LINK);
KIND(ip6tnl, ip6tnl, IFLA_IPTUN_LINK);
KIND(gre, gre, IFLA_GRE_LINK);
KIND(gretap, gre, IFLA_GRE_LINK);
KIND(ip6gre, ip6gre, IFLA_GRE_LINK);
KIND(ip6gretap, ip6gre, IFLA_GRE_LINK);
KIND(vti, vti, IFLA_VTI_LINK);
KIND(vti6, vti6, IFLA_VTI_LINK);
