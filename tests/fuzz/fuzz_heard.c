/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: fuzz the reader of what hotplugd's reader tells: packets of heads and bytes.
 */
#include <errno.h>
#include <stdint.h>

#include "heard.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool condition)
{
	if (!condition)
		abort();
}

/* Every byte that is promised is touched. */
static void look_at(const struct hp_heard *heard, const char *bytes)
{
	require(heard->type < HP_HEARD_TYPES && heard->n <= HP_SAVED_MAX &&
		heard->us >= 0);
	require(heard->n == 0 || bytes[heard->n - 1] == '\0');
	if (heard->type == HP_HEARD_NOTHING)
		require(heard->subsystem + strlen(bytes + heard->subsystem) < heard->n);
	if (heard->type == HP_HEARD_LINE || heard->type == HP_HEARD_UNUSABLE)
		require(strlen(bytes) + 1 == heard->n);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *at = (const char *)data, *end = at + size, *bytes;
	struct hp_heard heard;
	int r;

	while ((r = hp_heard_read(&heard, &bytes, &at, end)) > 0) {
		look_at(&heard, bytes);
		require(bytes + heard.n == at && at <= end);
	}
	require(r == -EBADMSG || (r == 0 && at == end));
	return 0;
}
