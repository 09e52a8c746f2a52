/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Purpose: what differs between the kernels that this builds for, 6.1 to 7.2. The code
 * is written for the newest; this takes it back.
 */
#ifndef PLUGBUS_COMPAT_H
#define PLUGBUS_COMPAT_H

#include <linux/delay.h>
#include <linux/device/bus.h>
#include <linux/netdevice.h>
#include <linux/ptr_ring.h>
#include <linux/version.h>
#include <net/rtnetlink.h>

/* After 6.12, what reads hexadecimal numbers comes by its own header alone. */
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 12, 0)
#include <linux/hex.h>
#endif

/* 6.3: bus_type.uevent takes a const device. */
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 3, 0)
#define plugbus_uevent_device struct device
#else
#define plugbus_uevent_device const struct device
#endif

/* 6.3: a bus is left alone after bus_unregister(). Before, it is written to when the last
 * reference to what is behind it is gone. */
static inline void plugbus_wait_for_bus(const struct bus_type *bus)
{
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 3, 0)
	while (READ_ONCE(bus->p))
		msleep(1);
#endif
}

/* 6.4: the attributes of a bus are given a const bus_type. */
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 4, 0)
#define plugbus_attr_bus struct bus_type
#else
#define plugbus_attr_bus const struct bus_type
#endif

/* 6.11: bus_type.match takes a const device_driver. */
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 11, 0)
#define plugbus_match_driver struct device_driver
#else
#define plugbus_match_driver const struct device_driver
#endif

/* 6.2: whether IPv6 leaves a device alone is a flag of its own. */
static inline void plugnet_set_no_addrconf(struct net_device *dev, bool no)
{
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 2, 0)
	dev->flags = no ? dev->flags | IFF_SLAVE : dev->flags & ~IFF_SLAVE;
#else
	dev->priv_flags = no ? dev->priv_flags | IFF_NO_ADDRCONF
			     : dev->priv_flags & ~IFF_NO_ADDRCONF;
#endif
}

/* 6.6: the header of page pools is three. */
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 6, 0)
#include <net/page_pool.h>
#else
#include <net/page_pool/helpers.h>
#endif

/* 6.3: a device says what it can of XDP. Without page pools, that is nothing. */
static inline void plugnet_set_xdp_features(struct net_device *dev)
{
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 3, 0) && defined(CONFIG_PAGE_POOL)
	dev->xdp_features =
		NETDEV_XDP_ACT_BASIC | NETDEV_XDP_ACT_REDIRECT | NETDEV_XDP_ACT_NDO_XMIT;
#endif
}

static inline void plugnet_clear_xdp_features(struct net_device *dev)
{
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 3, 0)
	dev->xdp_features = 0;
#endif
}

/* 6.12: what no driver switches is no feature any more. */
static inline void plugnet_set_lltx(struct net_device *dev)
{
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 12, 0)
	dev->features |= NETIF_F_LLTX;
#else
	dev->lltx = true;
#endif
}

/* 6.13, and stable releases before it: the lock that it takes is in its name. */
#ifndef ptr_ring_resize_multiple_bh
#define ptr_ring_resize_multiple_bh ptr_ring_resize_multiple
#endif

/* 6.12: that a device does not move is a field, from 6.15 on of another name. */
static inline void plugnet_set_netns_immutable(struct net_device *dev, bool immutable)
{
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 12, 0)
	dev->features = immutable ? dev->features | NETIF_F_NETNS_LOCAL
				  : dev->features & ~NETIF_F_NETNS_LOCAL;
#elif LINUX_VERSION_CODE < KERNEL_VERSION(6, 15, 0)
	dev->netns_local = immutable;
#else
	dev->netns_immutable = immutable;
#endif
}

/* 6.13: a timer and its function are set up in one. 6.15: else they are not. */
static inline void plugnet_timer_setup(struct hrtimer *timer,
				       enum hrtimer_restart (*function)(struct hrtimer *))
{
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 15, 0)
	hrtimer_init(timer, CLOCK_MONOTONIC, HRTIMER_MODE_REL_SOFT);
	timer->function = function;
#else
	hrtimer_setup(timer, function, CLOCK_MONOTONIC, HRTIMER_MODE_REL_SOFT);
#endif
}

/* 6.15: drivers may want their operations called under a lock of the device. 6.17: what
 * sets the MTU and tells nobody has another name, and is for who imports that namespace.
 */
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 15, 0)
#define netdev_lock_ops(dev)
#define netdev_unlock_ops(dev)
#else
#include <net/netdev_lock.h>
#endif
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 17, 0)
#define __netif_set_mtu __dev_set_mtu
#else
#define PLUGNET_IMPORTS "NETDEV_INTERNAL"
#endif

/* 6.15: what a new link is to be is told in one argument. */
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 15, 0)
struct rtnl_newlink_params {
	struct net *src_net;
	struct nlattr **tb, **data;
};

static inline struct net *rtnl_newlink_link_net(const struct rtnl_newlink_params *params)
{
	return params->src_net;
}
#endif

int plugnet_newlink(struct net_device *dev, struct rtnl_newlink_params *params,
		    struct netlink_ext_ack *extack);

#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 15, 0)
static inline int plugnet_newlink_op(struct net *net, struct net_device *dev,
				     struct nlattr *tb[], struct nlattr *data[],
				     struct netlink_ext_ack *extack)
{
	struct rtnl_newlink_params params = {.src_net = net, .tb = tb, .data = data};

	return plugnet_newlink(dev, &params, extack);
}
#else
#define plugnet_newlink_op plugnet_newlink
#endif

#endif
