/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Purpose: what differs between the kernels that this builds for, 6.1 to 6.12. The code
 * is written for the newest; this takes it back.
 */
#ifndef PLUGBUS_COMPAT_H
#define PLUGBUS_COMPAT_H

#include <linux/netdevice.h>
#include <linux/ptr_ring.h>
#include <linux/version.h>

/* 6.3: bus_type.uevent takes a const device. */
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 3, 0)
#define plugbus_uevent_device struct device
#else
#define plugbus_uevent_device const struct device
#endif

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

static inline void plugnet_set_netns_local(struct net_device *dev, bool local)
{
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 12, 0)
	dev->features = local ? dev->features | NETIF_F_NETNS_LOCAL
			      : dev->features & ~NETIF_F_NETNS_LOCAL;
#else
	dev->netns_local = local;
#endif
}

#endif
