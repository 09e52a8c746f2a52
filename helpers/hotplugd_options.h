/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: hotplugd: its command line. See hotplugd(8). */
#ifndef HP_HOTPLUGD_OPTIONS_H
#define HP_HOTPLUGD_OPTIONS_H

#include "macro.h"

struct hotplugd_options {
	bool help, version;
	int ready_fd;	      /* -1: none; else open, and close-on-exec by now */
	const char *pid_file; /* an absolute path, or NULL */
};

/* Puts --root and --verbose in force. Returns 0, or -EINVAL with the message logged. */
int hotplugd_read_options(struct hotplugd_options *ret, int argc,
			  char *argv[]) _must_check_;

#endif
