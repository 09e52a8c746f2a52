/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: what a process has open. */
#ifndef HP_DESCRIPTORS_H
#define HP_DESCRIPTORS_H

#include "macro.h"

/* Closes all but 0, 1, 2 and the n in kept, in any order; one below 0 stands for none. */
void hp_descriptors_close_but(const int *kept, size_t n);

#endif
