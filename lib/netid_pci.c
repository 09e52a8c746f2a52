/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: the names of interfaces on PCI, and on USB and bcma upon it. See netid.h. */
#include <errno.h>
#include <linux/pci_regs.h>

#include "netid_internal.h"
#include "root.h"

#define MULTIFUNCTION	  0x80 /* PCI_HEADER_TYPE_MFD; older headers have no name for it */
#define ONBOARD_INDEX_MAX 65535 /* some firmware gives numbers without sense */

/* An address on the bus, and what is appended for ports and functions. */
struct place {
	const char *device; /* the directory of the PCI device */
	unsigned int domain, bus, slot, function;
	const char *part;		 /* "u1", "b1", "v0": within the device */
	char port[HP_NET_ALTNAME_MAX];	 /* "np0", "d1", or "" */
	char suffix[HP_NET_ALTNAME_MAX]; /* "f1" and port and part */
};

static const char *name_of(const char *path)
{
	return strrchr(path, '/') + 1;
}

static bool has_functions(const char *device)
{
	char path[PATH_MAX + sizeof("/config")];
	uint8_t header[PCI_HEADER_TYPE + 1];
	_cleanup_fclose_ FILE *config = NULL;

	snprintf(path, sizeof(path), "%s/config", device);
	config = fopen(path, "re");
	return config && fread(header, sizeof(header), 1, config) == 1 &&
	       header[PCI_HEADER_TYPE] & MULTIFUNCTION;
}

/* Several ports of one function: the name on the panel, else a number. */
static void read_port(const struct hp_net_id_walk *w, char ret[static HP_NET_ALTNAME_MAX])
{
	char label[HP_NET_ALTNAME_MAX - 1];
	uint32_t number;

	ret[0] = '\0';
	if (hp_sysdir_attribute(w->path, "phys_port_name", label, sizeof(label)) == 0 &&
	    *label)
		snprintf(ret, HP_NET_ALTNAME_MAX, "n%s", label);
	else if (hp_sysdir_number(w->path, "dev_port", &number) == 0 && number > 0)
		snprintf(ret, HP_NET_ALTNAME_MAX, "d%u", number);
}

static void name_onboard(struct hp_net_id_walk *w, const char *device, const char *part)
{
	char port[HP_NET_ALTNAME_MAX];
	uint32_t index;

	/* ACPI's _DSM, else type 41 of SMBIOS. */
	if (hp_sysdir_number(device, "acpi_index", &index) < 0 &&
	    hp_sysdir_number(device, "index", &index) < 0)
		return;
	if (index > ONBOARD_INDEX_MAX)
		return;
	read_port(w, port);
	hp_net_id_set(w, HP_NET_ID_ONBOARD, "o%u%s%s", index, port, part);
}

/* Devices with alternative routing ids have no slots: all eight bits are the function. */
static bool read_place(const struct hp_net_id_walk *w, struct place *p)
{
	char function[16] = "", port[HP_NET_ALTNAME_MAX], ari[8];

	if (sscanf(name_of(p->device), "%x:%x:%x.%u", &p->domain, &p->bus, &p->slot,
		   &p->function) != 4)
		return false;
	if (hp_sysdir_attribute(p->device, "ari_enabled", ari, sizeof(ari)) == 0 &&
	    streq(ari, "1"))
		p->function += p->slot * 8;
	read_port(w, port);
	if (p->function > 0 || has_functions(p->device))
		snprintf(function, sizeof(function), "f%u", p->function);
	return snprintf(p->suffix, sizeof(p->suffix), "%s%s%s", function, port, p->part) <
	       (int)sizeof(p->suffix);
}

/* The subclass 04 in "pci:v...bc06sc04i00". */
static bool is_bridge(const char *device)
{
	char modalias[256];
	const char *s;

	if (hp_sysdir_attribute(device, "modalias", modalias, sizeof(modalias)) < 0 ||
	    !skip_prefix(modalias, "pci:"))
		return false;
	s = strrchr(modalias, 's');
	return s && skip_prefix(s, "sc04");
}

/* s390: the slot is the number that the device has itself. Returns 1 where it tells one,
 * 0, or a negative errno where it is wrong. */
static int slot_of_function(const char *device, uint32_t *ret)
{
	char path[PATH_MAX], name[16];
	uint32_t number;
	int r = hp_sysdir_number(device, "function_id", &number);

	if (r == -ENOENT)
		return 0;
	if (r < 0 || number == 0)
		return -EINVAL;
	snprintf(name, sizeof(name), "%08x", number);
	if (hp_path(path, "/sys/bus/pci/slots/%s", name) < 0 || access(path, F_OK) < 0)
		return -ENOENT;
	*ret = number;
	return 1;
}

/* Whether the slot of that name is where the device sits: "0000:02:00" of 0000:02:00.1.
 */
static bool holds(const char *slots, const char *name, const char *device, uint32_t *ret)
{
	char dir[PATH_MAX + NAME_MAX + 2], address[64], *end;
	unsigned long number = strtoul(name, &end, 0);

	if (*end || number == 0 || number > UINT32_MAX || strchr("-+", *name))
		return false;
	snprintf(dir, sizeof(dir), "%s/%s", slots, name);
	if (hp_sysdir_attribute(dir, "address", address, sizeof(address)) < 0 ||
	    !skip_prefix(name_of(device), address))
		return false;
	*ret = number;
	return true;
}

