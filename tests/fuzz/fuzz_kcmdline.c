/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: any text as the kernel's command line. What is found in a list stands in it.
 */
#include <stdint.h>

#include "kcmdline.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	_cleanup_free_ char *text = malloc(size + 1);

	if (!text)
		abort();
	memcpy(text, data, size);
	text[size] = '\0';
	if (hp_kcmdline_lists(text, "module_blacklist", "abc") &&
	    (!strstr(text, "abc") && !strchr(text, '"')))
		abort();
	return 0;
}
