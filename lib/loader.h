/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: what the module agents share: from the candidates for a device to the modules
 * that are loaded, with a process for it only where something is left to load.
 *
 * Agents must not link libkmod, whose exec costs more than all they do: the index answers
 * in its place, and where the index cannot, modprobe is asked with the MODALIAS itself.
 */
#ifndef HP_LOADER_H
#define HP_LOADER_H

#include "idmap.h"
#include "index.h"
#include "names.h"
#include "uevent.h"

struct hp_loader {
	const struct hp_uevent *event;
	const char *modalias; /* NULL: none */
	struct hp_index *index;
	struct hp_names names; /* candidates, each once */
	bool ask; /* there is a MODALIAS, and only libkmod can say what matches it */
};

/*
 * Begins with what the index says about the event's MODALIAS. An index that is missing,
 * stale or corrupt is a line of the log (info; warning where it is corrupt) and sets ask.
 * event must outlive ret. Returns 0 or -ENOMEM.
 */
int hp_loader_init(struct hp_loader *ret, const struct hp_uevent *event) _must_check_;

/* The same for a MODALIAS (which must outlive loader) that the event does not have.
 * Returns 0 or -ENOMEM. */
int hp_loader_set_modalias(struct hp_loader *loader, const char *modalias) _must_check_;

/* hp_idmap_match_pci() or hp_idmap_match_usb(), with an id of its type. */
typedef int (*hp_loader_match)(struct hp_idmap *map, const void *id,
			       struct hp_names *names);

/*
 * Adds what a map answers: HP_CONFDIR/FILE, the administrator's, or FILE in the module
 * tree. No map: nothing is added. One that hotplug-depmap wrote, unchanged since, can
 * only repeat what the index said of the MODALIAS (and rows of modules.usbmap match too
 * much, having no bInterfaceNumber): it is for a device without MODALIAS, or where there
 * is no index. A map that is stale is a line of the log at debug, one that cannot be read
 * at warning; it is not used. Returns 0 or -ENOMEM.
 */
int hp_loader_add_handmap(struct hp_loader *loader, const char *file,
			  hp_loader_match match, const void *id) _must_check_;
int hp_loader_add_map(struct hp_loader *loader, const char *file, hp_loader_match match,
		      const void *id) _must_check_;

/* Whether hp_loader_add_map() would go by that file. */
bool hp_loader_asks_map(const struct hp_loader *loader, const char *file);

/*
 * Loads what is neither in /sys/module nor in the file of blacklist.h nor blacklisted in
 * modprobe.d, by one hp_modprobe_load(), and waits. A module that another process is
 * loading counts as not there: the kernel returns when it is usable. Afterwards
 * loader->names is what was there or was loaded, less the blacklisted; where libkmod was
 * asked, with the module of the driver that is bound to the device now.
 * Under dry run: "load NAME" on stdout, a line each.
 *
 * Returns 0, or a negative errno with the message logged: -EIO where modprobe failed.
 */
int hp_loader_load(struct hp_loader *loader) _must_check_;

/* Whether hp_loader_load() would find nothing to do: no candidate, or all of them there
 * or blacklisted. */
bool hp_loader_has_loaded(struct hp_loader *loader) _must_check_;

void hp_loader_free(struct hp_loader *loader);

#endif
