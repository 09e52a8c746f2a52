/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: the options on the kernel's command line, and whose they are.
 *
 * Source of the contract: next_arg() in lib/cmdline.c, unknown_bootoption() in
 * init/main.c and start_kernel() of Linux 6.1; admin-guide/kernel-parameters.rst.
 */
#ifndef HP_PROCOPTION_H
#define HP_PROCOPTION_H

#include "procfile.h"

/*
 * A hp_procfile_parser of /proc/cmdline: option (as written), kind, value (NULL: none),
 * module and parameter (NULL: of no module; '_', never '-'). kind: "parameter" of a
 * module, built in or loaded later, which is what has a '.' in its name; "init" for what
 * stands behind "--"; else "kernel": of __setup(), or unknown to the kernel, which hands
 * it to init.
 */
int hp_procoption_parse(struct hp_proctable *table, char *text) _must_check_;

#endif
