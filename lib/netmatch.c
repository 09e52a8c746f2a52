/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: whether a configuration file's [Match] section fits an interface. See
 * netmatch.h. */
#include <errno.h>
#include <fnmatch.h>

#include "netdevice.h"
#include "netmatch.h"
#include "netname.h"

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

/* The length of the word that s begins with, quotes in it; 0: none; -1: one quote has no
 * partner. A byte behind '\\' ends nothing. */
static ssize_t word_length(const char *s)
{
	char quote = '\0';
	size_t n;

	for (n = 0; s[n] && (quote || !strchr(BLANKS, s[n])); n++) {
		if (s[n] == '\\' && s[n + 1])
			n++;
		else if (s[n] == quote)
			quote = '\0';
		else if (!quote && strchr("'\"", s[n]))
			quote = s[n];
	}
	return quote ? -1 : (ssize_t)n;
}

/* Takes the quotes out; a '\\' stays, for fnmatch(3) to take. */
static size_t copy_word(char *to, const char *word, size_t len)
{
	char quote = '\0';
	size_t n = 0;

	for (size_t i = 0; i < len; i++) {
		if (word[i] == '\\' && i + 1 < len)
			to[n++] = word[i++];
		else if (word[i] == quote || (!quote && strchr("'\"", word[i]))) {
			quote = quote ? '\0' : word[i];
			continue;
		}
		to[n++] = word[i];
	}
	return n;
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
	len = copy_word(copy + invert, word, len);
	copy[invert + len] = '\0';
	globs->word[globs->n++] = copy;
	return 0;
}

static int globs_add_all(struct hp_net_globs *globs, const char *value,
			 bool (*is_valid)(const char *word, size_t len))
{
	bool invert = value[0] == '!';
	ssize_t len;

	if (!*value)
		globs_free(globs);
	for (value += invert; *(value += strspn(value, BLANKS)); value += len) {
		len = word_length(value);
		if (len < 0 || !is_valid(value, len))
			return -EINVAL;
		if (globs_add(globs, invert, value, len) < 0)
			return -ENOMEM;
	}
	return 0;
}

static bool is_any(const char *word, size_t len)
{
	return true;
}

int hp_net_match_add_globs(struct hp_net_match *match, enum hp_net_match_key key,
			   const char *value)
{
	return globs_add_all(&match->globs[key], value, is_any);
}

static bool is_property(const char *word, size_t len)
{
	return memchr(word, '=', len);
}

int hp_net_match_add_properties(struct hp_net_match *match, const char *value)
{
	return globs_add_all(&match->properties, value, is_property);
}

/* IPv4 first: what has its form would be an odd eight bytes in groups of two. */
static int parse_mac(struct hp_hwaddr *ret, const char *text)
{
	struct hp_prefix ip;
	bool is_ip = hp_ip_parse(&ip, text) == 0;

	if (!(is_ip && ip.family == AF_INET) && hp_hwaddr_parse(ret, text) == 0)
		return 0;
	if (!is_ip)
		return -EINVAL;
	*ret = (struct hp_hwaddr){.len = hp_family_bits(ip.family) / 8};
	memcpy(ret->bytes, ip.bytes, ret->len);
	return 0;
}

static int macs_add(struct hp_net_macs *macs, const char *word, size_t len)
{
	struct hp_hwaddr mac;
	char text[HP_HWADDR_TEXT + 1];

	if (len >= sizeof(text))
		return -EINVAL;
	memcpy(text, word, len);
	text[len] = '\0';
	if (parse_mac(&mac, text) < 0)
		return -EINVAL;
	if (grow((void **)&macs->mac, macs->n, sizeof(*macs->mac)) < 0)
		return -ENOMEM;
	macs->mac[macs->n++] = mac;
	return 0;
}

int hp_net_match_add_macs(struct hp_net_match *match, enum hp_net_match_key key,
			  const char *value)
{
	struct hp_net_macs *macs =
		key == HP_NET_MATCH_MAC ? &match->macs : &match->permanent_macs;
	size_t len;
	int r;

	if (!*value)
		macs->n = 0;
	for (; *(value += strspn(value, BLANKS)); value += len) {
		len = strcspn(value, BLANKS);
		r = macs_add(macs, value, len);
		if (r < 0)
			return r;
	}
	return 0;
}

int hp_net_match_set_machine(struct hp_net_match *match, enum hp_machine_key key,
			     const char *value)
{
	int r = *value ? hp_machine_fits(key, value) : 1;

	if (r < 0)
		return r;
	match->machine_keys &= ~(1u << key);
	match->machine_keys |= !!*value << key;
	match->machine_misfits &= ~(1u << key);
	match->machine_misfits |= !r << key;
	return 0;
}

unsigned int hp_net_match_keys(const struct hp_net_match *match)
{
	unsigned int keys = 0;

	for (size_t i = 0; i < HP_NET_MATCH_KEYS; i++)
		keys |= !!match->globs[i].n << i;
	keys |= !!match->macs.n << HP_NET_MATCH_MAC;
	keys |= !!match->permanent_macs.n << HP_NET_MATCH_PERMANENT_MAC;
	keys |= !!match->properties.n << HP_NET_MATCH_PROPERTY;
	return keys;
}

bool hp_net_match_is_empty(const struct hp_net_match *match)
{
	return hp_net_match_keys(match) == 0 && match->machine_keys == 0;
}

static bool is_special(char c)
{
	return c == '*' || c == '?' || c == '[' || c == '\\';
}

