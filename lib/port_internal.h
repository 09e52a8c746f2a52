/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: what port.c and port_read.c share. */
#ifndef HP_PORT_INTERNAL_H
#define HP_PORT_INTERNAL_H

#include "netlink.h"
#include "port.h"

/* Reads the attributes of a message of the family. What it does not name is 0 or "".
 * Returns 0; -EBADMSG. */
int hp_port_read(struct nlmsghdr *hdr, struct hp_port *ret) _must_check_;
int hp_port_read_event(struct nlmsghdr *hdr, struct hp_port_event *ret) _must_check_;

#endif
