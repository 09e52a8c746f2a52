/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the ids of PCI and USB devices, out of their events. See deviceid.h. */
#include <errno.h>

#include "deviceid.h"
#include "eventkey.h"

static const struct hp_modalias_field pci_fields[] = {
	{"v", 8}, {"d", 8}, {"sv", 8}, {"sd", 8}, {"bc", 2}, {"sc", 2}, {"i", 2},
};

static const struct hp_modalias_field usb_fields[] = {
	{"v", 4},  {"p", 4},  {"d", 4},	  {"dc", 2}, {"dsc", 2},
	{"dp", 2}, {"ic", 2}, {"isc", 2}, {"ip", 2}, {"in", 2},
};

/* The whole of it. */
static int parse_modalias(const char *s, const struct hp_modalias_field *fields, size_t n,
			  uint32_t value[static HP_MODALIAS_NUMBERS_MAX])
{
	s = hp_modalias_read(s, fields, n, value);
	return s && !*s ? 0 : -EINVAL;
}

int hp_pci_id_from_modalias(struct hp_pci_id *ret, const char *modalias)
{
	const char *rest = skip_prefix(modalias, "pci:");
	uint32_t v[HP_MODALIAS_NUMBERS_MAX];

	if (!rest || parse_modalias(rest, pci_fields, ARRAY_SIZE(pci_fields), v) < 0)
		return -EINVAL;
	*ret = (struct hp_pci_id){v[0], v[1], v[2], v[3], v[4] << 16 | v[5] << 8 | v[6]};
	return 0;
}

int hp_usb_id_from_modalias(struct hp_usb_id *ret, const char *modalias)
{
	const char *rest = skip_prefix(modalias, "usb:");
	uint32_t v[HP_MODALIAS_NUMBERS_MAX];

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

static const struct hp_event_key pci_class = {
	"PCI_CLASS", "one hexadecimal number", "", 1, 16, 0xffffff};
static const struct hp_event_key pci_id = {
	"PCI_ID", "VENDOR:DEVICE, both hexadecimal", ":/", 2, 16, UINT32_MAX};
static const struct hp_event_key pci_subsys = {
	"PCI_SUBSYS_ID", "VENDOR:DEVICE, both hexadecimal", ":/", 2, 16, UINT32_MAX};
static const struct hp_event_key usb_product = {
	"PRODUCT", "VENDOR/PRODUCT/BCDDEVICE, hexadecimal", "/", 3, 16, 0xffff};
static const struct hp_event_key usb_type = {
	"TYPE", "CLASS/SUBCLASS/PROTOCOL, each 0 to 255", "/", 3, 10, 0xff};
static const struct hp_event_key usb_interface = {
	"INTERFACE", "CLASS/SUBCLASS/PROTOCOL, each 0 to 255", "/", 3, 10, 0xff};

int hp_pci_id_from_event(struct hp_pci_id *ret, const struct hp_uevent *event,
			 char why[static HP_UEVENT_WHY_MAX])
{
	const char *modalias = hp_uevent_get(event, "MODALIAS");
	uint32_t class[HP_EVENT_NUMBERS_MAX], id[HP_EVENT_NUMBERS_MAX];
	uint32_t subsys[HP_EVENT_NUMBERS_MAX];

	if (!hp_uevent_get(event, "PCI_ID") && !hp_uevent_get(event, "PCI_CLASS") &&
	    !hp_uevent_get(event, "PCI_SUBSYS_ID")) {
		if (!modalias || !skip_prefix(modalias, "pci:"))
			return -ENOENT;
		if (hp_pci_id_from_modalias(ret, modalias) < 0)
			return hp_modalias_refuse(modalias, why);
		return 0;
	}
	if (hp_event_key_read(event, &pci_class, class, why) < 0 ||
	    hp_event_key_read(event, &pci_id, id, why) < 0 ||
	    hp_event_key_read(event, &pci_subsys, subsys, why) < 0)
		return -EINVAL;
	*ret = (struct hp_pci_id){id[0], id[1], subsys[0], subsys[1], class[0]};
	return 0;
}

/* Fills in what only an interface's event has. */
static int add_interface(struct hp_usb_id *id, const struct hp_uevent *event,
			 const char *modalias, char why[static HP_UEVENT_WHY_MAX])
{
	struct hp_usb_id whole;
	uint32_t v[HP_EVENT_NUMBERS_MAX];

	if (hp_uevent_get(event, "INTERFACE")) {
		if (hp_event_key_read(event, &usb_interface, v, why) < 0)
			return -EINVAL;
		id->has_interface = true;
		for (int i = 0; i < 3; i++)
			id->interface[i] = v[i];
	}
	if (!modalias || !skip_prefix(modalias, "usb:"))
		return 0;
	if (hp_usb_id_from_modalias(&whole, modalias) < 0)
		return hp_modalias_refuse(modalias, why);
	if (id->has_interface)
		id->number = whole.number;
	return 0;
}

int hp_usb_id_from_event(struct hp_usb_id *ret, const struct hp_uevent *event,
			 char why[static HP_UEVENT_WHY_MAX])
{
	const char *modalias = hp_uevent_get(event, "MODALIAS");
	uint32_t product[HP_EVENT_NUMBERS_MAX], type[HP_EVENT_NUMBERS_MAX];
	struct hp_usb_id id;

	if (!hp_uevent_get(event, "PRODUCT")) {
		if (!modalias || !skip_prefix(modalias, "usb:"))
			return -ENOENT;
		if (hp_usb_id_from_modalias(ret, modalias) < 0)
			return hp_modalias_refuse(modalias, why);
		return 0;
	}
	if (hp_event_key_read(event, &usb_product, product, why) < 0 ||
	    hp_event_key_read(event, &usb_type, type, why) < 0)
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
