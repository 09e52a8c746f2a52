/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: the messages that udev sends to libudev's monitors: a head, then the event's
 * variables.
 *
 * Source of the contract: struct monitor_netlink_header, device_monitor_send() and
 * device_monitor_receive() in src/libsystemd/sd-device/device-monitor.c, and
 * device_verify() in device-private.c of systemd 252; eudev and libudev since 2011 have
 * the same.
 */
#ifndef HP_UDEVMSG_H
#define HP_UDEVMSG_H

#include <stdint.h>
#include <sys/types.h>

#include "uevent.h"

#define HP_UDEVMSG_GROUP 2 /* of NETLINK_KOBJECT_UEVENT, as the mask of sockaddr_nl */
#define HP_UDEVMSG_MAGIC 0xfeedcafe

/* magic and the filters are big endian: a monitor's socket filter compares them. A hash
 * is 0 where the event has no such variable; tags, which udev's rules give, are bits of a
 * Bloom filter. The rest has the byte order of the machine. */
struct hp_udevmsg_head {
	char prefix[8]; /* "libudev" */
	uint32_t magic;
	uint32_t head_size;
	uint32_t properties_off, properties_len;
	uint32_t subsystem_hash, devtype_hash;
	uint32_t tag_bloom_hi, tag_bloom_lo;
};

/* MurmurHash2 with seed 0, as the filters have it. */
uint32_t hp_udevmsg_hash(const char *text);

/* The head of a message with n bytes of variables. devtype may be NULL. */
struct hp_udevmsg_head hp_udevmsg_head(const char *subsystem, const char *devtype,
				       size_t n);

/* Reads a message of n bytes. What udev has added to the kernel's variables is left out,
 * as hp_uevent_from_environ() does it. Returns 0; -EINVAL where it is not a usable event,
 * which has a DEVPATH, with the reason in why. */
int hp_udevmsg_read(struct hp_uevent *ret, const char *msg, size_t n,
		    char why[static HP_UEVENT_WHY_MAX]) _must_check_;

#endif
