/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: the ids of PCI and USB devices, out of their events.
 *
 * Source of the contract: pci_uevent() in drivers/pci/pci-driver.c, usb_uevent() and
 * usb_if_uevent() in drivers/usb/core of Linux 6.1; the older form with PCI_CLASS,
 * PCI_ID, PCI_SUBSYS_ID, PRODUCT, TYPE and INTERFACE has been the same since Linux 2.4.
 */
#ifndef HP_DEVICEID_H
#define HP_DEVICEID_H

#include <stdint.h>

#include "uevent.h"

#define HP_PCI_ANY 0xffffffffu

struct hp_pci_id {
	uint32_t vendor, device;       /* 0 .. 0xffffffff */
	uint32_t subvendor, subdevice; /* 0 .. 0xffffffff */
	uint32_t class;		       /* 0 .. 0xffffff: class, subclass, interface */
};

/* The triples: class, subclass, protocol. */
struct hp_usb_id {
	uint16_t vendor, product, bcd;
	uint8_t device[3];
	bool has_interface;   /* false: the event of a whole device */
	uint8_t interface[3]; /* valid where has_interface */
	int number;	      /* bInterfaceNumber 0 .. 255; -1: not known */
};

/*
 * Reads a device's ids from its event. PCI: PCI_CLASS, PCI_ID, PCI_SUBSYS_ID
 * (hexadecimal, "8086:100E" or "8086/100E"), else MODALIAS=pci:... USB: PRODUCT
 * (hexadecimal), TYPE and, for an interface, INTERFACE (decimal), each with '/' between;
 * the interface's number from MODALIAS=usb:...; all of it from MODALIAS where there is no
 * PRODUCT.
 *
 * Returns 0; -ENOENT where the event has none of these keys; -EINVAL where one of them is
 * missing or malformed, and why names it ("PCI_ID=zzzz:1: ...").
 */
int hp_pci_id_from_event(struct hp_pci_id *ret, const struct hp_uevent *event,
			 char why[static HP_UEVENT_WHY_MAX]) _must_check_;
int hp_usb_id_from_event(struct hp_usb_id *ret, const struct hp_uevent *event,
			 char why[static HP_UEVENT_WHY_MAX]) _must_check_;

/* Reads a whole MODALIAS, "pci:v00008086d..." or "usb:v046Dp...". Returns 0 or -EINVAL.
 */
int hp_pci_id_from_modalias(struct hp_pci_id *ret, const char *modalias) _must_check_;
int hp_usb_id_from_modalias(struct hp_usb_id *ret, const char *modalias) _must_check_;

#endif
