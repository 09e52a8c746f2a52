/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: hotplugctl proc: the sections of one interface. */
#include <ctype.h>
#include <errno.h>
#include <limits.h>

#include "ctl_proc.h"
#include "number.h"
#include "procirq.h"
#include "procregion.h"
#include "root.h"
#include "sysdir.h"
#include "sysmodule.h"

/* The directory of the device that the interface belongs to. Returns 0, -ENOENT for a
 * virtual one, or a negative errno. */
static int device_of(const char *interface, char ret[static PATH_MAX])
{
	char path[PATH_MAX];
	int r = hp_path(path, "/sys/class/net/%s/device", interface);

	if (r < 0)
		return r;
	return realpath(path, ret) ? 0 : -errno;
}

static bool has(const char *dir, const char *name)
{
	char path[PATH_MAX + NAME_MAX + 2];

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	return access(path, F_OK) == 0;
}

/* A virtio or USB device has its interrupts and regions from the card above it. */
static bool is_card(const char *dir)
{
	return has(dir, "irq") || has(dir, "msi_irqs") || has(dir, "resource");
}

/* The last component of what the link in that directory leads to; NULL: there is none. */
static const char *link_name(const char *dir, const char *link, char ret[static PATH_MAX])
{
	char path[PATH_MAX + NAME_MAX + 2];

	snprintf(path, sizeof(path), "%s/%s", dir, link);
	return realpath(path, ret) ? strrchr(ret, '/') + 1 : NULL;
}

/* The module of the device's driver; NULL: there is none. What is built in has no link on
 * some busses, as virtio's, and is found where it is called as the driver is. */
static const char *module_of(const char *device, char ret[static PATH_MAX])
{
	const char *name = link_name(device, "driver/module", ret);

	if (name)
		return name;
	name = link_name(device, "driver", ret);
	return name && hp_sysmodule_state(name) == HP_SYSMODULE_BUILTIN ? name : NULL;
}

static int read_device(struct hp_proctable *table, const struct ctl_proc_asked *asked)
{
	char path[PATH_MAX], device[PATH_MAX], target[PATH_MAX];
	uint32_t ifindex;
	bool is_real;
	int r = hp_path(path, "/sys/class/net/%s", asked->interface);

	if (r == 0)
		r = hp_sysdir_number(path, "ifindex", &ifindex);
	if (r < 0)
		return r == -ENODEV ? -ENOENT : r; /* it went while it was read */
	is_real = device_of(asked->interface, device) == 0;
	hp_proctable_row(table);
	hp_proctable_text(table, HP_PROC_NAME, "interface", asked->interface);
	hp_proctable_number(table, HP_PROC_NUMBER, "ifindex", ifindex);
	hp_proctable_text(table, HP_PROC_TEXT, "device",
			  is_real ? strrchr(device, '/') + 1 : NULL);
	hp_proctable_text(table, HP_PROC_TEXT, "driver",
			  is_real ? link_name(device, "driver", target) : NULL);
	hp_proctable_text(table, HP_PROC_TEXT, "module",
			  is_real ? module_of(device, target) : NULL);
	return table->error;
}

/* Copies the rows of the system's section in which one of the keys is the interface. */
static int copy_of(struct hp_proctable *table, const char *interface, const char *section,
		   const char *const *keys)
{
	static const struct ctl_proc_asked all;
	_cleanup_(hp_proctable_free) struct hp_proctable whole = {0};
	int r = ctl_proc_read(ctl_proc_find(section), &all, &whole);

	for (size_t i = 0; i < whole.n; i++)
		for (const char *const *key = keys; *key; key++) {
			const struct hp_proc_field *field =
				hp_proc_row_find(&whole.row[i], *key);

			if (!field || !field->text || !streq(field->text, interface))
				continue;
			hp_proctable_copy(table, &whole.row[i]);
			break;
		}
	table->line = whole.line;
	return table->error < 0 ? table->error : r;
}

static const char *const device_keys[] = {"device", NULL};

