/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: what a *.netdev file says: one virtual device that is to be there.
 *
 * Its name, hardware address and MTU are those of struct hp_net_file.
 */
#ifndef HP_NETDEV_H
#define HP_NETDEV_H

#include "netdevkind.h"

/* An assignment in a section whose meaning depends on the kind. */
struct hp_netdev_entry {
	char *section, *key, *value;
	struct hp_net_where where;
};

/* What one occurrence of one of the kind's parts says. */
struct hp_netdev_part {
	const struct hp_netdev_part_kind *kind;
	struct hp_net_where where;
	struct hp_net_attrs attrs;
};

struct hp_netdev {
	const struct hp_netdev_kind *kind; /* NULL: none, or one that is not known */
	struct hp_net_where kind_where;	   /* without a file: none */
	struct hp_net_attrs attrs;
	size_t n_parts;
	struct hp_netdev_part *parts;
	size_t n_entries; /* until hp_netdev_finish() */
	struct hp_netdev_entry *entries;
};

/* What the file says of the device, made where it has said nothing yet. NULL: no memory.
 */
struct hp_netdev *hp_netdev_of(struct hp_net_file *file);

/* Whether it names a kind that is not known; what its sections mean is not known then. */
bool hp_netdev_is_of_unknown_kind(const struct hp_net_file *file);

/* Keeps an assignment, or with a key "" the beginning of a section, until the kind is
 * known. Returns 0 or -ENOMEM. */
int hp_netdev_add_entry(struct hp_net_file *file, const char *section, const char *key,
			const char *value, struct hp_net_where where) _must_check_;

/*
 * The file is read to its end: what it says is put together. What its kind does not take
 * is logged and left out; where it makes no device (no Name=, no Kind=, a key missing
 * that its kind needs), that is logged and the file is unusable. Returns 0 or -ENOMEM.
 */
int hp_netdev_finish(struct hp_net_file *file) _must_check_;

/* Whether it is made over another interface. */
bool hp_netdev_is_stacked(const struct hp_net_file *file);

/* Whether one that is made over no interface is made over the loopback one. */
bool hp_netdev_is_on_loopback(const struct hp_net_file *file);

/* Whether its settings are those of a peer. */
bool hp_netdev_is_of_peer(const struct hp_netdev *netdev);

/* Whether the file names an interface with Lower=, for one of its members. Returns the
 * setting, or NULL. */
const struct hp_net_attr *hp_netdev_has_lower(const struct hp_net_file *file,
					      const char *name);

/* All files are read: the devices are put in the order of their names. Of files with the
 * same name for a device, the first counts: the others are logged and made unusable.
 * Returns 0 or -ENOMEM. */
int hp_netdevs_finish(struct hp_net_conf *conf) _must_check_;

/* The file that makes the device of that name; NULL: none. */
const struct hp_net_file *hp_netdevs_find(const struct hp_net_conf *conf,
					  const char *name);

/* Frees what file->netdev holds. */
void hp_netdev_free(struct hp_net_file *file);

#endif
