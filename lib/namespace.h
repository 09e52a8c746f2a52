/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: whether a process is in our mount and network namespace. See namespaces(7). */
#ifndef HP_NAMESPACE_H
#define HP_NAMESPACE_H

#include <sys/types.h>

#include "macro.h"

/* False also where that cannot be told. */
bool hp_namespace_is_ours(pid_t pid);

/* Who answers that in this process from now on: one that is confined may not look. NULL:
 * the process itself. */
void hp_namespace_set_judge(bool (*judge)(pid_t pid));

#endif
