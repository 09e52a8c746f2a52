/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: pci.agent: what is special about PCI is its map.
 *
 * Source of the contract: pci_uevent() in drivers/pci/pci-driver.c of Linux 6.1;
 * pci.agent of linux-hotplug.
 */
#include "bus.h"

static int read_id(union hp_bus_id *ret, const struct hp_uevent *event,
		   char why[static HP_UEVENT_WHY_MAX])
{
	return hp_pci_id_from_event(&ret->pci, event, why);
}

static int match(struct hp_idmap *map, const void *id, struct hp_names *names)
{
	return hp_idmap_match_pci(map, id, names);
}

static const struct hp_bus_map map = {
	.file = "modules.pcimap",
	.handmap = "pci.handmap",
	.read_id = read_id,
	.match = match,
};

const struct hp_bus hp_bus_pci = {
	.name = "pci",
	.map = &map,
};
