/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the sections that are each a thing of its own. See netdevpart.h. */
#include <errno.h>

#include "array.h"
#include "log.h"
#include "netdevpart.h"

static const struct hp_netdev_part_kind *find_kind(const struct hp_netdev *netdev,
						   const char *section)
{
	const struct hp_netdev_part_kind *kind = netdev->kind->parts;

	for (size_t i = 0; i < HP_NETDEV_PARTS && kind[i].section; i++)
		if (streq(kind[i].section, section))
			return &kind[i];
	return NULL;
}

int hp_netdev_part_begin(struct hp_netdev *netdev, const char *section,
			 const struct hp_net_where *where)
{
	const struct hp_netdev_part part = {find_kind(netdev, section), *where};
	int r;

	if (!part.kind)
		return 0;
	r = hp_array_grow(&netdev->parts, netdev->n_parts, sizeof(part));
	if (r == 0)
		netdev->parts[netdev->n_parts++] = part;
	return r;
}

struct hp_net_attrs *hp_netdev_attrs_of(struct hp_netdev *netdev, const char *section)
{
	return find_kind(netdev, section) ? &netdev->parts[netdev->n_parts - 1].attrs
					  : &netdev->attrs;
}

static bool has(const struct hp_net_attrs *attrs, const char *key)
{
	return key && hp_net_attrs_find(attrs, key);
}

bool hp_netdev_need_is_met(const struct hp_netdev_need *need,
			   const struct hp_net_attrs *attrs)
{
	return !need->key || has(attrs, need->key) || has(attrs, need->or_key);
}

void hp_netdev_parts_keep(struct hp_netdev *netdev,
			  bool (*keeps)(const struct hp_netdev *netdev,
					const struct hp_netdev_part *part))
{
	size_t n = netdev->n_parts;

	netdev->n_parts = 0;
	for (size_t i = 0; i < n; i++) {
		struct hp_netdev_part part = netdev->parts[i];

		if (keeps(netdev, &part))
			netdev->parts[netdev->n_parts++] = part;
		else
			hp_net_attrs_free(&part.attrs);
	}
}

static bool has_all(const struct hp_netdev *netdev, const struct hp_netdev_part *part)
{
	const struct hp_netdev_need *need = part->kind->needs;
	size_t i = 0;

	while (i < HP_NETDEV_NEEDS && hp_netdev_need_is_met(&need[i], &part->attrs))
		i++;
	if (i == HP_NETDEV_NEEDS)
		return true;
	hp_warning(0, "%s:%u:%u: [%s] without %s=%s%s%s; it is left out",
		   part->where.file, part->where.line, part->where.column,
		   part->kind->section, need[i].key, need[i].or_key ? " or " : "",
		   need[i].or_key ?: "", need[i].or_key ? "=" : "");
	return false;
}

void hp_netdev_parts_finish(struct hp_netdev *netdev)
{
	hp_netdev_parts_keep(netdev, has_all);
}
