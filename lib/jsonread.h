/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: read JSON (RFC 8259), one member after the other: what json.h writes.
 *
 * The first function that fails notes what is wrong, and where; all return 0 or -EINVAL.
 */
#ifndef HP_JSONREAD_H
#define HP_JSONREAD_H

#include <stdint.h>

#include "macro.h"

/* Arrays and objects within one another. */
#define HP_JSON_DEPTH_MAX 16

/* {.at = TEXT, .end = TEXT + LENGTH} to begin with. */
struct hp_json_reader {
	const char *at, *end;
	const char *what;  /* is wrong */
	const char *where; /* it is wrong */
	unsigned int depth;
};

/* Notes the error, unless there is one already. Returns -EINVAL. */
int hp_json_refuse(struct hp_json_reader *reader, const char *where, const char *what);

/*
 * Takes a string. \u0001 to \u00ff are one byte each, any byte that is not escaped is
 * itself, and a NUL, a higher \uXXXX, or more than size - 1 bytes are refused.
 * ret_len: without the NUL that is put behind them; or NULL.
 */
int hp_json_take_string(struct hp_json_reader *reader, char *ret, size_t size,
			size_t *ret_len) _must_check_;

/* Takes a number that is whole and not negative. */
int hp_json_take_number(struct hp_json_reader *reader, uint64_t *ret) _must_check_;

/* Takes any value, which need not be of interest. */
int hp_json_skip(struct hp_json_reader *reader) _must_check_;

/* Is called where the value of a member begins, and takes it. */
typedef int (*hp_json_member_fn)(struct hp_json_reader *reader, const char *key,
				 void *data);

#define HP_JSON_KEY_MAX 2304 /* more than a variable of an event has */

/* Takes an object, each member by fn; a key of HP_JSON_KEY_MAX bytes is refused. */
int hp_json_take_object(struct hp_json_reader *reader, hp_json_member_fn fn,
			void *data) _must_check_;

/* Nothing but blanks may follow. */
int hp_json_take_end(struct hp_json_reader *reader) _must_check_;

#endif
