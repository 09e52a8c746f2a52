/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: the one way of all module agents, and the table of what differs from bus to
 * bus.
 *
 * When a device is added: check the event's keys; take the candidates of the bus's maps
 * and of MODALIAS; load what is missing; run HP_CONFDIR/BUS/MODULE for each.
 */
#ifndef HP_BUS_H
#define HP_BUS_H

#include "deviceid.h"
#include "loader.h"
#include "modalias.h"
#if HP_OLDMAPS
#include "oldmap.h"
#endif

/* What the maps match: a member for each type of map. */
union hp_bus_id {
	struct hp_pci_id pci;
	struct hp_usb_id usb;
#if HP_OLDMAPS
	struct hp_oldmap_id old;
#endif
};

struct hp_bus_map {
	const char *file;    /* in the module tree: "modules.pcimap" */
	const char *handmap; /* the administrator's, in HP_CONFDIR: "pci.handmap" */
	bool is_coarse;	     /* its rows match devices that MODALIAS would not */
	/* Returns as hp_pci_id_from_event(). */
	int (*read_id)(union hp_bus_id *ret, const struct hp_uevent *event,
		       char why[static HP_UEVENT_WHY_MAX]);
	hp_loader_match match;
};

struct hp_bus_job;

/* A bus. All but the name may be NULL. */
struct hp_bus {
	const char *name;     /* SUBSYSTEM; NULL: any that is in no row of the table */
	const char *old_name; /* SUBSYSTEM of old kernels, for the same devices */
	const char *prefix;   /* of every MODALIAS there */
	const struct hp_modalias_key *keys; /* checked, and in the place of MODALIAS */
	/* The same by a function; returns as hp_modalias_from_input(). */
	int (*modalias)(char ret[static HP_MODALIAS_MAX], const struct hp_uevent *event,
			char why[static HP_UEVENT_WHY_MAX]);
	bool checks; /* modalias() is called even where the event has a MODALIAS */
	const struct hp_bus_map *map;
	/* Before the setup scripts; returns as hp_agent's handle(). */
	int (*loaded)(const struct hp_uevent *event);
	/* In place of the setup scripts; returns as hp_setup_run(). */
	int (*run_scripts)(const struct hp_bus_job *job);
	/* When a device is removed; returns as hp_agent's handle(). */
	int (*remove)(const struct hp_uevent *event);
};

/* One event on its way. */
struct hp_bus_job {
	const struct hp_bus *bus;
	const struct hp_uevent *event;
	struct hp_loader loader;
	union hp_bus_id id;
	bool has_id; /* the bus has a map, and the event the keys for it */
};

/* The rows that have a file of their own. */
extern const struct hp_bus hp_bus_pci, hp_bus_pcmcia, hp_bus_usb;

#if HP_OLDMAPS
extern const struct hp_bus_map hp_bus_map_ccw, hp_bus_map_ieee1394, hp_bus_map_input,
	hp_bus_map_isapnp, hp_bus_map_of, hp_bus_map_serio;
#define HP_OLD_MAP(bus) &hp_bus_map_##bus
#else
#define HP_OLD_MAP(bus) NULL
#endif

/* The row of a subsystem, by its name of today or of old; that of no name where it has
 * none. */
const struct hp_bus *hp_bus_find(const char *subsystem);

/* hp_agent's handle(), wants(), only_loads() and has_loaded() of every bus. */
int hp_bus_handle(const struct hp_uevent *event);
bool hp_bus_wants(const struct hp_uevent *event);
bool hp_bus_only_loads(const char *subsystem);
bool hp_bus_has_loaded(const struct hp_uevent *event);

/* Of a bus whose scripts are run for both: HP_CONFDIR/BUS/MODULE with ACTION=remove, for
 * the modules that the index names for MODALIAS. Nothing is loaded. */
int hp_bus_remove_by_scripts(const struct hp_uevent *event);

#endif
