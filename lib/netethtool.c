/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: what the driver of an interface can be told. See netethtool.h. */
#include <inttypes.h>
#include <linux/ethtool.h>
#include <linux/ethtool_netlink.h>

#include "netethtool.h"

/* The names of the bits are those of wol_mode_names[] and netdev_features_strings[] in
 * net/ethtool/common.c. */
#define WOL(name)                                                                        \
	{                                                                                \
		"wol " name, HP_NET_WOL, ETHTOOL_A_WOL_MODES, 0, name, true, false       \
	}
#define FEATURE(name)                                                                    \
	{                                                                                \
		name, HP_NET_FEATURES, ETHTOOL_A_FEATURES_WANTED, 0, name, true, false   \
	}
#define ONE_FEATURE(name)                                                                \
	{                                                                                \
		name, HP_NET_FEATURES, ETHTOOL_A_FEATURES_WANTED, 0, name, true, true    \
	}
#define RING(name, which)                                                                \
	{                                                                                \
		"ring " name, HP_NET_RINGS, ETHTOOL_A_RINGS_##which,                     \
			ETHTOOL_A_RINGS_##which##_MAX, NULL, false, false                \
	}
#define CHANNEL(name, which)                                                             \
	{                                                                                \
		"channels " name, HP_NET_CHANNELS, ETHTOOL_A_CHANNELS_##which##_COUNT,   \
			ETHTOOL_A_CHANNELS_##which##_MAX, NULL, false, false             \
	}
#define PAUSE(name, which)                                                               \
	{                                                                                \
		"pause " name, HP_NET_PAUSE, ETHTOOL_A_PAUSE_##which, 0, NULL, true,     \
			false                                                            \
	}

#define COALESCE(name, which, is_switch)                                                 \
	{                                                                                \
		"coalesce " name, HP_NET_COALESCE, ETHTOOL_A_COALESCE_##which, 0, NULL,  \
			is_switch, false                                                 \
	}

const struct hp_word hp_net_ethtool_mdis[] = {
	{"straight", ETH_TP_MDI},
	{"mdi", ETH_TP_MDI},
	{"crossover", ETH_TP_MDI_X},
	{"mdi-x", ETH_TP_MDI_X},
	{"mdix", ETH_TP_MDI_X},
	{"auto", ETH_TP_MDI_AUTO},
	{NULL},
};

const struct hp_word hp_net_ethtool_ports[] = {
	{"tp", PORT_TP},   {"aui", PORT_AUI},	  {"bnc", PORT_BNC},
	{"mii", PORT_MII}, {"fibre", PORT_FIBRE}, {NULL},
};

const struct hp_net_ethtool_mode hp_net_ethtool_modes[HP_NET_ETHTOOL_MODES] = {
	{"10baset-half", "10baseT/Half"},
	{"10baset-full", "10baseT/Full"},
	{"100baset-half", "100baseT/Half"},
	{"100baset-full", "100baseT/Full"},
	{"1000baset-half", "1000baseT/Half"},
	{"1000baset-full", "1000baseT/Full"},
	{"10000baset-full", "10000baseT/Full"},
	{"2500basex-full", "2500baseX/Full"},
	{"1000basekx-full", "1000baseKX/Full"},
	{"10000basekx4-full", "10000baseKX4/Full"},
	{"10000basekr-full", "10000baseKR/Full"},
	{"10000baser-fec", "10000baseR_FEC"},
	{"20000basemld2-full", "20000baseMLD2/Full"},
	{"20000basekr2-full", "20000baseKR2/Full"},
};

static const char *name_of(const struct hp_word *word, uint32_t value)
{
	while (word->name && word->value != value)
		word++;
	return word->name ?: "other";
}

static void describe_port(uint64_t value, char *ret, size_t size)
{
	snprintf(ret, size, "port %s", name_of(hp_net_ethtool_ports, value));
}

static void describe_mdi(uint64_t value, char *ret, size_t size)
{
	snprintf(ret, size, "mdi %s", name_of(hp_net_ethtool_mdis, value));
}

static void describe_forced(uint64_t value, char *ret, size_t size)
{
	if (value)
		snprintf(ret, size, "speed %" PRIu64 " %s duplex", value >> 1,
			 value & 1 ? "full" : "half");
	else
		snprintf(ret, size, "autoneg on");
}

static void describe_advertise(uint64_t value, char *ret, size_t size)
{
	size_t n = snprintf(ret, size, "advertise");

	for (size_t i = 0; i < HP_NET_ETHTOOL_MODES && n < size; i++)
		if (value >> i & 1)
			n += snprintf(ret + n, size - n, " %s",
				      hp_net_ethtool_modes[i].name);
}

