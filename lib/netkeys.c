/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: every section and key of systemd's network files. See netkeys.h. */
#include "netkeys.h"
#include "netkeys_table.h"

#define NAME_BYTES_MAX 64
#define NAMED_MAX      112
#define SECTIONS_MAX   112
#define FAR	       3 /* more changes than this are another word */

/* Copies what stands before one of the bytes in ends, and moves behind it. Returns that
 * byte. */
static char take_word(const char **s, const char *ends, char ret[static NAME_BYTES_MAX])
{
	size_t n = strcspn(*s, ends);
	char end = (*s)[n];

	memcpy(ret, *s, n);
	ret[n] = '\0';
	*s += n + (end != '\0');
	return end;
}

void hp_net_keys_each(enum hp_net_file_kind kind,
		      void (*fn)(const struct hp_net_keys_name *name, void *data),
		      void *data)
{
	const char *s = hp_net_keys_table[kind];
	char section[NAME_BYTES_MAX], key[NAME_BYTES_MAX], end;

	while (*s) {
		take_word(&s, ":", section);
		fn(&(struct hp_net_keys_name){.section = section}, data);
		s += *s == ' ';
		do {
			end = take_word(&s, " \n", key);
			fn(
				&(struct hp_net_keys_name){
					.section = section,
					.key = key + strspn(key, "!-"),
					.is_older = key[0] == '-',
					.is_for_whom = key[0] == '!',
				},
				data);
		} while (end == ' ');
	}
}

/* What is looked for, and what was found on the way. */
struct search {
	const char *section, *key;
	bool is_there;
	bool is_for_whom;
	bool has_section;
	char sections[SECTIONS_MAX]; /* "[A] or [B]": others with the key */
	unsigned int distance;
	char nearest[NAME_BYTES_MAX];
};

static unsigned int least(unsigned int a, unsigned int b, unsigned int c)
{
	a = a < b ? a : b;
	return a < c ? a : c;
}

/* The bytes to change, add or take away to make b out of a; capitals are no change. */
static unsigned int distance(const char *a, const char *b)
{
	size_t n = strlen(b);
	unsigned int row[NAME_BYTES_MAX + 1], corner, above;

	if (strlen(a) >= NAME_BYTES_MAX || n >= NAME_BYTES_MAX)
		return FAR + 1;
	for (size_t k = 0; k <= n; k++)
		row[k] = k;
	for (size_t i = 1; a[i - 1]; i++) {
		corner = row[0];
		row[0] = i;
		for (size_t k = 1; k <= n; k++) {
			bool differ = (a[i - 1] ^ b[k - 1]) & ~0x20;

			above = row[k];
			row[k] = least(above + 1, row[k - 1] + 1, corner + differ);
			corner = above;
		}
	}
	return row[n];
}

static void consider(struct search *search, const char *wanted, const char *name)
{
	unsigned int d = distance(wanted, name);

	if (d > FAR || d >= search->distance || d > strlen(wanted) / 2)
		return;
	search->distance = d;
	snprintf(search->nearest, sizeof(search->nearest), "%s", name);
}

static void note_section(struct search *search, const char *section)
{
	size_t n = strlen(search->sections);

	if (n + strlen(section) + 8 < sizeof(search->sections))
		sprintf(search->sections + n, "%s[%s]", n ? " or " : "", section);
}

static void look_at_section(struct search *search, const char *section)
{
	search->has_section |= streq(section, search->section);
	if (!search->key)
		consider(search, search->section, section);
}

static void look_at(const struct hp_net_keys_name *name, void *data)
{
	struct search *search = data;
	bool is_here = streq(name->section, search->section);

	if (!name->key) {
		look_at_section(search, name->section);
	} else if (search->key && streq(name->key, search->key)) {
		search->is_there |= is_here;
		search->is_for_whom |= is_here && name->is_for_whom;
		if (!is_here && !name->is_older)
			note_section(search, name->section);
	} else if (search->key && is_here && !name->is_older) {
		consider(search, search->key, name->key);
	}
}

static void look_for(struct search *search, enum hp_net_file_kind kind,
		     const char *section, const char *key)
{
	*search = (struct search){.section = section, .key = key, .distance = FAR + 1};
	hp_net_keys_each(kind, look_at, search);
	if (!key)
		search->is_there = search->has_section;
}

bool hp_net_keys_decide(enum hp_net_file_kind kind, const char *section, const char *key)
{
	struct search search;

	if (streq(section, "Match"))
		return true;
	look_for(&search, kind, section, key);
	return search.is_for_whom;
}

/* The kind of file that has it; -1: none. */
static int find_elsewhere(const char *section, const char *key)
{
	struct search search;

	for (int kind = 0; kind < HP_NET_FILE_KINDS; kind++) {
		look_for(&search, kind, section, key);
		if (search.is_there)
			return kind;
	}
	return -1;
}

static const char *describe(const char *section, const char *key,
			    char ret[static NAMED_MAX])
{
	if (key)
		snprintf(ret, NAMED_MAX, "%.64s= in [%.32s]", key, section);
	else
		snprintf(ret, NAMED_MAX, "[%.64s]", section);
	return ret;
}

/* The sections of another kind of file that have the key. */
static bool explain_other_kinds(const char *named, const char *section, const char *key,
				char ret[static HP_NET_KEYS_WHAT_MAX])
{
	struct search search;

	for (int kind = 0; kind < HP_NET_FILE_KINDS; kind++) {
		look_for(&search, kind, section, key);
		if (*search.sections) {
			snprintf(ret, HP_NET_KEYS_WHAT_MAX,
				 "%s belongs in %s of files *%s", named, search.sections,
				 hp_net_file_suffix(kind));
			return true;
		}
	}
	return false;
}

static void explain_unknown(const struct search *search, const char *named,
			    char ret[static HP_NET_KEYS_WHAT_MAX])
{
	bool is_key = search->key;
	int n = snprintf(ret, HP_NET_KEYS_WHAT_MAX, "unknown %s %s",
			 is_key ? "key" : "section", named);

	if (*search->nearest)
		snprintf(ret + n, HP_NET_KEYS_WHAT_MAX - n, ": %s%s%s may be meant",
			 is_key ? "" : "[", search->nearest, is_key ? "=" : "]");
}

char *hp_net_keys_explain(enum hp_net_file_kind kind, const char *section,
			  const char *key, char ret[static HP_NET_KEYS_WHAT_MAX])
{
	int elsewhere = find_elsewhere(section, key);
	char named[NAMED_MAX];
	struct search search;

	look_for(&search, kind, section, key);
	describe(section, key, named);
	if (search.is_there)
		snprintf(ret, HP_NET_KEYS_WHAT_MAX, "%s is not supported", named);
	else if (elsewhere >= 0)
		snprintf(ret, HP_NET_KEYS_WHAT_MAX, "%s belongs in files *%s", named,
			 hp_net_file_suffix(elsewhere));
	else if (*search.sections)
		snprintf(ret, HP_NET_KEYS_WHAT_MAX, "%s belongs in %s", named,
			 search.sections);
	else if (!explain_other_kinds(named, section, key, ret))
		explain_unknown(&search, named, ret);
	return ret;
}
