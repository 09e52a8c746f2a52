/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: a device of which some ids are known, as a person writes it. See idquery.h. */
#include <errno.h>

#include "idglob.h"
#include "idquery.h"
#include "number.h"

#define NUMBERS_MAX    5
#define CLASS_DIGITS   6
#define ID_DIGITS_MAX  4
#define HIGHEST_ID     0xffff
#define HIGHEST_CLASS  0xffffff
#define USB_IDS	       (HP_USB_MATCH_VENDOR | HP_USB_MATCH_PRODUCT)
#define USB_REVISION   (HP_USB_MATCH_BCD_LO | HP_USB_MATCH_BCD_HI)
#define USB_INTERFACES (HP_USB_MATCH_INTERFACE * 7)

/* The words between ':' as numbers. has_class: the last one is a class. */
struct numbers {
	size_t n;
	uint64_t at[NUMBERS_MAX];
	bool has_class;
};

static int refuse(char why[static HP_IDQUERY_WHY_MAX], const char *word, const char *what)
{
	snprintf(why, HP_IDQUERY_WHY_MAX, "'%.40s': %s", word, what);
	return -EINVAL;
}

/* A class has six digits, an id at most four, so that none is taken for the other. */
static int take_number(struct numbers *numbers, const char *word,
		       char why[static HP_IDQUERY_WHY_MAX])
{
	bool class = strlen(word) == CLASS_DIGITS;

	if (numbers->has_class || numbers->n == NUMBERS_MAX)
		return refuse(why, word, "nothing may stand behind the class");
	if (hp_number_parse(word, 16, class ? HIGHEST_CLASS : HIGHEST_ID,
			    &numbers->at[numbers->n]) < 0 ||
	    (!class && strlen(word) > ID_DIGITS_MAX))
		return refuse(
			why, word,
			"neither an id (1 to 4 hexadecimal digits) nor a class (6)");
	numbers->n++;
	numbers->has_class = class;
	return 0;
}

static int take_numbers(struct numbers *numbers, const char *text,
			char why[static HP_IDQUERY_WHY_MAX])
{
	char copy[64], *word, *rest = copy;
	int r = 0;

	*numbers = (struct numbers){0};
	if (snprintf(copy, sizeof(copy), "%s", text) >= (int)sizeof(copy))
		return refuse(why, text, "too long");
	while (r == 0 && (word = strsep(&rest, ":")))
		r = take_number(numbers, word, why);
	return r;
}

static int parse_pci(struct hp_idquery *query, const char *text,
		     char why[static HP_IDQUERY_WHY_MAX])
{
	uint32_t *value = query->row.value;
	struct numbers numbers;
	size_t ids;
	int r = take_numbers(&numbers, text, why);

	if (r < 0)
		return r;
	ids = numbers.n - numbers.has_class;
	if (ids != 2 && ids != 4)
		return refuse(why, text,
			      "not VENDOR:DEVICE[:SUBVENDOR:SUBDEVICE][:CLASS]");
	for (size_t i = HP_PCI_VENDOR; i <= HP_PCI_SUBDEVICE; i++)
		value[i] = i < ids ? numbers.at[i] : HP_PCI_ANY;
	value[HP_PCI_CLASS] = numbers.has_class ? numbers.at[ids] : 0;
	value[HP_PCI_CLASS_MASK] = numbers.has_class ? HIGHEST_CLASS : 0;
	return 0;
}

static int parse_usb(struct hp_idquery *query, const char *text,
		     char why[static HP_IDQUERY_WHY_MAX])
{
	uint32_t *value = query->row.value;
	struct numbers numbers;
	int r = take_numbers(&numbers, text, why);

	if (r < 0)
		return r;
	if (numbers.n - numbers.has_class != 2)
		return refuse(why, text, "not VENDOR:PRODUCT[:CLASS]");
	memset(value, 0, sizeof(query->row.value));
	value[HP_USB_FLAGS] = USB_IDS | (numbers.has_class ? USB_INTERFACES : 0);
	value[HP_USB_VENDOR] = numbers.at[0];
	value[HP_USB_PRODUCT] = numbers.at[1];
	for (int i = 0; numbers.has_class && i < 3; i++)
		value[HP_USB_INTERFACE + i] = numbers.at[2] >> (16 - 8 * i) & 0xff;
	return 0;
}

