/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Purpose: pcmcia.agent: a driver that takes all cards of one function (modems, disks)
 * may have a card only when the drivers that know the card itself had their turn.
 *
 * Source of the contract: pcmcia_devmatch() and allow_func_id_match_store() in
 * drivers/pcmcia/ds.c of Linux 6.1.
 */
#include <errno.h>
#include <fcntl.h>

#include "agent.h"
#include "bus.h"
#include "log.h"
#include "root.h"

static int allow_function(const struct hp_uevent *event)
{
	_cleanup_close_ int fd = -1;
	char path[PATH_MAX], name[PATH_MAX];

	if (!event->devpath ||
	    hp_path(path, "/sys%s/allow_func_id_match", event->devpath) < 0)
		return 0;
	fd = open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY);
	/* The card is gone, or the kernel is older than this. */
	if (fd < 0 && errno == ENOENT)
		return 0;
	if (fd >= 0 && hp_dry_run) {
		dprintf(STDOUT_FILENO, "write 1 to %s/allow_func_id_match\n",
			hp_log_escape(name, sizeof(name), event->devpath));
		return 0;
	}
	if (fd < 0 || (write(fd, "1", 1) < 0 && errno != ENODEV))
		return hp_error(-errno, "%s", path);
	return 0;
}

const struct hp_bus hp_bus_pcmcia = {
	.name = "pcmcia",
	.prefix = "pcmcia:m",
	.loaded = allow_function,
};
