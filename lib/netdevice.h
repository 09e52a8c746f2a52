/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: what /sys, udev's database and ethtool say about the device behind an
 * interface: its driver, its type, its place.
 */
#ifndef HP_NETDEVICE_H
#define HP_NETDEVICE_H

#include "netstate.h"
#include "pathid.h"

#define HP_NET_WORD_MAX	    64
#define HP_NET_PROPERTY_MAX 1024 /* of its name, and of its value */

struct hp_net_device {
	uint64_t inode;		      /* of its directory in /sys; 0: not known */
	char driver[HP_NET_WORD_MAX]; /* "": not known */
	char type[HP_NET_WORD_MAX];   /* DEVTYPE, else by ARPHRD: "ether", "loopback" */
	char path[HP_PATH_ID_MAX];    /* udev's ID_PATH; "": it has none */
};

/* keys: what is wanted beside the inode, 1 << HP_NET_MATCH_DRIVER and so on. What is not
 * wanted, or cannot be found out (no /sys, or that of another network namespace), is "".
 */
void hp_net_device_read(struct hp_net_device *ret, const struct hp_net_link *link,
			unsigned int keys);

/* The inode alone, of a virtual device that still has the name, where /sys is known to be
 * that of our network namespace: in two calls, for a thousand of them. sock: any socket.
 * 0: not found in this way. */
uint64_t hp_net_device_inode(const char *name, unsigned int ifindex, int sock);

/* A property that udev's database, else the device's uevent in /sys, has for the
 * interface. Returns whether there is one, and its value fits into size bytes. */
bool hp_net_device_property(const struct hp_net_link *link, const char *key, char *ret,
			    size_t size);

#endif
