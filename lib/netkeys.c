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

/* What is looked for in one kind of file, and what was found on the way. */
struct search {
	const char *section, *key; /* key NULL: the section */
	bool is_there;
	bool is_for_whom;
	char sections[SECTIONS_MAX]; /* "[A] or [B]": others with the key */
};

static void note_section(struct search *search, const char *section)
{
	size_t n = strlen(search->sections);

	if (n + strlen(section) + 8 < sizeof(search->sections))
		sprintf(search->sections + n, "%s[%s]", n ? " or " : "", section);
}

static void look_at(const struct hp_net_keys_name *name, void *data)
{
	struct search *search = data;

	if (!search->key != !name->key || (name->key && !streq(name->key, search->key)))
		return;
	if (streq(name->section, search->section)) {
		search->is_there = true;
		search->is_for_whom |= name->is_for_whom;
	} else if (name->key && !name->is_older) {
		note_section(search, name->section);
	}
}

static void look_for(struct search *search, enum hp_net_file_kind kind,
		     const char *section, const char *key)
{
	*search = (struct search){.section = section, .key = key};
	hp_net_keys_each(kind, look_at, search);
}

bool hp_net_keys_decide(enum hp_net_file_kind kind, const char *section, const char *key)
{
	struct search search;

	if (streq(section, "Match"))
		return true;
	look_for(&search, kind, section, key);
	return search.is_for_whom;
}

struct nearest {
	const char *section, *key; /* as of struct search */
	unsigned int distance;
	char name[NAME_BYTES_MAX];
};

static unsigned int least(unsigned int a, unsigned int b, unsigned int c)
{
	a = a < b ? a : b;
	return a < c ? a : c;
}

/* The bytes to change, add or take away to make b out of a; capitals are no change. */
static unsigned int distance(const char *a, const char *b)
{
	size_t n = strlen(b), m = strlen(a);
	unsigned int row[NAME_BYTES_MAX + FAR], corner, above;

	if (m >= NAME_BYTES_MAX || n > m + FAR || m > n + FAR)
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

static void consider(const struct hp_net_keys_name *name, void *data)
{
	struct nearest *nearest = data;
	const char *wanted = nearest->key ?: nearest->section;
	const char *candidate = name->key ?: name->section;
	unsigned int d;

	if (!nearest->key != !name->key || name->is_older ||
	    (name->key && !streq(name->section, nearest->section)))
		return;
	d = distance(wanted, candidate);
	if (d >= nearest->distance || d > strlen(wanted) / 2)
		return;
	nearest->distance = d;
	snprintf(nearest->name, sizeof(nearest->name), "%s", candidate);
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

static void explain_unsupported(const char *section, const char *key, const char *named,
				char ret[static HP_NET_KEYS_WHAT_MAX])
{
	const char *why = hp_net_keys_why(section, key);

	snprintf(ret, HP_NET_KEYS_WHAT_MAX, "%s is not supported%s%s%s", named,
		 why ? " (" : "", why ?: "", why ? ")" : "");
}

static void explain_unknown(enum hp_net_file_kind kind, const struct search *search,
			    const char *named, char ret[static HP_NET_KEYS_WHAT_MAX])
{
	struct nearest nearest = {search->section, search->key, FAR + 1};
	int n = snprintf(ret, HP_NET_KEYS_WHAT_MAX, "unknown %s %s",
			 search->key ? "key" : "section", named);

	hp_net_keys_each(kind, consider, &nearest);
	if (*nearest.name)
		snprintf(ret + n, HP_NET_KEYS_WHAT_MAX - n, ": %s%s%s may be meant",
			 search->key ? "" : "[", nearest.name, search->key ? "=" : "]");
}

/* First the same section in another kind of file, then other sections in this one. */
static bool explain_place(enum hp_net_file_kind kind,
			  const struct search found[static HP_NET_FILE_KINDS],
			  const char *named, char ret[static HP_NET_KEYS_WHAT_MAX])
{
	for (int k = 0; k < HP_NET_FILE_KINDS; k++)
		if (found[k].is_there)
			return snprintf(ret, HP_NET_KEYS_WHAT_MAX,
					"%s belongs in files *%s", named,
					hp_net_file_suffix(k)) > 0;
	if (*found[kind].sections)
		return snprintf(ret, HP_NET_KEYS_WHAT_MAX, "%s belongs in %s", named,
				found[kind].sections) > 0;
	for (int k = 0; k < HP_NET_FILE_KINDS; k++)
		if (*found[k].sections)
			return snprintf(ret, HP_NET_KEYS_WHAT_MAX,
					"%s belongs in %s of files *%s", named,
					found[k].sections, hp_net_file_suffix(k)) > 0;
	return false;
}

char *hp_net_keys_explain(enum hp_net_file_kind kind, const char *section,
			  const char *key, char ret[static HP_NET_KEYS_WHAT_MAX])
{
	struct search found[HP_NET_FILE_KINDS];
	char named[NAMED_MAX];

	for (int k = 0; k < HP_NET_FILE_KINDS; k++)
		look_for(&found[k], k, section, key);
	describe(section, key, named);
	if (found[kind].is_there)
		explain_unsupported(section, key, named, ret);
	else if (!explain_place(kind, found, named, ret))
		explain_unknown(kind, &found[kind], named, ret);
	return ret;
}
