/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: hotplugctl: speak with hotplugd. See ctl_daemon.h. */
#include <errno.h>

#include "ctl_daemon.h"
#include "log.h"
#include "root.h"

#define ANSWER_MS 30000 /* a daemon that is busy reads many events first */

int ctl_daemon_connect(void)
{
	int fd = hp_control_connect();

	if (fd == -ENOENT || fd == -ECONNREFUSED)
		return hp_error(0,
				"hotplugd does not listen on %s" HP_RUNDIR
				"/" HP_CONTROL_NAME,
				hp_root_get()),
		       fd;
	if (fd < 0)
		return hp_error(fd, "%s" HP_RUNDIR "/" HP_CONTROL_NAME, hp_root_get());
	return fd;
}

static const char *explain(int r)
{
	static const struct {
		int r;
		const char *text;
	} known[] = {
		{-EPERM, "hotplugd lets nobody but root do that"},
		{-EBUSY, "hotplugd has as many clients as it takes"},
		{-EPIPE, "hotplugd has hung up: it has ended, or is of another version"},
		{-ETIMEDOUT, "hotplugd does not answer"},
		{-EBADMSG, "what hotplugd answers is no message: another version?"},
	};

	for (size_t i = 0; i < ARRAY_SIZE(known); i++)
		if (known[i].r == r)
			return known[i].text;
	return NULL;
}

int ctl_daemon_ask(int fd, const struct hp_control_message *request,
		   enum hp_control_type expected, struct hp_control_message *ret)
{
	int r = hp_control_ask(fd, request, ANSWER_MS, expected, ret);

	if (r < 0 && explain(r))
		return hp_error(0, "%s", explain(r)), r;
	return r < 0 ? hp_error(r, "cannot ask hotplugd") : 0;
}
