// SPDX-License-Identifier: GPL-2.0
/* Purpose: what ethtool(8) shows. */
#include "internal.h"

const char plugnet_count_names[PLUGNET_COUNTS][ETH_GSTRING_LEN] = {
	[PLUGNET_RECEIVE] = "cause_receive",
	[PLUGNET_TRANSMIT_DONE] = "cause_transmit_done",
	[PLUGNET_TRANSMIT_ERROR] = "cause_transmit_error",
	[PLUGNET_LINK_CHANGE] = "cause_link_change",
	[PLUGNET_INTERRUPTS] = "interrupts",
	[PLUGNET_NOT_OURS] = "interrupts_not_ours",
	[PLUGNET_POLLS] = "polls",
	[PLUGNET_STOPS] = "transmit_stops",
	[PLUGNET_FILTERED] = "receive_filtered",
};

static void get_drvinfo(struct net_device *dev, struct ethtool_drvinfo *info)
{
	const struct plugnet *net = netdev_priv(dev);

	strscpy(info->driver, PLUGNET_KIND, sizeof(info->driver));
	if (net->port)
		strscpy(info->bus_info, dev_name(&net->port->dev),
			sizeof(info->bus_info));
}

static int get_link_ksettings(struct net_device *dev, struct ethtool_link_ksettings *link)
{
	link->base.speed = SPEED_10000;
	link->base.duplex = DUPLEX_FULL;
	link->base.port = PORT_TP;
	link->base.autoneg = AUTONEG_DISABLE;
	return 0;
}

static void get_ringparam(struct net_device *dev, struct ethtool_ringparam *ring,
			  struct kernel_ethtool_ringparam *kernel_ring,
			  struct netlink_ext_ack *extack)
{
	const struct plugnet *net = netdev_priv(dev);

	ring->rx_max_pending = ring->rx_pending = net->ring_size;
}

static int get_sset_count(struct net_device *dev, int set)
{
	return set == ETH_SS_STATS ? PLUGNET_COUNTS : -EOPNOTSUPP;
}

static void get_strings(struct net_device *dev, u32 set, u8 *data)
{
	memcpy(data, plugnet_count_names, sizeof(plugnet_count_names));
}

static void get_ethtool_stats(struct net_device *dev, struct ethtool_stats *stats,
			      u64 *data)
{
	const struct plugnet *net = netdev_priv(dev);
	unsigned int i;

	for (i = 0; i < PLUGNET_COUNTS; i++)
		data[i] = atomic64_read(&net->count[i]);
}

static void get_stack_drvinfo(struct net_device *dev, struct ethtool_drvinfo *info)
{
	strscpy(info->driver, PLUGNET_KIND, sizeof(info->driver));
}

const struct ethtool_ops plugnet_stack_ethtool_ops = {
	.get_drvinfo = get_stack_drvinfo,
	.get_link = ethtool_op_get_link,
};

const struct ethtool_ops plugnet_ethtool_ops = {
	.get_drvinfo = get_drvinfo,
	.get_link = ethtool_op_get_link,
	.get_link_ksettings = get_link_ksettings,
	.get_ringparam = get_ringparam,
	.get_sset_count = get_sset_count,
	.get_strings = get_strings,
	.get_ethtool_stats = get_ethtool_stats,
	.get_ts_info = ethtool_op_get_ts_info,
};
