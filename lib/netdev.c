/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: what a *.netdev file says. See netdev.h. */
#include <errno.h>
#include <stdarg.h>

#include "ini.h"
#include "keyfile.h"
#include "log.h"
#include "netdev.h"
#include "netdevpart.h"
#include "netkeys.h"

struct hp_netdev *hp_netdev_of(struct hp_net_file *file)
{
	if (!file->netdev)
		file->netdev = calloc(1, sizeof(*file->netdev));
	return file->netdev;
}

bool hp_netdev_is_of_unknown_kind(const struct hp_net_file *file)
{
	const struct hp_netdev *netdev = file->netdev;

	return netdev && netdev->kind_where.file && !netdev->kind;
}

static void entry_free(struct hp_netdev_entry *entry)
{
	free(entry->section);
	free(entry->key);
	if (entry->value)
		explicit_bzero(entry->value, strlen(entry->value));
	free(entry->value);
}

int hp_netdev_add_entry(struct hp_net_file *file, const char *section, const char *key,
			const char *value, struct hp_net_where where)
{
	struct hp_netdev *netdev = hp_netdev_of(file);
	struct hp_netdev_entry entry = {
		.section = strdup(section),
		.key = strdup(key),
		.value = strdup(value),
		.where = where,
	};
	void *p = netdev ? reallocarray(netdev->entries, netdev->n_entries + 1,
					sizeof(entry))
			 : NULL;

	if (p)
		netdev->entries = p;
	if (!p || !entry.section || !entry.key || !entry.value) {
		entry_free(&entry);
		return -ENOMEM;
	}
	netdev->entries[netdev->n_entries++] = entry;
	return 0;
}

static void free_entries(struct hp_netdev *netdev)
{
	for (size_t i = 0; i < netdev->n_entries; i++)
		entry_free(&netdev->entries[i]);
	free(netdev->entries);
	netdev->entries = NULL;
	netdev->n_entries = 0;
}

_printf_(2, 3) static void warn(const struct hp_net_where *where, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	hp_ini_vwarn_at(where->file, where->line, where->column, fmt, args);
	va_end(args);
}

static void refuse_value(struct hp_net_file *file, const struct hp_netdev_entry *entry,
			 const struct hp_net_attr_row *row)
{
	char expects[HP_NET_EXPECTS_MAX];
	const char *value = row->form->is_secret ? "..." : entry->value;

	warn(&entry->where, "'%s' is no %s= (%s); %s", value, entry->key,
	     hp_net_attr_expects(row, expects),
	     row->form->is_vital ? "the file is not used" : "it is left out");
	file->unusable |= row->form->is_vital;
}

static void tell_readable(const struct hp_netdev_entry *entry)
{
	if (hp_keyfile_is_open(entry->where.file))
		warn(&entry->where, "others can read the %s= in this file", entry->key);
}

/* Each row of its key. */
static int take_value(struct hp_net_file *file, const struct hp_netdev_entry *entry,
		      const struct hp_net_attr_row *row)
{
	struct hp_netdev *netdev = file->netdev;
	struct hp_net_attrs *attrs = hp_netdev_attrs_of(netdev, entry->section);
	int r = 0;

	if (row->form->is_secret && *entry->value)
		tell_readable(entry);
	for (; r == 0 && row;
	     row = hp_netdev_kind_row(netdev->kind, entry->section, entry->key, row)) {
		r = hp_net_attrs_take(attrs, row, entry->value, entry->where);
		if (r == -EINVAL)
			refuse_value(file, entry, row);
	}
	return r == -EINVAL ? 0 : r;
}

static int take_entry(struct hp_net_file *file, const struct hp_netdev_entry *entry)
{
	const struct hp_netdev_kind *kind = file->netdev->kind;
	const struct hp_net_attr_row *row =
		hp_netdev_kind_row(kind, entry->section, entry->key, NULL);
	char what[HP_NET_KEYS_WHAT_MAX];

	if (!*entry->key)
		return hp_netdev_part_begin(file->netdev, entry->section, &entry->where);
	if (!hp_netdev_kind_has_section(kind, entry->section)) {
		warn(&entry->where, "[%s] is not for the kind %s; %s= is left out",
		     entry->section, kind->name, entry->key);
		return 0;
	}
	if (!row) {
		hp_net_keys_explain(HP_NET_FILE_NETDEV, entry->section, entry->key, what);
		warn(&entry->where, "%s; it is left out", what);
		return 0;
	}
	return take_value(file, entry, row);
}

/* What is missing, or NULL. */
static const char *missing(const struct hp_net_file *file)
{
	const struct hp_netdev *netdev = file->netdev;

	if (!file->ifname_where.file)
		return "no Name= in [NetDev]";
	if (!netdev || !netdev->kind_where.file)
		return "no Kind= in [NetDev]";
	return NULL;
}

static const char *section_of(const struct hp_netdev_kind *kind, const char *key)
{
	const struct hp_net_attr_row *row = kind->rows;

	while (!streq(row->key, key))
		row++;
	return row->section;
}

