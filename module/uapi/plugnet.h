/* SPDX-License-Identifier: GPL-2.0 WITH Linux-syscall-note */
/*
 * Purpose: the link kind of plugnet.ko: the attributes of its IFLA_INFO_DATA.
 *
 * RTM_NEWLINK makes two devices that are each other's other end. With IFLA_LINK it makes
 * one, the other end of that device, which is a plugnet device without one. With
 * IFLA_PLUGNET_POLICY it makes one over others, which come below it by their IFLA_MASTER.
 * Errors carry the reason as extended ACK text.
 */
#ifndef _UAPI_PLUGNET_H
#define _UAPI_PLUGNET_H

#define PLUGNET_KIND "plugnet"

enum plugnet_link_attr {
	IFLA_PLUGNET_UNSPEC,
	/* struct ifinfomsg, and then the IFLA_ attributes of the second device */
	IFLA_PLUGNET_PEER,
	IFLA_PLUGNET_POLICY,  /* u8, enum plugnet_policy_id */
	IFLA_PLUGNET_PRIMARY, /* u32, ifindex: the active one while it can; 0: none */
	IFLA_PLUGNET_ACTIVE,  /* u32, ifindex; only told */
	__IFLA_PLUGNET_MAX,
};
#define IFLA_PLUGNET_MAX (__IFLA_PLUGNET_MAX - 1)

/* By which of the devices below it one sends. */
enum plugnet_policy_id {
	PLUGNET_ACTIVE_BACKUP, /* one; another where that has no carrier */
	PLUGNET_ROUND_ROBIN,   /* each in turn */
	PLUGNET_HASH,	       /* the same for each frame of a flow */
	PLUGNET_BROADCAST,     /* all */
	__PLUGNET_POLICY_MAX,
};
#define PLUGNET_POLICY_MAX (__PLUGNET_POLICY_MAX - 1)

#endif
