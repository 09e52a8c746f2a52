/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: a fast 64-bit checksum that is the same on every machine. */
#ifndef HP_CHECKSUM_H
#define HP_CHECKSUM_H

#include <stdint.h>

#include "macro.h"

/*
 * Checks against accidents, not against people: two inputs of one length that differ in
 * one aligned group of 8 bytes never have the same sum, others with a chance of 2^-64.
 * seed makes equal bytes in different places differ, and chains one piece to the next.
 */
uint64_t hp_checksum(const void *data, size_t len, uint64_t seed);

/* Numbers as files hold them: little-endian, at any address. */
static inline uint16_t hp_get16(const unsigned char *p)
{
	return (uint16_t)(p[0] | p[1] << 8);
}

static inline uint32_t hp_get32(const unsigned char *p)
{
	return hp_get16(p) | (uint32_t)hp_get16(p + 2) << 16;
}

static inline uint64_t hp_get64(const unsigned char *p)
{
	return hp_get32(p) | (uint64_t)hp_get32(p + 4) << 32;
}

static inline void hp_put16(unsigned char *p, uint16_t v)
{
	p[0] = (unsigned char)v;
	p[1] = (unsigned char)(v >> 8);
}

static inline void hp_put32(unsigned char *p, uint32_t v)
{
	hp_put16(p, (uint16_t)v);
	hp_put16(p + 2, (uint16_t)(v >> 16));
}

static inline void hp_put64(unsigned char *p, uint64_t v)
{
	hp_put32(p, (uint32_t)v);
	hp_put32(p + 4, (uint32_t)(v >> 32));
}

#endif
