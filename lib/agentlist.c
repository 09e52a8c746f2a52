/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: which agents there are. See agentlist.h. */
#include <fcntl.h>
#include <limits.h>

#include "agentlist.h"
#include "dir.h"
#include "names.h"
#include "root.h"

static int take_agent(const char *name, unsigned char type, void *data)
{
	size_t n = strlen(name), n_suffix = strlen(".agent");

	if (n <= n_suffix || !streq(name + n - n_suffix, ".agent"))
		return 0;
	return hp_names_add(data, name, n - n_suffix);
}

static int compare_names(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

void hp_agents_list(void (*each)(const char *subsystem))
{
	static const char *const dirs[] = {HP_CONFDIR, HP_AGENTDIR};
	_cleanup_(hp_names_free) struct hp_names names = {.exact = true};
	char path[PATH_MAX];

	for (size_t i = 0; i < ARRAY_SIZE(dirs); i++) {
		_cleanup_close_ int fd = -1;

		if (hp_path(path, "%s", dirs[i]) == 0)
			fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
		if (fd >= 0 && hp_dir_read(fd, take_agent, &names) < 0)
			return;
	}
	if (names.n)
		qsort(names.name, names.n, sizeof(*names.name), compare_names);
	for (size_t i = 0; i < names.n; i++)
		each(names.name[i]);
}
