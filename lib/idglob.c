/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the row of a map that says what an alias says. See idglob.h. */
#include <errno.h>

#include "idglob.h"

/* One field of an alias: its tag, then '*' or hexadecimal digits, always as many. */
struct field {
	const char *tag;
	unsigned int digits;
	int column;    /* where its value goes */
	uint32_t flag; /* usb: what its presence sets in match_flags */
	int shift;     /* pci: of its byte in class and class_mask; -1: no such */
};

static const struct field pci_fields[] = {
	{"v", 8, HP_PCI_VENDOR, 0, -1},	    {"d", 8, HP_PCI_DEVICE, 0, -1},
	{"sv", 8, HP_PCI_SUBVENDOR, 0, -1}, {"sd", 8, HP_PCI_SUBDEVICE, 0, -1},
	{"bc", 2, HP_PCI_CLASS, 0, 16},	    {"sc", 2, HP_PCI_CLASS, 0, 8},
	{"i", 2, HP_PCI_CLASS, 0, 0},
};

static const struct field usb_ids[] = {
	{"v", 4, HP_USB_VENDOR, HP_USB_MATCH_VENDOR, -1},
	{"p", 4, HP_USB_PRODUCT, HP_USB_MATCH_PRODUCT, -1},
};

/* Behind the tag "d" and the device's revision. */
static const struct field usb_classes[] = {
	{"dc", 2, HP_USB_DEVICE, HP_USB_MATCH_DEVICE, -1},
	{"dsc", 2, HP_USB_DEVICE + 1, HP_USB_MATCH_DEVICE << 1, -1},
	{"dp", 2, HP_USB_DEVICE + 2, HP_USB_MATCH_DEVICE << 2, -1},
	{"ic", 2, HP_USB_INTERFACE, HP_USB_MATCH_INTERFACE, -1},
	{"isc", 2, HP_USB_INTERFACE + 1, HP_USB_MATCH_INTERFACE << 1, -1},
	{"ip", 2, HP_USB_INTERFACE + 2, HP_USB_MATCH_INTERFACE << 2, -1},
};

/* The kernel writes capitals into each MODALIAS; a glob with small letters matches none.
 */
static int digit_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* Takes '*' or the digits of a field. Returns what follows, or NULL. */
static const char *take_value(const char *s, unsigned int digits, bool *ret_any,
			      uint32_t *ret)
{
	uint32_t value = 0;
	int digit;

	*ret_any = *s == '*';
	if (*ret_any)
		return s + 1;
	while (digits-- > 0) {
		digit = digit_value(*s++);
		if (digit < 0)
			return NULL;
		value = value << 4 | (uint32_t)digit;
	}
	*ret = value;
	return s;
}

static const char *take_field(const char *s, const struct field *field, bool *ret_any,
			      uint32_t *ret)
{
	s = skip_prefix(s, field->tag);
	return s ? take_value(s, field->digits, ret_any, ret) : NULL;
}

/* The kernel ends each alias with a '*', so that it may add fields to MODALIAS. */
static bool at_end(const char *s)
{
	return s && (streq(s, "") || streq(s, "*"));
}

static int parse_pci(const char *s, uint32_t *value)
{
	uint32_t v = 0;
	bool any = true;

	value[HP_PCI_CLASS] = value[HP_PCI_CLASS_MASK] = 0;
	for (size_t i = 0; i < ARRAY_SIZE(pci_fields) && s; i++) {
		const struct field *field = &pci_fields[i];

		s = take_field(s, field, &any, &v);
		if (field->shift < 0) {
			value[field->column] = any ? HP_PCI_ANY : v;
		} else if (!any) {
			value[HP_PCI_CLASS] |= v << field->shift;
			value[HP_PCI_CLASS_MASK] |= 0xffu << field->shift;
		}
	}
	return at_end(s) ? 0 : -EINVAL;
}

