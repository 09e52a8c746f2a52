/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: whether the device of an event is still the one it was.
 *
 * An instance of a device is its directory in /sys: the same path with another inode is
 * another device. (kernfs gives every directory a number of its own, fs/kernfs/dir.c.)
 */
#ifndef HP_DEVICE_H
#define HP_DEVICE_H

#include <stdint.h>

#include "uevent.h"

#define HP_DEVICE_ID_MAX 256

/* The device's id as udev names it: n<ifindex>, b<major>:<minor>, c<major>:<minor>, else
 * +SUBSYSTEM:KERNEL, fit for a file name: bytes other than letters, digits and "+-.:_@"
 * are %XX; where it would not fit, KERNEL is replaced by a hash. */
void hp_device_id(const struct hp_uevent *event, char ret[static HP_DEVICE_ID_MAX]);

/* The inode of the device's directory in /sys; 0 where there is none. */
uint64_t hp_device_inode(const struct hp_uevent *event);

/* Whether /sys is there to be asked: nothing is judged gone where it is not. */
bool hp_device_sysfs_mounted(void);

/*
 * Whether the event's device is gone. For net the ifindex decides, since a rename moves
 * the directory; under --root, that of the interface at DEVPATH. Elsewhere: nothing at
 * DEVPATH, or another instance than `inode`, where that is not 0.
 */
bool hp_device_is_gone(const struct hp_uevent *event, uint64_t inode);

/* What a finished add leaves behind for the removes that arrive after it. */
struct hp_device_record {
	uint64_t seqnum;
	uint64_t inode;
};

#define HP_DEVICE_RECORD_MAX (HP_DEVICE_ID_MAX + 1 + 16)

/* The name of its record: the id of a network interface, which no other has while the
 * kernel runs; else the id and a hash of DEVPATH, for KERNEL may be the name of several
 * devices ("rx-0"), and a device number is given out again. */
void hp_device_record_name(const struct hp_uevent *event,
			   char ret[static HP_DEVICE_RECORD_MAX]);

/*
 * The record in the directory behind dir (/run/hotplug/device). Returns 0, or -ENOENT;
 * put and drop are best effort: without a record nothing is ever obsolete.
 */
int hp_device_record_get(int dir, const char *name,
			 struct hp_device_record *ret) _must_check_;
void hp_device_record_put(int dir, const char *name,
			  const struct hp_device_record *record,
			  const struct hp_uevent *event);
void hp_device_record_drop(int dir, const char *name);

/* The name of the record that the device had before an event with DEVPATH_OLD. Returns
 * false where there is no such path. */
bool hp_device_record_old_name(const struct hp_uevent *event,
			       char ret[static HP_DEVICE_RECORD_MAX]);

/* After such an event: the record, if there is one, tells of the device as it is now. */
void hp_device_record_move(int dir, const struct hp_uevent *event);

/* Why there is nothing to do for the event any more: an add whose device is gone, a
 * remove that is older than the add on record. records: their directory, or -1; inode: as
 * for hp_device_is_gone(). Returns the reason, or NULL: it is to be worked. */
const char *hp_device_obsolete(int records, const struct hp_uevent *event,
			       uint64_t inode);

/* Makes up the remove of a record's device: ACTION, DEVPATH, SUBSYSTEM, and INTERFACE,
 * IFINDEX, MAJOR and MINOR as far as it had them. Returns 0, -ENOENT, or -EINVAL where
 * the record does not say enough. */
int hp_device_record_event(int dir, const char *name, struct hp_uevent *ret) _must_check_;

#endif
