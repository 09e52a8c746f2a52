/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: interrupts: who shares a line, how often each CPU took it, and where it goes.
 *
 * Source of the contract: show_interrupts() and irq_spurious_proc_show() in
 * kernel/irq/proc.c of Linux 6.1, Documentation/core-api/irq/irq-affinity.rst.
 */
#ifndef HP_PROCIRQ_H
#define HP_PROCIRQ_H

#include "procfile.h"

/* A hp_procfile_parser of /proc/interrupts: irq, chip, hwirq, trigger, actions, total,
 * cpu0 and so on. Lines that have a name in the place of a number (NMI, LOC) are left
 * out. */
int hp_procirq_parse(struct hp_proctable *table, char *text) _must_check_;

/* Whether one of the actions is name, or a part of what has that name: "eth0-rx-0". */
bool hp_procirq_serves(const struct hp_proc_row *row, const char *name);

/* Adds what /proc/irq/IRQ says to the last row: affinity and effective_affinity, as lists
 * of CPUs, node, unhandled: interrupts that no action said were its own. What is not
 * there or must not be read is NULL. */
void hp_procirq_add(struct hp_proctable *table, unsigned int irq);

#endif