static bool find_slot(const char *device, uint32_t *ret)
{
	_cleanup_closedir_ DIR *dir = NULL;
	const struct dirent *entry;
	char path[PATH_MAX];

	if (hp_path(path, "/sys/bus/pci/slots") < 0)
		return false;
	dir = opendir(path);
	while (dir && (entry = readdir(dir)))
		if (holds(path, entry->d_name, device, ret))
			return true;
	return false;
}

/*
 * The slot of the device, or that of the next bridge above it that sits in one. Behind a
 * bridge several devices may be, to whom one number would give one name: only the
 * functions of one device take it, which tells them apart. Returns 0, 1 where the number
 * is one of the whole system, whatever the domain, or a negative errno.
 */
static int read_slot(const char *device, uint32_t *ret)
{
	char path[PATH_MAX];
	int r;

	strcpy(path, device);
	do {
		r = slot_of_function(path, ret);
		if (r != 0)
			return r;
		if (find_slot(path, ret))
			return is_bridge(path) && !has_functions(device) ? -ESTALE : 0;
	} while (hp_sysdir_go_up_to(path, "pci", NULL));
	return -ENOENT;
}

/* part: what of the device it is, where that is not the whole. */
static void name_place(struct hp_net_id_walk *w, const char *device, const char *part)
{
	struct place p = {.device = device, .part = part};
	char domain[16] = "";
	uint32_t slot;
	int r;

	if (!read_place(w, &p))
		return;
	if (p.domain > 0)
		snprintf(domain, sizeof(domain), "P%u", p.domain);
	hp_net_id_set(w, HP_NET_ID_PATH, "%sp%us%u%s", domain, p.bus, p.slot, p.suffix);
	r = read_slot(device, &slot);
	if (r >= 0)
		hp_net_id_set(w, HP_NET_ID_SLOT, "%ss%u%s", r > 0 ? "" : domain, slot,
			      p.suffix);
}

/* The number of a virtual function: which link virtfnN of the physical one leads to it.
 */
static bool find_virtual(const char *physical, const char *device,
			 char ret[static HP_NET_ALTNAME_MAX])
{
	_cleanup_closedir_ DIR *dir = opendir(physical);
	const struct dirent *entry;
	char path[PATH_MAX + NAME_MAX + 2], target[PATH_MAX];
	const char *number;

	while (dir && (entry = readdir(dir))) {
		number = skip_prefix(entry->d_name, "virtfn");
		if (!number || !*number || number[strspn(number, "0123456789")])
			continue;
		snprintf(path, sizeof(path), "%s/%s", physical, entry->d_name);
		if (!realpath(path, target) || !streq(target, device))
			continue;
		return snprintf(ret, HP_NET_ALTNAME_MAX, "v%s", number) <
		       HP_NET_ALTNAME_MAX;
	}
	return false;
}

static void id_of_card(struct hp_net_id_walk *w)
{
	char path[PATH_MAX + sizeof("/physfn")], physical[PATH_MAX];
	char part[HP_NET_ALTNAME_MAX] = "";
	const char *device = w->device;

	if (!streq(w->bus, "pci"))
		return;
	snprintf(path, sizeof(path), "%s/physfn", device);
	if (realpath(path, physical) && find_virtual(physical, device, part))
		device = physical;
	name_onboard(w, device, part);
	name_place(w, device, part);
}

static bool find_parent(const struct hp_net_id_walk *w, const char *subsystem,
			const char *devtype, char ret[static PATH_MAX])
{
	strcpy(ret, w->path);
	return hp_sysdir_go_up_to(ret, subsystem, devtype);
}

/* "1-4.2:1.0" is port 4 of the host, port 2 of the hub there, configuration 1, interface
 * 0: "u4u2". What is usual is left out. */
static bool read_usb(char *name, char ret[static HP_NET_ALTNAME_MAX])
{
	char *ports = strchr(name, '-');
	char *config = ports ? strchr(ports, ':') : NULL;
	char *interface = config ? strchr(config, '.') : NULL;
	bool usual, first;

	if (!interface)
		return false;
	*ports++ = *config++ = *interface++ = '\0';
	for (char *dot = ports; (dot = strchr(dot, '.'));)
		*dot = 'u';
	usual = streq(config, "1");
	first = streq(interface, "0");
	return snprintf(ret, HP_NET_ALTNAME_MAX, "u%s%s%s%s%s", ports, usual ? "" : "c",
			usual ? "" : config, first ? "" : "i",
			first ? "" : interface) < HP_NET_ALTNAME_MAX;
}

static void id_of_usb(struct hp_net_id_walk *w)
{
	char usb[PATH_MAX], pci[PATH_MAX], part[HP_NET_ALTNAME_MAX];

	if (find_parent(w, "usb", "usb_interface", usb) &&
	    find_parent(w, "pci", NULL, pci) && read_usb(strrchr(usb, '/') + 1, part))
		name_place(w, pci, part);
}

static void id_of_bcma(struct hp_net_id_walk *w)
{
	char bcma[PATH_MAX], pci[PATH_MAX], part[16] = "";
	unsigned int core;

	if (!find_parent(w, "bcma", NULL, bcma) || !find_parent(w, "pci", NULL, pci) ||
	    sscanf(name_of(bcma), "bcma%*u:%u", &core) != 1)
		return;
	if (core > 0)
		snprintf(part, sizeof(part), "b%u", core);
	name_place(w, pci, part);
}

void hp_net_id_of_pci(struct hp_net_id_walk *w)
{
	id_of_card(w);
	id_of_usb(w);
	id_of_bcma(w);
}
