/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: numbers out of the variables of an event, and out of a MODALIAS.
 */
#ifndef HP_EVENTKEY_H
#define HP_EVENTKEY_H

#include <stdint.h>

#include "uevent.h"

#define HP_EVENT_NUMBERS_MAX	4
#define HP_MODALIAS_NUMBERS_MAX 10

/* What stands in one variable: n numbers with a separator between. */
struct hp_event_key {
	const char *name;
	const char *form; /* for the message */
	const char *separators;
	unsigned int n; /* 1 .. HP_EVENT_NUMBERS_MAX */
	int base;
	uint32_t max;
};

/* One field of a MODALIAS: its tag, then hexadecimal digits, always as many. */
struct hp_modalias_field {
	const char *tag;
	unsigned int digits; /* 1 .. 8 */
};

/* Reads a variable. Returns 0 with key->n numbers; -EINVAL where it is missing or
 * malformed, and why names it. */
int hp_event_key_read(const struct hp_uevent *event, const struct hp_event_key *key,
		      uint32_t ret[static HP_EVENT_NUMBERS_MAX],
		      char why[static HP_UEVENT_WHY_MAX]) _must_check_;

/* Reads n fields off the front of a MODALIAS (behind "BUS:"). Returns what follows, or
 * NULL where it is malformed. */
const char *hp_modalias_read(const char *s, const struct hp_modalias_field *fields,
			     size_t n, uint32_t *ret) _must_check_;

/* Says in why that the MODALIAS is malformed. Returns -EINVAL. */
int hp_modalias_refuse(const char *modalias, char why[static HP_UEVENT_WHY_MAX]);

#endif
