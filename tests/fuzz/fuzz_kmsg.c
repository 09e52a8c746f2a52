/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: fuzz the reader of the kernel's log. */
#include <stdint.h>

#include "kmsg.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	_cleanup_free_ char *record = strndup((const char *)data, size);
	unsigned int level;
	const char *text;

	if (hp_kmsg_parse(record, &level, &text) == 0 &&
	    (level > 7 || strchr(text, '\n') || text + strlen(text) > record + size))
		abort();
	return 0;
}
