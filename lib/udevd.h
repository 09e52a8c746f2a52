/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: whether a udev daemon is at work beside us. */
#ifndef HP_UDEVD_H
#define HP_UDEVD_H

#include "macro.h"

/* Whether somebody listens on udev's control socket, /run/udev/control. */
bool hp_udevd_is_alive(void);

#endif
