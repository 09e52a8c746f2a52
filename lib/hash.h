/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: a short name for a text that is too long to be one. */
#ifndef HP_HASH_H
#define HP_HASH_H

#include <stdint.h>

/* FNV-1a, 64 bits: HP_HASH_START, then byte after byte. */
#define HP_HASH_START ((uint64_t)0xcbf29ce484222325)

static inline uint64_t hp_hash_byte(uint64_t hash, unsigned char byte)
{
	return (hash ^ byte) * 0x100000001b3;
}

static inline uint64_t hp_hash_text(const char *text)
{
	uint64_t hash = HP_HASH_START;

	for (; *text; text++)
		hash = hp_hash_byte(hash, *text);
	return hash;
}

#endif
