/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: hotplugctl explain: modprobe --explain by the name under which a person looks
 * for it. */
#include <errno.h>

#include "hotplugctl.h"
#include "log.h"
#include "modconf.h"
#include "modprobe.h"
#include "root.h"

/* The program, -d and its directory, -C and each directory, --explain. */
#define WORDS_BEFORE (4 + 2 * HP_MODCONF_DIRS)

/* modprobe's -d is about the module tree alone: modprobe.d is named to it. Returns how
 * many words there are, or -ENAMETOOLONG. */
static int add_root(const char *words[])
{
	static struct hp_modconf_dirs dirs;
	int n = 0;

	if (!*hp_root_get())
		return 0;
	if (hp_modconf_find_dirs(&dirs) < 0)
		return -ENAMETOOLONG;
	words[n++] = "-d";
	words[n++] = hp_root_get();
	for (const char *const *dir = dirs.path; *dir; dir++) {
		words[n++] = "-C";
		words[n++] = *dir;
	}
	return n;
}

static int exec_modprobe(const char *words[], char *const names[])
{
	char path[PATH_MAX];
	int r = hp_modprobe_find(path), n = 0;

	if (r < 0)
		return r;
	words[n++] = path;
	r = add_root(words + n);
	if (r < 0)
		return hp_error(r, "%s", path);
	n += r;
	words[n++] = "--explain";
	while ((words[n++] = *names))
		names++;
	execv(path, (char *const *)words);
	return hp_error(-errno, "%s", path);
}

static int run(const struct ctl_verb *verb, int argc, char *argv[])
{
	_cleanup_free_ const char **words = calloc(argc + WORDS_BEFORE, sizeof(*words));

	if (!words)
		return hp_error(-ENOMEM, "%s", argv[0]), CTL_FAILED;
	if (argc < 2)
		return ctl_usage(verb, stderr);
	if (streq(argv[1], "--help"))
		return ctl_usage(verb, stdout);
	exec_modprobe(words, argv + 1);
	return CTL_FAILED;
}

const struct ctl_verb ctl_explain = {
	.name = "explain",
	.arguments = "[--json] NAME...",
	.does = "Says what would be loaded for NAME, and which line of which file says so.",
	.run = run,
};
