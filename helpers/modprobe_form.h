/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the form in which the kernel calls modprobe. */
#ifndef HP_MODPROBE_FORM_H
#define HP_MODPROBE_FORM_H

#include "macro.h"

/* "modprobe -q -- NAME" (call_modprobe() in kernel/module/kmod.c of Linux 6.1), whose
 * name is the word of anybody. */
static inline bool modprobe_is_for_kernel(int argc, char *const argv[])
{
	return argc == 4 && streq(argv[1], "-q") && streq(argv[2], "--");
}

#endif
