/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: versions in order, and comparisons that people write: ">=6.1". */
#ifndef HP_VERSION_H
#define HP_VERSION_H

#include "macro.h"

/* Below, at or above 0 as a is older than, as old as or newer than b.
 * Source of the contract: the UAPI Group's Version Format Specification. */
int hp_version_compare(const char *a, const char *b);

struct hp_comparison;

/*
 * Takes the operator off the front of s: "=" and "!=" for text, "<", "<=", "==", "<>",
 * ">=", ">" for versions, "$=" and "!$=" for globs. Writes what follows it to *ret_rest;
 * without an operator, that is s, and the comparison is "$=".
 * Source of the contract: ConditionKernelVersion= in systemd.unit(5).
 */
const struct hp_comparison *hp_comparison_take(const char *s, const char **ret_rest);

/* Whether "is OPERATOR wanted" holds. */
bool hp_comparison_holds(const struct hp_comparison *comparison, const char *is,
			 const char *wanted);

#endif
