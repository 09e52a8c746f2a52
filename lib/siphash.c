/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: SipHash-2-4. See siphash.h. */
#include <endian.h>

#include "siphash.h"

struct state {
	uint64_t v[4];
};

static uint64_t load(const uint8_t *bytes)
{
	uint64_t word;

	memcpy(&word, bytes, sizeof(word));
	return le64toh(word);
}

static uint64_t rotate(uint64_t word, int bits)
{
	return word << bits | word >> (64 - bits);
}

static void mix(struct state *s, int a, int b, int bits)
{
	s->v[a] += s->v[b];
	s->v[b] = rotate(s->v[b], bits) ^ s->v[a];
}

static void rounds(struct state *s, int n)
{
	while (n-- > 0) {
		mix(s, 0, 1, 13);
		s->v[0] = rotate(s->v[0], 32);
		mix(s, 2, 3, 16);
		mix(s, 0, 3, 21);
		mix(s, 2, 1, 17);
		s->v[2] = rotate(s->v[2], 32);
	}
}

static void take(struct state *s, uint64_t word)
{
	s->v[3] ^= word;
	rounds(s, 2);
	s->v[0] ^= word;
}

uint64_t hp_siphash(const void *data, size_t size, const uint8_t key[static 16])
{
	uint64_t k0 = load(key), k1 = load(key + 8);
	struct state s = {{
		/* "somepseudorandomlygeneratedbytes" */
		k0 ^ 0x736f6d6570736575,
		k1 ^ 0x646f72616e646f6d,
		k0 ^ 0x6c7967656e657261,
		k1 ^ 0x7465646279746573,
	}};
	const uint8_t *bytes = data;
	uint8_t last[8] = {[7] = (uint8_t)size};
	size_t whole = size / 8 * 8;

	for (size_t i = 0; i < whole; i += 8)
		take(&s, load(bytes + i));
	if (size > whole)
		memcpy(last, bytes + whole, size - whole);
	take(&s, load(last));
	s.v[2] ^= 0xff;
	rounds(&s, 4);
	return s.v[0] ^ s.v[1] ^ s.v[2] ^ s.v[3];
}
