/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: SipHash-2-4, a hash under a key.
 *
 * Source of the contract: Aumasson and Bernstein, "SipHash: a fast short-input PRF".
 */
#ifndef HP_SIPHASH_H
#define HP_SIPHASH_H

#include <stdint.h>

#include "macro.h"

uint64_t hp_siphash(const void *data, size_t size, const uint8_t key[static 16]);

#endif
