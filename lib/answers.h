/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: small answers, remembered by the bytes of the question.
 *
 * All is in one piece of memory of a fixed size that holds no pointer, so that processes
 * can share it by mmap(2): one of them writes, any number look up meanwhile, without
 * locks. What is forgotten is forgotten as a whole.
 */
#ifndef HP_ANSWERS_H
#define HP_ANSWERS_H

#include <stdint.h>

#include "macro.h"

#define HP_ANSWERS_MAX	 1024
#define HP_ANSWERS_BYTES (96 << 10) /* of questions */

/* Zeroes are an empty one. */
struct hp_answers {
	uint32_t generation; /* counts what was forgotten, twice; odd: just now */
	uint32_t n, bytes;
	struct {
		uint64_t hash;
		uint32_t at;
		uint16_t n; /* 0: the slot is empty */
		uint8_t answer;
	} slot[2 * HP_ANSWERS_MAX];
	unsigned char question[HP_ANSWERS_BYTES];
};

/* Returns the answer, 0 to 255, or -ENOENT. */
int hp_answers_get(const struct hp_answers *answers, const void *question, size_t n);

/* One that is not there yet, of 1 to UINT16_MAX bytes. Returns 0, or -ENOSPC where there
 * is no room or the question is too long. */
int hp_answers_put(struct hp_answers *answers, const void *question, size_t n,
		   uint8_t answer) _must_check_;

/* Counts what was forgotten. A question that is asked afterwards, and answered, was
 * answered as long as this stays the same. */
uint32_t hp_answers_generation(const struct hp_answers *answers);

void hp_answers_forget(struct hp_answers *answers);

#endif
