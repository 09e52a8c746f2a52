/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: what was done to an interface, in /run/hotplug/net/IFINDEX.undo.
 *
 * It is written beside and renamed, for root alone, since there may be secrets in it.
 * Whoever changes it has the interface's lock (netrecord.h).
 */
#ifndef HP_NETUNDO_FILE_H
#define HP_NETUNDO_FILE_H

#include "netundo_pack.h"

#define HP_NETUNDO_BYTES_MAX (64 << 20)

/* The bytes of the file; {0} where there is none. Returns 0; -EACCES where somebody else
 * than root could have written it; or another negative errno; all logged by then. Freed
 * in any case. */
int hp_netundo_read(unsigned int ifindex, struct hp_netundo_bytes *ret) _must_check_;

/* Writes them; {0}: removes the file. Returns 0 or a negative errno. */
int hp_netundo_write(unsigned int ifindex,
		     const struct hp_netundo_bytes *bytes) _must_check_;

/* The changes themselves. What is of an earlier interface counts as none. Returns as
 * hp_netundo_read() and hp_netundo_parse(), -EINVAL logged by then; ret is freed in any
 * case. */
int hp_netundo_load(const struct hp_net_instance *self,
		    struct hp_netundo *ret) _must_check_;
int hp_netundo_save(const struct hp_net_instance *self,
		    const struct hp_netundo *undo) _must_check_;

bool hp_netundo_is_there(unsigned int ifindex);

#endif
