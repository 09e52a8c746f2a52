/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: what those words of hotplugctl net share that look at interfaces. */
#ifndef HP_CTL_NET_H
#define HP_CTL_NET_H

#include "hotplugctl.h"
#include "json.h"

struct hp_netjob_view;

/* [--json] [INTERFACE]: calls print for that interface, or each, with a struct hp_json in
 * an array, or with NULL; and print_port (NULL: not) for that UDP port of tunnels, or
 * each, with the same, stands: as hp_netfou_look(). Returns an exit status. */
int ctl_net_look(const struct ctl_verb *verb, int argc, char *argv[],
		 void (*print)(const struct hp_netjob_view *view, void *data),
		 void (*print_port)(const char *name, bool stands, struct hp_json *json));

#endif
