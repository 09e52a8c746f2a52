/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: find the event in an environment. See uevent.h. */
#include <errno.h>

#include "uevent.h"

#define ENVIRON_BYTES_MAX (1 << 20)

/*
 * What a person's shell, or udev, may say of an event among everything else they say: the
 * keys that Linux 6.1 passes to add_uevent_var(), less those too common to be taken from
 * a login environment (NAME, MODE, EVENT, PID, UUID, ...). '*' ends a prefix.
 */
/* clang-format off */
static const char event_keys[][HP_UEVENT_PATTERN_MAX] = {
	"ACTION", "DEVPATH", "SUBSYSTEM", "SEQNUM", "SYNTH_UUID",
	"SYNTH_ARG_*", "DEVPATH_OLD", "INTERFACE", "IFINDEX", "MODALIAS",
	"DRIVER", "DEVTYPE", "DEVNAME", "DEVMODE", "DEVUID",
	"DEVGID", "MAJOR", "MINOR", "DISKSEQ", "DISK_MEDIA_CHANGE",
	"PARTN", "PARTNAME", "PCI_*", "PRODUCT", "TYPE",
	"BUSNUM", "DEVNUM", "DEVICE", "FIRMWARE", "TIMEOUT",
	"ASYNC", "OF_*", "HID_*", "SERIO_*", "SDIO_*",
	"MMC_*", "SOCKET_NO", "DEVICE_NO", "CU_TYPE", "CU_MODEL",
	"DEV_TYPE", "DEV_MODEL", "PLUGBUS_*", "POWER_SUPPLY_*", "RFKILL_*",
	"SDEV_*", "DM_*", "NVME_*", "MEI_CL_*", "AMBA_ID",
	"TYPEC_PORT", "USB4_*", "GNSS_TYPE", "W1_*", "WMI_GUID",
};
/* clang-format on */

/* The number of the event's variables where this is the environment that the kernel (or
 * our dispatcher) makes: ACTION first, HOME=/ and PATH= last, then at most HOTPLUG_*. */
static ssize_t kernel_form(char *const envp[])
{
	ssize_t n = 0, home;

	if (!envp[0] || !skip_prefix(envp[0], "ACTION="))
		return -1;
	while (envp[n] && !streq(envp[n], "HOME=/"))
		n++;
	home = n;
	if (!envp[n] || !envp[n + 1] || !skip_prefix(envp[n + 1], "PATH="))
		return -1;
	for (n += 2; envp[n]; n++)
		if (!skip_prefix(envp[n], "HOTPLUG_"))
			return -1;
	return home;
}

bool hp_uevent_key_is_one_of(const char *var,
			     const char patterns[][HP_UEVENT_PATTERN_MAX], size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const char *key = patterns[i];
		size_t len = strcspn(key, "*");

		if (key[0] == var[0] && strncmp(var, key, len) == 0 &&
		    (key[len] == '*' || var[len] == '='))
			return true;
	}
	return false;
}

static bool is_event_key(const char *var)
{
	return hp_uevent_key_is_one_of(var, event_keys, ARRAY_SIZE(event_keys));
}

/* Writes what is an event's to ret; one more than an event can have is enough to see that
 * there are too many. Returns their number, or -EINVAL. */
static ssize_t pick_known_keys(char *const envp[],
			       char *ret[static HP_UEVENT_VARS_MAX + 1],
			       char why[static HP_UEVENT_WHY_MAX])
{
	size_t bytes = 0, n = 0;

	for (; *envp; envp++) {
		size_t len = strlen(*envp);

		bytes += len + 1;
		if (bytes > ENVIRON_BYTES_MAX) {
			snprintf(why, HP_UEVENT_WHY_MAX,
				 "the environment has more than %d bytes",
				 ENVIRON_BYTES_MAX);
			return -EINVAL;
		}
		if (!memchr(*envp, '=', len)) {
			snprintf(why, HP_UEVENT_WHY_MAX, "'%.64s' is no KEY=VALUE",
				 *envp);
			return -EINVAL;
		}
		if (is_event_key(*envp) && n <= HP_UEVENT_VARS_MAX)
			ret[n++] = *envp;
	}
	return n;
}

int hp_uevent_from_environ(struct hp_uevent *ret, char *const envp[],
			   const char *subsystem, char why[static HP_UEVENT_WHY_MAX])
{
	char *picked[HP_UEVENT_VARS_MAX + 1];
	ssize_t n = kernel_form(envp);

	if (n >= 0)
		return hp_uevent_from_vars(ret, envp, n, subsystem, why);
	n = pick_known_keys(envp, picked, why);
	return n < 0 ? n : hp_uevent_from_vars(ret, picked, n, subsystem, why);
}