static int read_dev(struct hp_proctable *table, const struct ctl_proc_asked *asked)
{
	return copy_of(table, asked->interface, "dev", device_keys);
}

static int read_mcast(struct hp_proctable *table, const struct ctl_proc_asked *asked)
{
	return copy_of(table, asked->interface, "mcast", device_keys);
}

static int read_wireless(struct hp_proctable *table, const struct ctl_proc_asked *asked)
{
	return copy_of(table, asked->interface, "wireless", device_keys);
}

static int read_ptype(struct hp_proctable *table, const struct ctl_proc_asked *asked)
{
	return copy_of(table, asked->interface, "ptype", device_keys);
}

static int read_bonding(struct hp_proctable *table, const struct ctl_proc_asked *asked)
{
	static const char *const keys[] = {"bond", "member", NULL};

	return copy_of(table, asked->interface, "bonding", keys);
}

static int read_vlan(struct hp_proctable *table, const struct ctl_proc_asked *asked)
{
	static const char *const keys[] = {"device", "on", NULL};

	return copy_of(table, asked->interface, "vlan", keys);
}

/* Whether the card has that line: of those for messages, where it has any. */
static bool has_line(const char *card, uint64_t irq)
{
	char name[sizeof("msi_irqs/") + 20];
	uint32_t number;

	if (has(card, "msi_irqs")) {
		snprintf(name, sizeof(name), "msi_irqs/%llu", (unsigned long long)irq);
		return has(card, name);
	}
	return hp_sysdir_number(card, "irq", &number) == 0 && number && number == irq;
}

/* The card; "" where there is none. */
static void find_card(const char *interface, char ret[static PATH_MAX])
{
	if (device_of(interface, ret) < 0)
		*ret = '\0';
	while (*ret && !is_card(ret))
		if (!hp_sysdir_go_up(ret))
			*ret = '\0';
}

static int read_interrupts(struct hp_proctable *table, const struct ctl_proc_asked *asked)
{
	_cleanup_(hp_proctable_free) struct hp_proctable all = {0};
	char card[PATH_MAX];
	int r = hp_procfile_parse("/proc/interrupts", hp_procirq_parse, &all);

	find_card(asked->interface, card);
	for (size_t i = 0; r == 0 && i < all.n; i++) {
		uint64_t irq = all.row[i].field[0].number;

		if (!hp_procirq_serves(&all.row[i], asked->interface) &&
		    !(*card && has_line(card, irq)))
			continue;
		hp_proctable_copy(table, &all.row[i]);
		if (table->error == 0)
			hp_procirq_add(table, irq);
	}
	table->line = all.line;
	return table->error < 0 ? table->error : r;
}

/* By the names of the device and of all above it up to the card. */
static int read_regions(struct hp_proctable *table, const char *interface,
			const char *place)
{
	_cleanup_(hp_proctable_free) struct hp_proctable all = {0};
	char path[PATH_MAX];
	int r = hp_procfile_parse(place, hp_procregion_parse, &all);

	table->line = all.line;
	if (r < 0 || device_of(interface, path) < 0)
		return r;
	do
		hp_procregion_find(table, &all, strrchr(path, '/') + 1);
	while (!is_card(path) && hp_sysdir_go_up(path));
	return table->error;
}

static int read_ioports(struct hp_proctable *table, const struct ctl_proc_asked *asked)
{
	return read_regions(table, asked->interface, "/proc/ioports");
}

static int read_iomem(struct hp_proctable *table, const struct ctl_proc_asked *asked)
{
	return read_regions(table, asked->interface, "/proc/iomem");
}

