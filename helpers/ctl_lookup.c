/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: hotplugctl lookup: which modules drive a device, and who says so.
 *
 * One object a word with --json, each on a line of its own; see hotplugctl(8).
 */
#include <errno.h>
#include <getopt.h>

#include "conf.h"
#include "ctl_lookup.h"
#include "hotplugctl.h"
#include "log.h"
#include "modconf.h"
#include "root.h"

static const struct option long_options[] = {
	{"json", no_argument, NULL, 'j'},
	{"port", no_argument, NULL, 'p'},
	{"help", no_argument, NULL, 'h'},
	{0},
};

/* Reads what the ids are known by; the names of two files differ from those of others. */
static void find_names(struct ctl_subject *subject)
{
	static const char *const files[][4] = {
		[HP_MAP_PCI] = {"/usr/share/hwdata/pci.ids", "/usr/share/misc/pci.ids"},
		[HP_MAP_USB] = {"/usr/share/hwdata/usb.ids", "/var/lib/usbutils/usb.ids",
				"/usr/share/misc/usb.ids"},
	};
	const char *const *file = files[subject->query.kind];
	struct hp_idquery_key key;
	char path[PATH_MAX];

	hp_idquery_key(&key, &subject->query);
	for (; *file && !subject->names.n; file++)
		if (hp_path(path, "%s", *file) == 0 &&
		    hp_hwids_find(&subject->names, path, &key.key) < 0)
			subject->names.n = 0;
}

/* A device need not have ids that a map knows. */
static void read_query(struct ctl_subject *subject, const char *text)
{
	char why[HP_IDQUERY_WHY_MAX];

	subject->has_query = hp_idquery_parse(&subject->query, text, why) == 0;
}

static int read_device(struct ctl_subject *subject)
{
	const char *word = subject->word;
	struct hp_deviceinfo *device = &subject->device;
	char path[PATH_MAX], why[HP_UEVENT_WHY_MAX];
	int r = ctl_path(path, word);

	if (r < 0)
		return hp_error(r, "%s", word);
	if (hp_deviceinfo_read(device, path, why) < 0)
		return hp_error(0, "%s", why), -EINVAL;
	subject->has_device = true;
	read_query(subject, *device->modalias ? device->modalias : device->ids);
	subject->modalias = *device->modalias	 ? device->modalias
			    : subject->has_query ? subject->query.modalias
						 : NULL;
	return 0;
}

/* A port of plugbus.ko as the device whose ids it carries: without the prefix of its
 * MODALIAS, and without the driver that it has as a port. See plugbus(4). */
static int read_port(struct ctl_subject *subject)
{
	static const char prefix[] = "plugbus:";
	struct hp_deviceinfo *device = &subject->device;
	char path[PATH_MAX], why[HP_UEVENT_WHY_MAX];
	size_t n = strlen(prefix);

	if (strchr(subject->word, '/') ||
	    hp_path(path, "/sys/bus/plugbus/devices/%s", subject->word) < 0 ||
	    hp_deviceinfo_read(device, path, why) < 0 ||
	    strncmp(device->modalias, prefix, n) != 0)
		return hp_error(0, "'%s' is not the name of a port", subject->word),
		       -EINVAL;
	memmove(device->modalias, device->modalias + n, strlen(device->modalias + n) + 1);
	*device->driver = *device->module = '\0';
	read_query(subject, device->modalias);
	subject->modalias = device->modalias;
	return 0;
}

/* Whatever is neither a path nor ids is a name or an alias. */
static int read_ids(struct ctl_subject *subject)
{
	char why[HP_IDQUERY_WHY_MAX];
	int r = hp_idquery_parse(&subject->query, subject->word, why);

	if (r == -EINVAL)
		return hp_error(0, "%s: %s", subject->word, why), r;
	subject->has_query = r == 0;
	subject->modalias = r == 0 ? subject->query.modalias : subject->word;
	return 0;
}

static bool is_path(const char *word)
{
	return *word == '/' || *word == '.';
}

static int look_up(struct hp_modules *modules, const char *word,
		   int (*read_subject)(struct ctl_subject *),
		   const struct ctl_lookup_out *out)
{
	_cleanup_(hp_lookup_free) struct hp_lookup lookup = {0};
	struct ctl_subject subject = {.word = word};
	int r = read_subject(&subject);

	if (r < 0)
		return r;
	if (subject.has_query)
		find_names(&subject);
	if (subject.modalias)
		r = hp_lookup(&lookup, modules, subject.modalias,
			      subject.has_query ? &subject.query : NULL);
	if (r == -EINVAL)
		return hp_error(0, "'%s' is neither an alias nor a path in /sys", word),
		       r;
	if (r < 0)
		return hp_error(r, "%s", word);
	r = ctl_lookup_print(modules, &subject, &lookup, out);
	if (r < 0)
		return hp_error(r, "%s", word);
	return lookup.n || *subject.device.driver;
}

int ctl_look_up(struct hp_modules *modules, const char *word,
		const struct ctl_lookup_out *out)
{
	return look_up(modules, word, is_path(word) ? read_device : read_ids, out);
}

int ctl_lookup_open(struct hp_modules **ret)
{
	static struct hp_modconf_dirs dirs;
	static char legacy[PATH_MAX];
	struct hp_modules_where where = {.root = hp_root_get(), .config = dirs.path};
	int r = hp_modconf_find_dirs(&dirs);

	if (r == 0)
		r = hp_path(legacy, HP_CONF_LEGACY);
	if (r < 0)
		return r;
	if (access(legacy, F_OK) == 0 && hp_conf_get()->legacy_conf)
		where.legacy = legacy;
	return hp_modules_new(ret, &where);
}

static int look_up_all(char *const words[], bool ports, struct hp_json *json)
{
	_cleanup_(hp_modules_freep) struct hp_modules *modules = NULL;
	const struct ctl_lookup_out out = {json};
	int status = CTL_DONE, r = ctl_lookup_open(&modules);

	if (r < 0)
		return hp_error(r, "could not open the modules"), CTL_USAGE;
	for (; *words; words++) {
		r = ports ? look_up(modules, *words, read_port, &out)
			  : ctl_look_up(modules, *words, &out);
		if (r < 0)
			status = CTL_USAGE;
		else if (r == 0 && status == CTL_DONE)
			status = CTL_FAILED;
	}
	return status;
}

static int run(const struct ctl_verb *verb, int argc, char *argv[])
{
	struct hp_json json = {.out = stdout};
	bool as_json = false, ports = false;
	int c;

	while ((c = getopt_long(argc, argv, "", long_options, NULL)) != -1) {
		if (c != 'j' && c != 'p')
			return ctl_usage(verb, c == 'h' ? stdout : stderr);
		*(c == 'j' ? &as_json : &ports) = true;
	}
	if (optind == argc)
		return ctl_usage(verb, stderr);
	return look_up_all(argv + optind, ports, as_json ? &json : NULL);
}

const struct ctl_verb ctl_lookup = {
	.name = "lookup",
	.arguments = "[--json] pci:VENDOR:DEVICE|usb:VENDOR:PRODUCT|MODALIAS|PATH..."
		     "|--port PORT...",
	.does = "Says which modules drive a device, and which file says so.",
	.run = run,
};
