/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: the maps of other buses that depmod wrote until 2012: modules.ccwmap,
 * ieee1394map, inputmap, isapnpmap, ofmap and seriomap; and the ids of devices that are
 * looked for in them.
 *
 * Formats: modules.pcimap(5). Matching is the kernel's own, Linux 6.1:
 * ccw_device_id_match() in arch/s390/include/asm/ccwdev.h, match_ids() in
 * drivers/firewire/core-device.c, input_match_device_id() in drivers/input/input.c,
 * match_device() in drivers/pnp/driver.c and match_card() in drivers/pnp/card.c,
 * __of_device_is_compatible() in drivers/of/base.c, serio_match_port() in
 * drivers/input/serio/serio.c.
 */
#ifndef HP_OLDMAP_H
#define HP_OLDMAP_H

#include "idmap.h"
#include "inputbits.h"
#include "pnpids.h"

enum hp_oldmap_kind {
	HP_OLDMAP_CCW,
	HP_OLDMAP_IEEE1394,
	HP_OLDMAP_INPUT,
	HP_OLDMAP_ISAPNP,
	HP_OLDMAP_OF,
	HP_OLDMAP_SERIO,
	HP_OLDMAP_KINDS,
};

/* The bits of an input device, in the order of MODALIAS and of the map's columns. */
enum {
	HP_INPUT_EV,
	HP_INPUT_KEY,
	HP_INPUT_REL,
	HP_INPUT_ABS,
	HP_INPUT_MSC,
	HP_INPUT_LED,
	HP_INPUT_SND,
	HP_INPUT_FF,
	HP_INPUT_SW,
	HP_INPUT_SETS,
};

#define HP_OLDMAP_NUMBERS 4

/* The ids of one device: what its kind has, the rest is 0. */
struct hp_oldmap_id {
	enum hp_oldmap_kind kind;
	/* In the order of MODALIAS. ccw: control unit type and model, device type and
	 * model; ieee1394: vendor, model, specifier, version; input: bus, vendor,
	 * product, version; serio: type, protocol, id, extra. */
	uint32_t number[HP_OLDMAP_NUMBERS];
	struct hp_input_bits bits[HP_INPUT_SETS];
	struct hp_pnp_ids own, card, on_card; /* isapnp: as hp_pnp_ids_read() */
	const char *text[2];		      /* of: the node's name and type; or "" */
	const char *compatible[HP_UEVENT_VARS_MAX + 1]; /* of; ended by NULL */
};

/* "modules.ccwmap", ... */
const char *hp_oldmap_file(enum hp_oldmap_kind kind);

/*
 * Reads a device's ids from its event:
 *	ccw	CU_TYPE, CU_MODEL, DEV_TYPE, DEV_MODEL; else MODALIAS
 *	ieee1394 VENDOR_ID, MODEL_ID, SPECIFIER_ID, VERSION (until Linux 2.6.36);
 *		else MODALIAS
 *	input	PRODUCT, EV, KEY, REL, ABS, MSC, LED, SND, FF, SW; else MODALIAS, which
 *		does not have the keys below 0x71
 *	isapnp	the files of /sys about DEVPATH; else MODALIAS, "pnp:dPNP0501" as the
 *		kernel's own aliases are, or "acpi:PNP0501:"
 *	of	OF_NAME, OF_TYPE, OF_COMPATIBLE_0, ...
 *	serio	SERIO_TYPE, SERIO_PROTO, SERIO_ID, SERIO_EXTRA; else MODALIAS
 * event must outlive ret.
 *
 * Returns 0; -ENOENT where the event has none of these; -EINVAL where one of them is
 * missing or malformed, and why names it.
 */
int hp_oldmap_id_from_event(struct hp_oldmap_id *ret, enum hp_oldmap_kind kind,
			    const struct hp_uevent *event,
			    char why[static HP_UEVENT_WHY_MAX]) _must_check_;

/* As hp_idmap_match_pci(); id: a struct hp_oldmap_id of the map's kind. Can be a
 * hp_loader_match. */
int hp_oldmap_match(struct hp_idmap *map, const void *id,
		    struct hp_names *names) _must_check_;

#endif