static void describe_password(uint64_t value, char *ret, size_t size)
{
	snprintf(ret, size, "wol password");
}

const struct hp_net_ethtool_kind hp_net_ethtool_kinds[HP_NET_ETHTOOLS] = {
	[HP_NET_PORT] = {.group = HP_NET_LINKINFO, .describe = describe_port},
	[HP_NET_MDI] = {.group = HP_NET_LINKINFO, .describe = describe_mdi},
	[HP_NET_FORCED] = {.group = HP_NET_LINKMODES, .describe = describe_forced},
	[HP_NET_ADVERTISE] = {.group = HP_NET_LINKMODES, .describe = describe_advertise},
	[HP_NET_AUTONEG] = {"autoneg", HP_NET_LINKMODES, ETHTOOL_A_LINKMODES_AUTONEG, 0,
			    NULL, true, false},
	[HP_NET_WOL_PHY] = WOL("phy"),
	[HP_NET_WOL_UNICAST] = WOL("ucast"),
	[HP_NET_WOL_MULTICAST] = WOL("mcast"),
	[HP_NET_WOL_BROADCAST] = WOL("bcast"),
	[HP_NET_WOL_ARP] = WOL("arp"),
	[HP_NET_WOL_MAGIC] = WOL("magic"),
	[HP_NET_WOL_SECUREON] = WOL("magicsecure"),
	[HP_NET_WOL_PASSWORD] = {.group = HP_NET_WOL, .describe = describe_password},
	[HP_NET_RX_CHECKSUM] = FEATURE("rx-checksum"),
	[HP_NET_TX_CHECKSUM] = ONE_FEATURE("tx-checksum-ipv4"),
	[HP_NET_TX_CHECKSUM_GENERIC] = ONE_FEATURE("tx-checksum-ip-generic"),
	[HP_NET_TX_CHECKSUM_IPV6] = ONE_FEATURE("tx-checksum-ipv6"),
	[HP_NET_TX_CHECKSUM_FCOE] = ONE_FEATURE("tx-checksum-fcoe-crc"),
	[HP_NET_TX_CHECKSUM_SCTP] = ONE_FEATURE("tx-checksum-sctp"),
	[HP_NET_TSO] = FEATURE("tx-tcp-segmentation"),
	[HP_NET_TSO6] = FEATURE("tx-tcp6-segmentation"),
	[HP_NET_GSO] = FEATURE("tx-generic-segmentation"),
	[HP_NET_GRO] = FEATURE("rx-gro"),
	[HP_NET_GRO_HW] = FEATURE("rx-gro-hw"),
	[HP_NET_LRO] = FEATURE("rx-lro"),
	[HP_NET_RX_VLAN] = FEATURE("rx-vlan-hw-parse"),
	[HP_NET_TX_VLAN] = FEATURE("tx-vlan-hw-insert"),
	[HP_NET_RX_VLAN_FILTER] = FEATURE("rx-vlan-filter"),
	[HP_NET_TX_STAG] = FEATURE("tx-vlan-stag-hw-insert"),
	[HP_NET_NTUPLE] = FEATURE("rx-ntuple-filter"),
	[HP_NET_RING_RX] = RING("rx", RX),
	[HP_NET_RING_RX_MINI] = RING("rx-mini", RX_MINI),
	[HP_NET_RING_RX_JUMBO] = RING("rx-jumbo", RX_JUMBO),
	[HP_NET_RING_TX] = RING("tx", TX),
	[HP_NET_CHANNEL_RX] = CHANNEL("rx", RX),
	[HP_NET_CHANNEL_TX] = CHANNEL("tx", TX),
	[HP_NET_CHANNEL_OTHER] = CHANNEL("other", OTHER),
	[HP_NET_CHANNEL_COMBINED] = CHANNEL("combined", COMBINED),
	[HP_NET_PAUSE_AUTONEG] = PAUSE("autoneg", AUTONEG),
	[HP_NET_PAUSE_RX] = PAUSE("rx", RX),
	[HP_NET_PAUSE_TX] = PAUSE("tx", TX),
	[HP_NET_COALESCE_ADAPTIVE_RX] = COALESCE("adaptive-rx", USE_ADAPTIVE_RX, true),
	[HP_NET_COALESCE_ADAPTIVE_TX] = COALESCE("adaptive-tx", USE_ADAPTIVE_TX, true),
	[HP_NET_COALESCE_RX] = COALESCE("rx-usecs", RX_USECS, false),
	[HP_NET_COALESCE_RX_IRQ] = COALESCE("rx-usecs-irq", RX_USECS_IRQ, false),
	[HP_NET_COALESCE_RX_LOW] = COALESCE("rx-usecs-low", RX_USECS_LOW, false),
	[HP_NET_COALESCE_RX_HIGH] = COALESCE("rx-usecs-high", RX_USECS_HIGH, false),
	[HP_NET_COALESCE_TX] = COALESCE("tx-usecs", TX_USECS, false),
	[HP_NET_COALESCE_TX_IRQ] = COALESCE("tx-usecs-irq", TX_USECS_IRQ, false),
	[HP_NET_COALESCE_TX_LOW] = COALESCE("tx-usecs-low", TX_USECS_LOW, false),
	[HP_NET_COALESCE_TX_HIGH] = COALESCE("tx-usecs-high", TX_USECS_HIGH, false),
	[HP_NET_COALESCE_RX_FRAMES] = COALESCE("rx-frames", RX_MAX_FRAMES, false),
	[HP_NET_COALESCE_RX_FRAMES_IRQ] =
		COALESCE("rx-frames-irq", RX_MAX_FRAMES_IRQ, false),
	[HP_NET_COALESCE_RX_FRAMES_LOW] =
		COALESCE("rx-frames-low", RX_MAX_FRAMES_LOW, false),
	[HP_NET_COALESCE_RX_FRAMES_HIGH] =
		COALESCE("rx-frames-high", RX_MAX_FRAMES_HIGH, false),
	[HP_NET_COALESCE_TX_FRAMES] = COALESCE("tx-frames", TX_MAX_FRAMES, false),
	[HP_NET_COALESCE_TX_FRAMES_IRQ] =
		COALESCE("tx-frames-irq", TX_MAX_FRAMES_IRQ, false),
	[HP_NET_COALESCE_TX_FRAMES_LOW] =
		COALESCE("tx-frames-low", TX_MAX_FRAMES_LOW, false),
	[HP_NET_COALESCE_TX_FRAMES_HIGH] =
		COALESCE("tx-frames-high", TX_MAX_FRAMES_HIGH, false),
	[HP_NET_COALESCE_RATE_LOW] = COALESCE("pkt-rate-low", PKT_RATE_LOW, false),
	[HP_NET_COALESCE_RATE_HIGH] = COALESCE("pkt-rate-high", PKT_RATE_HIGH, false),
	[HP_NET_COALESCE_SAMPLE] =
		COALESCE("sample-interval", RATE_SAMPLE_INTERVAL, false),
	[HP_NET_COALESCE_STATS] = COALESCE("stats-block-usecs", STATS_BLOCK_USECS, false),
};