/* Appends a field of the MODALIAS: its tag, then its digits, or 'x'. */
static void add_field(char *modalias, const char *tag, bool known, int digits,
		      uint32_t value)
{
	size_t n = strlen(modalias), left = HP_IDQUERY_MODALIAS_MAX - n;

	if (known)
		snprintf(modalias + n, left, "%s%0*X", tag, digits, value);
	else
		snprintf(modalias + n, left, "%sx", tag);
}

static void write_pci(struct hp_idquery *query)
{
	static const char *const ids[] = {"v", "d", "sv", "sd"};
	static const char *const classes[] = {"bc", "sc", "i"};
	const uint32_t *value = query->row.value;

	strcpy(query->modalias, "pci:");
	for (size_t i = 0; i < ARRAY_SIZE(ids); i++)
		add_field(query->modalias, ids[i], value[i] != HP_PCI_ANY, 8, value[i]);
	for (size_t i = 0; i < ARRAY_SIZE(classes); i++)
		add_field(query->modalias, classes[i], value[HP_PCI_CLASS_MASK], 2,
			  value[HP_PCI_CLASS] >> (16 - 8 * i) & 0xff);
}

static void write_usb(struct hp_idquery *query)
{
	static const char *const tags[] = {"dc", "dsc", "dp", "ic", "isc", "ip"};
	const uint32_t *value = query->row.value;

	strcpy(query->modalias, "usb:");
	add_field(query->modalias, "v", true, 4, value[HP_USB_VENDOR]);
	add_field(query->modalias, "p", true, 4, value[HP_USB_PRODUCT]);
	add_field(query->modalias, "d", false, 4, 0);
	for (size_t i = 0; i < ARRAY_SIZE(tags); i++)
		add_field(query->modalias, tags[i],
			  value[HP_USB_FLAGS] & HP_USB_MATCH_DEVICE << i, 2,
			  value[HP_USB_DEVICE + i]);
	add_field(query->modalias, "in", false, 2, 0);
}

/* A MODALIAS is an alias without wildcards. */
static int parse_modalias(struct hp_idquery *query, const char *text,
			  char why[static HP_IDQUERY_WHY_MAX])
{
	struct hp_pci_id pci;
	struct hp_usb_id usb;

	if (hp_pci_id_from_modalias(&pci, text) < 0 &&
	    hp_usb_id_from_modalias(&usb, text) < 0)
		return refuse(why, text, "not a whole MODALIAS");
	if (strlen(text) >= sizeof(query->modalias) ||
	    hp_idglob_parse(text, &query->kind, &query->row) < 0)
		return refuse(why, text, "not a MODALIAS");
	strcpy(query->modalias, text);
	return 0;
}

int hp_idquery_parse(struct hp_idquery *ret, const char *text,
		     char why[static HP_IDQUERY_WHY_MAX])
{
	const char *pci = skip_prefix(text, "pci:"), *usb = skip_prefix(text, "usb:");
	struct hp_idquery query = {.kind = pci ? HP_MAP_PCI : HP_MAP_USB};
	int r;

	if (!pci && !usb)
		return -ENOENT;
	if (*(pci ?: usb) == 'v')
		r = parse_modalias(&query, text, why);
	else
		r = pci ? parse_pci(&query, pci, why) : parse_usb(&query, usb, why);
	if (r < 0)
		return r;
	if (!*query.modalias)
		(pci ? write_pci : write_usb)(&query);
	*ret = query;
	return 0;
}

static enum hp_idquery_match match_pci(const uint32_t *query, const uint32_t *row)
{
	uint32_t mask = row[HP_PCI_CLASS_MASK], known = query[HP_PCI_CLASS_MASK];
	bool depends = mask & ~known, names = true;

	for (size_t i = HP_PCI_VENDOR; i <= HP_PCI_SUBDEVICE; i++) {
		if (row[i] == HP_PCI_ANY)
			names = names && i > HP_PCI_DEVICE;
		else if (query[i] == HP_PCI_ANY)
			depends = true;
		else if (query[i] != row[i])
			return HP_IDQUERY_NO;
	}
	if ((query[HP_PCI_CLASS] ^ row[HP_PCI_CLASS]) & mask & known)
		return HP_IDQUERY_NO;
	if (!depends)
		return HP_IDQUERY_YES;
	return names ? HP_IDQUERY_DEPENDS : HP_IDQUERY_NO;
}

