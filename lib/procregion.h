/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: /proc/ioports and /proc/iomem: who has which ports and which memory.
 *
 * Source of the contract: r_show() in kernel/resource.c of Linux 6.1: two blanks a level,
 * at most five levels are told apart; who lacks CAP_SYS_ADMIN is shown zeros.
 */
#ifndef HP_PROCREGION_H
#define HP_PROCREGION_H

#include "procfile.h"

/* A hp_procfile_parser: start, end, name, depth: 0 for what stands in nothing else. Where
 * the addresses are hidden, start and end are text, and NULL. */
int hp_procregion_parse(struct hp_proctable *table, char *text) _must_check_;

/* Copies the rows of that name, and those that stand in them. */
void hp_procregion_find(struct hp_proctable *table, const struct hp_proctable *all,
			const char *name);

#endif
