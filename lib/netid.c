/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the names that the place and the hardware address of an interface give it. See
 * netid.h. */
#include <net/if_arp.h>
#include <stdarg.h>

#include "netid_internal.h"
#include "root.h"

/* Of linux/netdevice.h, which does not go together with the C library's net/if.h. */
#define NET_ADDR_PERM	0
#define NET_ADDR_RANDOM 1

void hp_net_id_set(struct hp_net_id_walk *w, enum hp_net_policy kind, const char *fmt,
		   ...)
{
	char rest[HP_NET_ALTNAME_MAX], *name = w->id->name[kind];
	va_list args;
	int n;

	va_start(args, fmt);
	n = vsnprintf(rest, sizeof(rest), fmt, args);
	va_end(args);
	if (n >= 0 && strlen(w->prefix) + n < HP_NET_ALTNAME_MAX)
		sprintf(name, "%s%s", w->prefix, rest);
}

/* An Ethernet device is what its DEVTYPE says. */
static const char *ether_prefix(const char *path)
{
	char type[16];

	hp_sysdir_uevent(path, "DEVTYPE=", type, sizeof(type));
	if (streq(type, "wlan"))
		return "wl";
	return streq(type, "wwan") ? "ww" : "en";
}

static const char *prefix_of(const char *path)
{
	uint32_t type;

	if (hp_sysdir_number(path, "type", &type) < 0)
		return NULL;
	if (type == ARPHRD_ETHER)
		return ether_prefix(path);
	if (type == ARPHRD_INFINIBAND)
		return "ib";
	return type == ARPHRD_SLIP ? "sl" : NULL;
}

static enum hp_net_mac_origin read_mac_origin(const char *path)
{
	uint32_t assigned;

	if (hp_sysdir_number(path, "addr_assign_type", &assigned) < 0)
		return HP_NET_MAC_BY_NOBODY;
	if (assigned == NET_ADDR_PERM)
		return HP_NET_MAC_BY_DEVICE;
	return assigned == NET_ADDR_RANDOM ? HP_NET_MAC_BY_CHANCE : HP_NET_MAC_BY_OTHERS;
}

static void name_by_mac(struct hp_net_id_walk *w, const struct hp_hwaddr *mac)
{
	char digits[2 * HP_HWADDR_MAX + 1] = "";

	if (mac->len != 6 || streq(w->prefix, "ib"))
		return;
	for (int i = 0; i < mac->len; i++)
		sprintf(digits + 2 * i, "%02x", mac->bytes[i]);
	hp_net_id_set(w, HP_NET_ID_MAC, "x%s", digits);
}

static void id_of_mac(struct hp_net_id_walk *w, const struct hp_net_link *link,
		      const struct hp_hwaddr *first)
{
	char *name = w->id->name[HP_NET_ID_MAC];

	if (w->id->mac_origin == HP_NET_MAC_BY_DEVICE) {
		name_by_mac(w, &link->mac);
		return;
	}
	if (w->id->mac_origin != HP_NET_MAC_BY_OTHERS)
		return;
	name_by_mac(w, first);
	if (!streq(name, link->name))
		*name = '\0';
}

/* Finds the directory of the interface, if /sys is that of our network namespace. */
static bool find_interface(struct hp_net_id_walk *w, const struct hp_net_link *link)
{
	char path[PATH_MAX];
	uint32_t ifindex;

	return hp_path(path, "/sys/class/net/%s", link->name) == 0 &&
	       realpath(path, w->path) &&
	       hp_sysdir_number(w->path, "ifindex", &ifindex) == 0 &&
	       ifindex == link->ifindex;
}

/* Whether it is a part of another, as a VLAN is. */
static bool is_stacked(const struct hp_net_id_walk *w, const struct hp_net_link *link)
{
	uint32_t below;

	return hp_sysdir_number(w->path, "iflink", &below) < 0 || below != link->ifindex;
}

static void find_parents(struct hp_net_id_walk *w)
{
	strcpy(w->parent, w->path);
	if (!hp_sysdir_go_up(w->parent))
		w->parent[0] = '\0';
	strcpy(w->device, w->parent);
	while (*w->device && hp_sysdir_subsystem(w->device, w->bus) == 0 &&
	       streq(w->bus, "virtio"))
		if (!hp_sysdir_go_up(w->device))
			w->device[0] = '\0';
	if (!*w->device || hp_sysdir_subsystem(w->device, w->bus) < 0)
		w->bus[0] = '\0';
}

static void (*const namers[])(struct hp_net_id_walk *w) = {
	hp_net_id_of_firmware,
	hp_net_id_of_guest,
	hp_net_id_of_pci,
};

void hp_net_id_read(struct hp_net_id *ret, const struct hp_net_link *link,
		    const struct hp_hwaddr *first)
{
	struct hp_net_id_walk w = {.id = ret};

	*ret = (struct hp_net_id){0};
	if (!find_interface(&w, link))
		return;
	if (hp_sysdir_number(w.path, "name_assign_type", &ret->assigned) < 0)
		ret->assigned = 0;
	ret->mac_origin = read_mac_origin(w.path);
	w.prefix = is_stacked(&w, link) ? NULL : prefix_of(w.path);
	if (!w.prefix)
		return;
	find_parents(&w);
	id_of_mac(&w, link, first);
	for (size_t i = 0; i < ARRAY_SIZE(namers); i++)
		namers[i](&w);
}
