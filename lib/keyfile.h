/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: files that hold one key, on a line of its own. */
#ifndef HP_KEYFILE_H
#define HP_KEYFILE_H

#include <stdint.h>

#include "macro.h"

/* Makes a key out of text. Returns 0 or -EINVAL. */
typedef int (*hp_key_parser)(uint8_t *ret, const char *text);

/* Of the file at path, below --root. ret_open: whether others than its owner and group
 * can read it. Returns 0; -EINVAL where it holds no key; or a negative errno of
 * hp_textfile_read(). */
int hp_keyfile_read(uint8_t *ret, hp_key_parser parse, const char *path,
		    bool *ret_open) _must_check_;

/* Whether others than its owner and group can read the file at path, which is the whole
 * one. */
bool hp_keyfile_is_open(const char *path);

#endif