static const char *take_usb_fields(const char *s, const struct field *fields, size_t n,
				   uint32_t *value)
{
	uint32_t v = 0;
	bool any = true;

	for (size_t i = 0; i < n && s; i++) {
		s = take_field(s, &fields[i], &any, &v);
		value[fields[i].column] = any ? 0 : v;
		value[HP_USB_FLAGS] |= any ? 0 : fields[i].flag;
	}
	return s;
}

/* Takes a set of digits, "[0-3]" or "[8-9A-C]": without gaps, in ascending order. */
static const char *take_set(const char *s, int *ret_low, int *ret_high)
{
	int low = -1, high = -1, from, to;

	for (s++; *s != ']'; s++) {
		from = to = digit_value(*s);
		if (from >= 0 && s[1] == '-') {
			s += 2;
			to = digit_value(*s);
		}
		if (from < 0 || to < from || (high >= 0 && from != high + 1))
			return NULL;
		low = low < 0 ? from : low;
		high = to;
	}
	*ret_low = low;
	*ret_high = high;
	return low < 0 ? NULL : s + 1;
}

/* Takes a revision: up to four digits, of which the last may be a set, and '*' for those
 * that are left out. That is always one range. */
static const char *take_revision(const char *s, uint32_t *ret_low, uint32_t *ret_high)
{
	uint32_t low = 0, high = 0;
	int from, to, n;
	bool set = false;

	for (n = 0; n < 4 && *s != '*' && !set; n++) {
		set = *s == '[';
		from = to = digit_value(*s);
		s = set ? take_set(s, &from, &to) : s + 1;
		if (!s || from < 0)
			return NULL;
		low = low << 4 | (uint32_t)from;
		high = high << 4 | (uint32_t)to;
	}
	if (n < 4 && *s++ != '*')
		return NULL;
	for (; n < 4; n++) {
		low <<= 4;
		high = high << 4 | 0xf;
	}
	*ret_low = low;
	*ret_high = high;
	return s;
}

static int parse_usb(const char *s, uint32_t *value)
{
	uint32_t number;
	bool any = true;

	memset(value, 0, HP_USB_COLUMNS * sizeof(*value));
	s = take_usb_fields(s, usb_ids, ARRAY_SIZE(usb_ids), value);
	s = s ? skip_prefix(s, "d") : NULL;
	s = s ? take_revision(s, &value[HP_USB_BCD_LO], &value[HP_USB_BCD_HI]) : NULL;
	if (!s)
		return -EINVAL;
	if (value[HP_USB_BCD_LO] == 0 && value[HP_USB_BCD_HI] == 0xffff)
		value[HP_USB_BCD_HI] = 0;
	else
		value[HP_USB_FLAGS] |= HP_USB_MATCH_BCD_LO | HP_USB_MATCH_BCD_HI;
	s = take_usb_fields(s, usb_classes, ARRAY_SIZE(usb_classes), value);
	s = s ? skip_prefix(s, "in") : NULL;
	s = s ? take_value(s, 2, &any, &number) : NULL;
	if (!any)
		value[HP_USB_FLAGS] |= HP_USB_MATCH_NUMBER;
	/* A row without flags means nothing to anybody. */
	return at_end(s) && value[HP_USB_FLAGS] ? 0 : -EINVAL;
}

int hp_idglob_parse(const char *alias, enum hp_map_kind *ret_kind, struct hp_map_row *ret)
{
	const char *pci = skip_prefix(alias, "pci:"), *usb = skip_prefix(alias, "usb:");
	uint32_t value[HP_MAP_COLUMNS_MAX] = {0};
	int r;

	if (!pci && !usb)
		return -ENOENT;
	r = pci ? parse_pci(pci, value) : parse_usb(usb, value);
	if (r < 0)
		return r;
	*ret_kind = pci ? HP_MAP_PCI : HP_MAP_USB;
	memcpy(ret->value, value, sizeof(value));
	return 0;
}
