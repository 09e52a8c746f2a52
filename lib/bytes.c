/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: bytes that grow, with a count of what they hold. See bytes.h. */
#include <errno.h>

#include "bytes.h"

int hp_bytes_open(struct hp_bytes *bytes)
{
	bytes->file = open_memstream(&bytes->data, &bytes->len);
	return bytes->file ? 0 : -ENOMEM;
}

void hp_bytes_free(struct hp_bytes *bytes)
{
	hp_fclosep(&bytes->file);
	free(bytes->data);
}

int hp_bytes_add(struct hp_bytes *bytes, const void *data, size_t len)
{
	return fwrite(data, 1, len, bytes->file) == len ? 0 : -ENOMEM;
}

int hp_bytes_add_text(struct hp_bytes *bytes, const char *text)
{
	return hp_bytes_add(bytes, text, strlen(text) + 1);
}

int hp_bytes_finish(struct hp_bytes *bytes)
{
	return fflush(bytes->file) == 0 ? 0 : -ENOMEM;
}
