/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: versions in order, and comparisons that people write. See version.h. */
#include <fnmatch.h>

#include "version.h"

#define DIGITS	"0123456789"
#define LETTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

static int sign(long n)
{
	return (n > 0) - (n < 0);
}

/* One that has digits here is newer; of two, the greater number is. Moves behind them. */
static int compare_numbers(const char **a, const char **b)
{
	size_t n = strspn(*a, DIGITS), m = strspn(*b, DIGITS), zeros;
	int r;

	if (!n != !m)
		return n ? 1 : -1;
	zeros = strspn(*a, "0");
	*a += zeros;
	n -= zeros;
	zeros = strspn(*b, "0");
	*b += zeros;
	m -= zeros;
	r = n != m ? sign((long)n - (long)m) : strncmp(*a, *b, n);
	*a += n;
	*b += m;
	return r;
}

/* Capitals come first, as in ASCII. */
static int compare_words(const char **a, const char **b)
{
	size_t n = strspn(*a, LETTERS), m = strspn(*b, LETTERS);
	int r = strncmp(*a, *b, n < m ? n : m);

	*a += n;
	*b += m;
	return r ? r : sign((long)n - (long)m);
}

/* The one that has the separator here is older. Returns whether both have it. */
static bool compare_separators(const char **a, const char **b, char c, int *ret)
{
	*ret = (**b == c) - (**a == c);
	if (*ret || **a != c)
		return false;
	(*a)++;
	(*b)++;
	return true;
}

/* One part of each. Returns 0 where they are equal, and moves behind them. */
static int compare_parts(const char **a, const char **b)
{
	int r;

	*a += strcspn(*a, DIGITS LETTERS "~-^.");
	*b += strcspn(*b, DIGITS LETTERS "~-^.");
	if (compare_separators(a, b, '~', &r) || r)
		return r;
	if (!**a || !**b)
		return (**a != '\0') - (**b != '\0');
	for (const char *c = "-^."; *c; c++)
		if (compare_separators(a, b, *c, &r) || r)
			return r;
	if (strchr(DIGITS, **a) || strchr(DIGITS, **b))
		return compare_numbers(a, b);
	return compare_words(a, b);
}

int hp_version_compare(const char *a, const char *b)
{
	int r = 0;

	while (r == 0 && (*a || *b))
		r = compare_parts(&a, &b);
	return r;
}

#define LESS	(1u << 0)
#define EQUAL	(1u << 1)
#define GREATER (1u << 2)

struct hp_comparison {
	const char *operator;
	unsigned int (*compare)(const char *is, const char *wanted);
	unsigned int accepts;
};

static unsigned int compare_text(const char *is, const char *wanted)
{
	return streq(is, wanted) ? EQUAL : LESS;
}

static unsigned int compare_glob(const char *is, const char *wanted)
{
	return fnmatch(wanted, is, 0) == 0 ? EQUAL : LESS;
}

static unsigned int compare_version(const char *is, const char *wanted)
{
	int r = hp_version_compare(is, wanted);

	return r < 0 ? LESS : r > 0 ? GREATER : EQUAL;
}

/* None is the beginning of one behind it. */
static const struct hp_comparison comparisons[] = {
	{"!$=", compare_glob, LESS | GREATER},	  {"$=", compare_glob, EQUAL},
	{"!=", compare_text, LESS | GREATER},	  {"<>", compare_version, LESS | GREATER},
	{"<=", compare_version, LESS | EQUAL},	  {"<", compare_version, LESS},
	{">=", compare_version, GREATER | EQUAL}, {">", compare_version, GREATER},
	{"==", compare_version, EQUAL},		  {"=", compare_text, EQUAL},
};

const struct hp_comparison *hp_comparison_take(const char *s, const char **ret_rest)
{
	static const struct hp_comparison glob = {"", compare_glob, EQUAL};

	for (size_t i = 0; i < ARRAY_SIZE(comparisons); i++)
		if ((*ret_rest = skip_prefix(s, comparisons[i].operator)))
			return &comparisons[i];
	*ret_rest = s;
	return &glob;
}

bool hp_comparison_holds(const struct hp_comparison *comparison, const char *is,
			 const char *wanted)
{
	return comparison->accepts & comparison->compare(is, wanted);
}
