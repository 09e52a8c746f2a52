/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: /etc/hotplug/hotplug.conf, the suite's own settings. See hotplug.conf(5). */
#ifndef HP_CONF_H
#define HP_CONF_H

#include <sys/types.h>

#include "log.h"

#define HP_CONF_SUFFIX_MAX	32
#define HP_CONF_DIRECTORIES_MAX 1024
#define HP_CONF_NET_SKIP_MAX	1024
#define HP_CONF_WORD_MAX	16
#define HP_CONF_BLANKS		" \t"

struct hp_conf {
	char hook_suffix[HP_CONF_SUFFIX_MAX]; /* ".hotplug"; "" runs every file */
	unsigned int hook_timeout;	      /* seconds, 1 to 86400 */
	bool legacy_conf;		      /* modprobe reads /etc/modprobe.conf */
	bool load_plans;	     /* modules are loaded by the plans of the index */
	bool single_process;	     /* hotplugd */
	unsigned int receive_buffer; /* bytes of hotplugd's socket; 0: by the memory */
	bool with_udev; /* hotplugd acts after udev instead of leaving things to it */
	unsigned int rebroadcast; /* groups of rebroadcast.h, 0: none */
	enum hp_log_level log_level;
	gid_t status_group;    /* may ask hotplugd on its control socket; -1: nobody */
	unsigned int drainers; /* helpers that work at the same time; 0: by the CPUs */
	/* More of network files: absolute paths with HP_CONF_BLANKS between. */
	char config_directories[HP_CONF_DIRECTORIES_MAX];
	char net_agent_policy[HP_CONF_WORD_MAX]; /* "all", "auto", "hotplug" */
	/* Of interfaces that net.agent leaves alone beside net.skip: as directories. */
	char net_skip[HP_CONF_NET_SKIP_MAX];
	char dhcp_client[HP_CONF_WORD_MAX]; /* as dhcp.h knows it; "": detected */
};

/* The settings, read at the first call; log level included, which is put in force unless
 * --verbose is. What is wrong in the file is logged and leaves the default. */
const struct hp_conf *hp_conf_get(void);

/* Reads the file again. Returns 0, or -EINVAL where something in it is not understood or
 * it cannot be read: that is logged, and all settings stay as they were. */
int hp_conf_reload(void) _must_check_;

/* Puts a value of the command line, which must stay, in the place of the file's, whatever
 * that says now and later. To be called before hp_conf_get(). option: what the message
 * calls it. Returns 0, or -EINVAL with the message logged where the key does not take
 * it. */
int hp_conf_set(const char *option, const char *key, const char *value) _must_check_;

/* The single file of module-init-tools. */
#define HP_CONF_LEGACY "/etc/modprobe.conf"

/* Whether there is one, and it is to be read. */
bool hp_conf_reads_legacy(void);

#endif
