/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: fuzz lib/linkwatch: what rtnetlink says of interfaces. */
#include <stdint.h>

#include "linkwatch.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool condition)
{
	if (!condition)
		abort();
}

static void take(const struct hp_link *link, void *data)
{
	require(link->ifindex && *link->name &&
		memchr(link->name, '\0', sizeof(link->name)));
	require(!link->has_carrier || link->is_up);
	require(!link->is_gone || !link->is_up);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	void *copy = malloc(size + 1);

	require(copy);
	memcpy(copy, data, size);
	(void)hp_linkwatch_parse(copy, size, take, NULL);
	free(copy);
	return 0;
}
