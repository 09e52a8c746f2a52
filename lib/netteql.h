/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: the true link equalizer: what a *.network file asks of teqlN, and of the
 * module that has it.
 *
 * Source of the contract: net/sched/sch_teql.c. The module makes the devices teql0 to
 * teqlN-1 and queueing disciplines of the same names when it is loaded, N being its
 * parameter max_equalizers, 1 without it; more cannot be made later. An interface is
 * under an equalizer as long as it has that queueing discipline, and an equalizer cannot
 * be up (EUNATCH) before it has one.
 */
#ifndef HP_NETTEQL_H
#define HP_NETTEQL_H

#include "netplan.h"

#define HP_NET_TEQL_MODULE    "sch_teql"
#define HP_NET_TEQL_PARAMETER "max_equalizers"
#define HP_NET_TEQL_MAX	      4096 /* of equalizers; each is a device */

/* "teql0" */
char *hp_net_teql_name(uint32_t id, char ret[static IFNAMSIZ]);

/* The number in such a name. Returns 0 or -EINVAL. */
int hp_net_teql_parse(const char *name, uint32_t *ret) _must_check_;

/* By what the file (NULL: none) puts its interface under an equalizer; NULL: by nothing.
 */
const struct hp_net_conf_object *hp_net_teql_find(const struct hp_net_file *file);

/* How many equalizers all of the files need. */
uint32_t hp_net_teql_count(const struct hp_net_conf *conf);

/* Whether a step, whose result is r, waits until an interface is under the equalizer. */
bool hp_net_teql_waits(const struct hp_net_step *step, int r);

#endif
