/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: what only a whole file tells, its drop-ins included: settings that
 * follow from others, as in systemd.network(5), or cannot be beside them.
 */
#ifndef HP_NETFINISH_H
#define HP_NETFINISH_H

#include "netconf.h"

/* Of what is named twice to stand over the interface, the last line counts. Routes by a
 * gateway that no address of the file leads to are made GatewayOnLink=; of an address
 * that stands there twice, of IPv6 also with another length, the last counts; beside
 * KeepMaster= no master is joined, and beside IPv6ProxyNDP=no no neighbor is answered
 * for: all are logged. What DefaultRouteOnDevice=, IPv6ProxyNDPAddress= and the keys for
 * addresses of the link come to is added. Queueing disciplines and classes stand behind
 * those that they are in. Returns 0 or -ENOMEM. */
int hp_net_network_finish(struct hp_net_file *file) _must_check_;

/* Where routers are not listened to, a token is logged, and left out. */
void hp_net_token_finish(struct hp_net_file *file);

/* A timing of data without FDMode=, and one without BitRate= and TimeQuantaNSec=, is
 * logged, and left out; of those two, the first counts, which is logged. */
void hp_net_can_finish(struct hp_net_file *file);

/* Advertise= implies AutoNegotiation=yes; BitsPerSecond= and Duplex= are for an interface
 * without it. Where that is not so, it is logged, and they are left out. Then as
 * hp_net_vfs_finish(). Returns 0 or -ENOMEM. */
int hp_net_link_finish(struct hp_net_file *file) _must_check_;

/* Of a *.link file: its [SR-IOV] sections make so many virtual functions needed, unless
 * SR-IOVVirtualFunctions= says how many; then those that there are not are logged, and
 * left out. Returns 0 or -ENOMEM. */
int hp_net_vfs_finish(struct hp_net_file *file) _must_check_;

/* Routes without Table= are put in the table of the VRF that their file names; where no
 * *.netdev file tells that table, it is logged, and they stay where they are. */
void hp_net_vrfs_finish(struct hp_net_conf *conf);

/* One number is one nexthop object of all interfaces: of those of the file with the same
 * number the first stays, and both places are logged. A group, or one that drops, may
 * stand in it twice where it is the same. Returns 0 or -ENOMEM. */
int hp_net_nexthops_finish(struct hp_net_file *file) _must_check_;

/* Logs what so stands in two files that are for this machine, each with its place: only
 * one of them may ever be for an interface that is there. Returns 0 or -ENOMEM. */
int hp_net_nexthops_tell_doubles(const struct hp_net_conf *conf) _must_check_;

#endif
