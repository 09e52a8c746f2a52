/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: what the driver of an interface can be told: its offloads, rings, channels,
 * when it wakes the machine up.
 *
 * Each is one number, or one bit, that is set alone. Source of the contract:
 * systemd.link(5), Documentation/networking/ethtool-netlink.rst.
 */
#ifndef HP_NETETHTOOL_H
#define HP_NETETHTOOL_H

#include "netvalue.h"

/* In the order in which they are set. */
enum hp_net_ethtool {
	HP_NET_PORT,   /* PORT_* of linux/ethtool.h */
	HP_NET_MDI,    /* ETH_TP_MDI_* likewise */
	HP_NET_FORCED, /* hp_net_ethtool_forced(), or 0: what is negotiated */
	HP_NET_AUTONEG,
	HP_NET_ADVERTISE, /* 1 << place in hp_net_ethtool_modes[] */
	HP_NET_WOL_PHY,
	HP_NET_WOL_UNICAST,
	HP_NET_WOL_MULTICAST,
	HP_NET_WOL_BROADCAST,
	HP_NET_WOL_ARP,
	HP_NET_WOL_MAGIC,
	HP_NET_WOL_SECUREON,
	HP_NET_WOL_PASSWORD, /* once that is on: its bytes, the first the highest */
	HP_NET_RX_CHECKSUM,
	HP_NET_TX_CHECKSUM, /* and the four behind it: one key sets all of them */
	HP_NET_TX_CHECKSUM_GENERIC,
	HP_NET_TX_CHECKSUM_IPV6,
	HP_NET_TX_CHECKSUM_FCOE,
	HP_NET_TX_CHECKSUM_SCTP,
	HP_NET_TSO,
	HP_NET_TSO6,
	HP_NET_GSO,
	HP_NET_GRO,
	HP_NET_GRO_HW,
	HP_NET_LRO,
	HP_NET_RX_VLAN,
	HP_NET_TX_VLAN,
	HP_NET_RX_VLAN_FILTER,
	HP_NET_TX_STAG,
	HP_NET_NTUPLE,
	HP_NET_RING_RX,
	HP_NET_RING_RX_MINI,
	HP_NET_RING_RX_JUMBO,
	HP_NET_RING_TX,
	HP_NET_CHANNEL_RX,
	HP_NET_CHANNEL_TX,
	HP_NET_CHANNEL_OTHER,
	HP_NET_CHANNEL_COMBINED,
	HP_NET_PAUSE_AUTONEG,
	HP_NET_PAUSE_RX,
	HP_NET_PAUSE_TX,
	HP_NET_COALESCE_ADAPTIVE_RX,
	HP_NET_COALESCE_ADAPTIVE_TX,
	HP_NET_COALESCE_RX, /* and those like it: us */
	HP_NET_COALESCE_RX_IRQ,
	HP_NET_COALESCE_RX_LOW,
	HP_NET_COALESCE_RX_HIGH,
	HP_NET_COALESCE_TX,
	HP_NET_COALESCE_TX_IRQ,
	HP_NET_COALESCE_TX_LOW,
	HP_NET_COALESCE_TX_HIGH,
	HP_NET_COALESCE_RX_FRAMES,
	HP_NET_COALESCE_RX_FRAMES_IRQ,
	HP_NET_COALESCE_RX_FRAMES_LOW,
	HP_NET_COALESCE_RX_FRAMES_HIGH,
	HP_NET_COALESCE_TX_FRAMES,
	HP_NET_COALESCE_TX_FRAMES_IRQ,
	HP_NET_COALESCE_TX_FRAMES_LOW,
	HP_NET_COALESCE_TX_FRAMES_HIGH,
	HP_NET_COALESCE_RATE_LOW, /* packets a second */
	HP_NET_COALESCE_RATE_HIGH,
	HP_NET_COALESCE_SAMPLE, /* s */
	HP_NET_COALESCE_STATS,	/* us */
	HP_NET_ETHTOOLS,	/* at most 64 */
};

