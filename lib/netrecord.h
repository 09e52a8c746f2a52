/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: what has to be remembered of an interface: how it was at first sight.
 *
 * One file for each, /run/hotplug/net/IFINDEX, which is also the lock that keeps two
 * processes from configuring one interface at the same time. A record is of one instance:
 * the inode of the interface's directory in /sys tells it from a later one that has the
 * same ifindex.
 */
#ifndef HP_NETRECORD_H
#define HP_NETRECORD_H

#include <limits.h>

#include "netvalue.h"

struct hp_net_record {
	uint64_t inode;	     /* 0: /sys was not there */
	char name[IFNAMSIZ]; /* at first sight; "": there is no record */
	struct hp_hwaddr mac;
	bool by_kernel; /* the kernel had configured it by then */
	bool is_undone; /* what was done was undone by hand */
};

/* Reads the record; where there is none, or it is of another instance than inode (0:
 * whichever), ret->name is "". */
void hp_net_record_read(unsigned int ifindex, uint64_t inode, struct hp_net_record *ret);

/*
 * Waits, at most 10 s, until no other process works on the interface. Returns a file
 * descriptor that holds the lock until it is closed; -ETIMEDOUT; or another negative
 * errno where the record cannot be kept (-EROFS, -ENOENT, -EACCES, ...).
 */
int hp_net_record_lock(unsigned int ifindex) _must_check_;

/* Writes the record through the descriptor that holds its lock. Returns 0 or a negative
 * errno. */
int hp_net_record_write(int fd, const struct hp_net_record *record) _must_check_;

/* Removes the record and what was done (netundo_file.h); the interface is gone. */
void hp_net_record_drop(unsigned int ifindex);

/* Where something else about the interface is kept, IFINDEX.KIND beside its record, under
 * the same lock. Returns 0 or -ENAMETOOLONG. */
int hp_net_record_path(unsigned int ifindex, const char *kind,
		       char ret[static PATH_MAX]) _must_check_;

/* The same lock for what interfaces share: their names. */
int hp_net_names_lock(void) _must_check_;

/* The same for a virtual device that is to be made, by its name; at most 30 s, since the
 * kernel may have to load its driver. */
int hp_net_device_lock(const char *name) _must_check_;

#endif
