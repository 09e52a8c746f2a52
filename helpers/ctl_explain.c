/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: hotplugctl explain: modprobe --explain by the name under which a person looks
 * for it. */
#include <errno.h>
#include <limits.h>
#include <unistd.h>

#include "hotplugctl.h"
#include "log.h"
#include "root.h"

/* modprobe takes the root as --dirname. */
#define WORDS_BEFORE 4

static int run(const struct ctl_verb *verb, int argc, char *argv[])
{
	_cleanup_free_ const char **words = calloc(argc + WORDS_BEFORE, sizeof(*words));
	char path[PATH_MAX];
	int n = 0;

	if (!words)
		return hp_error(-ENOMEM, "%s", argv[0]), CTL_FAILED;
	if (argc < 2)
		return ctl_usage(verb, stderr);
	if (streq(argv[1], "--help"))
		return ctl_usage(verb, stdout);
	words[n++] = "modprobe";
	if (*hp_root_get()) {
		words[n++] = "--dirname";
		words[n++] = hp_root_get();
	}
	words[n++] = "--explain";
	/* With the NULL at the end. */
	for (int i = 1; i <= argc; i++)
		words[n++] = argv[i];
	snprintf(path, sizeof(path), "%s/modprobe", HP_AGENTDIR);
	execv(path, (char *const *)words);
	hp_error(-errno, "%s", path);
	return CTL_FAILED;
}

const struct ctl_verb ctl_explain = {
	.name = "explain",
	.arguments = "[--json] NAME...",
	.does = "Says what would be loaded for NAME, and which line of which file says so.",
	.run = run,
};
