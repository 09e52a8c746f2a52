/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: a fast 64-bit checksum. See checksum.h. */
#include "checksum.h"

#define LANES 4
#define ODD   0x9e3779b97f4a7c15u /* 2^64 divided by the golden ratio */

/* Each step is a bijection of the sum so far, and of the word: that is what makes a
 * change in a single word certain to show. */
static inline uint64_t mix(uint64_t sum, uint64_t word)
{
	sum = (sum ^ word) * ODD;
	return sum ^ sum >> 29;
}

uint64_t hp_checksum(const void *data, size_t len, uint64_t seed)
{
	uint64_t lane[LANES] = {seed, seed + 1, seed + 2, seed + 3};
	const unsigned char *p = data;
	unsigned char tail[8] = {0};
	uint64_t sum = mix(seed, len);
	size_t n = len;

	/* Four sums side by side keep the multiplier busy. */
	for (; n >= 8 * LANES; n -= 8 * LANES, p += 8 * LANES)
		for (int i = 0; i < LANES; i++)
			lane[i] = mix(lane[i], hp_get64(p + 8 * i));
	for (; n >= 8; n -= 8, p += 8)
		lane[0] = mix(lane[0], hp_get64(p));
	memcpy(tail, p, n);
	lane[1] = mix(lane[1], hp_get64(tail));
	for (int i = 0; i < LANES; i++)
		sum = mix(sum, lane[i]);
	return sum;
}
