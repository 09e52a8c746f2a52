/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: pci.agent: load the drivers of a PCI device and run their setup scripts.
 *
 * Source of the contract: pci_uevent() in drivers/pci/pci-driver.c of Linux 6.1;
 * pci.agent of linux-hotplug.
 */
#include <errno.h>

#include "agent.h"
#include "agents.h"
#include "loader.h"
#include "log.h"
#include "setup.h"

static int match_pci(struct hp_idmap *map, const void *id, struct hp_names *names)
{
	return hp_idmap_match_pci(map, id, names);
}

static int add_candidates(struct hp_loader *loader, const struct hp_uevent *event)
{
	char why[HP_UEVENT_WHY_MAX];
	struct hp_pci_id id;
	int r = hp_pci_id_from_event(&id, event, why);

	if (r == -ENOENT)
		return 0;
	if (r < 0)
		return hp_error(0, "not a usable event: %s", why), -EBADMSG;
	r = hp_loader_add_handmap(loader, "pci.handmap", match_pci, &id);
	if (r == 0)
		r = hp_loader_add_map(loader, "modules.pcimap", match_pci, &id);
	return r;
}

static int run_setup_scripts(const struct hp_loader *loader)
{
	_cleanup_(hp_names_free) struct hp_names scripts = {.exact = true};
	struct hp_environment env;
	int r = hp_setup_find("pci", &loader->names, &scripts);

	if (r < 0 || !scripts.n)
		return r;
	hp_environment_init(&env, loader->event);
	return hp_setup_run("pci", &scripts, &env);
}

static int handle(const struct hp_uevent *event)
{
	_cleanup_(hp_loader_free) struct hp_loader loader = {0};
	int r, s;

	/* A driver serves other devices as well: it is never unloaded. */
	if (event->action != HP_ACTION_ADD)
		return 0;
	r = hp_loader_init(&loader, event);
	if (r == 0)
		r = add_candidates(&loader, event);
	if (r < 0)
		return r;
	r = hp_loader_load(&loader);
	s = run_setup_scripts(&loader);
	return r ?: s;
}

const struct hp_agent hp_pci_agent = {
	.name = "pci.agent",
	.subsystem = "pci",
	.does = "Loads the drivers of a PCI device and runs /etc/hotplug/pci/DRIVER.",
	.handle = handle,
};
