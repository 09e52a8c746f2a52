/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the names that netkeys.c looks through. */
#ifndef HP_NETKEYS_TABLE_H
#define HP_NETKEYS_TABLE_H

#include "netconf.h"

/* By enum hp_net_file_kind: a line "SECTION: KEY KEY ..." for each section. */
extern const char *const hp_net_keys_table[];

#endif
