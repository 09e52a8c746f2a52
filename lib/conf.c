/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: /etc/hotplug/hotplug.conf, the suite's own settings. See conf.h. */
#include <errno.h>
#include <limits.h>

#include "conf.h"
#include "dhcp.h"
#include "group.h"
#include "ini.h"
#include "log.h"
#include "number.h"
#include "rebroadcast.h"
#include "root.h"

#define TIMEOUT_MAX	   86400
#define DRAINERS_MAX	   256
#define RECEIVE_BUFFER_MAX (1024u << 20)

static const struct hp_conf defaults = {
	.hook_suffix = ".hotplug",
	.hook_timeout = 60,
	.legacy_conf = true,
	.load_plans = true,
	.single_process = HP_SINGLE_PROCESS,
	.log_level = HP_LOG_NOTICE,
	.net_agent_policy = "hotplug",
	.status_group = -1,
};

static struct {
	bool is_read;
	struct hp_conf conf;
} current;

static int read_suffix(void *to, const char *value)
{
	if (strlen(value) >= HP_CONF_SUFFIX_MAX || strchr(value, '/'))
		return -EINVAL;
	strcpy(to, value);
	return 0;
}

static int read_timeout(void *to, const char *value)
{
	uint64_t seconds;

	if (hp_number_parse(value, 10, TIMEOUT_MAX, &seconds) < 0 || seconds == 0)
		return -EINVAL;
	*(unsigned int *)to = seconds;
	return 0;
}

static int read_drainers(void *to, const char *value)
{
	uint64_t n;

	if (hp_number_parse(value, 10, DRAINERS_MAX, &n) < 0)
		return -EINVAL;
	*(unsigned int *)to = n;
	return 0;
}

static int read_receive_buffer(void *to, const char *value)
{
	char number[16];
	size_t n = strspn(value, "0123456789");
	const char *unit = value + n;
	uint64_t bytes;

	if (n >= sizeof(number) || (*unit && !streq(unit, "K") && !streq(unit, "M")))
		return -EINVAL;
	memcpy(number, value, n);
	number[n] = '\0';
	if (hp_number_parse(number, 10, INT_MAX, &bytes) < 0)
		return -EINVAL;
	bytes <<= *unit == 'K' ? 10 : *unit == 'M' ? 20 : 0;
	if (bytes > RECEIVE_BUFFER_MAX)
		return -EINVAL;
	*(unsigned int *)to = bytes;
	return 0;
}

static int read_rebroadcast(void *to, const char *value)
{
	uint64_t groups;

	if (hp_number_parse(value, 10, HP_REBROADCAST_MASK, &groups) < 0 ||
	    groups & ~(uint64_t)HP_REBROADCAST_MASK)
		return -EINVAL;
	*(unsigned int *)to = groups;
	return 0;
}

static int read_yes_or_no(void *to, const char *value)
{
	if (!streq(value, "yes") && !streq(value, "no"))
		return -EINVAL;
	*(bool *)to = streq(value, "yes");
	return 0;
}

static int read_group(void *to, const char *value)
{
	gid_t group = -1;
	int r = *value ? hp_group_find(value, &group) : 0;

	if (r == 0)
		*(gid_t *)to = group;
	return r;
}

static bool has_parent(const char *dir)
{
	for (; *dir; dir += strcspn(dir, "/")) {
		dir += strspn(dir, "/");
		if (strcspn(dir, "/") == 2 && skip_prefix(dir, ".."))
			return true;
	}
	return false;
}

static int read_directories(void *to, const char *value)
{
	char dirs[HP_CONF_DIRECTORIES_MAX], *rest = dirs;
	const char *dir;

	if (strlen(value) >= sizeof(dirs))
		return -EINVAL;
	strcpy(dirs, value);
	while ((dir = strtok_r(rest, HP_CONF_BLANKS, &rest)))
		if (dir[0] != '/' || has_parent(dir))
			return -EINVAL;
	strcpy(to, value);
	return 0;
}

static int read_net_skip(void *to, const char *value)
{
	if (strlen(value) >= HP_CONF_NET_SKIP_MAX || strchr(value, '/'))
		return -EINVAL;
	strcpy(to, value);
	return 0;
}

static int read_client(void *to, const char *value)
{
	if (*value && !hp_dhcp_client_is_known(value))
		return -EINVAL;
	strcpy(to, value);
	return 0;
}

static int read_policy(void *to, const char *value)
{
	if (!streq(value, "all") && !streq(value, "auto") && !streq(value, "hotplug"))
		return -EINVAL;
	strcpy(to, value);
	return 0;
}

static int read_log_level(void *to, const char *value)
{
	return hp_log_level_parse(value, to);
}

#define MEMBER(member) offsetof(struct hp_conf, member)

