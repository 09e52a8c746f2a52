/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the names of interfaces that the firmware or a host describes: devicetree,
 * ACPI, ccw, vio, netdevsim, Xen. See netid.h. */
#include <ctype.h>
#include <errno.h>

#include "netid_internal.h"
#include "number.h"
#include "root.h"

#define ALIASES "/sys/firmware/devicetree/base/aliases"

/* What follows "/sys/devices/" in the interface's path. */
static const char *below_devices(const struct hp_net_id_walk *w)
{
	const char *path = skip_prefix(w->path, hp_root_get());

	return (path ? skip_prefix(path, "/sys/devices/") : NULL) ?: "";
}

/* The path of the device's node in the tree: "/soc/ethernet@deadbeef". */
static bool read_node(const struct hp_net_id_walk *w, char ret[static PATH_MAX])
{
	char link[PATH_MAX + sizeof("/of_node")], base[PATH_MAX], tree[PATH_MAX];
	char target[PATH_MAX];
	const char *node;

	snprintf(link, sizeof(link), "%s/of_node", w->parent);
	if (!*w->parent || !realpath(link, target) ||
	    hp_path(base, "/sys/firmware/devicetree/base") < 0 || !realpath(base, tree))
		return false;
	node = skip_prefix(target, tree);
	if (!node || *node != '/')
		return false;
	strcpy(ret, node);
	return true;
}

/* "ethernet" alone is number 0, unless there is an "ethernet0" as well, and the other way
 * round. Returns 0 or -EEXIST, or -EINVAL where what follows is no number. */
static int alias_number(const char *aliases, const char *alias, uint64_t *ret)
{
	const char *digits = skip_prefix(alias, "ethernet"), *rival;
	char path[PATH_MAX + NAME_MAX + 2];

	*ret = 0;
	if (*digits && hp_number_parse(digits, 10, UINT32_MAX, ret) < 0)
		return -EINVAL;
	rival = *digits ? "ethernet" : "ethernet0";
	snprintf(path, sizeof(path), "%s/%s", aliases, rival);
	return *ret == 0 && access(path, F_OK) == 0 ? -EEXIST : 0;
}

static void id_of_devicetree(struct hp_net_id_walk *w)
{
	char path[PATH_MAX], node[PATH_MAX], value[PATH_MAX];
	_cleanup_closedir_ DIR *dir = NULL;
	const struct dirent *entry;
	uint64_t number;

	if (!streq(w->prefix, "en") || !read_node(w, node) || hp_path(path, ALIASES) < 0)
		return;
	dir = opendir(path);
	while (dir && (entry = readdir(dir))) {
		if (!skip_prefix(entry->d_name, "ethernet") ||
		    hp_sysdir_attribute(path, entry->d_name, value, sizeof(value)) < 0 ||
		    !streq(value, node))
			continue;
		if (alias_number(path, entry->d_name, &number) == 0)
			hp_net_id_set(w, HP_NET_ID_ONBOARD, "d%u", (unsigned int)number);
		return;
	}
}

/* The id of ACPI: three letters, or four letters or digits, and a number in hex:
 * "HISI00C2:00". */
static bool read_acpi(const char *id, char vendor[static 5], unsigned int *ret_model,
		      unsigned int *ret_instance, char ret_interface[static IFNAMSIZ])
{
	bool is_long = strlen(id) > 8 && id[8] == ':';
	size_t n = is_long ? 4 : 3;

	if (strlen(id) <= 8 || sscanf(id + n, "%4x:%2x/net/%15s", ret_model, ret_instance,
				      ret_interface) != 3)
		return false;
	for (size_t i = 0; i < n; i++) {
		if (!(id[i] >= 'A' && id[i] <= 'Z') &&
		    !(is_long && isdigit((unsigned char)id[i])))
			return false;
		vendor[i] = tolower((unsigned char)id[i]);
	}
	vendor[n] = '\0';
	return true;
}

/* Of the names that the kernel gives, only ethN has it, and who has it keeps it. */
static void id_of_acpi(struct hp_net_id_walk *w)
{
	const char *id = skip_prefix(below_devices(w), "platform/");
	char vendor[5], interface[IFNAMSIZ], *name = w->id->name[HP_NET_ID_PATH];
	unsigned int model, instance, number;

	if (!id || !streq(w->bus, "platform") || !streq(w->parent, w->device) ||
	    !read_acpi(id, vendor, &model, &instance, interface))
		return;
	hp_net_id_set(w, HP_NET_ID_PATH, "a%s%xi%u", vendor, model, instance);
	if (!streq(name, interface) && sscanf(interface, "eth%u", &number) != 1)
		*name = '\0';
}

void hp_net_id_of_firmware(struct hp_net_id_walk *w)
{
	id_of_devicetree(w);
	id_of_acpi(w);
}

/* The bus id without what all have in common: "0.0.0600" is "c600". */
static void id_of_ccw(struct hp_net_id_walk *w)
{
	const char *id = strrchr(w->device, '/');
	size_t len = id ? strlen(++id) : 0, zeros;

	if ((!streq(w->bus, "ccw") && !streq(w->bus, "ccwgroup")) || len < 8 || len > 9)
		return;
	zeros = strspn(id, ".0");
	hp_net_id_set(w, HP_NET_ID_PATH, "c%s", id + (zeros < len ? zeros : len - 1));
}

/* The virtual I/O of PowerVM: the slot is the lower half of the unit's address. */
static void id_of_vio(struct hp_net_id_walk *w)
{
	const char *unit = skip_prefix(below_devices(w), "vio/");
	unsigned int slot;

	if (unit && streq(w->bus, "vio") && streq(w->parent, w->device) &&
	    sscanf(unit, "%8x", &slot) == 1)
		hp_net_id_set(w, HP_NET_ID_SLOT, "v%u", slot & 0xffff);
}

static void id_of_netdevsim(struct hp_net_id_walk *w)
{
	char sim[PATH_MAX], port[HP_NET_ALTNAME_MAX];
	const char *digits;
	uint64_t number;

	strcpy(sim, w->path);
	if (!hp_sysdir_go_up_to(sim, "netdevsim", NULL) ||
	    hp_sysdir_attribute(w->path, "phys_port_name", port, sizeof(port)) < 0 ||
	    !*port)
		return;
	digits = sim + strlen(sim);
	while (isdigit((unsigned char)digits[-1]))
		digits--;
	if (hp_number_parse(digits, 10, UINT32_MAX, &number) == 0)
		hp_net_id_set(w, HP_NET_ID_PATH, "i%un%s", (unsigned int)number, port);
}

static void id_of_xen(struct hp_net_id_walk *w)
{
	const char *vif = skip_prefix(below_devices(w), "vif-"), *end;
	uint64_t number;

	if (!vif || !streq(w->bus, "xen") || !streq(w->parent, w->device))
		return;
	end = hp_number_take(vif, &number);
	if (end && *end == '/' && number <= UINT32_MAX && (*vif != '0' || end == vif + 1))
		hp_net_id_set(w, HP_NET_ID_SLOT, "X%u", (unsigned int)number);
}

void hp_net_id_of_guest(struct hp_net_id_walk *w)
{
	id_of_ccw(w);
	id_of_vio(w);
	id_of_netdevsim(w);
	id_of_xen(w);
}
