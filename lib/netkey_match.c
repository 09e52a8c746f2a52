/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the keys of [Match]. See netkey.h. */
#include <errno.h>

#include "netkey.h"

/* A [Match] that is not understood could fit too much. */
static int refuse(struct hp_net_reader *r, const struct hp_ini_entry *entry, int result,
		  const char *what)
{
	if (result != -EINVAL)
		return result;
	hp_ini_warn(entry, "'%s' is no %s; the file is not used", entry->value, what);
	r->file->unusable = true;
	return 0;
}

static int take_globs(struct hp_net_reader *r, const struct hp_ini_entry *entry, int key)
{
	return refuse(r, entry,
		      hp_net_match_add_globs(&r->file->match, key, entry->value),
		      "list of words: a quote has no partner");
}

static int take_macs(struct hp_net_reader *r, const struct hp_ini_entry *entry, int key)
{
	return refuse(r, entry, hp_net_match_add_macs(&r->file->match, key, entry->value),
		      "list of hardware addresses");
}

static int take_properties(struct hp_net_reader *r, const struct hp_ini_entry *entry,
			   int arg)
{
	return refuse(r, entry,
		      hp_net_match_add_properties(&r->file->match, entry->value),
		      "list of KEY=VALUE");
}

/* What each takes. */
static const char *const machines[] = {
	[HP_MACHINE_HOST] = "host name or machine id",
	[HP_MACHINE_VIRTUALIZATION] = "virtualization",
	[HP_MACHINE_KERNEL_COMMAND_LINE] = "word of a command line",
	[HP_MACHINE_KERNEL_VERSION] = "comparison with a version",
	[HP_MACHINE_CREDENTIAL] = "credential",
	[HP_MACHINE_ARCHITECTURE] = "architecture of systemd.unit(5)",
	[HP_MACHINE_FIRMWARE] = "uefi, device-tree, device-tree-compatible(VALUE) or "
				"smbios-field(FIELD OPERATOR VALUE)",
};

static int take_machine(struct hp_net_reader *r, const struct hp_ini_entry *entry,
			int key)
{
	if (key == HP_MACHINE_CREDENTIAL && *entry->value)
		hp_ini_warn(entry,
			    "no credentials are passed to net.agent: none is there");
	return refuse(r, entry,
		      hp_net_match_set_machine(&r->file->match, key, entry->value),
		      machines[key]);
}

#define IN_LINK	   HP_NET_IN_LINK
#define IN_NETWORK HP_NET_IN_NETWORK
#define IN_ANY	   (IN_LINK | IN_NETWORK | 1u << HP_NET_FILE_NETDEV)

const struct hp_net_key hp_net_matching_keys[] = {
	{"Match", "OriginalName", IN_LINK, take_globs, HP_NET_MATCH_ORIGINAL_NAME},
	{"Match", "Name", IN_NETWORK, take_globs, HP_NET_MATCH_NAME},
	{"Match", "MACAddress", IN_LINK | IN_NETWORK, take_macs, HP_NET_MATCH_MAC},
	{"Match", "PermanentMACAddress", IN_LINK | IN_NETWORK, take_macs,
	 HP_NET_MATCH_PERMANENT_MAC},
	{"Match", "Driver", IN_LINK | IN_NETWORK, take_globs, HP_NET_MATCH_DRIVER},
	{"Match", "Path", IN_LINK | IN_NETWORK, take_globs, HP_NET_MATCH_PATH},
	{"Match", "Type", IN_LINK | IN_NETWORK, take_globs, HP_NET_MATCH_TYPE},
	{"Match", "Kind", IN_LINK | IN_NETWORK, take_globs, HP_NET_MATCH_KIND},
	{"Match", "Property", IN_LINK | IN_NETWORK, take_properties},
	{"Match", "Host", IN_ANY, take_machine, HP_MACHINE_HOST},
	{"Match", "Virtualization", IN_ANY, take_machine, HP_MACHINE_VIRTUALIZATION},
	{"Match", "KernelCommandLine", IN_ANY, take_machine,
	 HP_MACHINE_KERNEL_COMMAND_LINE},
	{"Match", "KernelVersion", IN_ANY, take_machine, HP_MACHINE_KERNEL_VERSION},
	{"Match", "Credential", IN_ANY, take_machine, HP_MACHINE_CREDENTIAL},
	{"Match", "Architecture", IN_ANY, take_machine, HP_MACHINE_ARCHITECTURE},
	{"Match", "Firmware", IN_ANY, take_machine, HP_MACHINE_FIRMWARE},
	{0},
};
