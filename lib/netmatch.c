/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: whether a configuration file's [Match] section fits an interface. See
 * netmatch.h. */
#include <errno.h>
#include <fnmatch.h>

#include "netmatch.h"

#define BLANKS " \t\r\n"

static void globs_free(struct hp_net_globs *globs)
{
	for (size_t i = 0; i < globs->n; i++)
		free(globs->word[i]);
	free(globs->word);
	*globs = (struct hp_net_globs){0};
}

/* Makes room for one more element in an array of n. */
static int grow(void **array, size_t n, size_t size)
{
	void *p = reallocarray(*array, n + 1, size);

	if (!p)
		return -ENOMEM;
	*array = p;
	return 0;
}

static int globs_add(struct hp_net_globs *globs, bool invert, const char *word,
		     size_t len)
{
	char *copy;

	if (grow((void **)&globs->word, globs->n, sizeof(*globs->word)) < 0)
		return -ENOMEM;
	copy = malloc(len + 2);
	if (!copy)
		return -ENOMEM;
	copy[0] = '!';
	memcpy(copy + invert, word, len);
	copy[invert + len] = '\0';
	globs->word[globs->n++] = copy;
	return 0;
}

int hp_net_match_add_globs(struct hp_net_match *match, enum hp_net_match_key key,
			   const char *value)
{
	struct hp_net_globs *globs = &match->globs[key];
	bool invert = value[0] == '!';
	size_t len;

	if (!*value)
		globs_free(globs);
	for (value += invert; *(value += strspn(value, BLANKS)); value += len) {
		len = strcspn(value, BLANKS);
		if (globs_add(globs, invert, value, len) < 0)
			return -ENOMEM;
	}
	return 0;
}

static int macs_add(struct hp_net_match *match, const char *word, size_t len)
{
	struct hp_hwaddr mac;
	char text[HP_HWADDR_TEXT + 1];

	if (len >= sizeof(text))
		return -EINVAL;
	memcpy(text, word, len);
	text[len] = '\0';
	if (hp_hwaddr_parse(&mac, text) < 0)
		return -EINVAL;
	if (grow((void **)&match->macs, match->n_macs, sizeof(*match->macs)) < 0)
		return -ENOMEM;
	match->macs[match->n_macs++] = mac;
	return 0;
}

int hp_net_match_add_macs(struct hp_net_match *match, const char *value)
{
	size_t len;
	int r;

	if (!*value)
		match->n_macs = 0;
	for (; *(value += strspn(value, BLANKS)); value += len) {
		len = strcspn(value, BLANKS);
		r = macs_add(match, value, len);
		if (r < 0)
			return r;
	}
	return 0;
}

bool hp_net_match_is_empty(const struct hp_net_match *match)
{
	for (size_t i = 0; i < HP_NET_MATCH_KEYS; i++)
		if (match->globs[i].n)
			return false;
	return match->n_macs == 0;
}

static bool globs_fit(const struct hp_net_globs *globs, const char *text)
{
	bool wanted = false, found = false;

	for (size_t i = 0; i < globs->n; i++) {
		const char *glob = globs->word[i];
		bool invert = *glob == '!';
		bool fits = text && fnmatch(glob + invert, text, 0) == 0;

		if (invert && fits)
			return false;
		wanted |= !invert;
		found |= !invert && fits;
	}
	return found || !wanted;
}

static bool macs_fit(const struct hp_net_match *match, const struct hp_net_facts *facts)
{
	for (size_t i = 0; i < match->n_macs; i++)
		for (size_t k = 0; k < ARRAY_SIZE(facts->mac); k++)
			if (hp_hwaddr_equal(&match->macs[i], &facts->mac[k]))
				return true;
	return match->n_macs == 0;
}

/* Whether one of the words is the text itself. */
static bool globs_name(const struct hp_net_globs *globs, const char *text)
{
	for (size_t i = 0; text && i < globs->n; i++)
		if (streq(globs->word[i], text))
			return true;
	return false;
}

static bool is_named(const struct hp_net_match *match, const struct hp_net_facts *facts)
{
	static const enum hp_net_match_key keys[] = {HP_NET_MATCH_ORIGINAL_NAME,
						     HP_NET_MATCH_NAME};

	for (size_t i = 0; i < ARRAY_SIZE(keys); i++)
		if (globs_name(&match->globs[keys[i]], facts->text[keys[i]]))
			return true;
	return false;
}

const char *hp_net_match_key_name(enum hp_net_match_key key)
{
	static const char *const names[] = {
		[HP_NET_MATCH_ORIGINAL_NAME] = "OriginalName",
		[HP_NET_MATCH_NAME] = "Name",
		[HP_NET_MATCH_DRIVER] = "Driver",
		[HP_NET_MATCH_PATH] = "Path",
		[HP_NET_MATCH_TYPE] = "Type",
	};

	return names[key];
}

int hp_net_match_misfit(const struct hp_net_match *match,
			const struct hp_net_facts *facts)
{
	if (facts->is_skipped && !is_named(match, facts))
		return HP_NET_MISFIT_SKIPPED;
	for (size_t i = 0; i < HP_NET_MATCH_KEYS; i++)
		if (!globs_fit(&match->globs[i], facts->text[i]))
			return i;
	return macs_fit(match, facts) ? HP_NET_FITS : HP_NET_MISFIT_MAC;
}

bool hp_net_match_fits(const struct hp_net_match *match, const struct hp_net_facts *facts)
{
	return hp_net_match_misfit(match, facts) == HP_NET_FITS;
}

void hp_net_match_free(struct hp_net_match *match)
{
	for (size_t i = 0; i < HP_NET_MATCH_KEYS; i++)
		globs_free(&match->globs[i]);
	free(match->macs);
	*match = (struct hp_net_match){0};
}
