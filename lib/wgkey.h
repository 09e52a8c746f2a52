/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the keys of WireGuard, as wg(8) writes them: 32 bytes in base64. */
#ifndef HP_WGKEY_H
#define HP_WGKEY_H

#include <stdint.h>

#include "macro.h"

#define HP_WGKEY_BYTES 32

/* Returns 0 or -EINVAL. */
int hp_wgkey_parse(uint8_t ret[static HP_WGKEY_BYTES], const char *text) _must_check_;

#endif
