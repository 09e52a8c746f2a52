/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: what is said of the load of a module. See load.h. */
#include <errno.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include "conf.h"
#include "load.h"
#include "log.h"

bool hp_load_is_unread(void)
{
	struct stat st;

	return fstat(STDERR_FILENO, &st) == 0 && S_ISCHR(st.st_mode) &&
	       st.st_rdev == makedev(1, 3);
}

void hp_load_open_log(void)
{
	hp_log_open("modprobe");
	if (hp_load_is_unread())
		hp_conf_get(); /* with the level that it sets */
	else
		hp_log_set_level(HP_LOG_WARNING);
}

void hp_load_log_asked(const char *name)
{
	hp_debug("asked for '%s'", name);
}

void hp_load_note(struct hp_load *load, const char *module)
{
	size_t n = strlen(load->with);

	if (streq(module, load->target))
		load->target_inserted = true;
	else
		snprintf(load->with + n, sizeof(load->with) - n, "%s%s", n ? ", " : "",
			 module);
}

void hp_load_log(const struct hp_load *load)
{
	if (load->target_inserted && load->with[0])
		hp_notice("loaded %s with %s", load->target, load->with);
	else if (load->target_inserted)
		hp_notice("loaded %s", load->target);
	else if (load->with[0])
		hp_notice("loaded %s for %s", load->with, load->target);
}

bool hp_load_found_no_device(int r)
{
	return r == -ENODEV || r == -ENXIO || r == -EOPNOTSUPP;
}

int hp_load_failed(int r, const char *module)
{
	if (hp_load_found_no_device(r) && hp_load_is_unread())
		hp_info("%s: it found no device: %s", module, strerror(-r));
	else if (r == -EALREADY)
		hp_error(0, "could not insert '%s': other processes are still at it",
			 module);
	else if (r == -EEXIST)
		hp_error(0, "could not insert '%s': Module already in kernel", module);
	else if (r == -ENOENT)
		hp_error(0,
			 "could not insert '%s': Unknown symbol in module, or unknown "
			 "parameter (see dmesg)",
			 module);
	else
		hp_error(r, "could not insert '%s'", module);
	return r;
}
