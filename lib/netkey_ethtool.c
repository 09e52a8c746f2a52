/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the keys of [Link] for what the driver is told. See netkey.h. */
#include <errno.h>

#include "netkey.h"
#include "number.h"
#include "timespan.h"

#define BLANKS " \t\r\n"

static void set(struct hp_net_reader *r, const struct hp_ini_entry *entry, int which,
		uint32_t value)
{
	r->file->ethtool.known |= (uint64_t)1 << which;
	r->file->ethtool.value[which] = value;
	r->file->ethtool_where[which] = hp_net_where_of(r, entry);
}

static void unset(struct hp_net_reader *r, int which)
{
	r->file->ethtool.known &= ~((uint64_t)1 << which);
}

/* One value. parse gives 0, or a negative errno where text is none; is: what it is then.
 */
static int take(struct hp_net_reader *r, const struct hp_ini_entry *entry, int which,
		int (*parse)(int which, const char *text, uint32_t *ret), const char *is)
{
	uint32_t value;

	if (!*entry->value)
		unset(r, which);
	else if (parse(which, entry->value, &value) < 0)
		hp_ini_warn(entry, "'%s' is %s", entry->value, is);
	else
		set(r, entry, which, value);
	return 0;
}

static int parse_switch(int which, const char *text, uint32_t *ret)
{
	bool value = false;
	int r = hp_boolean_parse(&value, text);

	*ret = value;
	return r;
}

static int key_ethtool_switch(struct hp_net_reader *r, const struct hp_ini_entry *entry,
			      int arg)
{
	return take(r, entry, arg, parse_switch, "neither yes nor no");
}

static int parse_count(int which, const char *text, uint32_t *ret)
{
	uint64_t number = 0;
	int r = hp_number_parse(text, 10, UINT32_MAX, &number);

	*ret = number;
	return r;
}

static int key_ethtool_count(struct hp_net_reader *r, const struct hp_ini_entry *entry,
			     int arg)
{
	return take(r, entry, arg, parse_count, "no number from 0 to 4294967295");
}

/* 1 or more, or as many as the driver has. */
static int parse_number(int which, const char *text, uint32_t *ret)
{
	*ret = HP_NET_ETHTOOL_MAX;
	if (streq(text, "max"))
		return 0;
	return parse_count(which, text, ret) < 0 || !*ret ? -EINVAL : 0;
}

static int key_ethtool_number(struct hp_net_reader *r, const struct hp_ini_entry *entry,
			      int arg)
{
	return take(r, entry, arg, parse_number,
		    "neither max nor a number from 1 to 4294967295");
}

static int parse_mdi(int which, const char *text, uint32_t *ret)
{
	return hp_word_parse(ret, hp_net_ethtool_mdis, 0, text);
}

static int key_ethtool_mdi(struct hp_net_reader *r, const struct hp_ini_entry *entry,
			   int arg)
{
	return take(r, entry, arg, parse_mdi, "none of straight, crossover and auto");
}

/* Sampling is for whole seconds; it and the statistics need a while. */
static int parse_time(int which, const char *text, uint32_t *ret)
{
	bool is_sample = which == HP_NET_COALESCE_SAMPLE;
	uint64_t time = 0;

	if (hp_timespan_parse(&time, text) < 0 || time > UINT32_MAX ||
	    (!time && (is_sample || which == HP_NET_COALESCE_STATS)))
		return -EINVAL;
	*ret = is_sample ? (time + 999999) / 1000000 : time;
	return 0;
}

static int key_ethtool_time(struct hp_net_reader *r, const struct hp_ini_entry *entry,
			    int arg)
{
	return take(r, entry, arg, parse_time, "no time of up to 4294s that it can be");
}

static int key_tx_checksum(struct hp_net_reader *r, const struct hp_ini_entry *entry,
			   int arg)
{
	bool value = false;
	int result = *entry->value ? hp_boolean_parse(&value, entry->value) : -ENODATA;

	for (int i = HP_NET_TX_CHECKSUM; i <= HP_NET_TX_CHECKSUM_SCTP; i++) {
		if (result == 0)
			set(r, entry, i, value);
		else if (result == -ENODATA)
			unset(r, i);
	}
	if (result == -EINVAL)
		hp_ini_warn(entry, "'%s' is neither yes nor no", entry->value);
	return 0;
}