static bool has_needed(const struct hp_netdev *netdev, const struct hp_netdev_need *need)
{
	const struct hp_netdev_kind *kind = netdev->kind;
	char other[80] = "";

	if (hp_netdev_need_is_met(need, &netdev->attrs))
		return true;
	if (need->or_key)
		snprintf(other, sizeof(other), " or %s= in [%s]", need->or_key,
			 section_of(kind, need->or_key));
	warn(&netdev->kind_where,
	     "a device of the kind %s needs %s= in [%s]%s; the file is not used",
	     kind->name, need->key, section_of(kind, need->key), other);
	return false;
}

static bool is_of_peer(const struct hp_netdev *netdev, const struct hp_net_attr *attr)
{
	return netdev->kind->peer &&
	       streq(attr->row->section, netdev->kind->rows[0].section);
}

bool hp_netdev_is_of_peer(const struct hp_netdev *netdev)
{
	return netdev->attrs.n && is_of_peer(netdev, &netdev->attrs.attr[0]);
}

/* What is said of a peer, and what of a device without. */
static bool is_mixed(const struct hp_netdev *netdev)
{
	for (size_t i = 1; i < netdev->attrs.n; i++) {
		const struct hp_net_attr *attr = &netdev->attrs.attr[i];

		if (is_of_peer(netdev, attr) == hp_netdev_is_of_peer(netdev))
			continue;
		warn(&attr->where, "%s= is not for one of a pair; the file is not used",
		     netdev->attrs.attr[is_of_peer(netdev, attr) ? 0 : i].row->key);
		return true;
	}
	return false;
}

static bool is_whole(const struct hp_netdev *netdev)
{
	const struct hp_netdev_kind *kind = netdev->kind;

	for (size_t i = 0; i < HP_NETDEV_NEEDS && kind->needs[i].key; i++)
		if (!has_needed(netdev, &kind->needs[i]))
			return false;
	return !is_mixed(netdev);
}

static int finish_kind(struct hp_netdev *netdev)
{
	return netdev->kind->finish ? netdev->kind->finish(netdev) : 0;
}

static void leave_out_of_port(struct hp_net_where *where, const char *key,
			      const struct hp_netdev_kind *kind)
{
	if (where->file)
		warn(where,
		     "%s= is for interfaces, and the kind %s is none; it is left out",
		     key, kind->name);
	*where = (struct hp_net_where){0};
}

int hp_netdev_finish(struct hp_net_file *file)
{
	const char *lack = missing(file);
	int r = 0;

	/* A file for another machine is none here. */
	file->unusable |= file->match.machine_misfits != 0;
	if (file->unusable)
		return 0;
	if (lack)
		hp_warning(0, "%s:1:1: %s; the file is not used", file->path, lack);
	/* The kind is named where it stands. */
	file->unusable = lack || hp_netdev_is_of_unknown_kind(file);
	if (file->unusable)
		return 0;
	for (size_t i = 0; r == 0 && i < file->netdev->n_entries; i++)
		r = take_entry(file, &file->netdev->entries[i]);
	free_entries(file->netdev);
	hp_netdev_parts_finish(file->netdev);
	if (file->netdev->kind->is_port) {
		leave_out_of_port(&file->mac_where, "MACAddress", file->netdev->kind);
		leave_out_of_port(&file->mtu_where, "MTUBytes", file->netdev->kind);
	}
	if (r == 0)
		r = is_whole(file->netdev) ? finish_kind(file->netdev) : -EINVAL;
	file->unusable |= r == -EINVAL;
	return r == -EINVAL ? 0 : r;
}

/* HP_NETDEV_ALONE, ...; 0: over another interface */
static uint8_t stands_alone(const struct hp_net_file *file)
{
	const struct hp_net_attr *attr =
		hp_net_attrs_find_type(&file->netdev->attrs, HP_NETDEV_INDEPENDENT);

	return attr ? *attr->bytes : 0;
}

bool hp_netdev_is_stacked(const struct hp_net_file *file)
{
	return file->netdev->kind->is_stacked && !stands_alone(file);
}

bool hp_netdev_is_on_loopback(const struct hp_net_file *file)
{
	return stands_alone(file) & HP_NETDEV_ON_LOOPBACK;
}

const struct hp_net_attr *hp_netdev_has_lower(const struct hp_net_file *file,
					      const char *name)
{
	const struct hp_net_attr *attr;
	size_t n;

	if (file->kind != HP_NET_FILE_NETDEV || file->unusable)
		return NULL;
	attr = hp_net_attrs_find_type(&file->netdev->attrs, HP_NETDEV_LOWER);
	for (size_t i = 0; attr && i < attr->len; i += n + 1) {
		n = strlen((const char *)attr->bytes + i);
		if (streq((const char *)attr->bytes + i, name))
			return attr;
	}
	return NULL;
}

void hp_netdev_free(struct hp_net_file *file)
{
	if (!file->netdev)
		return;
	free_entries(file->netdev);
	hp_net_attrs_free(&file->netdev->attrs);
	for (size_t i = 0; i < file->netdev->n_parts; i++)
		hp_net_attrs_free(&file->netdev->parts[i].attrs);
	free(file->netdev->parts);
	free(file->netdev);
	file->netdev = NULL;
}
