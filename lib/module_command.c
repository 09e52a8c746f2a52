/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Purpose: run the install and remove commands of modprobe.d. See module_kmod.h. */
#include <errno.h>
#include <limits.h>

#include "child.h"
#include "log.h"
#include "module_kmod.h"

#define COMMAND_TIMEOUT_S 60
#define OPTIONS_VARIABLE  "$CMDLINE_OPTS"

int hp_module_run_command(struct kmod_module *kmod, const char *command,
			  const char *modprobe_options)
{
	char module[PATH_MAX + 32];
	char *argv[] = {(char *)"/bin/sh", (char *)"-c", (char *)command, NULL};
	struct hp_environment env = {
		.keeps_stdout = true,
		.n = 4,
		.vars = {"HOME=/", "TERM=linux", "PATH=/sbin:/usr/sbin:/bin:/usr/bin",
			 module},
	};
	int r;

	if (modprobe_options)
		env.vars[env.n++] = modprobe_options;
	snprintf(module, sizeof(module), "MODPROBE_MODULE=%s",
		 kmod_module_get_name(kmod));
	r = hp_child_run(argv[0], argv, &env, COMMAND_TIMEOUT_S);
	if (r == 0 || r == -EINPROGRESS)
		return 0;
	if (r < 0)
		return hp_error(r, "%s: '%s'", kmod_module_get_name(kmod), command);
	hp_error(0, "%s: '%s' ended with status %d", kmod_module_get_name(kmod), command,
		 r);
	return -ECHILD;
}

char *hp_module_expand_command(const char *command, const char *options)
{
	const char *at = command, *next;
	char *text = NULL;
	size_t n = 0;
	FILE *out = open_memstream(&text, &n);

	if (!out)
		return NULL;
	for (; (next = strstr(at, OPTIONS_VARIABLE));
	     at = next + strlen(OPTIONS_VARIABLE))
		fprintf(out, "%.*s%s", (int)(next - at), at, options);
	fputs(at, out);
	if (fclose(out) == 0)
		return text;
	free(text);
	return NULL;
}
