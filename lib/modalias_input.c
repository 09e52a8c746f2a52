/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: the MODALIAS of an input device. See modalias.h.
 *
 * Source of the contract: input_print_modalias() and input_dev_uevent() in
 * drivers/input/input.c of Linux 6.1.
 */
#include <errno.h>
#include <linux/input.h>

#include "inputbits.h"
#include "modalias.h"

/* KEY_MIN_INTERESTING of linux/mod_devicetable.h: those below are on every keyboard. */
#define FIRST_KEY KEY_MUTE

/* The end of each is not among the bits: so it is in the kernel. */
static const struct {
	const char *key;
	char tag;
	unsigned int first, end;
} sets[] = {
	{"EV", 'e', 0, EV_MAX},	  {"KEY", 'k', FIRST_KEY, KEY_MAX},
	{"REL", 'r', 0, REL_MAX}, {"ABS", 'a', 0, ABS_MAX},
	{"MSC", 'm', 0, MSC_MAX}, {"LED", 'l', 0, LED_MAX},
	{"SND", 's', 0, SND_MAX}, {"FF", 'f', 0, FF_MAX},
	{"SW", 'w', 0, SW_MAX},
};

static const struct hp_modalias_key product[] = {
	{"PRODUCT", .part = {{"input:b", 4}, {"v", 4}, {"p", 4}, {"e", 4}}},
	{""},
};

static size_t write_bits(char *at, size_t size, size_t set,
			 const struct hp_input_bits *bits)
{
	size_t n = snprintf(at, size, "%c", sets[set].tag);

	for (unsigned int i = sets[set].first; i < sets[set].end; i++)
		if (n < size && bits->word[i / 64] >> i % 64 & 1)
			n += snprintf(at + n, size - n, "%X,", i);
	return n;
}

static int bad_words(size_t set, const char *value, char why[static HP_UEVENT_WHY_MAX])
{
	snprintf(why, HP_UEVENT_WHY_MAX, "%s=%.64s: not a row of hexadecimal words",
		 sets[set].key, value ?: "");
	return -EINVAL;
}

int hp_modalias_from_input(char ret[static HP_MODALIAS_MAX],
			   const struct hp_uevent *event,
			   char why[static HP_UEVENT_WHY_MAX])
{
	size_t n;
	int r = hp_modalias_from_keys(ret, product, event, why);

	if (r < 0)
		return r;
	n = strlen(ret);
	ret[n++] = '-';
	for (size_t set = 0; set < ARRAY_SIZE(sets); set++) {
		const char *value = hp_uevent_get(event, sets[set].key);
		struct hp_input_bits bits = {0};

		if (value && hp_input_bits_parse(&bits, value, strlen(value), ' ') < 0)
			return bad_words(set, value, why);
		n += write_bits(ret + n, HP_MODALIAS_MAX - n, set, &bits);
		if (n >= HP_MODALIAS_MAX)
			return bad_words(set, value, why);
	}
	return 0;
}
