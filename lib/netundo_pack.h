/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: what was done to an interface, as bytes.
 *
 * They begin with what they are, the version that wrote them, the interface, a count of
 * changes and a checksum; then each change with its kind and its length, in the layout of
 * that version's structures.
 */
#ifndef HP_NETUNDO_PACK_H
#define HP_NETUNDO_PACK_H

#include "netundo.h"

/* {0}: there are none. */
struct hp_netundo_bytes {
	char *data;
	size_t len;
};

#define HP_NETUNDO_WHY_MAX 64

/* self: the interface. Returns 0, then ret is the caller's, or -ENOMEM. */
int hp_netundo_pack(struct hp_netundo_bytes *ret, const struct hp_netundo *undo,
		    const struct hp_net_instance *self) _must_check_;

/*
 * Returns 0; -EINVAL where they are no changes, or another version's, with the reason in
 * why; -ESTALE where they are of another interface that had the same number; or -ENOMEM.
 * What ret holds is freed in any case.
 */
int hp_netundo_parse(struct hp_netundo *ret, const struct hp_netundo_bytes *bytes,
		     const struct hp_net_instance *self,
		     char why[static HP_NETUNDO_WHY_MAX]) _must_check_;

/* For tests: n changes alone, without what stands before them. */
int hp_netundo_parse_changes(struct hp_netundo *ret, const char *bytes, size_t len,
			     uint32_t n, char why[static HP_NETUNDO_WHY_MAX]);

/* For _cleanup_(). */
void hp_netundo_bytes_free(struct hp_netundo_bytes *bytes);

#endif
