// SPDX-License-Identifier: GPL-2.0
/*
 * Purpose: read a port out of words, as new_device and the parameter ports take it:
 * STYLE VENDOR:DEVICE and then KEY=VALUE or a flag, with blanks or ',' between.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt
#include <linux/kernel.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "internal.h"

#define BETWEEN_WORDS " \t\n,"
#define BETWEEN_PORTS ";"

static int pair(char *value, u16 *first, u16 *second)
{
	char *colon = strchr(value, ':');

	if (!colon)
		return -EINVAL;
	*colon = '\0';
	return kstrtou16(value, 16, first) ?: kstrtou16(colon + 1, 16, second);
}

/* "2/6/0": class, subclass and protocol, as the uevents of USB have them. */
static int triple(char *value, u32 *ret)
{
	u8 byte;
	int i;

	*ret = 0;
	for (i = 0; i < 3; i++) {
		char *part = strsep(&value, "/");

		if (!part || kstrtou8(part, 10, &byte) < 0)
			return -EINVAL;
		*ret = *ret << 8 | byte;
	}
	return value ? -EINVAL : 0;
}

static int set_subsystem(struct plugbus_spec *spec, char *value)
{
	return pair(value, &spec->ids.subvendor, &spec->ids.subdevice);
}

static int set_class(struct plugbus_spec *spec, char *value)
{
	return kstrtou32(value, 16, &spec->ids.class);
}

static int set_bcd(struct plugbus_spec *spec, char *value)
{
	return kstrtou16(value, 16, &spec->ids.bcd);
}

static int set_type(struct plugbus_spec *spec, char *value)
{
	return triple(value, &spec->ids.type);
}

static int set_interface(struct plugbus_spec *spec, char *value)
{
	return triple(value, &spec->ids.class);
}

static int set_serial(struct plugbus_spec *spec, char *value)
{
	return strscpy(spec->serial, value, sizeof(spec->serial)) < 0 ? -EINVAL : 0;
}

static int set_io_base(struct plugbus_spec *spec, char *value)
{
	return kstrtou32(value, 0, &spec->io_base);
}

static int set_io_length(struct plugbus_spec *spec, char *value)
{
	return kstrtou32(value, 0, &spec->io_length);
}

static int set_line(struct plugbus_spec *spec, char *value)
{
	spec->lines = spec->lines ?: 1;
	return kstrtou32(value, 10, &spec->line);
}

static int set_lines(struct plugbus_spec *spec, char *value)
{
	return kstrtou32(value, 10, &spec->lines);
}

static int set_edge(struct plugbus_spec *spec, char *value)
{
	spec->edge = true;
	return 0;
}

static int set_exclusive(struct plugbus_spec *spec, char *value)
{
	spec->exclusive = true;
	return 0;
}

static const struct word {
	const char *name;
	u8 style; /* the only one that has it */
	bool flag;
	int (*set)(struct plugbus_spec *spec, char *value);
} words[] = {
	{"subsystem", PLUGBUS_STYLE_PCI, false, set_subsystem},
	{"class", PLUGBUS_STYLE_PCI, false, set_class},
	{"bcd", PLUGBUS_STYLE_USB, false, set_bcd},
	{"type", PLUGBUS_STYLE_USB, false, set_type},
	{"interface", PLUGBUS_STYLE_USB, false, set_interface},
	{"serial", 0, false, set_serial},
	{"io_base", 0, false, set_io_base},
	{"io_length", 0, false, set_io_length},
	{"line", 0, false, set_line},
	{"lines", 0, false, set_lines},
	{"edge", 0, true, set_edge},
	{"exclusive", 0, true, set_exclusive},
};

static int refuse(const char *word, const char *why)
{
	pr_err("'%*pE': %s\n", (int)strlen(word), word, why);
	return -EINVAL;
}

static const struct word *find_word(const char *name)
{
	const struct word *word;

	for (word = words; word < words + ARRAY_SIZE(words); word++)
		if (strcmp(word->name, name) == 0)
			return word;
	return NULL;
}

static int read_word(struct plugbus_spec *spec, char *name)
{
	char *value = strchr(name, '=');
	const struct word *word;

	if (value)
		*value++ = '\0';
	word = find_word(name);
	if (!word)
		return refuse(name, "there is no such word");
	if (word->flag != !value)
		return refuse(name, value ? "takes no value" : "lacks a value");
	if (word->style && word->style != spec->ids.style)
		return refuse(name, "not of a port of this style");
	return word->set(spec, value) < 0 ? refuse(name, "has a bad value") : 0;
}

static char *next_word(char **text)
{
	char *word;

	do
		word = strsep(text, BETWEEN_WORDS);
	while (word && !*word);
	return word;
}

static int read_style(struct plugbus_spec *spec, const char *word)
{
	u8 style;

	for (style = PLUGBUS_STYLE_PCI; style <= PLUGBUS_STYLE_USB; style++)
		if (strcmp(word, plugbus_style_names[style]) == 0) {
			spec->ids.style = style;
			return 0;
		}
	return refuse(word, "neither pci nor usb");
}

static int read_port(char *text, struct plugbus_spec *spec)
{
	char *word = next_word(&text);
	int r;

	*spec = (struct plugbus_spec){};
	r = read_style(spec, word ?: "");
	if (r < 0)
		return r;
	word = next_word(&text);
	if (!word || pair(word, &spec->ids.vendor, &spec->ids.device) < 0)
		return refuse(word ?: "", "not VENDOR:DEVICE in hexadecimal");
	while (r == 0 && (word = next_word(&text)))
		r = read_word(spec, word);
	return r;
}

int plugbus_parse(const char *text, struct plugbus_spec *spec)
{
	char *copy = kstrdup(text, GFP_KERNEL);
	int r;

	if (!copy)
		return -ENOMEM;
	r = read_port(copy, spec);
	kfree(copy);
	return r;
}

static bool is_blank(const char *text)
{
	return !text[strspn(text, BETWEEN_WORDS)];
}

int plugbus_parse_list(const char *text, int (*use)(const struct plugbus_spec *spec))
{
	char *copy = kstrdup(text, GFP_KERNEL), *rest = copy, *part;
	struct plugbus_spec spec;
	int r = 0;

	if (!copy)
		return -ENOMEM;
	while (r == 0 && (part = strsep(&rest, BETWEEN_PORTS))) {
		if (is_blank(part))
			continue;
		r = read_port(part, &spec);
		if (r == 0)
			r = use(&spec);
	}
	kfree(copy);
	return r;
}
