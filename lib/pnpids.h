/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: the ids of plug and play devices and of the ISA cards they are on.
 *
 * Source of the contract: drivers/pnp/interface.c and drivers/pnp/card.c of Linux 6.1;
 * the numbers are those of modules.isapnpmap, as ISAPNP_VENDOR() and ISAPNP_DEVICE() of
 * include/linux/isapnp.h make them.
 */
#ifndef HP_PNPIDS_H
#define HP_PNPIDS_H

#include <stdint.h>

#include "macro.h"

#define HP_PNP_IDS_MAX	 64
#define HP_PNP_ID_LENGTH 7 /* "PNP0501" */

struct hp_pnp_ids {
	size_t n;
	uint32_t id[HP_PNP_IDS_MAX]; /* vendor << 16 | device */
};

/* The number of an id of seven characters, three letters and four hexadecimal digits
 * ("PNP0501"). Returns 0 or -EINVAL. */
int hp_pnp_id_parse(const char *s, size_t len, uint32_t *ret) _must_check_;

bool hp_pnp_ids_have(const struct hp_pnp_ids *ids, uint32_t id);

/* Adds an id; what is above HP_PNP_IDS_MAX is left out, and so is what is no such id. */
void hp_pnp_ids_add(struct hp_pnp_ids *ids, const char *s, size_t len);

/*
 * Reads what /sys says of the device at devpath: its own ids, that of the card it is on,
 * and those of all devices of that card; both are empty where it is on none. Returns 0,
 * -ENOENT where the device has no ids, or another negative errno of open(2) or read(2).
 */
int hp_pnp_ids_read(const char *devpath, struct hp_pnp_ids *ret_own,
		    struct hp_pnp_ids *ret_card,
		    struct hp_pnp_ids *ret_on_card) _must_check_;

#endif
