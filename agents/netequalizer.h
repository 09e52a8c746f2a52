/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the module of the true link equalizer, which the kernel does not load itself.
 */
#ifndef HP_NETEQUALIZER_H
#define HP_NETEQUALIZER_H

#include "netconf.h"
#include "uevent.h"

/* Where network (NULL: none) puts its interface under an equalizer: has sch_teql loaded,
 * with as many equalizers as all files together need. Where it cannot be, that is logged;
 * the step that needs the equalizer finds none. */
void hp_netequalizer_load(const struct hp_uevent *event, const struct hp_net_conf *conf,
			  const struct hp_net_file *network);

#endif