/* The bit of HP_NET_WOL_PHY and those behind it, 0 for off, or -1. */
static int find_event(const char *word, size_t len)
{
	static const char *const words[] = {"phy", "unicast", "multicast", "broadcast",
					    "arp", "magic",   "secureon"};

	for (size_t i = 0; i < ARRAY_SIZE(words); i++)
		if (strlen(words[i]) == len && strncmp(words[i], word, len) == 0)
			return 1 << i;
	return len == 3 && strncmp(word, "off", len) == 0 ? 0 : -1;
}

/* The list says all: an event that it does not name does not wake. */
static int key_wake_on_lan(struct hp_net_reader *r, const struct hp_ini_entry *entry,
			   int arg)
{
	const char *word = entry->value;
	int events = 0, event;

	for (size_t len; *(word += strspn(word, BLANKS)); word += len) {
		len = strcspn(word, BLANKS);
		event = find_event(word, len);
		if (event < 0) {
			hp_ini_warn(entry,
				    "'%.*s' is no event that wakes; it is left out",
				    (int)len, word);
			continue;
		}
		events = event ? events | event : 0;
	}
	for (int i = HP_NET_WOL_PHY; i <= HP_NET_WOL_SECUREON; i++) {
		unset(r, i);
		if (*entry->value)
			set(r, entry, i, events >> (i - HP_NET_WOL_PHY) & 1);
	}
	return 0;
}

