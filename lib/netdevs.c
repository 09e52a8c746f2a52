/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the virtual devices of all files, by their names. See netdev.h. */
#include <errno.h>

#include "log.h"
#include "netdev.h"

/* Namesakes stand in the order of their files. */
static int compare(const void *a, const void *b)
{
	const struct hp_net_file *x = *(struct hp_net_file *const *)a;
	const struct hp_net_file *y = *(struct hp_net_file *const *)b;
	int r = strcmp(x->ifname, y->ifname);

	return r ? r : (x > y) - (x < y);
}

static void refuse_doubles(struct hp_net_conf *conf)
{
	size_t n = 0;

	for (size_t i = 0; i < conf->n_netdevs; i++) {
		struct hp_net_file *file = conf->netdevs[i];
		const struct hp_net_where *where = &file->ifname_where;
		const struct hp_net_file *first = n ? conf->netdevs[n - 1] : NULL;

		if (!first || !streq(first->ifname, file->ifname)) {
			conf->netdevs[n++] = file;
			continue;
		}
		hp_warning(0, "%s:%u:%u: %s makes %s already; the file is not used",
			   where->file, where->line, where->column, first->path,
			   file->ifname);
		file->unusable = true;
	}
	conf->n_netdevs = n;
}

int hp_netdevs_finish(struct hp_net_conf *conf)
{
	conf->netdevs = calloc(conf->n + 1, sizeof(*conf->netdevs));
	if (!conf->netdevs)
		return -ENOMEM;
	for (size_t i = 0; i < conf->n; i++) {
		struct hp_net_file *file = &conf->files[i];

		if (file->kind != HP_NET_FILE_NETDEV || file->unusable)
			continue;
		conf->netdevs[conf->n_netdevs++] = file;
		conf->has_lowers |=
			!!hp_net_attrs_find_type(&file->netdev->attrs, HP_NETDEV_LOWER);
	}
	qsort(conf->netdevs, conf->n_netdevs, sizeof(*conf->netdevs), compare);
	refuse_doubles(conf);
	return 0;
}

static int compare_to(const void *name, const void *netdev)
{
	return strcmp(name, (*(struct hp_net_file *const *)netdev)->ifname);
}

const struct hp_net_file *hp_netdevs_find(const struct hp_net_conf *conf,
					  const char *name)
{
	struct hp_net_file **found = NULL;

	if (conf->n_netdevs)
		found = bsearch(name, conf->netdevs, conf->n_netdevs,
				sizeof(*conf->netdevs), compare_to);
	return found ? *found : NULL;
}