/* fnmatch(3), from the first wildcard on: most globs are the names of other interfaces,
 * and with a file for each of many there are as many for each to be held against. */
static bool glob_fits(const char *glob, const char *text)
{
	for (; *glob && !is_special(*glob); glob++, text++)
		if (*glob != *text)
			return false;
	return *glob ? fnmatch(glob, text, 0) == 0 : !*text;
}

static bool globs_fit(const struct hp_net_globs *globs, const char *text)
{
	bool wanted = false, found = false;

	for (size_t i = 0; i < globs->n; i++) {
		const char *glob = globs->word[i];
		bool invert = *glob == '!';
		bool fits = text && glob_fits(glob + invert, text);

		if (invert && fits)
			return false;
		wanted |= !invert;
		found |= !invert && fits;
	}
	return found || !wanted;
}

/* Also by an alternative name, as in systemd.network(5). */
static bool text_fits(const struct hp_net_match *match, const struct hp_net_facts *facts,
		      enum hp_net_match_key key)
{
	const struct hp_net_altnames *names =
		key == HP_NET_MATCH_NAME ? facts->altnames : NULL;
	bool fits = globs_fit(&match->globs[key], facts->text[key]);

	for (size_t i = 0; names && !fits && i < names->n; i++)
		fits = globs_fit(&match->globs[key], names->name[i]);
	return fits;
}

static bool macs_have(const struct hp_net_macs *macs, const struct hp_hwaddr *mac)
{
	for (size_t i = 0; i < macs->n; i++)
		if (hp_hwaddr_equal(&macs->mac[i], mac))
			return true;
	return false;
}

static bool macs_fit(const struct hp_net_match *match, const struct hp_net_facts *facts)
{
	return !match->macs.n || macs_have(&match->macs, &facts->mac[0]) ||
	       macs_have(&match->macs, &facts->mac[1]);
}

static bool permanent_mac_fits(const struct hp_net_match *match,
			       const struct hp_net_facts *facts)
{
	return !match->permanent_macs.n ||
	       macs_have(&match->permanent_macs, &facts->permanent_mac);
}

static bool property_fits(const char *wanted, const struct hp_net_facts *facts)
{
	const char *equals = strchr(wanted, '=');
	char key[HP_NET_PROPERTY_MAX], value[HP_NET_PROPERTY_MAX];
	size_t n = equals - wanted;

	if (!facts->property || n >= sizeof(key))
		return false;
	memcpy(key, wanted, n);
	key[n] = '\0';
	return facts->property(facts, key, value, sizeof(value)) &&
	       fnmatch(equals + 1, value, 0) == 0;
}

/* All of them must. */
static bool properties_fit(const struct hp_net_match *match,
			   const struct hp_net_facts *facts)
{
	for (size_t i = 0; i < match->properties.n; i++) {
		const char *wanted = match->properties.word[i];
		bool invert = *wanted == '!';

		if (property_fits(wanted + invert, facts) == invert)
			return false;
	}
	return true;
}

static bool machine_fits(const struct hp_net_match *match,
			 const struct hp_net_facts *facts)
{
	return match->machine_misfits == 0;
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
	const struct hp_net_altnames *names = facts->altnames;

	for (size_t i = 0; i < ARRAY_SIZE(keys); i++)
		if (globs_name(&match->globs[keys[i]], facts->text[keys[i]]))
			return true;
	for (size_t i = 0; names && i < names->n; i++)
		if (globs_name(&match->globs[HP_NET_MATCH_NAME], names->name[i]))
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
		[HP_NET_MATCH_KIND] = "Kind",
		[HP_NET_MATCH_MAC] = "MACAddress",
		[HP_NET_MATCH_PERMANENT_MAC] = "PermanentMACAddress",
		[HP_NET_MATCH_PROPERTY] = "Property",
		[HP_NET_MATCH_MACHINE] = "",
	};

	return names[key];
}

/* Those without globs. */
static const struct {
	enum hp_net_match_key key;
	bool (*fits)(const struct hp_net_match *match, const struct hp_net_facts *facts);
} others[] = {
	{HP_NET_MATCH_MAC, macs_fit},
	{HP_NET_MATCH_PERMANENT_MAC, permanent_mac_fits},
	{HP_NET_MATCH_PROPERTY, properties_fit},
	{HP_NET_MATCH_MACHINE, machine_fits},
};

int hp_net_match_misfit(const struct hp_net_match *match,
			const struct hp_net_facts *facts)
{
	if (facts->is_skipped && !is_named(match, facts))
		return HP_NET_MISFIT_SKIPPED;
	for (size_t i = 0; i < HP_NET_MATCH_KEYS; i++)
		if (match->globs[i].n && !text_fits(match, facts, i))
			return i;
	for (size_t i = 0; i < ARRAY_SIZE(others); i++)
		if (!others[i].fits(match, facts))
			return others[i].key;
	return HP_NET_FITS;
}

bool hp_net_match_fits(const struct hp_net_match *match, const struct hp_net_facts *facts)
{
	return hp_net_match_misfit(match, facts) == HP_NET_FITS;
}

void hp_net_match_free(struct hp_net_match *match)
{
	for (size_t i = 0; i < HP_NET_MATCH_KEYS; i++)
		globs_free(&match->globs[i]);
	globs_free(&match->properties);
	free(match->macs.mac);
	free(match->permanent_macs.mac);
	*match = (struct hp_net_match){0};
}
