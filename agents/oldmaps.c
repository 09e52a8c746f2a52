/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the maps that depmod wrote for six other buses, where the suite is built with
 * them. See oldmap.h. */
#include <errno.h>

#include "bus.h"
#include "log.h"
#include "oldmap.h"

/* What a map cannot be asked about, MODALIAS may still tell. */
static int read_id(union hp_bus_id *ret, enum hp_oldmap_kind kind,
		   const struct hp_uevent *event, char why[static HP_UEVENT_WHY_MAX])
{
	int r = hp_oldmap_id_from_event(&ret->old, kind, event, why);

	if (r == -EINVAL)
		hp_debug("%s is not asked: %s", hp_oldmap_file(kind), why);
	return r == -EINVAL ? -ENOENT : r;
}

#define MAP(bus, KIND)                                                                   \
	static int read_##bus(union hp_bus_id *ret, const struct hp_uevent *event,       \
			      char why[static HP_UEVENT_WHY_MAX])                        \
	{                                                                                \
		return read_id(ret, KIND, event, why);                                   \
	}                                                                                \
	const struct hp_bus_map hp_bus_map_##bus = {                                     \
		.file = "modules." #bus "map",                                           \
		.handmap = #bus ".handmap",                                              \
		.read_id = read_##bus,                                                   \
		.match = hp_oldmap_match,                                                \
	};

MAP(ccw, HP_OLDMAP_CCW)
MAP(ieee1394, HP_OLDMAP_IEEE1394)
MAP(input, HP_OLDMAP_INPUT)
MAP(isapnp, HP_OLDMAP_ISAPNP)
MAP(of, HP_OLDMAP_OF)
MAP(serio, HP_OLDMAP_SERIO)
