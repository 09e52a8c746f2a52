/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: the MODALIAS of a device whose event has none, out of what the event or /sys
 * says instead.
 *
 * Source of the contract: scripts/mod/file2alias.c, and per bus
 * drivers/input/serio/serio.c, drivers/firewire/core-device.c,
 * drivers/mmc/core/sdio_bus.c, drivers/hid/hid-core.c, drivers/s390/cio/device.c,
 * drivers/scsi/scsi_sysfs.c and drivers/pnp/interface.c of Linux 6.1.
 */
#ifndef HP_MODALIAS_H
#define HP_MODALIAS_H

#include "uevent.h"

#define HP_MODALIAS_MAX	      HP_UEVENT_BYTES_MAX
#define HP_MODALIAS_PARTS_MAX 4

/* A variable of an event, made of hexadecimal numbers with ':' or '/' between, and where
 * in MODALIAS they stand. No pointers: a table of them costs a start of the program
 * nothing. */
struct hp_modalias_key {
	char name[13];
	bool optional; /* where it is missing, its numbers are 0 */
	struct {
		char tag[13];	/* before the number, "serio:ty"; "": no more */
		uint8_t digits; /* as many in MODALIAS, and at most in the variable */
	} part[HP_MODALIAS_PARTS_MAX];
};

/*
 * Checks those of the keys that are there, and puts their numbers together. The list ends
 * with {""}.
 *
 * Returns 0; -ENOENT where none of them is there; -EINVAL where one is malformed or, in
 * an event without MODALIAS, one is missing that is not optional, and why names it.
 */
int hp_modalias_from_keys(char ret[static HP_MODALIAS_MAX],
			  const struct hp_modalias_key *keys,
			  const struct hp_uevent *event,
			  char why[static HP_UEVENT_WHY_MAX]) _must_check_;

/* The same for an input device: PRODUCT, which has to be there, and the words of EV, KEY,
 * REL, ABS, MSC, LED, SND, FF and SW (longs in hexadecimal, the highest first). */
int hp_modalias_from_input(char ret[static HP_MODALIAS_MAX],
			   const struct hp_uevent *event,
			   char why[static HP_UEVENT_WHY_MAX]) _must_check_;

/* From the attribute `type` of a SCSI device. Returns 0; -ENOENT where it has none (a
 * host or a target); -EINVAL where it is no number up to 255, and why says so. */
int hp_modalias_from_scsi_type(char ret[static HP_MODALIAS_MAX],
			       const struct hp_uevent *event,
			       char why[static HP_UEVENT_WHY_MAX]) _must_check_;

/*
 * From the attribute `id` of a device of the PnP bus, an id a line, which also is what
 * devices on an ISA PnP card have. It comes in the form "acpi:ID:ID:", since drivers have
 * an alias of that form for each of their PnP ids, and those alone are in capital
 * letters. Returns as hp_modalias_from_scsi_type().
 */
int hp_modalias_from_pnp_id(char ret[static HP_MODALIAS_MAX],
			    const struct hp_uevent *event,
			    char why[static HP_UEVENT_WHY_MAX]) _must_check_;

#endif