uint64_t hp_net_ethtool_password(const uint8_t bytes[static HP_NET_WOL_PASSWORD_BYTES])
{
	uint64_t password = 0;

	for (int i = 0; i < HP_NET_WOL_PASSWORD_BYTES; i++)
		password = password << 8 | bytes[i];
	return password;
}

void hp_net_ethtool_password_bytes(uint64_t password,
				   uint8_t ret[static HP_NET_WOL_PASSWORD_BYTES])
{
	for (int i = HP_NET_WOL_PASSWORD_BYTES; i-- > 0; password >>= 8)
		ret[i] = password;
}

uint64_t hp_net_ethtool_target(const struct hp_net_ethtool_state *state,
			       enum hp_net_ethtool which, uint64_t wanted)
{
	if (!hp_net_ethtool_kinds[which].maximum)
		return wanted;
	return wanted < state->max[which] ? wanted : state->max[which];
}

bool hp_net_ethtool_is_refused(const struct hp_net_ethtool_state *state,
			       enum hp_net_ethtool which, uint64_t wanted)
{
	bool is_switch = hp_net_ethtool_kinds[which].is_switch;

	/* What is not there is off. */
	if (!hp_net_ethtool_has(state->is.known, which))
		return !is_switch || wanted;
	return hp_net_ethtool_has(state->fixed, which) &&
	       state->is.value[which] != hp_net_ethtool_target(state, which, wanted);
}

char *hp_net_ethtool_describe(enum hp_net_ethtool which, uint64_t value, char *ret,
			      size_t size)
{
	const struct hp_net_ethtool_kind *kind = &hp_net_ethtool_kinds[which];

	if (kind->describe)
		kind->describe(value, ret, size);
	else if (kind->is_switch)
		snprintf(ret, size, "%s %s", kind->text, value ? "on" : "off");
	else
		snprintf(ret, size, "%s %" PRIu64, kind->text, value);
	return ret;
}
