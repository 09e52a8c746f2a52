/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: what may be looked up as the name of a module. */
#ifndef HP_MODULENAME_H
#define HP_MODULENAME_H

#include "macro.h"

/*
 * Whether a name from outside may be looked up at all: 1 to 4095 bytes, no control byte,
 * and no '/' but in a modalias ("dmi:...:bd08/13/2019:..."), whose bus stands before.
 * Without this, "netdev-/x" reaches what the kernel's prefix was made to keep away
 * (CVE-2014-9645).
 */
bool hp_modulename_valid(const char *name);

#endif
