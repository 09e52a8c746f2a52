/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: one socket to rtnetlink or generic netlink, and requests on it whose refusals
 * say why.
 *
 * Only netlink.c, netfamily.c, netethtool_io.c, netdevwrite.c, netdevmake_wireguard.c,
 * netio*.c, netrestore*.c, netstate.c, netwrite.c and port*.c include this: it is where
 * libnl's headers come in. Messages are built from
 * attributes and not from libnl-route's objects, which abort the process where they are
 * half filled and cut names silently.
 */
#ifndef HP_NETLINK_H
#define HP_NETLINK_H

#include <linux/rtnetlink.h>
#include <netlink/attr.h>
#include <netlink/msg.h>
#include <netlink/netlink.h>

#include "macro.h"

#define HP_NETLINK_WHY_MAX 160

struct hp_netlink {
	struct nl_sock *sock;
	uint32_t seq;		      /* of the last request */
	int error;		      /* negative errno of the last refusal */
	char why[HP_NETLINK_WHY_MAX]; /* the kernel's words for it, "" where it had none
				       */
};

/* Opens a socket of NETLINK_ROUTE, or of another protocol. Returns 0 or a negative errno.
 */
int hp_netlink_open(struct hp_netlink **ret) _must_check_;
int hp_netlink_open_protocol(struct hp_netlink **ret, int protocol) _must_check_;
void hp_netlink_closep(struct hp_netlink **nl);

/* A new message, the caller's (_cleanup_msg_), of one page at most or of size bytes
 * behind its header. NULL: no memory. */
struct nl_msg *hp_netlink_message(int type, int flags);
struct nl_msg *hp_netlink_message_of(int type, int flags, size_t size);
#define _cleanup_msg_ _cleanup_(hp_netlink_msg_freep)
void hp_netlink_msg_freep(struct nl_msg **msg);

/* Sends a message that changes something, waits for the kernel's answer to it. Returns 0
 * or the negative errno of the kernel or of the socket; nl->why tells more. */
int hp_netlink_request(struct hp_netlink *nl, struct nl_msg *msg) _must_check_;

/* The negative errno for a code of libnl's, where a call failed before the kernel was
 * asked. */
int hp_netlink_errno(int nl_error);

/* Sends a message that asks for something and hands every answer to handler, whose
 * negative return (an errno) is remembered and returned. */
int hp_netlink_query(struct hp_netlink *nl, struct nl_msg *msg,
		     int (*handler)(struct nlmsghdr *hdr, void *data),
		     void *data) _must_check_;

#endif
