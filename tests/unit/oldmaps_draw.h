/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: devices of other buses drawn to hit an alias, and to just miss it. */
#ifndef HP_TEST_OLDMAPS_DRAW_H
#define HP_TEST_OLDMAPS_DRAW_H

#include <ctype.h>
#include <stdarg.h>

#include "oldmap.h"
#include "roundtrip_ids.h"

#define TEXT_MAX 4096

struct alias {
	char *glob, *module;
	enum hp_oldmap_kind kind;
	uint32_t value[4];
	char field[FIELDS_MAX][FIELD_BYTES]; /* of numbers, as the alias has them */
	struct hp_input_bits bits[HP_INPUT_SETS];
};

struct device {
	char text[TEXT_MAX]; /* the variables, a NUL behind each */
	size_t len;
	char modalias[TEXT_MAX];
};

static const struct bus buses[HP_OLDMAP_KINDS] = {
	[HP_OLDMAP_CCW] = {"ccw:", 4, {"t", "m", "dt", "dm"}, {4, 2, 4, 2}},
	[HP_OLDMAP_IEEE1394] = {"ieee1394:", 4, {"ven", "mo", "sp", "ver"}, {8, 8, 8, 8}},
	[HP_OLDMAP_INPUT] = {"input:", 4, {"b", "v", "p", "e"}, {4, 4, 4, 4}},
	[HP_OLDMAP_ISAPNP] = {"pnp:d"},
	[HP_OLDMAP_OF] = {"of:N*T*C"},
	[HP_OLDMAP_SERIO] = {"serio:", 4, {"ty", "pr", "id", "ex"}, {2, 2, 2, 2}},
};

static const char set_letters[] = "ekramlsfw";
static const char *const set_names[] = {"EV",  "KEY", "REL", "ABS", "MSC",
					"LED", "SND", "FF",  "SW"};
static const unsigned int set_first[] = {0, 0x71, 0, 0, 0, 0, 0, 0, 0};
static const unsigned int set_end[] = {0x1f, 0x2ff, 0xf, 0x3f, 0x7, 0xf, 0x7, 0x7f, 0x10};

static struct {
	struct alias *alias;
	size_t n;
	struct hp_idmap *map[HP_OLDMAP_KINDS];
	FILE *file[HP_OLDMAP_KINDS];
	unsigned long compared[HP_OLDMAP_KINDS], hits[HP_OLDMAP_KINDS];
	unsigned long left_out, by_case, by_digit;
} test;

static bool has_bit(const struct hp_input_bits *bits, unsigned int bit)
{
	return bits->word[bit / 64] >> (bit % 64) & 1;
}

static void set_bit(struct hp_input_bits *bits, unsigned int bit, bool value)
{
	bits->word[bit / 64] &= ~((uint64_t)1 << (bit % 64));
	bits->word[bit / 64] |= (uint64_t)value << (bit % 64);
}

/* "-e*1,*k*2C0,*r*..." of an alias, where '-' is '_', and the same without stars of a
 * device. */
static bool read_sets(const char *s, struct hp_input_bits *sets)
{
	unsigned int bit;
	char *end;

	if (*s != '-' && *s != '_')
		return false;
	s++;
	for (int i = 0; i < HP_INPUT_SETS; i++) {
		if (*s++ != set_letters[i])
			return false;
		while (*s && *s != set_letters[i + 1]) {
			bit = (unsigned int)strtoul(s, &end, 16);
			if (end > s)
				set_bit(&sets[i], bit, true);
			s = end > s ? end : s + 1;
		}
	}
	return true;
}

static void put_bits(FILE *to, const struct hp_input_bits *bits, char separator)
{
	int i = ARRAY_SIZE(bits->word) - 1;

	while (i > 0 && !bits->word[i])
		i--;
	for (; i >= 0; i--)
		fprintf(to, "%llx%c", (unsigned long long)bits->word[i],
			i ? separator : ' ');
}

static _printf_(2, 3) void add_var(struct device *device, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	device->len += 1 + vsnprintf(device->text + device->len, TEXT_MAX - device->len,
				     fmt, args);
	va_end(args);
}

