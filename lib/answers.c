/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: small answers, remembered by the bytes of the question. See answers.h. */
#include <errno.h>

#include "answers.h"
#include "hash.h"

static uint64_t hash_bytes(const unsigned char *bytes, size_t n)
{
	uint64_t hash = HP_HASH_START;

	for (size_t i = 0; i < n; i++)
		hash = hp_hash_byte(hash, bytes[i]);
	return hash;
}

/* Finds the slot of the question, or the empty one that it would get: half of them are.
 * What n of a slot says was written before it. */
static bool find(const struct hp_answers *answers, const void *question, size_t n,
		 uint64_t hash, size_t *ret)
{
	size_t i = hash % ARRAY_SIZE(answers->slot), is;

	while ((is = __atomic_load_n(&answers->slot[i].n, __ATOMIC_ACQUIRE)) &&
	       (is != n || answers->slot[i].hash != hash ||
		memcmp(answers->question + answers->slot[i].at, question, n) != 0))
		i = (i + 1) % ARRAY_SIZE(answers->slot);
	*ret = i;
	return is;
}

uint32_t hp_answers_generation(const struct hp_answers *answers)
{
	return __atomic_load_n(&answers->generation, __ATOMIC_ACQUIRE);
}

/* What is forgotten meanwhile is not known. */
int hp_answers_get(const struct hp_answers *answers, const void *question, size_t n)
{
	uint32_t generation = hp_answers_generation(answers);
	int answer = -ENOENT;
	size_t i;

	if (generation % 2)
		return -ENOENT;
	if (find(answers, question, n, hash_bytes(question, n), &i))
		answer = answers->slot[i].answer;
	__atomic_thread_fence(__ATOMIC_ACQUIRE);
	return __atomic_load_n(&answers->generation, __ATOMIC_RELAXED) == generation
		       ? answer
		       : -ENOENT;
}

int hp_answers_put(struct hp_answers *answers, const void *question, size_t n,
		   uint8_t answer)
{
	uint64_t hash = hash_bytes(question, n);
	size_t i;

	if (answers->n == HP_ANSWERS_MAX || n > UINT16_MAX ||
	    n > sizeof(answers->question) - answers->bytes)
		return -ENOSPC;
	(void)find(answers, question, n, hash, &i);
	memcpy(answers->question + answers->bytes, question, n);
	answers->slot[i].hash = hash;
	answers->slot[i].at = answers->bytes;
	answers->slot[i].answer = answer;
	answers->bytes += n;
	answers->n++;
	__atomic_store_n(&answers->slot[i].n, n, __ATOMIC_RELEASE);
	return 0;
}

void hp_answers_forget(struct hp_answers *answers)
{
	__atomic_add_fetch(&answers->generation, 1, __ATOMIC_ACQ_REL);
	for (size_t i = 0; i < ARRAY_SIZE(answers->slot); i++)
		__atomic_store_n(&answers->slot[i].n, 0, __ATOMIC_RELAXED);
	answers->n = answers->bytes = 0;
	__atomic_add_fetch(&answers->generation, 1, __ATOMIC_RELEASE);
}
