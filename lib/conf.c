/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: /etc/hotplug/hotplug.conf, the suite's own settings. See conf.h. */
#include <errno.h>
#include <limits.h>

#include "conf.h"
#include "ini.h"
#include "log.h"
#include "number.h"
#include "root.h"

#define TIMEOUT_MAX	   86400
#define DRAINERS_MAX	   256
#define RECEIVE_BUFFER_MAX (1024u << 20)

static struct hp_conf conf = {
	.hook_suffix = ".hotplug",
	.hook_timeout = 60,
	.legacy_conf = true,
};

static int set_suffix(const char *value)
{
	if (strlen(value) >= sizeof(conf.hook_suffix) || strchr(value, '/'))
		return -EINVAL;
	strcpy(conf.hook_suffix, value);
	return 0;
}

static int set_timeout(const char *value)
{
	uint64_t seconds;

	if (hp_number_parse(value, 10, TIMEOUT_MAX, &seconds) < 0 || seconds == 0)
		return -EINVAL;
	conf.hook_timeout = seconds;
	return 0;
}

static int set_drainers(const char *value)
{
	uint64_t n;

	if (hp_number_parse(value, 10, DRAINERS_MAX, &n) < 0)
		return -EINVAL;
	conf.drainers = n;
	return 0;
}

static int set_receive_buffer(const char *value)
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
	conf.receive_buffer = bytes;
	return 0;
}

static int set_legacy_conf(const char *value)
{
	if (!streq(value, "yes") && !streq(value, "no"))
		return -EINVAL;
	conf.legacy_conf = streq(value, "yes");
	return 0;
}

static int set_log_level(const char *value)
{
	static const char names[][8] = {
		[HP_LOG_ERR] = "err",	    [HP_LOG_WARNING] = "warning",
		[HP_LOG_NOTICE] = "notice", [HP_LOG_INFO] = "info",
		[HP_LOG_DEBUG] = "debug",
	};

	for (size_t i = HP_LOG_ERR; i < ARRAY_SIZE(names); i++) {
		if (!streq(value, names[i]))
			continue;
		if (hp_log_get_level() == HP_LOG_NOTICE)
			hp_log_set_level(i);
		return 0;
	}
	return -EINVAL;
}

static const struct {
	const char *key;
	int (*set)(const char *value);
	const char *takes;
} keys[] = {
	{"HookSuffix", set_suffix, "up to 31 bytes without '/'"},
	{"HookTimeoutSec", set_timeout, "seconds, 1 to 86400"},
	{"Drainers", set_drainers, "a number up to 256, 0 for one that follows the CPUs"},
	{"ReceiveBuffer", set_receive_buffer, "bytes, with K or M, up to 1024M"},
	{"LegacyConf", set_legacy_conf, "yes or no"},
	{"LogLevel", set_log_level, "err, warning, notice, info or debug"},
};

static int take_entry(const struct hp_ini_entry *entry, void *data)
{
	if (!streq(entry->section, "Hotplug")) {
		if (!entry->key)
			hp_ini_warn(entry, "unknown section [%s]; ignored",
				    entry->section);
		return 0;
	}
	if (!entry->key)
		return 0;
	for (size_t i = 0; i < ARRAY_SIZE(keys); i++) {
		if (!streq(entry->key, keys[i].key))
			continue;
		if (keys[i].set(entry->value) < 0)
			hp_ini_warn(entry, "%s=%s: takes %s; ignored", entry->key,
				    entry->value, keys[i].takes);
		return 0;
	}
	hp_ini_warn(entry, "unknown key %s; ignored", entry->key);
	return 0;
}

const struct hp_conf *hp_conf_get(void)
{
	static bool is_read;
	char path[PATH_MAX];
	int r;

	if (is_read)
		return &conf;
	is_read = true;
	if (hp_path(path, "%s/hotplug.conf", HP_CONFDIR) < 0 || access(path, F_OK) < 0)
		return &conf;
	r = hp_ini_read(path, take_entry, NULL);
	if (r < 0 && r != -ENOENT)
		hp_warning(r, "cannot read %s", path);
	return &conf;
}

bool hp_conf_reads_legacy(void)
{
	char path[PATH_MAX];

	return hp_path(path, HP_CONF_LEGACY) == 0 && access(path, F_OK) == 0 &&
	       hp_conf_get()->legacy_conf;
}
