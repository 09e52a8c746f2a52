/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: an ordered set of names, each once. See names.h. */
#include <errno.h>

#include "names.h"

static char fold(char c)
{
	return c == '-' ? '_' : c;
}

bool hp_names_equal(const char *a, const char *b)
{
	while (*a && fold(*a) == fold(*b)) {
		a++;
		b++;
	}
	return *a == *b;
}

static bool equal_bytes(const char *held, const char *name, size_t len, bool exact)
{
	if (strlen(held) != len)
		return false;
	if (exact)
		return memcmp(held, name, len) == 0;
	for (size_t i = 0; i < len; i++)
		if (fold(held[i]) != fold(name[i]))
			return false;
	return true;
}

static bool holds(const struct hp_names *names, const char *name, size_t len)
{
	for (size_t i = 0; i < names->n; i++)
		if (equal_bytes(names->name[i], name, len, names->exact))
			return true;
	return false;
}

static int grow(struct hp_names *names)
{
	size_t size = names->size ? names->size * 2 : 8;
	char **name;

	if (names->n < names->size)
		return 0;
	name = reallocarray(names->name, size, sizeof(*name));
	if (!name)
		return -ENOMEM;
	names->name = name;
	names->size = size;
	return 0;
}

int hp_names_add(struct hp_names *names, const char *name, size_t len)
{
	char *copy;

	if (holds(names, name, len))
		return 0;
	if (grow(names) < 0 || !(copy = strndup(name, len)))
		return -ENOMEM;
	names->name[names->n++] = copy;
	return 1;
}

bool hp_names_has(const struct hp_names *names, const char *name)
{
	return holds(names, name, strlen(name));
}

void hp_names_free(struct hp_names *names)
{
	for (size_t i = 0; i < names->n; i++)
		free(names->name[i]);
	free(names->name);
	*names = (struct hp_names){.exact = names->exact};
}
