/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: bytes that grow, with a count of what they hold. */
#ifndef HP_BYTES_H
#define HP_BYTES_H

#include <stdint.h>

#include "macro.h"

struct hp_bytes {
	FILE *file; /* whatever is written to it is added */
	char *data; /* len bytes, since hp_bytes_finish() */
	size_t len;
	uint32_t n; /* the caller's count */
};

/* All but the last return 0 or -ENOMEM. */
int hp_bytes_open(struct hp_bytes *bytes) _must_check_;
int hp_bytes_add(struct hp_bytes *bytes, const void *data, size_t len) _must_check_;
/* With the NUL that ends it. */
int hp_bytes_add_text(struct hp_bytes *bytes, const char *text) _must_check_;
int hp_bytes_finish(struct hp_bytes *bytes) _must_check_;
void hp_bytes_free(struct hp_bytes *bytes);

#endif
