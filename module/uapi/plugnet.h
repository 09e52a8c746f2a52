/* SPDX-License-Identifier: GPL-2.0 WITH Linux-syscall-note */
/*
 * Purpose: the link kind of plugnet.ko: the attributes of its IFLA_INFO_DATA.
 *
 * RTM_NEWLINK makes two devices that are each other's other end. With IFLA_LINK it makes
 * one, the other end of that device, which is a plugnet device without one. Errors carry
 * the reason as extended ACK text.
 */
#ifndef _UAPI_PLUGNET_H
#define _UAPI_PLUGNET_H

#define PLUGNET_KIND "plugnet"

enum plugnet_link_attr {
	IFLA_PLUGNET_UNSPEC,
	/* struct ifinfomsg, and then the IFLA_ attributes of the second device */
	IFLA_PLUGNET_PEER,
	__IFLA_PLUGNET_MAX,
};
#define IFLA_PLUGNET_MAX (__IFLA_PLUGNET_MAX - 1)

#endif
