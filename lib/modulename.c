/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: what may be looked up as the name of a module. See modulename.h. */
#include <limits.h>

#include "modulename.h"

/* How many bytes stand before the ':' of a modalias, or 0 where it is none. */
static size_t bus_length(const char *name)
{
	size_t n = strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_");

	return name[n] == ':' ? n : 0;
}

bool hp_modulename_valid(const char *name)
{
	size_t n = bus_length(name), len = strlen(name);
	const char *c;

	if (!len || len >= PATH_MAX)
		return false;
	for (c = name; *c; c++) {
		if ((unsigned char)*c < 0x20 || *c == 0x7f)
			return false;
		if (*c == '/' && !n)
			return false;
	}
	return true;
}
