/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: hotplugctl proc: the sections of the whole system. */
#include <errno.h>
#include <limits.h>

#include "ctl_proc.h"
#include "procirq.h"
#include "procnet.h"
#include "procoption.h"
#include "procparam.h"
#include "procregion.h"
#include "procsoft.h"
#include "procvirtual.h"
#include "root.h"
#include "sysmodule.h"
#include "trust.h"
#include "umh.h"

static const struct helper {
	const char *name, *program, *missing;
} helpers[] = {
	{"modprobe", HP_AGENTDIR "/modprobe", "this kernel has no modules"},
	{"hotplug", HP_HELPERDIR "/hotplug",
	 "this kernel starts no program for an event"},
};

/* Where a program really is, once nobody but root could put another one there. */
static bool is_safe(const char *program, char ret[static PATH_MAX],
		    char why[static HP_TRUST_WHY_MAX])
{
	char path[PATH_MAX];
	int r = hp_path(path, "%s", program);

	*ret = *why = '\0';
	if (r == 0)
		r = hp_trust_executable(path, ret, why);
	if (r < 0 && !*why)
		snprintf(why, HP_TRUST_WHY_MAX, "%s", strerror(-r));
	return r == 0;
}

static void judge(struct hp_proctable *table, const struct helper *helper,
		  const char *program)
{
	char path[PATH_MAX], ours[PATH_MAX], why[HP_TRUST_WHY_MAX],
		unused[HP_TRUST_WHY_MAX];
	bool safe = is_safe(program, path, why);
	bool is_ours =
		streq(program, helper->program) ||
		(safe && is_safe(helper->program, ours, unused) && streq(path, ours));

	if (safe && hp_umh_is_static())
		snprintf(why, sizeof(why),
			 "CONFIG_STATIC_USERMODEHELPER: another program decides");
	hp_proctable_text(table, HP_PROC_TEXT, "path", program);
	hp_proctable_number(table, HP_PROC_BOOLEAN, "ours", is_ours);
	hp_proctable_number(table, HP_PROC_BOOLEAN, "safe", safe);
	hp_proctable_text(table, HP_PROC_TEXT, "why", *why ? why : NULL);
}

static int read_helper(struct hp_proctable *table, const struct helper *helper)
{
	char program[HP_UMH_PATH_MAX];
	int r = hp_umh_read(helper->name, program);

	if (r < 0 && r != -ENOENT)
		return r;
	hp_proctable_row(table);
	hp_proctable_text(table, HP_PROC_NAME, "helper", helper->name);
	if (r == 0 && *program) {
		judge(table, helper, program);
		return 0;
	}
	hp_proctable_text(table, HP_PROC_TEXT, "path", NULL);
	hp_proctable_number(table, HP_PROC_BOOLEAN, "ours", false);
	hp_proctable_number(table, HP_PROC_BOOLEAN, "safe", true);
	hp_proctable_text(table, HP_PROC_TEXT, "why",
			  r < 0 ? helper->missing : "nothing is started");
	return 0;
}

int ctl_proc_read_helpers(struct hp_proctable *table, const struct ctl_proc_asked *asked)
{
	char path[PATH_MAX];
	int r = hp_path(path, "/proc/sys/kernel");

	if (r == 0 && access(path, F_OK) < 0)
		r = -errno;
	for (size_t i = 0; r == 0 && i < ARRAY_SIZE(helpers); i++)
		r = read_helper(table, &helpers[i]);
	return r < 0 ? r : table->error;
}

/* Whether a file has gone since its name was read, before it was opened or after. */
static bool has_gone(int r)
{
	return r == -ENOENT || r == -EIO;
}

static int read_bond(struct hp_proctable *table, const char *dir, const char *name,
		     const void *data)
{
	char path[PATH_MAX];
	int r;

	hp_proctable_row(table);
	hp_proctable_text(table, HP_PROC_NAME, "bond", name);
	if (table->error < 0)
		return table->error;
	snprintf(path, sizeof(path), "%s/%.*s", dir, NAME_MAX, name);
	r = hp_procfile_parse(path, hp_procvirtual_parse_bond, table);
	if (!has_gone(r))
		return r;
	hp_proctable_drop(table);
	return 0;
}

int ctl_proc_read_bonds(struct hp_proctable *table, const struct ctl_proc_asked *asked)
{
	return hp_procfile_each_name(table, "/proc/net/bonding", read_bond, NULL);
}

