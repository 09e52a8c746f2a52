/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the ids of PCI and USB devices, out of their events. See deviceid.h. */
#include <errno.h>

#include "deviceid.h"
#include "number.h"

#define FIELDS_MAX 10

/* One field of a MODALIAS: its tag, then hexadecimal digits, always as many. */
struct field {
	const char *tag;
	unsigned int digits;
};

static const struct field pci_fields[] = {
	{"v", 8}, {"d", 8}, {"sv", 8}, {"sd", 8}, {"bc", 2}, {"sc", 2}, {"i", 2},
};

static const struct field usb_fields[] = {
	{"v", 4},  {"p", 4},  {"d", 4},	  {"dc", 2}, {"dsc", 2},
	{"dp", 2}, {"ic", 2}, {"isc", 2}, {"ip", 2}, {"in", 2},
};

/* Reads digits up to the first other byte, or max_digits of them. Returns where it ended;
 * NULL where there is none or the value is above max. */
static const char *parse_digits(const char *s, int base, unsigned int max_digits,
				uint32_t max, uint32_t *ret)
{
	const char *start = s;
	uint64_t value = 0;
	int digit;

	for (; max_digits && (digit = hp_hex_digit(*s)) >= 0 && digit < base;
	     s++, max_digits--) {
		value = value * base + digit;
		if (value > max)
			return NULL;
	}
	if (s == start)
		return NULL;
	*ret = (uint32_t)value;
	return s;
}

static int parse_modalias(const char *s, const struct field *fields, size_t n,
			  uint32_t value[static FIELDS_MAX])
{
	const char *start;

	for (size_t i = 0; i < n; i++) {
		start = s ? skip_prefix(s, fields[i].tag) : NULL;
		if (!start)
			return -EINVAL;
		s = parse_digits(start, 16, fields[i].digits, UINT32_MAX, &value[i]);
		if (!s || s != start + fields[i].digits)
			return -EINVAL;
	}
	return *s ? -EINVAL : 0;
}

int hp_pci_id_from_modalias(struct hp_pci_id *ret, const char *modalias)
{
	const char *rest = skip_prefix(modalias, "pci:");
	uint32_t v[FIELDS_MAX];

	if (!rest || parse_modalias(rest, pci_fields, ARRAY_SIZE(pci_fields), v) < 0)
		return -EINVAL;
	*ret = (struct hp_pci_id){v[0], v[1], v[2], v[3], v[4] << 16 | v[5] << 8 | v[6]};
	return 0;
}

int hp_usb_id_from_modalias(struct hp_usb_id *ret, const char *modalias)
{
	const char *rest = skip_prefix(modalias, "usb:");
	uint32_t v[FIELDS_MAX];

	if (!rest || parse_modalias(rest, usb_fields, ARRAY_SIZE(usb_fields), v) < 0)
		return -EINVAL;
	*ret = (struct hp_usb_id){
		.vendor = v[0],
		.product = v[1],
		.bcd = v[2],
		.device = {v[3], v[4], v[5]},
		.has_interface = true,
		.interface = {v[6], v[7], v[8]},
		.number = v[9],
	};
	return 0;
}

/* What stands in one variable: n numbers with a separator between. */
struct key {
	const char *name;
	const char *form; /* for the message */
	const char *separators;
	unsigned int n;
	int base;
	uint32_t max;
};

static const struct key pci_class = {"PCI_CLASS", "one hexadecimal number", "", 1, 16,
				     0xffffff};
static const struct key pci_id = {
	"PCI_ID", "VENDOR:DEVICE, both hexadecimal", ":/", 2, 16, UINT32_MAX};
static const struct key pci_subsys = {
	"PCI_SUBSYS_ID", "VENDOR:DEVICE, both hexadecimal", ":/", 2, 16, UINT32_MAX};
static const struct key usb_product = {
	"PRODUCT", "VENDOR/PRODUCT/BCDDEVICE, hexadecimal", "/", 3, 16, 0xffff};
static const struct key usb_type = {
	"TYPE", "CLASS/SUBCLASS/PROTOCOL, each 0 to 255", "/", 3, 10, 0xff};
static const struct key usb_interface = {
	"INTERFACE", "CLASS/SUBCLASS/PROTOCOL, each 0 to 255", "/", 3, 10, 0xff};

