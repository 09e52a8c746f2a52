/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: one row of modules.pcimap or modules.usbmap. See maprow.h. */
#include "maprow.h"
#include "mapword.h"

#define BYTE 0xff
#define WORD 0xffff
#define LONG 0xffffffff

static const uint32_t pci_max[HP_PCI_COLUMNS] = {LONG, LONG, LONG, LONG, LONG, LONG};
static const uint32_t usb_max[HP_USB_COLUMNS] = {
	WORD, WORD, WORD, WORD, WORD, BYTE, BYTE, BYTE, BYTE, BYTE, BYTE,
};

static const struct format {
	unsigned int columns; /* without the name, and without the optional last one */
	unsigned int key_columns; /* the first ones, which hp_map_row_key() reads */
	const uint32_t *max;
} formats[] = {
	[HP_MAP_PCI] = {HP_PCI_COLUMNS, HP_PCI_DEVICE + 1, pci_max},
	[HP_MAP_USB] = {HP_USB_COLUMNS, HP_USB_PRODUCT + 1, usb_max},
};

int hp_map_row_parse(struct hp_map_row *ret, enum hp_map_kind kind, const char *line,
		     size_t len, bool ended, struct hp_map_error *ret_error)
{
	const struct format *format = &formats[kind];
	const char *s = line, *end = line + len;
	struct hp_map_word word;

	s = hp_map_word_next(s, end, &word);
	if (word.len == 0 || word.s[0] == '#')
		return 1;
	if (!hp_map_word_is_name(&word))
		return hp_map_refuse(ret_error, line, word.s, "not a name");
	ret->name = word.s;
	ret->name_len = word.len;
	for (unsigned int i = 0; i < format->columns; i++) {
		s = hp_map_word_next(s, end, &word);
		if (word.len == 0)
			return hp_map_refuse(ret_error, line, word.s,
					     "the line ends too early");
		if (!hp_map_word_number(&word, format->max[i], &ret->value[i]))
			return hp_map_refuse(ret_error, line, word.s,
					     "not a number in range");
	}
	hp_map_word_next(s, end, &word);
	if (word.len == 0 && !ended)
		return hp_map_refuse(ret_error, line, end,
				     "no newline: the file may be cut here");
	return 0;
}

uint64_t hp_map_row_key(enum hp_map_kind kind, const struct hp_map_row *row)
{
	const uint32_t *v = row->value;
	uint32_t vendor = HP_PCI_ANY, device = HP_PCI_ANY;

	if (kind == HP_MAP_PCI)
		return (uint64_t)v[HP_PCI_VENDOR] << 32 | v[HP_PCI_DEVICE];
	if (v[HP_USB_FLAGS] & HP_USB_MATCH_VENDOR)
		vendor = v[HP_USB_VENDOR];
	if (v[HP_USB_FLAGS] & HP_USB_MATCH_PRODUCT)
		device = v[HP_USB_PRODUCT];
	return (uint64_t)vendor << 32 | device;
}

int hp_map_row_peek(enum hp_map_kind kind, const char *line, size_t len,
		    uint64_t *ret_key)
{
	const struct format *format = &formats[kind];
	const char *s = line, *end = line + len;
	struct hp_map_row row;
	struct hp_map_word word;

	s = hp_map_word_next(s, end, &word);
	if (word.len == 0 || word.s[0] == '#')
		return 1;
	for (unsigned int i = 0; i < format->key_columns; i++) {
		s = hp_map_word_next(s, end, &word);
		if (word.len == 0 ||
		    !hp_map_word_number(&word, format->max[i], &row.value[i]))
			return -EINVAL;
	}
	*ret_key = hp_map_row_key(kind, &row);
	return 0;
}

static bool any_or(uint32_t want, uint32_t is)
{
	return want == HP_PCI_ANY || want == is;
}

bool hp_map_row_match_pci(const struct hp_map_row *row, const struct hp_pci_id *id)
{
	const uint32_t *v = row->value;

	return any_or(v[HP_PCI_VENDOR], id->vendor) &&
	       any_or(v[HP_PCI_DEVICE], id->device) &&
	       any_or(v[HP_PCI_SUBVENDOR], id->subvendor) &&
	       any_or(v[HP_PCI_SUBDEVICE], id->subdevice) &&
	       ((v[HP_PCI_CLASS] ^ id->class) & v[HP_PCI_CLASS_MASK]) == 0;
}

static bool triple_matches(uint32_t flags, uint32_t first_flag, const uint32_t want[3],
			   const uint8_t is[3])
{
	for (int i = 0; i < 3; i++)
		if ((flags & first_flag << i) && want[i] != is[i])
			return false;
	return true;
}

bool hp_map_row_match_usb(const struct hp_map_row *row, const struct hp_usb_id *id)
{
	const uint32_t interface_flags = HP_USB_MATCH_INTERFACE * 7 | HP_USB_MATCH_NUMBER;
	const uint32_t *v = row->value, flags = v[HP_USB_FLAGS];

	/* Such a row is there for driver_info; the kernel's own aliases leave it out. */
	if (!(flags & HP_USB_MATCH_ALL))
		return false;
	if ((flags & HP_USB_MATCH_VENDOR) && v[HP_USB_VENDOR] != id->vendor)
		return false;
	if ((flags & HP_USB_MATCH_PRODUCT) && v[HP_USB_PRODUCT] != id->product)
		return false;
	if ((flags & HP_USB_MATCH_BCD_LO) && v[HP_USB_BCD_LO] > id->bcd)
		return false;
	if ((flags & HP_USB_MATCH_BCD_HI) && v[HP_USB_BCD_HI] < id->bcd)
		return false;
	if (!triple_matches(flags, HP_USB_MATCH_DEVICE, &v[HP_USB_DEVICE], id->device))
		return false;
	if (!(flags & interface_flags))
		return true;
	/* The classes of a vendor-specific device mean what its vendor says. */
	if (id->device[0] == 0xff && !(flags & HP_USB_MATCH_VENDOR))
		return false;
	return id->has_interface && triple_matches(flags, HP_USB_MATCH_INTERFACE,
						   &v[HP_USB_INTERFACE], id->interface);
}