static const struct key {
	const char *key;
	int (*read)(void *to, const char *value);
	size_t to;
	const char *takes;
} keys[] = {
	{"HookSuffix", read_suffix, MEMBER(hook_suffix), "up to 31 bytes without '/'"},
	{"HookTimeoutSec", read_timeout, MEMBER(hook_timeout), "seconds, 1 to 86400"},
	{"Drainers", read_drainers, MEMBER(drainers),
	 "a number up to 256, 0 for one that follows the CPUs"},
	{"ReceiveBuffer", read_receive_buffer, MEMBER(receive_buffer),
	 "bytes, with K or M, up to 1024M"},
	{"Rebroadcast", read_rebroadcast, MEMBER(rebroadcast),
	 "2 (libudev's form), 4 (the kernel's), 6 (both) or 0 (none)"},
	{"WithUdev", read_yes_or_no, MEMBER(with_udev), "yes or no"},
	{"LegacyConf", read_yes_or_no, MEMBER(legacy_conf), "yes or no"},
	{"LoadPlans", read_yes_or_no, MEMBER(load_plans), "yes or no"},
	{"StatusGroup", read_group, MEMBER(status_group),
	 "a group of /etc/group, or its number"},
	{"ConfigDirectories", read_directories, MEMBER(config_directories),
	 "absolute paths without '..', up to 1023 bytes in all"},
	{"DHCPClient", read_client, MEMBER(dhcp_client),
	 "udhcpc, dhcpcd or dhclient, or nothing"},
	{"NetAgentPolicy", read_policy, MEMBER(net_agent_policy), "all, auto or hotplug"},
	{"NetSkip", read_net_skip, MEMBER(net_skip),
	 "globs of names without '/', up to 1023 bytes in all"},
	{"SingleProcess", read_yes_or_no, MEMBER(single_process), "yes or no"},
	{"LogLevel", read_log_level, MEMBER(log_level),
	 "err, warning, notice, info or debug"},
};

/* What is read, and how many entries of the file are not understood. */
struct reading {
	struct hp_conf conf;
	unsigned int mistakes;
};

static const struct key *find_key(const char *name)
{
	for (size_t i = 0; i < ARRAY_SIZE(keys); i++)
		if (streq(name, keys[i].key))
			return &keys[i];
	return NULL;
}

static int read_value(struct hp_conf *conf, const struct key *key, const char *value)
{
	return key->read((char *)conf + key->to, value);
}

static void take_assignment(struct reading *reading, const struct hp_ini_entry *entry)
{
	const struct key *key = find_key(entry->key);

	if (key && read_value(&reading->conf, key, entry->value) == 0)
		return;
	if (key)
		hp_ini_warn(entry, "%s=%s: takes %s; ignored", entry->key, entry->value,
			    key->takes);
	else
		hp_ini_warn(entry, "unknown key %s; ignored", entry->key);
	reading->mistakes++;
}

static int take_entry(const struct hp_ini_entry *entry, void *data)
{
	struct reading *reading = data;

	if (!streq(entry->section, "Hotplug")) {
		if (entry->key)
			return 0;
		hp_ini_warn(entry, "unknown section [%s]; ignored", entry->section);
		reading->mistakes++;
	} else if (entry->key) {
		take_assignment(reading, entry);
	}
	return 0;
}

static void read_file(struct reading *reading)
{
	char path[PATH_MAX];
	int r;

	*reading = (struct reading){.conf = defaults};
	if (hp_path(path, "%s/hotplug.conf", HP_CONFDIR) < 0 || access(path, F_OK) < 0)
		return;
	r = hp_ini_read(path, take_entry, reading);
	if (r < 0 && r != -ENOENT)
		hp_warning(r, "cannot read %s", path);
	if (r != -ENOENT)
		reading->mistakes += r != 0;
}

/* By the command line; NULL: nothing. */
static const char *given[ARRAY_SIZE(keys)];

int hp_conf_set(const char *option, const char *name, const char *value)
{
	const struct key *key = find_key(name);
	struct hp_conf conf;

	if (read_value(&conf, key, value) < 0)
		return hp_error(0, "%s %s: takes %s", option, value, key->takes), -EINVAL;
	given[key - keys] = value;
	return 0;
}

/* A level that somebody else has set since stays. */
static void put_in_force(const struct hp_conf *conf)
{
	enum hp_log_level before =
		current.is_read ? current.conf.log_level : defaults.log_level;

	if (hp_log_get_level() == before)
		hp_log_set_level(conf->log_level);
	current.conf = *conf;
	for (size_t i = 0; i < ARRAY_SIZE(keys); i++)
		if (given[i])
			(void)!read_value(&current.conf, &keys[i], given[i]);
	current.is_read = true;
}

const struct hp_conf *hp_conf_get(void)
{
	struct reading reading;

	if (!current.is_read) {
		read_file(&reading);
		put_in_force(&reading.conf);
	}
	return &current.conf;
}

int hp_conf_reload(void)
{
	struct reading reading;

	read_file(&reading);
	if (reading.mistakes)
		return hp_error(0, "hotplug.conf: the settings stay as they were"),
		       -EINVAL;
	put_in_force(&reading.conf);
	return 0;
}

bool hp_conf_reads_legacy(void)
{
	char path[PATH_MAX];

	return hp_path(path, HP_CONF_LEGACY) == 0 && access(path, F_OK) == 0 &&
	       hp_conf_get()->legacy_conf;
}