static int parse_value(const struct key *key, const char *s, uint32_t v[static 3])
{
	for (unsigned int i = 0; i < key->n; i++) {
		if (i && (!*s || !strchr(key->separators, *s++)))
			return -EINVAL;
		s = parse_digits(s, key->base, 8, key->max, &v[i]);
		if (!s)
			return -EINVAL;
	}
	return *s ? -EINVAL : 0;
}

static int parse_key(const struct hp_uevent *event, const struct key *key,
		     uint32_t v[static 3], char why[static HP_UEVENT_WHY_MAX])
{
	const char *value = hp_uevent_get(event, key->name);

	if (!value) {
		snprintf(why, HP_UEVENT_WHY_MAX, "%s is missing", key->name);
		return -EINVAL;
	}
	if (parse_value(key, value, v) < 0) {
		snprintf(why, HP_UEVENT_WHY_MAX, "%s=%.64s: not %s", key->name, value,
			 key->form);
		return -EINVAL;
	}
	return 0;
}

static int bad_modalias(const char *modalias, char why[static HP_UEVENT_WHY_MAX])
{
	snprintf(why, HP_UEVENT_WHY_MAX, "MODALIAS=%.96s: malformed", modalias);
	return -EINVAL;
}

int hp_pci_id_from_event(struct hp_pci_id *ret, const struct hp_uevent *event,
			 char why[static HP_UEVENT_WHY_MAX])
{
	const char *modalias = hp_uevent_get(event, "MODALIAS");
	uint32_t class[3], id[3], subsys[3];

	if (!hp_uevent_get(event, "PCI_ID") && !hp_uevent_get(event, "PCI_CLASS") &&
	    !hp_uevent_get(event, "PCI_SUBSYS_ID")) {
		if (!modalias || !skip_prefix(modalias, "pci:"))
			return -ENOENT;
		if (hp_pci_id_from_modalias(ret, modalias) < 0)
			return bad_modalias(modalias, why);
		return 0;
	}
	if (parse_key(event, &pci_class, class, why) < 0 ||
	    parse_key(event, &pci_id, id, why) < 0 ||
	    parse_key(event, &pci_subsys, subsys, why) < 0)
		return -EINVAL;
	*ret = (struct hp_pci_id){id[0], id[1], subsys[0], subsys[1], class[0]};
	return 0;
}

/* Fills in what only an interface's event has. */
static int add_interface(struct hp_usb_id *id, const struct hp_uevent *event,
			 const char *modalias, char why[static HP_UEVENT_WHY_MAX])
{
	struct hp_usb_id whole;
	uint32_t v[3];

	if (hp_uevent_get(event, "INTERFACE")) {
		if (parse_key(event, &usb_interface, v, why) < 0)
			return -EINVAL;
		id->has_interface = true;
		for (int i = 0; i < 3; i++)
			id->interface[i] = v[i];
	}
	if (!modalias || !skip_prefix(modalias, "usb:"))
		return 0;
	if (hp_usb_id_from_modalias(&whole, modalias) < 0)
		return bad_modalias(modalias, why);
	if (id->has_interface)
		id->number = whole.number;
	return 0;
}

int hp_usb_id_from_event(struct hp_usb_id *ret, const struct hp_uevent *event,
			 char why[static HP_UEVENT_WHY_MAX])
{
	const char *modalias = hp_uevent_get(event, "MODALIAS");
	uint32_t product[3], type[3];
	struct hp_usb_id id;

	if (!hp_uevent_get(event, "PRODUCT")) {
		if (!modalias || !skip_prefix(modalias, "usb:"))
			return -ENOENT;
		if (hp_usb_id_from_modalias(ret, modalias) < 0)
			return bad_modalias(modalias, why);
		return 0;
	}
	if (parse_key(event, &usb_product, product, why) < 0 ||
	    parse_key(event, &usb_type, type, why) < 0)
		return -EINVAL;
	id = (struct hp_usb_id){
		.vendor = product[0],
		.product = product[1],
		.bcd = product[2],
		.device = {type[0], type[1], type[2]},
		.number = -1,
	};
	if (add_interface(&id, event, modalias, why) < 0)
		return -EINVAL;
	*ret = id;
	return 0;
}
