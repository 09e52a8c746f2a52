/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: whether USB hubs are still finding the devices at their ports.
 *
 * No event tells that a hub is done. While it is at work, from the debouncing of a port
 * to the drivers of the device behind it, the kernel holds the lock of the hub's device
 * (hub_event() of drivers/usb/core/hub.c), for which also a reader of bNumInterfaces
 * waits (usb_actconfig_show() of drivers/usb/core/sysfs.c), unless a signal comes;
 * Linux 6.1.
 */
#ifndef HP_USBHUBS_H
#define HP_USBHUBS_H

#include "macro.h"

/* Waits up to ms (above 0) for every hub in /sys/bus/usb/devices. Returns whether none is
 * at work. Takes SIGALRM and ITIMER_REAL for itself meanwhile. */
bool hp_usbhubs_wait(unsigned int ms) _must_check_;

#endif