/* The revision of a device is one value; a row has a range of them. */
static bool revision_fits(const uint32_t *query, const uint32_t *row)
{
	uint32_t flags = row[HP_USB_FLAGS], revision = query[HP_USB_BCD_LO];

	if (!(query[HP_USB_FLAGS] & USB_REVISION))
		return true;
	return (!(flags & HP_USB_MATCH_BCD_LO) || row[HP_USB_BCD_LO] <= revision) &&
	       (!(flags & HP_USB_MATCH_BCD_HI) || row[HP_USB_BCD_HI] >= revision);
}

static bool usb_values_fit(const uint32_t *query, const uint32_t *row)
{
	uint32_t both = query[HP_USB_FLAGS] & row[HP_USB_FLAGS];

	if ((both & HP_USB_MATCH_VENDOR && query[HP_USB_VENDOR] != row[HP_USB_VENDOR]) ||
	    (both & HP_USB_MATCH_PRODUCT && query[HP_USB_PRODUCT] != row[HP_USB_PRODUCT]))
		return false;
	for (size_t i = 0; i < HP_USB_COLUMNS - HP_USB_DEVICE; i++)
		if (both & HP_USB_MATCH_DEVICE << i &&
		    query[HP_USB_DEVICE + i] != row[HP_USB_DEVICE + i])
			return false;
	return revision_fits(query, row);
}

static enum hp_idquery_match match_usb(const uint32_t *query, const uint32_t *row)
{
	uint32_t flags = row[HP_USB_FLAGS], known = query[HP_USB_FLAGS];
	bool by_vendor = flags & HP_USB_MATCH_VENDOR;

	/* As hp_map_row_match_usb(): neither is meant for this device. */
	if (!(flags & HP_USB_MATCH_ALL) || !usb_values_fit(query, row))
		return HP_IDQUERY_NO;
	if (flags & (USB_INTERFACES | HP_USB_MATCH_NUMBER) && !by_vendor &&
	    known & HP_USB_MATCH_DEVICE && query[HP_USB_DEVICE] == 0xff)
		return HP_IDQUERY_NO;
	/* No column says which number. */
	if (!(flags & ~known & ~HP_USB_MATCH_NUMBER))
		return HP_IDQUERY_YES;
	return (flags & USB_IDS) == USB_IDS ? HP_IDQUERY_DEPENDS : HP_IDQUERY_NO;
}

enum hp_idquery_match hp_idquery_match_row(const struct hp_idquery *query,
					   const struct hp_map_row *row)
{
	return query->kind == HP_MAP_PCI ? match_pci(query->row.value, row->value)
					 : match_usb(query->row.value, row->value);
}

enum hp_idquery_match hp_idquery_match_alias(const struct hp_idquery *query,
					     const char *alias)
{
	enum hp_map_kind kind;
	struct hp_map_row row;

	if (hp_idglob_parse(alias, &kind, &row) < 0 || kind != query->kind)
		return HP_IDQUERY_NO;
	return hp_idquery_match_row(query, &row);
}

void hp_idquery_key(struct hp_idquery_key *ret, const struct hp_idquery *query)
{
	const uint32_t *value = query->row.value;
	bool pci = query->kind == HP_MAP_PCI;
	size_t at = pci ? HP_PCI_VENDOR : HP_USB_VENDOR;

	*ret = (struct hp_idquery_key){.key = {{ret->word[0], ret->word[1]}}};
	for (size_t i = 0; i < 2; i++)
		snprintf(ret->word[i], HP_IDQUERY_WORD_MAX, "%04x", value[at + i]);
	if (!pci || value[HP_PCI_SUBVENDOR] == HP_PCI_ANY)
		return;
	snprintf(ret->word[2], HP_IDQUERY_WORD_MAX, "%04x %04x", value[HP_PCI_SUBVENDOR],
		 value[HP_PCI_SUBDEVICE]);
	ret->key.at[2] = ret->word[2];
}
