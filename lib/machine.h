/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: whether the machine is one that a file is meant for.
 *
 * Source of the contract: ConditionHost= and the others of systemd.unit(5).
 */
#ifndef HP_MACHINE_H
#define HP_MACHINE_H

#include "macro.h"

enum hp_machine_key {
	HP_MACHINE_HOST,
	HP_MACHINE_VIRTUALIZATION,
	HP_MACHINE_KERNEL_COMMAND_LINE,
	HP_MACHINE_KERNEL_VERSION,
	HP_MACHINE_CREDENTIAL, /* nobody passes any to us: none is there */
	HP_MACHINE_ARCHITECTURE,
	HP_MACHINE_FIRMWARE,
	HP_MACHINE_KEYS,
};

/* Whether the machine is what value says; a '!' before it inverts. Returns 1 or 0, or
 * -EINVAL where value has not the key's form. */
int hp_machine_fits(enum hp_machine_key key, const char *value) _must_check_;

/* "Host", ...: as the files spell it. */
const char *hp_machine_key_name(enum hp_machine_key key);

#endif
