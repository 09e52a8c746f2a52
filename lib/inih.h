/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: reach inih's header, which is called ini.h as ours is. Only ini.c includes
 * this, in angle brackets, so that the search goes on behind this directory.
 */
#ifndef HP_INIH_H
#define HP_INIH_H

#include_next <ini.h>

#endif