enum hp_net_ethtool_group {
	HP_NET_LINKINFO,
	HP_NET_LINKMODES,
	HP_NET_WOL,
	HP_NET_FEATURES,
	HP_NET_RINGS,
	HP_NET_CHANNELS,
	HP_NET_PAUSE,
	HP_NET_COALESCE,
	HP_NET_ETHTOOL_GROUPS,
};

struct hp_net_ethtool_kind {
	const char *text; /* how steps tell it: "ring rx" */
	enum hp_net_ethtool_group group;
	uint16_t attribute; /* of the group's messages */
	uint16_t maximum;   /* where the driver tells how many there can be; 0: nowhere */
	const char *bit;    /* its name in a bitset; NULL: it is no bit */
	bool is_switch;	    /* 0 or 1 */
	bool is_one_of_many; /* that the driver lacks it is worth no word */
	/* How it is told where it is none of these; size: bytes of ret. */
	void (*describe)(uint64_t value, char *ret, size_t size);
};

extern const struct hp_net_ethtool_kind hp_net_ethtool_kinds[HP_NET_ETHTOOLS];

/* What a link can be negotiated to: the name of systemd.link(5), and that of
 * link_mode_names[] in net/ethtool/common.c. */
struct hp_net_ethtool_mode {
	const char *name, *bit;
};
#define HP_NET_ETHTOOL_MODES 14 /* at most 32 */
extern const struct hp_net_ethtool_mode hp_net_ethtool_modes[HP_NET_ETHTOOL_MODES];

/* The ports, and the ways of a twisted pair, by their names, and {NULL}. */
extern const struct hp_word hp_net_ethtool_ports[], hp_net_ethtool_mdis[];

#define HP_NET_WOL_PASSWORD_BYTES 6 /* SOPASS_MAX */

/* Between the bytes of a password, and them as one value. */
uint64_t hp_net_ethtool_password(const uint8_t bytes[static HP_NET_WOL_PASSWORD_BYTES]);
void hp_net_ethtool_password_bytes(uint64_t password,
				   uint8_t ret[static HP_NET_WOL_PASSWORD_BYTES]);

/* A speed in Mbit/s, 1 to INT32_MAX, with a duplex mode, as one value. */
static inline uint32_t hp_net_ethtool_forced(uint32_t speed, bool is_full)
{
	return speed << 1 | is_full;
}

#define HP_NET_ETHTOOL_MAX UINT32_MAX /* as many as the driver can have */

/* {0}: nothing is known, or wanted. */
struct hp_net_ethtool_values {
	uint64_t known; /* 1 << enum hp_net_ethtool */
	uint64_t value[HP_NET_ETHTOOLS];
};

struct hp_net_ethtool_state {
	struct hp_net_ethtool_values is;
	uint64_t fixed; /* of those known: the driver does not let them be changed */
	int error[HP_NET_ETHTOOL_GROUPS]; /* negative errno: why nothing is known of it */
	uint32_t max[HP_NET_ETHTOOLS];
};

static inline bool hp_net_ethtool_has(uint64_t set, enum hp_net_ethtool which)
{
	return set >> which & 1;
}

/* What a wanted value comes to on this interface: at most what there can be. */
uint64_t hp_net_ethtool_target(const struct hp_net_ethtool_state *state,
			       enum hp_net_ethtool which, uint64_t wanted);

/* Whether it is wanted, and the interface neither is so nor can be. */
bool hp_net_ethtool_is_refused(const struct hp_net_ethtool_state *state,
			       enum hp_net_ethtool which, uint64_t wanted);

/* "ring rx 256", "rx-gro off"; of a secret, no more than what it is */
char *hp_net_ethtool_describe(enum hp_net_ethtool which, uint64_t value, char *ret,
			      size_t size);

#endif
