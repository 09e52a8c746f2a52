/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: interfaces that carry the system itself. See netboot.h. */
#include <fcntl.h>

#include "bootline.h"
#include "netboot.h"
#include "root.h"

#define DEVICE_FIELD 5 /* ip=CLIENT:SERVER:GATEWAY:NETMASK:HOST:DEVICE:... */

static bool equals(const char *text, size_t len, const char *s)
{
	return strlen(s) == len && memcmp(text, s, len) == 0;
}

/* The field-th of a value with ':' between, and how many there are. */
static size_t find_field(const char *value, size_t len, size_t field, const char **ret,
			 size_t *ret_len)
{
	size_t n = 0, start = 0, depth = 0;

	*ret = "";
	*ret_len = 0;
	for (size_t i = 0; i <= len; i++) {
		/* IPv6 addresses stand in brackets. */
		depth += i < len && value[i] == '[';
		depth -= i < len && value[i] == ']' && depth;
		if (i < len && (value[i] != ':' || depth))
			continue;
		if (n++ == field) {
			*ret = value + start;
			*ret_len = i - start;
		}
		start = i + 1;
	}
	return n;
}

static bool address_names(const char *value, size_t len, const char *ifname)
{
	const char *device;
	size_t n, device_len;

	if (len == 0 || equals(value, len, "off") || equals(value, len, "none"))
		return false;
	n = find_field(value, len, DEVICE_FIELD, &device, &device_len);
	/* An initramfs' own form is DEVICE:PROTOCOL. */
	if (n == 2)
		find_field(value, len, 0, &device, &device_len);
	return device_len == 0 || equals(device, device_len, ifname);
}

static bool root_names(const char *value, size_t len, const char *ifname)
{
	return equals(value, len, "/dev/nfs") ||
	       (len >= 4 && !memcmp(value, "nfs:", 4)) ||
	       (len >= 5 && !memcmp(value, "nfs4:", 5));
}

static bool nfsroot_names(const char *value, size_t len, const char *ifname)
{
	return true;
}

static const struct {
	const char *key;
	bool (*names)(const char *value, size_t len, const char *ifname);
} keys[] = {
	{"ip=", address_names},
	{"nfsaddrs=", address_names},
	{"nfsroot=", nfsroot_names},
	{"root=", root_names},
};

bool hp_netboot_names(const char *cmdline, const char *ifname)
{
	const char *word, *value;
	size_t len;

	while ((cmdline = hp_bootline_next(cmdline, &word, &len)), len) {
		for (size_t i = 0; i < ARRAY_SIZE(keys); i++) {
			value = skip_prefix(word, keys[i].key);
			if (value && keys[i].names(value, cmdline - value, ifname))
				return true;
		}
	}
	return false;
}

bool hp_netboot_wants(const char *ifname)
{
	char path[PATH_MAX], cmdline[4096 + 1]; /* COMMAND_LINE_SIZE is 4096 at most */
	_cleanup_close_ int fd = -1;
	ssize_t n;

	if (hp_path(path, "/proc/cmdline") < 0)
		return false;
	fd = open(path, O_RDONLY | O_CLOEXEC);
	n = fd < 0 ? -1 : read(fd, cmdline, sizeof(cmdline) - 1);
	if (n < 0)
		return false;
	cmdline[n] = '\0';
	return hp_netboot_names(cmdline, ifname);
}
