/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: whether what was changed of an interface still is as it was left. */
#ifndef HP_NETUNDO_LOOK_H
#define HP_NETUNDO_LOOK_H

#include "netundo.h"

enum hp_net_standing {
	HP_NET_AS_LEFT,
	HP_NET_AS_BEFORE,
	HP_NET_OTHERWISE, /* others have changed it since */
};

/* undo: of which it is one; state: as far as hp_netundo_ask() asks for it. Not of a
 * device that was made. */
enum hp_net_standing hp_net_change_look(const struct hp_net_change *change,
					const struct hp_netundo *undo,
					const struct hp_net_state *state);

/* Whether one is there that there can be only one of beside it. */
bool hp_net_objects_have(const struct hp_net_objects *objects,
			 const struct hp_net_object *object);

#endif