int ctl_proc_read_vlans(struct hp_proctable *table, const struct ctl_proc_asked *asked)
{
	_cleanup_(hp_proctable_free) struct hp_proctable all = {0};
	char path[PATH_MAX];
	int r = hp_procfile_parse("/proc/net/vlan/config", hp_procvirtual_parse_vlans,
				  &all);

	for (size_t i = 0; r == 0 && i < all.n; i++) {
		hp_proctable_copy(table, &all.row[i]);
		snprintf(path, sizeof(path), "/proc/net/vlan/%.*s", NAME_MAX,
			 all.row[i].field[0].text);
		if (table->error == 0)
			r = hp_procfile_parse(path, hp_procvirtual_parse_vlan, table);
		r = has_gone(r) ? 0 : r;
	}
	return table->error < 0 ? table->error : r;
}

static const char *module_state(const char *name)
{
	static const char *const states[] = {
		[HP_SYSMODULE_ABSENT] = "not loaded",
		[HP_SYSMODULE_BUILTIN] = "built in",
		[HP_SYSMODULE_LIVE] = "loaded",
		[HP_SYSMODULE_MOVING] = "coming or going",
	};

	return states[hp_sysmodule_state(name)];
}

/* Of an option of a module: whether that is there, and what the parameter is now. */
static void add_present(struct hp_proctable *table)
{
	const struct hp_proc_row *row = &table->row[table->n - 1];
	const struct hp_proc_field *module = hp_proc_row_find(row, "module"),
				   *parameter = hp_proc_row_find(row, "parameter");
	_cleanup_free_ char *now = NULL;
	bool known = module && parameter && module->text && parameter->text &&
		     !strchr(module->text, '/');

	if (known)
		now = hp_procparam_value(module->text, parameter->text);
	hp_proctable_text(table, HP_PROC_TEXT, "state",
			  known ? module_state(module->text) : NULL);
	hp_proctable_text(table, HP_PROC_TEXT, "now", now);
}

int ctl_proc_read_options(struct hp_proctable *table, const struct ctl_proc_asked *asked)
{
	_cleanup_(hp_proctable_free) struct hp_proctable all = {0};
	int r = hp_procfile_parse("/proc/cmdline", hp_procoption_parse, &all);

	for (size_t i = 0; r == 0 && i < all.n; i++) {
		hp_proctable_copy(table, &all.row[i]);
		if (table->error == 0)
			add_present(table);
	}
	return table->error < 0 ? table->error : r;
}

const struct ctl_proc_section ctl_proc_sections[] = {
	{.name = "helpers",
	 .place = "/proc/sys/kernel",
	 .read = ctl_proc_read_helpers,
	 .missing = "/proc is not mounted",
	 .blocks = true},
	{.name = "dev", .place = "/proc/net/dev", .parse = hp_procnet_parse_dev},
	{.name = "mcast",
	 .place = "/proc/net/dev_mcast",
	 .parse = hp_procnet_parse_mcast},
	{.name = "wireless",
	 .place = "/proc/net/wireless",
	 .parse = hp_procnet_parse_wireless,
	 .missing = "this kernel has no wireless extensions, or they are not loaded"},
	{.name = "ptype", .place = "/proc/net/ptype", .parse = hp_procnet_parse_ptype},
	{.name = "softnet",
	 .place = "/proc/net/softnet_stat",
	 .parse = hp_procsoft_parse_stat},
	{.name = "softirqs", .place = "/proc/softirqs", .parse = hp_procsoft_parse_irqs},
	{.name = "bonding",
	 .place = "/proc/net/bonding",
	 .read = ctl_proc_read_bonds,
	 .missing = "the module bonding is not loaded",
	 .blocks = true},
	{.name = "vlan",
	 .place = "/proc/net/vlan",
	 .read = ctl_proc_read_vlans,
	 .missing = "the module 8021q is not loaded",
	 .blocks = true},
	{.name = "interrupts", .place = "/proc/interrupts", .parse = hp_procirq_parse},
	{.name = "ioports", .place = "/proc/ioports", .parse = hp_procregion_parse},
	{.name = "iomem", .place = "/proc/iomem", .parse = hp_procregion_parse},
	{.name = "cmdline", .place = "/proc/cmdline", .read = ctl_proc_read_options},
	{.name = "params",
	 .place = "/sys/module",
	 .read = ctl_proc_read_params,
	 .missing = "there is no such module"},
	{0},
};

const struct ctl_proc_section *ctl_proc_find(const char *name)
{
	const struct ctl_proc_section *section = ctl_proc_sections;

	while (section->name && !streq(section->name, name))
		section++;
	return section->name ? section : NULL;
}

int ctl_proc_read(const struct ctl_proc_section *section,
		  const struct ctl_proc_asked *asked, struct hp_proctable *table)
{
	return section->parse ? hp_procfile_parse(section->place, section->parse, table)
			      : section->read(table, asked);
}
