/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: who else handles the kernel's events here: a udevd, mdevd, mdev -d and their
 * like.
 *
 * A udevd is whoever listens on /run/udev/control. Others are found among the listeners
 * of group 1 of NETLINK_KOBJECT_UEVENT (/proc/net/netlink of this network namespace), by
 * the name of the process of uid 0 that holds the socket, which uid 0 has made. Programs
 * that only listen (udevadm monitor, libusb), and other users', are nobody's neighbours.
 */
#ifndef HP_NEIGHBOUR_H
#define HP_NEIGHBOUR_H

#include <stdint.h>

#include "macro.h"

#define HP_NEIGHBOUR_NAME_MAX 16 /* with the NUL */

/* {0} to begin with. */
struct hp_neighbour {
	char name[HP_NEIGHBOUR_NAME_MAX]; /* "mdevd"; "" where there is none */
	bool is_udevd; /* somebody listens on /run/udev/control, which only root can do */
	char listener[HP_NEIGHBOUR_NAME_MAX]; /* of those that are looked for in /proc; ""
						 none */
	uint64_t listeners; /* hash of who they were when /proc was walked to its end */
};

/* Looks again. /proc is walked only where somebody has begun or ceased to listen since
 * the last look; where that failed, again the next time. Returns whether name or is_udevd
 * differs from what it was. */
bool hp_neighbour_look(struct hp_neighbour *neighbour);

/* Which of the programs that are looked for holds a listener now: a number that means
 * something to hp_neighbour_look() alone, -ENOENT where none does, or another negative
 * errno where that cannot be told. */
int hp_neighbour_find(void);

/* Who answers that in this process from now on: one that is confined may not look at what
 * others have open. NULL: the process itself. */
void hp_neighbour_set_finder(int (*find)(void));

#endif
