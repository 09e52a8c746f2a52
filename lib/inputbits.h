/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: the bit sets of an input device: what it can do, what a driver asks of it.
 *
 * Source of the contract: include/uapi/linux/input-event-codes.h, input_print_bitmap()
 * and input_print_modalias() in drivers/input/input.c of Linux 6.1.
 */
#ifndef HP_INPUTBITS_H
#define HP_INPUTBITS_H

#include <stdint.h>

#include "macro.h"

#define HP_INPUT_BITS_MAX 768 /* KEY_CNT, the largest of them */

struct hp_input_bits {
	uint64_t word[HP_INPUT_BITS_MAX / 64]; /* bit 0 is the lowest of word[0] */
};

/*
 * Reads len bytes of hexadecimal words, the highest first, with the separator between. A
 * word is as wide as a long of this machine; 64 bits wide where one of them has more than
 * eight digits. Returns 0; -EINVAL for anything else, or more than HP_INPUT_BITS_MAX
 * bits.
 */
int hp_input_bits_parse(struct hp_input_bits *ret, const char *s, size_t len,
			char separator) _must_check_;

/* Reads a list of bits, "0,1A,", off the front of a MODALIAS. Returns what follows; NULL
 * for a bit above HP_INPUT_BITS_MAX. */
const char *hp_input_bits_read_list(struct hp_input_bits *ret,
				    const char *s) _must_check_;

/* Whether all bits of a below n are in b. */
bool hp_input_bits_are_in(const struct hp_input_bits *a, const struct hp_input_bits *b,
			  unsigned int n);

#endif
