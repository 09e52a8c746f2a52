/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: a PCI or USB device of which some ids are known, as a person writes it, and
 * which rows of maps and aliases may be about it.
 */
#ifndef HP_IDQUERY_H
#define HP_IDQUERY_H

#include "hwids.h"
#include "maprow.h"

#define HP_IDQUERY_MODALIAS_MAX 96
#define HP_IDQUERY_WHY_MAX	128
#define HP_IDQUERY_WORD_MAX	16

struct hp_idquery {
	enum hp_map_kind kind;
	/* A row that matches this device and all that differ only in what is not known:
	 * HP_PCI_ANY, no bit in the mask of the class, no flag. */
	struct hp_map_row row;
	/* The device's MODALIAS; 'x' in it stands for what is not known, so that no glob
	 * matches but those that do not care. */
	char modalias[HP_IDQUERY_MODALIAS_MAX];
};

/*
 * Reads pci:VENDOR:DEVICE[:SUBVENDOR:SUBDEVICE][:CLASS] or usb:VENDOR:PRODUCT[:CLASS], in
 * hexadecimal: ids of one to four digits, a class of exactly six (USB: that of the
 * interface). Or a whole MODALIAS of one of these buses.
 *
 * Returns 0; -ENOENT for what does not begin with pci: or usb:; -EINVAL for what is
 * neither form, with the reason in why.
 */
int hp_idquery_parse(struct hp_idquery *ret, const char *text,
		     char why[static HP_IDQUERY_WHY_MAX]) _must_check_;

enum hp_idquery_match {
	HP_IDQUERY_NO,
	HP_IDQUERY_DEPENDS, /* on what is not known; the row names vendor and device */
	HP_IDQUERY_YES,
};

/* Whether a row is about the device, by the kernel's own match. */
enum hp_idquery_match hp_idquery_match_row(const struct hp_idquery *query,
					   const struct hp_map_row *row);

/* The same for an alias, of which only those that a row can express are understood; any
 * other is HP_IDQUERY_NO. */
enum hp_idquery_match hp_idquery_match_alias(const struct hp_idquery *query,
					     const char *alias);

/* What pci.ids and usb.ids have the device under. */
struct hp_idquery_key {
	char word[HP_HWIDS_DEPTH_MAX][HP_IDQUERY_WORD_MAX];
	struct hp_hwids_key key; /* points into word: do not copy */
};

void hp_idquery_key(struct hp_idquery_key *ret, const struct hp_idquery *query);

#endif
