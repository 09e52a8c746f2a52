/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: the suite's own data files: HP_CONFDIR has the administrator's, HP_RUNDIR
 * those of this boot, HP_AGENTDIR the vendor's.
 */
#ifndef HP_TIER_H
#define HP_TIER_H

#include <limits.h>

#include "macro.h"

/* Writes the path of the file in the first of these directories that has it, be it only a
 * link that leads nowhere; where none has it, its path in HP_CONFDIR. So a file replaces
 * its namesakes behind it, and a link to /dev/null masks them. Returns 0 or
 * -ENAMETOOLONG. */
int hp_tier_path(char ret[static PATH_MAX], const char *name) _must_check_;

#endif
