/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: where each setting of libkmod stands in modprobe.d. See module.h.
 *
 * libkmod keeps no places. It has its settings by kinds, each kind in the order of the
 * files, as the settings of modconf.h; so the first of these that says the same, and was
 * not taken before, is the one.
 */
#include <ctype.h>
#include <errno.h>

#include "modconf.h"
#include "module_kmod.h"

struct placing {
	const struct hp_modconf *conf;
	bool *taken; /* of each of its settings */
	hp_modules_placed_fn fn;
	void *data;
};

/* Whether two texts have the same words: libkmod puts blanks in the place of tabs. */
static bool same_words(const char *a, const char *b)
{
	for (;;) {
		bool gap = isspace((unsigned char)*a) && isspace((unsigned char)*b);

		if (!gap && *a != *b)
			return false;
		if (!*a)
			return true;
		a += gap ? strspn(a, " \t\n\v\f\r") : 1;
		b += gap ? strspn(b, " \t\n\v\f\r") : 1;
	}
}

/* libkmod writes the value of a softdep anew: "pre: A B post: C". */
static bool is_same(const struct hp_modconf_setting *setting, const char *word,
		    const char *key, const char *value)
{
	const char *ours = setting->value ?: "";

	if (!streq(hp_modconf_word_name(setting->word), word) ||
	    !streq(setting->key, key))
		return false;
	return setting->word == HP_MODCONF_SOFTDEP ||
	       setting->word == HP_MODCONF_BLACKLIST || same_words(ours, value ?: "");
}

static void place_setting(const char *word, const char *key, const char *value,
			  void *data)
{
	struct placing *placing = data;
	const struct hp_modconf_setting *setting = NULL;
	size_t i;

	for (i = 0; (setting = hp_modconf_next(placing->conf, setting)); i++)
		if (!placing->taken[i] && is_same(setting, word, key, value))
			break;
	if (setting)
		placing->taken[i] = true;
	placing->fn(word, key, value, setting, placing->data);
}

int hp_modules_placed_settings(struct hp_modules *modules, hp_modules_placed_fn fn,
			       void *data)
{
	const struct hp_modconf_setting *setting = NULL;
	_cleanup_free_ bool *taken = NULL;
	size_t n = 0;
	int r = hp_modules_read_rules(modules);

	if (r < 0)
		return r;
	while ((setting = hp_modconf_next(modules->conf, setting)))
		n++;
	taken = calloc(n + 1, sizeof(*taken));
	if (!taken)
		return -ENOMEM;
	hp_modules_settings(modules, place_setting,
			    &(struct placing){modules->conf, taken, fn, data});
	return 0;
}
