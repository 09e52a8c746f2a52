/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: the order in which modprobe loads the modules that one alias stands for.
 *
 * Source of the contract: depmod writes modules.dep in the order of its modules.order,
 * and the same numbers into the indexes, where libkmod sorts by them.
 */
#ifndef HP_MODULERANK_H
#define HP_MODULERANK_H

#include <stdint.h>

#include "macro.h"

struct hp_module_ranks;

/* Reads modules.dep of the tree; none is no error. Returns 0, -ENOMEM, or the negative
 * errno of fopen(3). */
int hp_module_ranks_read(struct hp_module_ranks **ret, const char *tree) _must_check_;

/* The module's line in modules.dep, from 0; UINT32_MAX where it is in none. */
uint32_t hp_module_rank(const struct hp_module_ranks *ranks, const char *module);

void hp_module_ranks_free(struct hp_module_ranks *ranks);

#endif
