/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: write JSON (RFC 8259), one member after the other.
 *
 * Each function takes the member's key, or NULL in an array and for the outermost value.
 * A byte that is not printable ASCII goes out as \u00XX, whatever it is a part of.
 */
#ifndef HP_JSON_H
#define HP_JSON_H

#include <stdint.h>

#include "macro.h"

/* {.out = FILE} to begin with. */
struct hp_json {
	FILE *out;
	bool comma; /* the next member needs one before it */
};

/* bracket: '{' or '['. */
void hp_json_open(struct hp_json *json, const char *key, char bracket);

/* bracket: '}' or ']'. */
void hp_json_close(struct hp_json *json, char bracket);

/* value: NULL is null. */
void hp_json_string(struct hp_json *json, const char *key, const char *value);

void hp_json_number(struct hp_json *json, const char *key, uint64_t value);
void hp_json_signed(struct hp_json *json, const char *key, int64_t value);
void hp_json_boolean(struct hp_json *json, const char *key, bool value);

#endif
