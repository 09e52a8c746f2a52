/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: any bytes as a *.netdev file.
 *
 * What comes of it must be whole: each attribute has a payload that its form can have, a
 * list is one of attributes to its last byte, and a file that is used says a device.
 */
#include <linux/netlink.h>
#include <stdint.h>

#include "log.h"
#include "netdev.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_list(const struct hp_net_attr *attr)
{
	size_t at = 0;

	while (at < attr->len) {
		struct nlattr nested;

		if (attr->len - at < sizeof(nested))
			abort();
		memcpy(&nested, attr->bytes + at, sizeof(nested));
		if (nested.nla_len < NLA_HDRLEN)
			abort();
		at += NLA_ALIGN(nested.nla_len);
	}
	if (at != attr->len)
		abort();
}

static void check_attrs(const struct hp_netdev *netdev, const struct hp_net_attrs *attrs)
{
	for (size_t i = 0; i < attrs->n; i++) {
		const struct hp_net_attr *attr = &attrs->attr[i];

		if (!attr->len || !attr->where.file ||
		    !hp_netdev_kind_has_section(netdev->kind, attr->row->section))
			abort();
		if (attr->row->form->is_nested)
			check_list(attr);
	}
}

static void check_device(const struct hp_net_file *file)
{
	const struct hp_netdev *netdev = file->netdev;

	if (!hp_ifname_is_valid(file->ifname) || !netdev->kind || netdev->n_entries)
		abort();
	check_attrs(netdev, &netdev->attrs);
	for (size_t i = 0; i < netdev->n_parts; i++)
		check_attrs(netdev, &netdev->parts[i].attrs);
	hp_netdev_is_stacked(file);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	_cleanup_(hp_net_file_free) struct hp_net_file file = {0};
	_cleanup_fclose_ FILE *stream = NULL;

	if (size == 0)
		return 0;
	hp_log_set_level(HP_LOG_ERR);
	stream = fmemopen((char *)data, size, "r");
	if (!stream ||
	    hp_net_file_read_stream(&file, HP_NET_FILE_NETDEV, stream, "f") < 0 ||
	    hp_netdev_finish(&file) < 0)
		abort();
	if (!file.unusable)
		check_device(&file);
	return 0;
}
