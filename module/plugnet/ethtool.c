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
	[PLUGNET_TIMEOUTS] = "transmit_timeouts",
	[PLUGNET_FILTERED] = "receive_filtered",
	[PLUGNET_XDP_PASS] = "xdp_pass",
	[PLUGNET_XDP_DROP] = "xdp_drop",
	[PLUGNET_XDP_TX] = "xdp_tx",
	[PLUGNET_XDP_REDIRECT] = "xdp_redirect",
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

	ring->rx_max_pending = PLUGNET_RING_MAX;
	ring->rx_pending = net->ring_size;
}

/* What is sent waits in the ring of the other end: there is none to be set here. */
static int set_ringparam(struct net_device *dev, struct ethtool_ringparam *ring,
			 struct kernel_ethtool_ringparam *kernel_ring,
			 struct netlink_ext_ack *extack)
{
	struct plugnet *net = netdev_priv(dev);

	if (ring->rx_pending < PLUGNET_RING_MIN)
		return plugnet_refuse(extack, NULL, "a ring has 32 entries at least",
				      -EINVAL);
	if (ring->rx_pending == net->ring_size)
		return 0;
	return plugnet_change(net, plugnet_queues_resize, ring->rx_pending,
			      net->ring_size);
}

static void get_channels(struct net_device *dev, struct ethtool_channels *channels)
{
	channels->max_combined = dev->num_tx_queues;
	channels->combined_count = dev->real_num_tx_queues;
}

static int set_channels(struct net_device *dev, struct ethtool_channels *channels)
{
	if (channels->combined_count == dev->real_num_tx_queues)
		return 0;
	return plugnet_change(netdev_priv(dev), plugnet_queues_use,
			      channels->combined_count, dev->real_num_tx_queues);
}

static int get_coalesce(struct net_device *dev, struct ethtool_coalesce *coalesce,
			struct kernel_ethtool_coalesce *kernel_coalesce,
			struct netlink_ext_ack *extack)
{
	const struct plugnet *net = netdev_priv(dev);

	coalesce->rx_coalesce_usecs = net->coalesce;
	return 0;
}

static int set_coalesce(struct net_device *dev, struct ethtool_coalesce *coalesce,
			struct kernel_ethtool_coalesce *kernel_coalesce,
			struct netlink_ext_ack *extack)
{
	struct plugnet *net = netdev_priv(dev);

	if (coalesce->rx_coalesce_usecs > PLUGNET_COALESCE_MAX)
		return plugnet_refuse(extack, NULL, "rx-usecs is 100000 at most",
				      -EINVAL);
	WRITE_ONCE(net->coalesce, coalesce->rx_coalesce_usecs);
	return 0;
}

/* The sums, and then those of each queue. */
static int get_sset_count(struct net_device *dev, int set)
{
	return set == ETH_SS_STATS ? PLUGNET_COUNTS * (1 + dev->num_tx_queues)
				   : -EOPNOTSUPP;
}

static void get_strings(struct net_device *dev, u32 set, u8 *data)
{
	unsigned int queue, i;

	memcpy(data, plugnet_count_names, sizeof(plugnet_count_names));
	data += sizeof(plugnet_count_names);
	for (queue = 0; queue < dev->num_tx_queues; queue++)
		for (i = 0; i < PLUGNET_COUNTS; i++)
			ethtool_sprintf(&data, "queue%u_%s", queue,
					plugnet_count_names[i]);
}

static void get_ethtool_stats(struct net_device *dev, struct ethtool_stats *stats,
			      u64 *data)
{
	const struct plugnet *net = netdev_priv(dev);
	unsigned int queue, i;

	for (i = 0; i < PLUGNET_COUNTS; i++)
		*data++ = plugnet_total(net, i);
	for (queue = 0; queue < dev->num_tx_queues; queue++)
		for (i = 0; i < PLUGNET_COUNTS; i++)
			*data++ = atomic64_read(&net->queue[queue].count[i]);
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
	.supported_coalesce_params = ETHTOOL_COALESCE_RX_USECS,
	.get_drvinfo = get_drvinfo,
	.get_link = ethtool_op_get_link,
	.get_link_ksettings = get_link_ksettings,
	.get_ringparam = get_ringparam,
	.set_ringparam = set_ringparam,
	.get_channels = get_channels,
	.set_channels = set_channels,
	.get_coalesce = get_coalesce,
	.set_coalesce = set_coalesce,
	.get_sset_count = get_sset_count,
	.get_strings = get_strings,
	.get_ethtool_stats = get_ethtool_stats,
	.get_ts_info = ethtool_op_get_ts_info,
};
