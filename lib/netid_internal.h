/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: what the files netid*.c share. See netid.h. */
#ifndef HP_NETID_INTERNAL_H
#define HP_NETID_INTERNAL_H

#include "netid.h"
#include "sysdir.h"

struct hp_net_id_walk {
	struct hp_net_id *id;
	const char *prefix;	/* "en", "wl", "ww", "ib", "sl" */
	char path[PATH_MAX];	/* of the interface, links resolved, any root in it */
	char parent[PATH_MAX];	/* of the device above it; "": there is none */
	char device[PATH_MAX];	/* the same, or what is above where that is virtio's */
	char bus[NAME_MAX + 1]; /* the subsystem of device, "" where it has none */
};

/* Gives the interface a name of that kind: the prefix, and what follows it. One that is
 * too long is none. */
_printf_(3, 4) void hp_net_id_set(struct hp_net_id_walk *w, enum hp_net_policy kind,
				  const char *fmt, ...);

/* One file each, in the order in which a later name replaces an earlier one. */
void hp_net_id_of_firmware(struct hp_net_id_walk *w); /* devicetree, ACPI */
void hp_net_id_of_guest(struct hp_net_id_walk *w);    /* ccw, vio, netdevsim, Xen */
void hp_net_id_of_pci(struct hp_net_id_walk *w);      /* and USB and bcma upon it */

#endif