static const struct queue_value {
	const char *prefix; /* of the queue's name */
	const char *file, *key;
	enum hp_proc_kind kind;
} queue_values[] = {
	{"rx-", "rps_cpus", "rps_cpus", HP_PROC_TEXT},
	{"rx-", "rps_flow_cnt", "rps_flow_cnt", HP_PROC_NUMBER},
	{"tx-", "xps_cpus", "xps_cpus", HP_PROC_TEXT},
	{"tx-", "xps_rxqs", "xps_rxqs", HP_PROC_TEXT},
	{"tx-", "traffic_class", "traffic_class", HP_PROC_TEXT},
	{"tx-", "tx_maxrate", "tx_maxrate", HP_PROC_NUMBER},
	{"tx-", "tx_timeout", "tx_timeout", HP_PROC_COUNTER},
	{"tx-", "byte_queue_limits/limit", "bql_limit", HP_PROC_NUMBER},
	{"tx-", "byte_queue_limits/inflight", "bql_inflight", HP_PROC_NUMBER},
};

/* Adds the attribute; NULL where this device or kernel has none. */
static void add_queue_value(struct hp_proctable *table, const char *dir,
			    const struct queue_value *value)
{
	char text[4096];
	uint64_t number;

	if (hp_sysdir_attribute(dir, value->file, text, sizeof(text)) < 0)
		hp_proctable_text(table, HP_PROC_TEXT, value->key, NULL);
	else if (value->kind != HP_PROC_TEXT &&
		 hp_number_parse(text, 10, UINT64_MAX, &number) == 0)
		hp_proctable_number(table, value->kind, value->key, number);
	else
		hp_proctable_text(table, HP_PROC_TEXT, value->key, text);
}

static int add_queue(struct hp_proctable *table, const char *queues, const char *name,
		     const void *data)
{
	char dir[PATH_MAX];
	int r = hp_path(dir, "%s/%s", queues, name);

	if (r < 0)
		return r;
	hp_proctable_row(table);
	hp_proctable_text(table, HP_PROC_NAME, "queue", name);
	for (size_t i = 0; i < ARRAY_SIZE(queue_values); i++)
		if (skip_prefix(name, queue_values[i].prefix))
			add_queue_value(table, dir, &queue_values[i]);
	return table->error;
}

static int read_queues(struct hp_proctable *table, const struct ctl_proc_asked *asked)
{
	char dir[sizeof("/sys/class/net//queues") + NAME_MAX];

	snprintf(dir, sizeof(dir), "/sys/class/net/%.*s/queues", NAME_MAX,
		 asked->interface);
	return hp_procfile_each_name(table, dir, add_queue, NULL);
}

static int read_params(struct hp_proctable *table, const struct ctl_proc_asked *asked)
{
	char device[PATH_MAX], target[PATH_MAX];
	struct ctl_proc_asked of_driver = *asked;
	int r = device_of(asked->interface, device);

	if (r < 0)
		return r;
	of_driver.module = module_of(device, target);
	return of_driver.module ? ctl_proc_read_params(table, &of_driver) : -ENOENT;
}

const struct ctl_proc_section ctl_proc_interface_sections[] = {
	{.name = "interface",
	 .place = "/sys/class/net",
	 .read = read_device,
	 .missing = "the interface has gone"},
	{.name = "dev", .place = "/proc/net/dev", .read = read_dev},
	{.name = "mcast", .place = "/proc/net/dev_mcast", .read = read_mcast},
	{.name = "wireless", .place = "/proc/net/wireless", .read = read_wireless},
	{.name = "ptype", .place = "/proc/net/ptype", .read = read_ptype},
	{.name = "bonding",
	 .place = "/proc/net/bonding",
	 .read = read_bonding,
	 .blocks = true},
	{.name = "vlan", .place = "/proc/net/vlan", .read = read_vlan, .blocks = true},
	{.name = "interrupts",
	 .place = "/proc/interrupts, /proc/irq",
	 .read = read_interrupts,
	 .blocks = true},
	{.name = "ioports", .place = "/proc/ioports", .read = read_ioports},
	{.name = "iomem", .place = "/proc/iomem", .read = read_iomem},
	{.name = "queues",
	 .place = "/sys/class/net/INTERFACE/queues",
	 .read = read_queues},
	{.name = "params",
	 .place = "/sys/module",
	 .read = read_params,
	 .missing = "it has no driver, or a driver without parameters"},
	{0},
};
