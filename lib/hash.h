/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: a short name for a text that is too long to be one. */
#ifndef HP_HASH_H
#define HP_HASH_H

#include <stdint.h>

/* FNV-1a, 64 bits. */
static inline uint64_t hp_hash_text(const char *text)
{
	uint64_t hash = 0xcbf29ce484222325;

	for (; *text; text++)
		hash = (hash ^ (unsigned char)*text) * 0x100000001b3;
	return hash;
}

#endif