const struct hp_net_key hp_net_ethtool_keys[] = {
	{"Link", "WakeOnLan", HP_NET_IN_LINK, key_wake_on_lan},
	{"Link", "TransmitChecksumOffload", HP_NET_IN_LINK, key_tx_checksum},
	{"Link", "AutoNegotiation", HP_NET_IN_LINK, key_ethtool_switch, HP_NET_AUTONEG},
	{"Link", "ReceiveChecksumOffload", HP_NET_IN_LINK, key_ethtool_switch,
	 HP_NET_RX_CHECKSUM},
	{"Link", "TCPSegmentationOffload", HP_NET_IN_LINK, key_ethtool_switch,
	 HP_NET_TSO},
	{"Link", "TCP6SegmentationOffload", HP_NET_IN_LINK, key_ethtool_switch,
	 HP_NET_TSO6},
	{"Link", "GenericSegmentationOffload", HP_NET_IN_LINK, key_ethtool_switch,
	 HP_NET_GSO},
	{"Link", "GenericReceiveOffload", HP_NET_IN_LINK, key_ethtool_switch, HP_NET_GRO},
	{"Link", "GenericReceiveOffloadHardware", HP_NET_IN_LINK, key_ethtool_switch,
	 HP_NET_GRO_HW},
	{"Link", "LargeReceiveOffload", HP_NET_IN_LINK, key_ethtool_switch, HP_NET_LRO},
	{"Link", "ReceiveVLANCTAGHardwareAcceleration", HP_NET_IN_LINK,
	 key_ethtool_switch, HP_NET_RX_VLAN},
	{"Link", "TransmitVLANCTAGHardwareAcceleration", HP_NET_IN_LINK,
	 key_ethtool_switch, HP_NET_TX_VLAN},
	{"Link", "ReceiveVLANCTAGFilter", HP_NET_IN_LINK, key_ethtool_switch,
	 HP_NET_RX_VLAN_FILTER},
	{"Link", "TransmitVLANSTAGHardwareAcceleration", HP_NET_IN_LINK,
	 key_ethtool_switch, HP_NET_TX_STAG},
	{"Link", "NTupleFilter", HP_NET_IN_LINK, key_ethtool_switch, HP_NET_NTUPLE},
	{"Link", "RxFlowControl", HP_NET_IN_LINK, key_ethtool_switch, HP_NET_PAUSE_RX},
	{"Link", "TxFlowControl", HP_NET_IN_LINK, key_ethtool_switch, HP_NET_PAUSE_TX},
	{"Link", "AutoNegotiationFlowControl", HP_NET_IN_LINK, key_ethtool_switch,
	 HP_NET_PAUSE_AUTONEG},
	{"Link", "RxBufferSize", HP_NET_IN_LINK, key_ethtool_number, HP_NET_RING_RX},
	{"Link", "RxMiniBufferSize", HP_NET_IN_LINK, key_ethtool_number,
	 HP_NET_RING_RX_MINI},
	{"Link", "RxJumboBufferSize", HP_NET_IN_LINK, key_ethtool_number,
	 HP_NET_RING_RX_JUMBO},
	{"Link", "TxBufferSize", HP_NET_IN_LINK, key_ethtool_number, HP_NET_RING_TX},
	{"Link", "RxChannels", HP_NET_IN_LINK, key_ethtool_number, HP_NET_CHANNEL_RX},
	{"Link", "TxChannels", HP_NET_IN_LINK, key_ethtool_number, HP_NET_CHANNEL_TX},
	{"Link", "OtherChannels", HP_NET_IN_LINK, key_ethtool_number,
	 HP_NET_CHANNEL_OTHER},
	{"Link", "CombinedChannels", HP_NET_IN_LINK, key_ethtool_number,
	 HP_NET_CHANNEL_COMBINED},
	{"Link", "MDI", HP_NET_IN_LINK, key_ethtool_mdi, HP_NET_MDI},
	{"Link", "UseAdaptiveRxCoalesce", HP_NET_IN_LINK, key_ethtool_switch,
	 HP_NET_COALESCE_ADAPTIVE_RX},
	{"Link", "UseAdaptiveTxCoalesce", HP_NET_IN_LINK, key_ethtool_switch,
	 HP_NET_COALESCE_ADAPTIVE_TX},
	{"Link", "RxCoalesceSec", HP_NET_IN_LINK, key_ethtool_time, HP_NET_COALESCE_RX},
	{"Link", "RxCoalesceIrqSec", HP_NET_IN_LINK, key_ethtool_time,
	 HP_NET_COALESCE_RX_IRQ},
	{"Link", "RxCoalesceLowSec", HP_NET_IN_LINK, key_ethtool_time,
	 HP_NET_COALESCE_RX_LOW},
	{"Link", "RxCoalesceHighSec", HP_NET_IN_LINK, key_ethtool_time,
	 HP_NET_COALESCE_RX_HIGH},
	{"Link", "TxCoalesceSec", HP_NET_IN_LINK, key_ethtool_time, HP_NET_COALESCE_TX},
	{"Link", "TxCoalesceIrqSec", HP_NET_IN_LINK, key_ethtool_time,
	 HP_NET_COALESCE_TX_IRQ},
	{"Link", "TxCoalesceLowSec", HP_NET_IN_LINK, key_ethtool_time,
	 HP_NET_COALESCE_TX_LOW},
	{"Link", "TxCoalesceHighSec", HP_NET_IN_LINK, key_ethtool_time,
	 HP_NET_COALESCE_TX_HIGH},
	{"Link", "RxMaxCoalescedFrames", HP_NET_IN_LINK, key_ethtool_count,
	 HP_NET_COALESCE_RX_FRAMES},
	{"Link", "RxMaxCoalescedIrqFrames", HP_NET_IN_LINK, key_ethtool_count,
	 HP_NET_COALESCE_RX_FRAMES_IRQ},
	{"Link", "RxMaxCoalescedLowFrames", HP_NET_IN_LINK, key_ethtool_count,
	 HP_NET_COALESCE_RX_FRAMES_LOW},
	{"Link", "RxMaxCoalescedHighFrames", HP_NET_IN_LINK, key_ethtool_count,
	 HP_NET_COALESCE_RX_FRAMES_HIGH},
	{"Link", "TxMaxCoalescedFrames", HP_NET_IN_LINK, key_ethtool_count,
	 HP_NET_COALESCE_TX_FRAMES},
	{"Link", "TxMaxCoalescedIrqFrames", HP_NET_IN_LINK, key_ethtool_count,
	 HP_NET_COALESCE_TX_FRAMES_IRQ},
	{"Link", "TxMaxCoalescedLowFrames", HP_NET_IN_LINK, key_ethtool_count,
	 HP_NET_COALESCE_TX_FRAMES_LOW},
	{"Link", "TxMaxCoalescedHighFrames", HP_NET_IN_LINK, key_ethtool_count,
	 HP_NET_COALESCE_TX_FRAMES_HIGH},
	{"Link", "CoalescePacketRateLow", HP_NET_IN_LINK, key_ethtool_count,
	 HP_NET_COALESCE_RATE_LOW},
	{"Link", "CoalescePacketRateHigh", HP_NET_IN_LINK, key_ethtool_count,
	 HP_NET_COALESCE_RATE_HIGH},
	{"Link", "CoalescePacketRateSampleIntervalSec", HP_NET_IN_LINK, key_ethtool_time,
	 HP_NET_COALESCE_SAMPLE},
	{"Link", "StatisticsBlockCoalesceSec", HP_NET_IN_LINK, key_ethtool_time,
	 HP_NET_COALESCE_STATS},
	{0},
};