static void draw_numbers(const struct alias *alias, struct device *device, int n,
			 uint32_t value[static 4])
{
	static const char *const serio[] = {"TYPE", "PROTO", "ID", "EXTRA"};
	const struct bus *bus = &buses[alias->kind];

	for (int i = 0; i < bus->n; i++)
		value[i] = draw_field(alias->field[i], bus->digits[i]);
	if (n)
		miss(bus, value);
	write_modalias(device->modalias, TEXT_MAX, bus, value);
	for (int i = 0; alias->kind == HP_OLDMAP_SERIO && n % 2 && i < 4; i++)
		add_var(device, "SERIO_%s=%02x", serio[i], value[i]);
}

/* What the alias asks for and some more, or a bit less. */
static void draw_set(const struct alias *alias, int i, bool less,
		     struct hp_input_bits *ret)
{
	unsigned int n = draw(4), first = set_first[i], end = set_end[i];

	*ret = alias->bits[i];
	while (n-- > 0)
		set_bit(ret, first + draw(end - first), true);
	for (unsigned int bit = first; less && bit < end; bit++)
		if (has_bit(&alias->bits[i], bit) && draw(2))
			set_bit(ret, bit, false);
}

static void draw_input(const struct alias *alias, struct device *device, int n)
{
	struct hp_input_bits bits;
	char *modalias = device->modalias;
	uint32_t value[4];
	char *words;
	size_t size;
	FILE *to;

	draw_numbers(alias, device, n, value);
	add_var(device, "PRODUCT=%x/%x/%x/%x", value[0], value[1], value[2], value[3]);
	strcat(modalias, "-");
	for (int i = 0; i < HP_INPUT_SETS; i++) {
		draw_set(alias, i, n % 3 == 2, &bits);
		modalias += strlen(modalias);
		modalias += sprintf(modalias, "%c", set_letters[i]);
		for (unsigned int bit = 0; bit < HP_INPUT_BITS_MAX; bit++)
			if (has_bit(&bits, bit))
				modalias += sprintf(modalias, "%X,", bit);
		to = open_memstream(&words, &size);
		put_bits(to, &bits, ' ');
		fclose(to);
		words[strlen(words) - 1] = '\0';
		add_var(device, "%s=%s", set_names[i], words);
		free(words);
	}
}

static const char *other_compatible(void)
{
	const struct alias *alias;

	do {
		alias = &test.alias[draw(test.n)];
	} while (alias->kind != HP_OLDMAP_OF);
	return alias->glob + strlen(buses[HP_OLDMAP_OF].prefix);
}

/* A letter too many, one too few, another one, or the case of one. */
static void miss_text(char *text)
{
	size_t n = strlen(text), at = draw(n);
	unsigned int how = draw(4);

	if (how == 0)
		strcat(text, "x");
	else if (how == 1)
		text[n - 1] = '\0';
	else
		text[at] =
			how == 2 ? 'q' : (char)(text[at] ^ (text[at] >= '@' ? 0x20 : 1));
}

static void draw_of(const struct alias *alias, struct device *device, int n)
{
	unsigned int strings = 1 + draw(3), at = draw(strings);
	char text[256];

	add_var(device, "OF_NAME=node");
	strcpy(device->modalias, "of:NnodeT(null)");
	for (unsigned int i = 0; i < strings; i++) {
		snprintf(text, sizeof(text) - 1, "%s",
			 i == at ? alias->glob + strlen(buses[HP_OLDMAP_OF].prefix)
				 : other_compatible());
		if (n && i == at)
			miss_text(text);
		add_var(device, "OF_COMPATIBLE_%u=%s", i, text);
		sprintf(device->modalias + strlen(device->modalias), "C%s", text);
	}
}

static void draw_isapnp(const struct alias *alias, struct device *device, int n)
{
	static const char digits[] = "0123456789ABCDEFabcdef";
	size_t at = strlen("pnp:d");

	snprintf(device->modalias, TEXT_MAX, "%.*s", (int)at + 7, alias->glob);
	if (n > 1)
		device->modalias[at + 3 + draw(4)] = digits[draw(strlen(digits))];
	else if (n)
		device->modalias[at + draw(3)] = (char)('A' + draw(26));
}

static void draw_device(const struct alias *alias, int n, struct device *device)
{
	uint32_t value[4];

	device->len = 0;
	if (alias->kind == HP_OLDMAP_INPUT)
		draw_input(alias, device, n);
	else if (alias->kind == HP_OLDMAP_OF)
		draw_of(alias, device, n);
	else if (alias->kind == HP_OLDMAP_ISAPNP)
		draw_isapnp(alias, device, n);
	else
		draw_numbers(alias, device, n, value);
}

#endif
